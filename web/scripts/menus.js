// Menus are <details class="menu">: they open without a script; this closes them and folds the navigation on phones.

/** Closes an open menu on a click elsewhere or Escape; data-toggle="#id" shows and hides an element. */
export function openMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const toggle = event.target.closest("[data-toggle]");
    if (!toggle) return;
    const shown = document.querySelector(toggle.dataset.toggle).classList.toggle("show");
    toggle.setAttribute("aria-expanded", String(shown));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
