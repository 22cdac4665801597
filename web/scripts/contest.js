// A contest on a contestant's telephone: the small work before registering or beginning, the clock, answers kept here and
// sent until the server has them. Everything works without it but the work.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

const SLICE = 2000;
const SAVE_AFTER = 4000;
const MOST_PAUSE = 10000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Finds the number behind the puzzle, a slice at a time so that the page stays alive. */
async function solve(salt, challenge, most) {
  for (let from = 0; from <= most; from += SLICE) {
    for (let number = from; number < from + SLICE && number <= most; number++) {
      if (bytesToHex(sha256(utf8ToBytes(salt + number))) === challenge) return number;
    }
    await pause(0);
  }
  return "";
}

function randomHex(bytes) {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(bytes)));
}

async function prepare(form) {
  const button = form.querySelector("button");
  const words = button.textContent;
  if (form.elements.nonce) form.elements.nonce.value = randomHex(12);
  if (form.elements.work.value || form.dataset.most === "0") return;
  button.disabled = true;
  button.textContent = button.dataset.waiting;
  form.elements.work.value = await solve(form.elements.salt.value, form.dataset.challenge, Number(form.dataset.most));
  button.textContent = words;
  button.disabled = false;
}

/** Sends until the server takes it; a busy server or a cut line is asked again, later each time. */
async function sendUntilTaken(address, body, told, maySend = () => true) {
  for (let wait = 2000; ; wait = Math.min(wait * 1.5, MOST_PAUSE)) {
    try {
      const answer = await fetch(address, { method: "POST", body, keepalive: true });
      if (answer.status !== 503 && answer.status !== 429) return answer;
      wait = Math.max(wait, Number(answer.headers.get("Retry-After") ?? 0) * 1000);
    } catch {
      // the line is cut; what was typed stays here
    }
    told();
    await pause(wait * (0.75 + Math.random() / 2));
    if (!maySend()) return null;
  }
}

/** Shows the page that an answer brought, under its own address. */
async function show(answer, address) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (answer.ok) history.replaceState(null, "", address);
  window.scrollTo(0, 0);
  begin();
}

function startHere(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = document.querySelector(".status");
    const button = form.querySelector("button");
    button.disabled = true;
    const told = () => {
      status.textContent = status.dataset.busy;
      status.classList.add("held");
    };
    const answer = await sendUntilTaken(form.action, new URLSearchParams(new FormData(form)), told);
    await show(answer, form.action.replace(/start$/, "attempt"));
  });
}

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function answersOf(form) {
  const count = form.querySelectorAll("fieldset").length;
  let text = "";
  for (let place = 0; place < count; place++) {
    let set = 0;
    for (const box of form.querySelectorAll(`[name=q${place}]:checked`)) set |= 1 << Number(box.value);
    text += SIGNS[set];
  }
  return text;
}

function restore(form, kept) {
  [...kept.answers].forEach((sign, place) => {
    const set = SIGNS.indexOf(sign);
    for (const box of form.querySelectorAll(`[name=q${place}]`)) box.checked = Boolean(set & (1 << Number(box.value)));
  });
  if (form.elements.prediction && kept.prediction !== undefined) form.elements.prediction.value = kept.prediction;
}

/** A picture that the line lost is asked for again. */
function loadAgain(picture) {
  const again = () => setTimeout(() => (picture.src = `${picture.src.split("?")[0]}?${Date.now()}`), 3000);
  picture.addEventListener("error", again);
  if (picture.complete && picture.naturalWidth === 0) again();
}

/** The attempt: what is chosen is kept on this telephone at once and sent soon after. */
function sit(form) {
  const { round, contestant, number } = form.dataset;
  const key = `contest-${round}-${contestant}-${number}`;
  const base = form.action.replace(/submit$/, "");
  const status = document.getElementById("status");
  const say = (what) => {
    status.textContent = status.dataset[what];
    status.classList.toggle("held", what === "held");
  };
  let revision = Number(form.dataset.revision);
  let sent = revision;
  let timer = 0;
  let isOver = false;

  const body = () => {
    const fields = new URLSearchParams({ number, revision, answers: answersOf(form) });
    if (form.elements._csrf) fields.set("_csrf", form.elements._csrf.value);
    if (form.elements.prediction) fields.set("prediction", form.elements.prediction.value);
    return fields;
  };
  const save = async () => {
    clearTimeout(timer);
    timer = 0;
    if (isOver || sent === revision) return;
    const mine = revision;
    say("sending");
    const answer = await sendUntilTaken(`${base}answers`, body(), () => say("held"), () => !isOver && mine === revision);
    if (!answer) return;
    if (answer.status === 204) {
      sent = Math.max(sent, mine);
      if (sent === revision) say("kept");
    } else if (answer.status === 422) {
      finish();
    }
  };
  const changed = () => {
    revision += 1;
    localStorage.setItem(key, JSON.stringify({ revision, answers: answersOf(form), prediction: form.elements.prediction?.value }));
    if (!timer) timer = setTimeout(save, SAVE_AFTER);
  };
  const finish = async () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    form.querySelector("button").disabled = true;
    revision += 1;
    say("sending");
    const answer = await sendUntilTaken(form.action, body(), () => say("held"));
    if (answer.ok) localStorage.removeItem(key);
    await show(answer, base.replace(/\/$/, ""));
    const place = document.getElementById("place")?.textContent;
    if (place) history.replaceState(null, "", `${base}receipts/${place}`);
  };

  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && kept.revision > revision) {
    restore(form, kept);
    revision = kept.revision;
    save();
  }
  form.querySelectorAll("legend img").forEach(loadAgain);
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  count(Number(form.dataset.left), () => isOver, finish);
}

/** The clock of the attempt runs on the time the server gave, whatever the telephone's own says. */
function count(left, isOver, finish) {
  const clock = document.getElementById("clock");
  const until = performance.now() + left;
  const tick = () => {
    if (isOver() || !clock.isConnected) return;
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("late", seconds <= 60);
    if (seconds === 0) finish();
    else setTimeout(tick, 250);
  };
  tick();
}

function begin() {
  for (const form of document.querySelectorAll("form[data-puzzle]")) prepare(form);
  for (const form of document.querySelectorAll("form[data-start]")) startHere(form);
  const sitting = document.getElementById("sitting");
  if (sitting) sit(sitting);
}

begin();
