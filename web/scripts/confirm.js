// Questions before what cannot be undone: data-confirm="question" on a button or form, data-confirm-yes="word".
import { say } from "./words.js";

function ask(question, yesWord) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    dialog.setAttribute("aria-labelledby", "ask-question");
    const text = document.createElement("p");
    text.id = "ask-question";
    text.textContent = question;
    const buttons = document.createElement("div");
    buttons.className = "form-buttons";
    const no = document.createElement("button");
    no.className = "btn";
    no.textContent = say("no");
    const yes = document.createElement("button");
    yes.className = "btn btn-primary";
    yes.textContent = yesWord || say("yes");
    no.addEventListener("click", () => dialog.close("no"));
    yes.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    buttons.append(no, yes);
    dialog.append(text, buttons);
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}

/** Puts the question between the user and every form or htmx request that carries one. */
export function askFirst() {
  const answered = new WeakSet();
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      const button = event.submitter;
      const asking = [button, form].find((element) => element?.dataset.confirm);
      if (!asking || answered.has(form)) {
        answered.delete(form);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await ask(asking.dataset.confirm, asking.dataset.confirmYes)) {
        answered.add(form);
        form.requestSubmit(button ?? undefined);
        // a browser check that failed fires no submit event: forget the answer
        setTimeout(() => answered.delete(form), 0);
      }
    },
    true,
  );
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask(event.detail.question, event.detail.elt.dataset.confirmYes)) event.detail.issueRequest(true);
  });
}
