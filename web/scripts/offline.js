// On the reader's pages: asks the worker to keep what is opened, and marks what can be read without a line.
import { hasWorker, keepAddresses, startWorker } from "./worker.js";

const cacheName = "kept-pages";
const anyVary = { ignoreVary: true };

async function isKept(address) {
  return Boolean(await (await caches.open(cacheName)).match(address, anyVary));
}

async function showMarks() {
  for (const mark of document.querySelectorAll("[data-kept-mark]")) {
    mark.hidden = !(await isKept(mark.dataset.keptMark));
  }
}

async function keepThisPage(worker) {
  const article = document.querySelector("[data-keep]");
  if (!article) return;
  const files = article.dataset.keep.split(" ").filter(Boolean);
  const isFresh = await keepAddresses(worker, [location.pathname, ...files]);
  const notice = document.querySelector("[data-offline-notice]");
  // what could not be fetched anew is the kept copy, unless it was never kept
  if (notice) notice.hidden = isFresh || !(await isKept(location.pathname));
}

async function offerFilms(worker) {
  for (const button of document.querySelectorAll("[data-keep-file]")) {
    const done = () => {
      button.textContent = button.dataset.keptWord;
      button.disabled = true;
    };
    button.hidden = false;
    if (await isKept(button.dataset.keepFile)) done();
    button.addEventListener("click", async () => {
      button.disabled = true;
      if (await keepAddresses(worker, [button.dataset.keepFile])) done();
      else button.disabled = false;
    });
  }
}

/** Lists what is kept: the titles are in the kept pages themselves. */
async function listKept() {
  const list = document.querySelector("[data-kept-list]");
  if (!list) return;
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (!/^\/m\/[0-9A-Z]{8,}$/.test(pathname)) continue;
    const page = new DOMParser().parseFromString(await (await cache.match(request, anyVary)).text(), "text/html");
    const item = document.createElement("li");
    item.className = "card card-body mb-2";
    const link = document.createElement("a");
    link.href = pathname;
    link.className = "fs-3 fw-bold";
    link.textContent = page.querySelector("h1")?.textContent || pathname;
    item.append(link);
    list.append(item);
  }
  document.querySelector("[data-kept-none]").hidden = list.childElementCount > 0;
}

async function start() {
  await listKept();
  const active = await startWorker();
  await showMarks();
  await keepThisPage(active);
  await showMarks();
  await offerFilms(active);
}

if (hasWorker) start();
