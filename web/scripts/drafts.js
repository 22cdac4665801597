// Nothing typed is lost: forms with data-draft="key" (or data-draft alone: the page's path) keep a copy in this browser
// until the server has accepted them, and warn before leaving with changes. Passwords, files and hidden fields are never kept.
import { say } from "./words.js";

const prefix = "draft:";
const sentKey = "draft-sent";
const watched = new WeakSet();

function fields(form) {
  return [...form.elements].filter(
    (field) => field.name && !["password", "file", "hidden", "submit", "button", "reset"].includes(field.type),
  );
}

function read(form) {
  return fields(form).map((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked
      : field.multiple
        ? [...field.selectedOptions].map((option) => option.value)
        : field.value,
  );
}

function write(form, values) {
  fields(form).forEach((field, index) => {
    const value = values[index];
    if (value === undefined) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (field.tomselect) field.tomselect.setValue(value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function button(word, style, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `btn btn-sm ${style}`;
  element.textContent = word;
  element.addEventListener("click", action);
  return element;
}

function offer(form, key, draft) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const text = document.createElement("span");
  const time = new Date(draft.at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
  text.textContent = say("draftFound", { time });
  notice.append(
    text,
    button(say("draftRestore"), "btn-primary", () => {
      write(form, draft.values);
      notice.remove();
    }),
    button(say("draftDrop"), "", () => {
      localStorage.removeItem(key);
      notice.remove();
    }),
  );
  form.prepend(notice);
}

// The last page sent a form. The draft goes only when the answer was a plain page: a refusal, an error or the
// sign-in page after an expired session leave it where it is.
function forgetAccepted() {
  const key = sessionStorage.getItem(sentKey);
  if (!key) return;
  sessionStorage.removeItem(sentKey);
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  const signIn = document.querySelector('input[type="password"]');
  const again = document.querySelector("form[data-draft] .is-invalid, form[data-draft] .invalid-feedback");
  if (status < 400 && !signIn && !again) localStorage.removeItem(prefix + key);
}

function nameOf(form) {
  return form.dataset.draft || location.pathname;
}

function watch(form) {
  const key = prefix + nameOf(form);
  const atFirst = read(form);
  let leaving = false;
  let timer;
  const stored = JSON.parse(localStorage.getItem(key) || "null");
  if (stored && stored.values.length === atFirst.length && !same(stored.values, atFirst)) offer(form, key, stored);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
    }, 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    leaving = true;
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
    sessionStorage.setItem(sentKey, nameOf(form));
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && form.isConnected && !same(read(form), atFirst)) event.preventDefault();
  });
}

/** Watches every form with data-draft inside `root`. */
export function keepDrafts(root) {
  if (root === document) forgetAccepted();
  for (const form of root.querySelectorAll("form[data-draft]")) {
    if (watched.has(form)) continue;
    watched.add(form);
    watch(form);
  }
}
