// Keeps what a reader opened under /m/ on this machine and shows it when there is no line. It answers for the whole site,
// so it leaves alone whatever it need not touch: only pages, kept files and assets go through it, and forms never do.
const pages = "kept-pages";
const assets = "kept-assets";
const offline = "/m/offline";
const anyVary = { ignoreVary: true };

/** Keeps these addresses, and the styles, scripts and icons that pages among them name. */
async function keep(addresses) {
  const cache = await caches.open(pages);
  for (const address of addresses) {
    const answer = await fetch(address, { credentials: "same-origin" });
    // a page that leads to the sign-in is not the page
    if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
    const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
    const text = isPage ? await answer.clone().text() : "";
    await cache.put(address, answer);
    await keepAssets(text);
  }
}

async function keepAssets(text) {
  const cache = await caches.open(assets);
  const named = new Set([...text.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((match) => match[1]));
  for (const address of named) {
    if (!(await cache.match(address, anyVary))) await cache.add(address);
  }
}

/** Another person may sit here next: what was kept goes, the offline page (which names nobody) comes back. */
async function forget() {
  await caches.delete(pages);
  await keep([offline]).catch(() => {});
}

/** The part of a kept file that a player asks for. */
async function partOf(answer, range) {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (!asked) return answer;
  const whole = await answer.blob();
  const from = Number(asked[1]);
  const to = asked[2] ? Math.min(Number(asked[2]), whole.size - 1) : whole.size - 1;
  return new Response(whole.slice(from, to + 1), {
    status: 206,
    headers: {
      "Content-Type": answer.headers.get("Content-Type"),
      "Content-Range": `bytes ${from}-${to}/${whole.size}`,
      "Content-Length": String(to - from + 1),
      "Accept-Ranges": "bytes",
    },
  });
}

async function kept(request) {
  const { pathname } = new URL(request.url);
  return (await caches.open(pages)).match(pathname, anyVary);
}

/** A proxy that cannot reach the server is no line either; a busy server says itself when to come again, as does 429. */
function isNoLine(answer) {
  if (answer.status === 503) return !answer.headers.has("Retry-After");
  return answer.status === 502 || answer.status === 504;
}

async function page(request) {
  try {
    const answer = await fetch(request);
    if (!isNoLine(answer)) return answer;
  } catch {
    // no line: what was kept
  }
  return (await kept(request)) || (await (await caches.open(pages)).match(offline, anyVary)) || Response.error();
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    const answer = await kept(request);
    return answer ? partOf(answer, request.headers.get("range")) : Response.error();
  }
}

async function asset(request) {
  // the address changes with the content
  return (await (await caches.open(assets)).match(request, anyVary)) || fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(keep([offline]).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const work = keep(event.data.keep).then(
    () => port.postMessage({ kept: true }),
    () => port.postMessage({ kept: false }),
  );
  event.waitUntil(work);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  const changesPerson = pathname === "/sign-out" || pathname.startsWith("/sign-in") || pathname.startsWith("/acting");
  if (request.method === "POST" && changesPerson) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (pathname.startsWith("/m/")) event.respondWith(file(request));
});
