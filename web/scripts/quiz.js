// A test as it is taken: each answer is sent when it is given and kept in this browser until the server has it, so that
// neither a cut line nor a closed page loses one. The time is the server's; when it is over the form is handed in.
// Loaded on that page, and on the page of the test, where the server says which attempts it has.
import { say } from "./words.js";

const RETRY_MS = 3000;

/** What the server has needs no keeping here. */
for (const attempt of document.querySelectorAll("[data-handed-in]")) {
  localStorage.removeItem(`quiz:${attempt.dataset.handedIn}`);
}

function take(form) {
  const key = `quiz:${form.dataset.quiz}`;
  const unsent = new Map(JSON.parse(localStorage.getItem(key) || "[]"));
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const status = form.querySelector("[data-said]");
  const clock = form.querySelector("[data-clock]");
  let sequence = Number(form.elements.sequence.value);
  let sending = false;
  let ended = false;
  let endsAt = form.dataset.seconds ? performance.now() + Number(form.dataset.seconds) * 1000 : Infinity;

  const questions = [...form.querySelectorAll("[data-position]")];
  const boxes = (question) => [...question.querySelectorAll("input")];
  const marked = (question) => boxes(question).filter((box) => box.checked).map((box) => box.value);

  function mark(question, choices) {
    for (const box of boxes(question)) box.checked = choices.includes(box.value);
  }

  /** Tells how many are answered; handing in asks first while some are not. */
  function countAnswered() {
    const answered = questions.filter((question) => marked(question).length > 0).length;
    form.querySelector("[data-answered]").textContent = answered;
    if (answered === questions.length) delete form.dataset.confirm;
    else form.dataset.confirm = say("answersOpen", { count: questions.length - answered });
  }

  function keep() {
    if (unsent.size === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify([...unsent]));
  }

  function questionAt(position) {
    return questions.find((question) => question.dataset.position === position);
  }

  async function post(position, choices) {
    const body = new URLSearchParams({ position, sequence });
    for (const choice of choices) body.append("choice", choice);
    const headers = { "X-CSRF-Token": token };
    const response = await fetch(form.dataset.quiz, { method: "POST", body, headers, redirect: "manual" });
    // signed out, or signed in anew elsewhere: the page asks to sign in, and what is not sent stays in this browser
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      location.reload();
      return new Promise(() => {});
    }
    // handed in elsewhere, or the time is over: the server knows what the page should be
    if (response.status === 422 || response.status === 404) return null;
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  }

  /** Sends what is not sent yet, one answer after the other; a lost line is tried again. */
  async function send() {
    if (sending || ended || unsent.size === 0) return;
    sending = true;
    const [position, choices] = unsent.entries().next().value;
    sequence += 1;
    try {
      const said = await post(position, choices);
      if (said === null) {
        ended = true;
        location.reload();
        return;
      }
      const isTaken = said.marked.map(String).join() === choices.join();
      sequence = Math.max(sequence, said.sequence);
      if (form.dataset.seconds) endsAt = Math.min(endsAt, performance.now() + said.seconds_left * 1000);
      // not taken: another phone gave more answers meanwhile, so it is sent again with a higher number
      if (isTaken && unsent.get(position) === choices) unsent.delete(position);
      if (!ended) {
        keep();
        status.textContent = unsent.size === 0 ? say("answersSaved") : "";
      }
      sending = false;
      send();
    } catch {
      if (!ended) status.textContent = say("answersWait");
      sending = false;
      setTimeout(send, RETRY_MS);
    }
  }

  /** Hands in all that is marked, again until the server answers; what is not sent is kept here until it says it has it. */
  async function handIn() {
    ended = true;
    // an answer still on its way has this number: the form counts as newer
    form.elements.sequence.value = sequence;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
      });
      if (response.status >= 500) throw new Error(`status ${response.status}`);
    } catch {
      status.textContent = say("answersWait");
      setTimeout(handIn, RETRY_MS);
      return;
    }
    // the server knows what comes next: the page of the test, or signing in and this page again
    location.assign(form.dataset.quiz.replace(/\/answers$/, ""));
  }

  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-position]");
    if (!question) return;
    unsent.set(question.dataset.position, marked(question));
    keep();
    countAnswered();
    send();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!ended) handIn();
  });

  function tick() {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.closest(".quiz-bar").classList.toggle("is-near", left <= 60);
    if (left > 0) setTimeout(tick, 500);
    else if (!ended) handIn();
  }

  // what an earlier visit could not send
  for (const [position, choices] of unsent) {
    const question = questionAt(position);
    if (question) mark(question, choices);
    else unsent.delete(position);
  }
  countAnswered();
  send();
  addEventListener("online", send);
  if (clock) tick();
}

const form = document.querySelector("form[data-quiz]");
if (form) take(form);
