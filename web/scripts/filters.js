// Filters that apply themselves: form[data-auto-submit]. With data-target="#list" only that part of the page is
// replaced (the same address is asked and the part with that id taken out), so that the cursor stays in the search box.
// From the first letter typed until the answer stands there the part is busy: a press meant for one row cannot land on
// another that moves into its place.

function hold(form, isBusy) {
  const part = form.dataset.target && document.querySelector(form.dataset.target);
  part?.setAttribute("aria-busy", String(isBusy));
  part?.toggleAttribute("inert", isBusy);
}

function apply(htmx, form) {
  const target = form.dataset.target;
  if (!target) {
    form.requestSubmit();
    return;
  }
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  const path = form.getAttribute("action") || location.pathname;
  hold(form, true);
  // the answer brings a new part, which is not busy; without an answer the old one can be used again
  const over = () => hold(form, false);
  // htmx adds the fields of the form itself
  htmx.ajax("GET", path, { source: form, target, select: target, swap: "outerHTML" }).then(over, over);
  history.replaceState(null, "", `${path}?${query}`);
}

/** Listens on the whole document, so that forms put in later work too. */
export function submitFilters(htmx) {
  let timer;
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-auto-submit]") && event.target.type !== "search") apply(htmx, form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-auto-submit][data-target]") || event.target.type !== "search") return;
    hold(form, true);
    clearTimeout(timer);
    timer = setTimeout(() => apply(htmx, form), 300);
  });
}
