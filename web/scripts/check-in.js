// The organiser's list without the net (loaded on that page only). The whole list of the point is kept in this browser;
// while the server cannot be reached, names are found in it and outcomes are held back, each with an id made here and its
// time, and sent when the net is back. The server takes each id once, so sending again does no harm.
import { forgetLists, listKey } from "./kept-lists.js";
import { say } from "./words.js";
import { hasWorker, keepAddresses, startWorker } from "./worker.js";

const place = document.querySelector("[data-offline-list]");
const search = 'form[data-target="#list"]'; // the bar has a search box too
const base = place.dataset.offlineList;
const keys = { list: listKey(base), held: `check-in-held:${base}`, told: `check-in-told:${base}` };
const TRY_AGAIN = 4000;
const SHOWN = 50;

let isOffline = false;
let isSending = false;

function load(key, otherwise) {
  return JSON.parse(localStorage.getItem(key) || "null") ?? otherwise;
}
const save = (key, value) => localStorage.setItem(key, JSON.stringify(value));
const held = () => load(keys.held, []);
const kept = () => load(keys.list, { delegates: [] }).delegates;

/** An id of random bytes; crypto.randomUUID is missing where the page comes over plain http. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
const timeShown = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(word, className, action) {
  const made = element("button", `btn ${className}`, word);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

async function ask(path, body) {
  const token = document.querySelector('meta[name="csrf-token"]');
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": token?.content ?? "" };
  const answer = await fetch(base + path, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  const isSignedOut = answer.redirected || answer.status === 401 || answer.status === 403;
  // any other trouble of the server is like no server: it is tried again
  if (!answer.ok || isSignedOut || !isJson) throw Object.assign(new Error(`status ${answer.status}`), { isSignedOut });
  return answer.json();
}

async function keepList() {
  const list = await ask("/kept");
  if (list.may_take || held().length > 0) save(keys.list, { at: Date.now(), delegates: list.delegates });
  else localStorage.removeItem(keys.list);
}

function showNotice(text, isError) {
  place.hidden = text === "";
  place.className = isError ? "notice notice-error" : "notice";
  place.replaceChildren(element("span", "", text));
}

function tellState() {
  const count = held().length;
  if (isOffline) showNotice(say(count > 0 ? "offlineHeld" : "offline", { count }), false);
  else if (count > 0) showNotice(say("offlineSignIn", { count }), true);
  else showNotice("", false);
}

function goOffline() {
  isOffline = true;
  tellState();
  showKeptList();
}

/** Takes an outcome down on this phone. */
function hold(delegate, outcome, reason) {
  const others = held().filter((entry) => entry.delegate !== delegate.id);
  save(keys.held, [...others, { id: newId(), delegate: delegate.id, outcome, reason, at: Date.now() }]);
  tellState();
  showKeptList();
}

function release(delegate) {
  save(keys.held, held().filter((entry) => entry.delegate !== delegate.id));
  tellState();
  showKeptList();
}

function choices(delegate) {
  const all = element("div", "d-flex flex-wrap gap-2 align-items-start");
  all.append(button(say("present"), "btn-primary btn-lg", () => hold(delegate, "present", "")));
  const absent = document.createElement("details");
  const reason = element("input", "form-control mb-2");
  reason.maxLength = 200;
  reason.setAttribute("aria-label", say("reason"));
  reason.placeholder = say("reason");
  const inside = element("div", "mt-2");
  inside.append(
    reason,
    button(say("absentWithReason"), "me-2", () => hold(delegate, "absent_with_reason", reason.value)),
    button(say("absentWithoutReason"), "", () => hold(delegate, "absent_without_reason", "")),
  );
  absent.append(element("summary", "btn btn-lg", say("absent")), inside);
  all.append(absent);
  return all;
}

function row(delegate, entry) {
  const line = element("li", "list-group-item d-flex flex-wrap gap-2 align-items-center");
  const who = element("div", "flex-fill");
  who.append(element("b", "", delegate.name), element("div", "text-secondary", delegate.note));
  line.append(who);
  if (entry) {
    const word = { present: "present", absent_with_reason: "absentWithReason", absent_without_reason: "absentWithoutReason" };
    who.append(element("div", "", say("heldAs", { what: say(word[entry.outcome]), time: timeShown(entry.at) })));
    line.append(button(say("undo"), "", () => release(delegate)));
  } else if (delegate.outcome === "none") line.append(choices(delegate));
  else who.append(element("div", "", delegate.shown));
  return line;
}

