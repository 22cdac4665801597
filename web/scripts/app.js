// Entry of every page: htmx under a strict content policy, then one small behaviour per file.
import htmx from "htmx.org";
import { askFirst } from "./confirm.js";
import { keepDrafts } from "./drafts.js";
import { showFlashes, flash } from "./flashes.js";
import { submitFilters } from "./filters.js";
import { forgetLists } from "./kept-lists.js";
import { openLiveScreens } from "./live.js";
import { openMenus } from "./menus.js";
import { leadToSearch } from "./search.js";
import { makeSelectsSearchable } from "./selects.js";
import { say } from "./words.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  // a refused or invalid form answers 409/422 with the page that says why: show it
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) event.detail.headers["X-CSRF-Token"] = token.content;
});
document.addEventListener("htmx:sendError", () => flash(say("serverUnreachable"), "error"));
document.addEventListener("htmx:responseError", (event) => {
  flash(say("serverFailed", { status: event.detail.xhr.status }), "error");
});

/** Gives life to everything inside `root`; called again for each piece htmx or a live screen puts in. */
function enliven(root) {
  makeSelectsSearchable(root);
  keepDrafts(root);
  showFlashes(root);
  openLiveScreens(root, (piece) => {
    htmx.process(piece);
    enliven(piece);
  });
}

openMenus();
askFirst();
submitFilters(htmx);
leadToSearch();
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches('form[action="/sign-out"]')) forgetLists(true);
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => enliven(document));
else enliven(document);
document.addEventListener("htmx:afterSettle", (event) => enliven(event.detail.elt));
