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

/** Answers after which everything is kept and sent again: too busy, or a proxy that does not reach the server. */
const isNoAnswer = (status) => status === 429 || status >= 500;

/** A page of ours, not that of a proxy or of a network that wants something first; null where it is none. */
async function ourPage(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("content") ? page : null;
}

/**
 * Sends until the server itself has answered; a busy server, a proxy without its server and a cut line are asked again,
 * later each time. `take` makes of the answer what is wanted, null where it was not ours.
 */
async function sendUntilTaken(address, body, told, take, maySend = () => true) {
  for (let wait = 2000; ; wait = Math.min(wait * 1.5, MOST_PAUSE)) {
    try {
      const answer = await fetch(address, { method: "POST", body, keepalive: true });
      const taken = isNoAnswer(answer.status) ? null : await take(answer);
      if (taken) return taken;
      wait = Math.max(wait, Number(answer.headers.get("Retry-After") ?? 0) * 1000 || 0);
    } catch {
      // the line is cut; what was typed stays here
    }
    told();
    await pause(wait * (0.75 + Math.random() / 2));
    if (!maySend()) return null;
  }
}

const asPage = async (answer) => {
  const page = await ourPage(answer);
  return page && { page, ok: answer.ok };
};

/** Shows the page that an answer brought, under its own address. */
function show({ page, ok }, address) {
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (ok) history.replaceState(null, "", address);
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
    const brought = await sendUntilTaken(form.action, new URLSearchParams(new FormData(form)), told, asPage);
    show(brought, form.action.replace(/start$/, "attempt"));
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

/** The receipt, or our own words why there is none; a page of ours without a receipt that pretends to be well is neither. */
const asReceipt = async (answer) => {
  const brought = await asPage(answer);
  return brought && (!brought.ok || brought.page.getElementById("place")) ? brought : null;
};

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
  const save = async (evenIfSent = false) => {
    clearTimeout(timer);
    timer = 0;
    if (isOver || (sent === revision && !evenIfSent)) return;
    const mine = revision;
    say("sending");
    // 2xx with words is a page of whoever stands between: ours has none
    const take = (answer) => (answer.ok && answer.status !== 204 ? null : answer);
    const isCurrent = () => !isOver && mine === revision;
    const answer = await sendUntilTaken(`${base}answers`, body(), () => say("held"), take, isCurrent);
    if (!answer) return;
    if (answer.status === 204) {
      sent = Math.max(sent, mine);
      clock.lengthen(Number(answer.headers.get("Attempt-Left") ?? 0));
      if (sent === revision) say("kept");
    } else if (answer.status === 422) {
      finish();
    }
  };
  const changed = () => {
    revision += 1;
    localStorage.setItem(key, JSON.stringify({ revision, answers: answersOf(form), prediction: form.elements.prediction?.value }));
    if (!timer) timer = setTimeout(() => save(), SAVE_AFTER);
  };
  const finish = async () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    form.querySelector("button").disabled = true;
    revision += 1;
    say("sending");
    const brought = await sendUntilTaken(form.action, body(), () => say("held"), asReceipt);
    if (brought.page.getElementById("place")) localStorage.removeItem(key);
    show(brought, base.replace(/\/$/, ""));
    const place = document.getElementById("place")?.textContent;
    if (place) history.replaceState(null, "", `${base}receipts/${place}`);
  };

  const clock = clockOf(Number(form.dataset.left), {
    isOver: () => isOver,
    finish,
    ask: form.dataset.cut === "1" ? () => save(true) : null,
  });

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
  clock.run();
}

/** When an attempt that the closing of the round cuts short asks whether the round closes later: once in its last minute. */
const ASK_BEFORE = 60;

/** The clock of the attempt runs on the time the server gave, whatever the telephone's own says. */
function clockOf(left, { isOver, finish, ask }) {
  const clock = document.getElementById("clock");
  let until = performance.now() + left;
  let hasAsked = !ask;
  const seconds = () => Math.max(0, Math.ceil((until - performance.now()) / 1000));
  const tick = () => {
    if (isOver() || !clock.isConnected) return;
    const now = seconds();
    clock.textContent = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
    clock.classList.toggle("late", now <= 60);
    if (!hasAsked && now <= ASK_BEFORE) {
      hasAsked = true;
      // not all at the same moment
      setTimeout(ask, Math.random() * now * 800);
    }
    if (now === 0) finish();
    else setTimeout(tick, 250);
  };
  const lengthen = (leftNow) => {
    if (leftNow > 0 && performance.now() + leftNow > until + 2000) {
      until = performance.now() + leftNow;
      hasAsked = !ask;
    }
  };
  return { run: tick, lengthen };
}

function begin() {
  for (const form of document.querySelectorAll("form[data-puzzle]")) prepare(form);
  for (const form of document.querySelectorAll("form[data-start]")) startHere(form);
  const sitting = document.getElementById("sitting");
  if (sitting) sit(sitting);
}

begin();