/** The list in place of the server's, as the search box says. */
function showKeptList() {
  const words = fold(document.querySelector(`${search} input[name="q"]`)?.value ?? "");
  const entries = new Map(held().map((entry) => [entry.delegate, entry]));
  const found = kept().filter((delegate) => delegate.folded.includes(words));
  const rows = element("ul", "list-group list-group-flush");
  rows.append(...found.slice(0, SHOWN).map((delegate) => row(delegate, entries.get(delegate.id))));
  const list = document.querySelector("#list");
  list.removeAttribute("inert");
  list.setAttribute("aria-busy", "false");
  list.replaceChildren(rows);
  if (found.length > SHOWN) list.append(element("p", "card-body text-secondary m-0", say("narrowSearch", { count: found.length })));
}

/** What stood otherwise on the server: shown until a person has decided. */
function showTold() {
  const told = load(keys.told, []);
  document.querySelector("#told")?.remove();
  if (told.length === 0) return;
  const box = element("div", "notice d-block");
  box.id = "told";
  box.append(element("b", "", say("conflicts", { count: told.length })));
  for (const one of told) {
    const line = element("div", "d-flex flex-wrap gap-2 align-items-center mt-2");
    line.append(element("span", "flex-fill", say(one.result === "conflict" ? "conflict" : "notTaken", one)));
    line.append(button(say("settled"), "", () => settle(one)));
    if (one.result === "conflict") line.append(button(say("takeMine"), "", () => takeMine(one)));
    box.append(line);
  }
  place.after(box);
}

function settle(one) {
  save(keys.told, load(keys.told, []).filter((other) => other.id !== one.id));
  showTold();
}

async function takeMine(one) {
  const token = document.querySelector('meta[name="csrf-token"]');
  const body = new URLSearchParams({ outcome: one.wanted, reason: one.reason, _csrf: token?.content ?? "" });
  const answer = await fetch(`/delegates/${one.delegate}/outcome`, { method: "POST", body });
  if (!answer.ok) return;
  settle(one);
  location.reload();
}

function remember(entries, results) {
  const names = new Map(kept().map((delegate) => [delegate.id, delegate.name]));
  const told = results
    .filter((one) => ["conflict", "refused", "unknown"].includes(one.result))
    .map((one) => {
      const entry = entries.find((other) => other.id === one.id);
      const name = names.get(entry.delegate) ?? "";
      return { ...one, name, delegate: entry.delegate, wanted: entry.outcome, reason: entry.reason, time: timeShown(entry.at) };
    });
  save(keys.told, [...load(keys.told, []), ...told]);
}

/** Sends what was held back, or looks whether the server is there again. */
async function reachOut() {
  if (isSending) return;
  isSending = true;
  try {
    const entries = held().slice(0, 200);
    if (entries.length > 0) {
      const results = await ask("/sync", { sent_at: Date.now(), entries });
      const taken = new Set(results.map((one) => one.id));
      remember(entries, results);
      save(keys.held, held().filter((entry) => !taken.has(entry.id)));
    }
    await keepList();
    if (isOffline || entries.length > 0) location.reload();
  } catch (error) {
    if (error.isSignedOut) {
      isOffline = false;
      tellState();
    } else goOffline();
  } finally {
    isSending = false;
  }
}

const ofDelegate = (target) => target.closest?.('form[action^="/delegates/"]');

// before htmx: without the net a press on the server's own list is taken down here
document.addEventListener(
  "submit",
  (event) => {
    if (!isOffline) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.target.matches(search)) showKeptList();
  },
  true,
);
document.addEventListener(
  "input",
  (event) => {
    if (!isOffline || !event.target.form?.matches(search)) return;
    event.stopImmediatePropagation();
    showKeptList();
  },
  true,
);
// a press that did not reach the server any more: what was pressed is held back
document.addEventListener(
  "htmx:sendError",
  (event) => {
    event.stopPropagation();
    const form = ofDelegate(event.target);
    const sent = event.detail.requestConfig?.parameters ?? {};
    const delegate = form && kept().find((one) => form.getAttribute("action") === `/delegates/${one.id}/outcome`);
    if (delegate && sent.outcome && sent.outcome !== "none") hold(delegate, sent.outcome, sent.reason ?? "");
    goOffline();
  },
  true,
);
window.addEventListener("offline", goOffline);
window.addEventListener("online", reachOut);
window.addEventListener("beforeunload", (event) => {
  if (isOffline && held().length > 0) event.preventDefault();
});
setInterval(() => {
  const isWriting = document.activeElement?.matches("#list input");
  if (isOffline && !isWriting) reachOut();
}, TRY_AGAIN);

forgetLists();
showTold();
reachOut();
// the page itself is kept too, so that it opens again without the net
if (hasWorker) startWorker().then((worker) => keepAddresses(worker, [location.pathname]));
