// The key / leads to the search box: the page's own, else the one at the head, else (folded away on phones) the page.

/** Listens for the key; it stays a letter where something is typed. */
export function leadToSearch() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const boxes = [...document.querySelectorAll("[data-search-box], header form[role=search] input[type=search]")];
    const box = boxes.find((one) => one.checkVisibility());
    if (!box && !document.querySelector("header form[role=search]")) return;
    event.preventDefault();
    if (!box) {
      window.location.assign("/search");
      return;
    }
    box.focus();
    box.select();
  });
}
