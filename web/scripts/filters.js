// Filters that apply themselves: form[data-auto-submit]. With data-target="#list" only that part of the page is
// replaced (the same address is asked and the part with that id taken out), so that the cursor stays in the search box.

function apply(htmx, form) {
  const target = form.dataset.target;
  if (!target) {
    form.requestSubmit();
    return;
  }
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (value === "") query.delete(name);
  const address = `${form.getAttribute("action") || location.pathname}?${query}`;
  htmx.ajax("GET", address, { source: form, target, select: target, swap: "outerHTML" });
  history.replaceState(null, "", address);
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
    clearTimeout(timer);
    timer = setTimeout(() => apply(htmx, form), 300);
  });
}
