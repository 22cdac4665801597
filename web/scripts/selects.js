// Long choices: select[data-search] can be typed into, without accents; with data-search-url the choices come from
// the server, which answers ?q= with [{"value": "…", "text": "…"}].
import TomSelect from "tom-select/base";
import { say } from "./words.js";

/** Turns every select[data-search] inside `root` into a search box with choices. */
export function makeSelectsSearchable(root) {
  for (const select of root.querySelectorAll("select[data-search]")) {
    if (select.tomselect) continue;
    const address = select.dataset.searchUrl;
    // what assistive technology reads is the box that takes its place
    select.setAttribute("aria-hidden", "true");
    new TomSelect(select, {
      create: false,
      maxOptions: 100,
      allowEmptyOption: true,
      // what was typed has found its choice; the next one is typed afresh
      onItemAdd() {
        this.setTextboxValue("");
        this.refreshOptions(false);
      },
      render: { no_results: () => `<div class="no-results">${say("nothingFound")}</div>` },
      ...(address && {
        valueField: "value",
        labelField: "text",
        searchField: ["text"],
        // the server has searched already: show what it gave, in its order
        score: () => () => 1,
        shouldLoad: (query) => query.length > 0,
        load(query, done) {
          this.clearOptions();
          fetch(`${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`)
            .then((answer) => (answer.ok ? answer.json() : []))
            .then(done, () => done());
        },
      }),
    });
  }
}
