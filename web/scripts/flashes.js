// Short messages after an action: .flash inside .flashes. Good news leaves by itself, warnings and errors stay.
import { say } from "./words.js";

const shown = new WeakSet();

function corner() {
  let place = document.querySelector(".flashes");
  if (!place) {
    place = document.createElement("div");
    place.className = "flashes";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  return place;
}

/** Shows `text`; `kind` is "", "warning" or "error". */
export function flash(text, kind = "") {
  const message = document.createElement("div");
  message.className = kind ? `flash flash-${kind}` : "flash";
  const words = document.createElement("div");
  words.className = "flash-text";
  words.textContent = text;
  message.append(words);
  corner().append(message);
  showFlashes(corner());
}

/** Adds the closing button to every .flash inside `root` and lets good news go after eight seconds. */
export function showFlashes(root) {
  for (const message of root.querySelectorAll(".flash")) {
    if (shown.has(message)) continue;
    shown.add(message);
    const close = document.createElement("button");
    close.type = "button";
    close.setAttribute("aria-label", say("close"));
    close.textContent = "×";
    close.addEventListener("click", () => message.remove());
    message.append(close);
    if (!message.matches(".flash-warning, .flash-error")) setTimeout(() => message.remove(), 8000);
  }
}
