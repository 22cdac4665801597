// How the tests find what a person would: by the words that can be seen, exactly first, then in part.
const plain = (text) => (text || "").replace(/\s+/g, " ").replace(/ \*$/, "").trim().toLocaleLowerCase("vi");
const visible = (element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.matches('.visually-hidden[aria-hidden="true"]');
const named = (element) => plain(element.getAttribute("aria-label") || element.innerText || element.value);

// a page that is about to replace a part of itself is looked at once it has done so, as a person would wait for it
const quiet = () => !document.querySelector('[aria-busy="true"], .htmx-request, .htmx-swapping, .htmx-settling, .htmx-added');

function best(elements, name, wanted) {
  const words = plain(wanted);
  return (
    elements.find((element) => name(element) === words) ||
    elements.find((element) => name(element).startsWith(words)) ||
    elements.find((element) => name(element).includes(words)) ||
    null
  );
}

function pressable(words) {
  const open = document.querySelector("dialog[open]") || document;
  const all = [...open.querySelectorAll('button, a[href], summary, input[type="submit"], [role="button"], label')];
  return best(all.filter((element) => visible(element) && !element.disabled), named, words);
}

function field(label) {
  const open = document.querySelector("dialog[open]") || document;
  const labels = [...open.querySelectorAll("label")].filter((element) => element.control || element.htmlFor);
  const found = best(labels, (element) => plain(element.innerText), label);
  if (found) {
    const control = found.control || document.getElementById(found.htmlFor);
    // a searchable choice puts its own box in front of the select
    const select = control?.closest(".ts-wrapper")?.previousElementSibling;
    return select?.tomselect ? select : control;
  }
  const controls = [...open.querySelectorAll("input, select, textarea")].filter((element) => element.type !== "hidden");
  return best(controls, (element) => plain(element.getAttribute("aria-label") || element.placeholder), label);
}

function offered(words) {
  const offers = [...document.querySelectorAll(".ts-dropdown .option")].filter(visible);
  return best(offers, (element) => plain(element.innerText), words);
}

const selected = (selector) => [...document.querySelectorAll(selector)].find(visible) || null;

// sets what cannot be typed; says "typed" when the field is better typed into
function choose(element, value) {
  const announce = () => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if (element.tagName === "SELECT") {
    const option = best([...element.options], (each) => plain(each.text), value) || [...element.options].find((each) => each.value === value);
    if (!option) return null;
    if (element.tomselect) element.tomselect.setValue(option.value);
    else {
      element.value = option.value;
      announce();
    }
    return "chosen";
  }
  if (["date", "time", "datetime-local", "month", "color", "range"].includes(element.type)) {
    element.value = value;
    announce();
    return element.value === value ? "chosen" : null;
  }
  return "typed";
}
