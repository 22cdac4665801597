// Live screens: an element with data-live="/address" is refilled by each server-sent event with the HTML it carries.
// The browser reconnects by itself; meanwhile the screen says that its figures may be old.
import { say } from "./words.js";

const open = new WeakSet();

function follow(element, enliven) {
  let wait = 1000;
  const connect = () => {
    if (!element.isConnected) return;
    const source = new EventSource(element.dataset.live);
    source.onopen = () => {
      wait = 1000;
      element.classList.remove("live-lost");
    };
    source.onmessage = (event) => {
      if (!element.isConnected) {
        source.close();
        return;
      }
      element.innerHTML = event.data;
      enliven(element);
    };
    source.onerror = () => {
      element.dataset.lost = say("lineLost");
      element.classList.add("live-lost");
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 30000);
    };
    window.addEventListener("pagehide", () => source.close(), { once: true });
  };
  connect();
}

/** Opens the stream of every [data-live] inside `root`; `enliven` is given each refilled element. */
export function openLiveScreens(root, enliven) {
  for (const element of root.querySelectorAll("[data-live]")) {
    if (open.has(element)) continue;
    open.add(element);
    follow(element, enliven);
  }
}
