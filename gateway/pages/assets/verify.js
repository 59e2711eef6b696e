// The verification page: shows what is being approved and lets the customer prove who they are.
// Secrets go straight to the server that checks them; whoever frames this page learns the status only.

import { Boxes } from "./verify/boxes.js";
import { followAppearance, isFramed, report } from "./verify/frame.js";
import { buildKeypad } from "./verify/keypad.js";
import { call, spokenTime, timeUntil } from "./verify/server.js";
import { watchFace, watchText } from "./verify/watching.js";
import { refusalWord, word } from "./verify/words.js";

const element = (id) => document.getElementById(id);
const allTabs = [...document.querySelectorAll("[role=tab]")];
const tabs = () => allTabs.filter((tab) => !tab.hidden && !tab.disabled);
const LONGEST_TIMER = 2 ** 31 - 1;
const ENDINGS = new Set(["passed", "failed", "expired", "locked"]);
const SENT = 202;

const boxes = {
  password: new Boxes(element("password-input"), { secret: true }),
  sms: new Boxes(element("code-input"), { secret: false }),
};
let challenge = null;
let resendAt = null; // on the clock that only counts up, which nobody can set
let resendTimer = 0;
let expiryTimer = 0;
let busy = false;

function say(text, fine = false) {
  element("notice").textContent = text;
  element("notice").classList.toggle("fine", fine);
}

function refusal(body, otherwise) {
  const wait = body.retry_after ? word("retry_after", { seconds: body.retry_after }) : "";
  const until = body.until ? word("retry_at", { time: spokenTime(body.until) }) : "";
  return `${refusalWord(body, otherwise)}${wait}${until}`;
}

function choose(method) {
  for (const tab of allTabs) {
    const chosen = tab.dataset.method === method;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    element(tab.dataset.method).hidden = !chosen;
  }
}

// The chat may name the way that the customer asked for there.
function isWished(tab) {
  return tab.dataset.method === new URLSearchParams(location.search).get("method");
}

function focusOn(method) {
  element(method).querySelector("input").focus();
}

function describe() {
  const { purpose, account, status, expires_at: until } = challenge;
  element("purpose").textContent = purpose;
  element("account").textContent = account;
  element("until").textContent = status === "open" ? word("until", { time: spokenTime(until) }) : "";
  element("closed").textContent = ["open", "locked"].includes(status) ? closedWays().join("\n") : "";
  element("face-choice").textContent = word(tabs().length > 1 ? "face_choice" : "face_alone");
  element("ended-text").textContent = word(ENDINGS.has(status) ? status : "ended");
}

function closedWays() {
  const closed = challenge.methods.filter((one) => !one.available && one.reason);
  const again = (one) => (one.until ? word("retry_at", { time: spokenTime(one.until) }) : "");
  return closed.map((one) => word("closed", { way: word(one.method), reason: one.reason, again: again(one) }));
}

function show(read) {
  challenge = read;
  element("again").hidden = true;
  if (challenge.status !== "open") return end(challenge.status);
  offer(challenge.methods);
  describe();
  watchExpiry();
}

function offer(methods) {
  const known = new Map(methods.map((one) => [one.method, one]));
  for (const tab of allTabs) {
    const method = known.get(tab.dataset.method);
    tab.hidden = !method;
    tab.disabled = !method?.available;
  }
  element("methods").hidden = tabs().length === 0;
  const chosen = tabs().find((tab) => tab.getAttribute("aria-selected") === "true") ?? tabs().find(isWished) ?? tabs()[0];
  if (!chosen) return;
  choose(chosen.dataset.method);
  focusOn(chosen.dataset.method);
}

// Nothing more can be typed once the link is over; the server is asked, which alone decides.
function watchExpiry() {
  clearTimeout(expiryTimer);
  const left = Math.max(1000, timeUntil(challenge.expires_at) + 1000);
  expiryTimer = setTimeout(refresh, Math.min(LONGEST_TIMER, left));
}

function end(status) {
  challenge = { ...challenge, status };
  clearTimeout(expiryTimer);
  say("");
  describe();
  element("methods").hidden = true;
  element("ended").hidden = false;
  element("ended").classList.toggle("fine", status === "passed");
  element("back").hidden = !isFramed || status === "passed";
  element("ended").focus();
  report(status);
}

// One try at a time: an impatient second press must not cost a second try.
async function once(form, work) {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

async function attempt(method, path, body) {
  const field = boxes[method];
  const { code, body: answer } = await call(path, body);
  if (code) field.value = "";
  if (code === 200 && answer.status !== "open") return end(answer.status);
  if (code === 200 || code === 409 || code === 423) await refresh();
  if (!element("ended").hidden) return;
  say(code === 200 ? wrong(method, answer) : refusal(answer, word("not_done")));
  if (!element(method).hidden) field.input.focus();
}

// Where two methods are asked for, a right try leaves the link open, too: its method is then done with.
function wrong(method, { attempts_left: left }) {
  if (left > 0 && element(`tab-${method}`).disabled) return word("one_done");
  if (left > 0) return word("wrong", { count: left });
  return word(method === "sms" ? "wrong_code" : "wrong_password");
}

async function refresh() {
  const { code, body } = await call("/challenge");
  if (code === 200) return show(body);
  if (!challenge) element("purpose").textContent = word(code === 404 ? "unknown" : "unreadable");
  element("again").hidden = code === 404;
  say(refusal(body, ""));
}

function countDown(seconds) {
  clearInterval(resendTimer);
  resendAt = performance.now() + seconds * 1000;
  resendTimer = setInterval(showResend, 1000);
  showResend();
}

function showResend() {
  const button = element("send");
  const left = resendAt === null ? 0 : Math.ceil((resendAt - performance.now()) / 1000);
  button.disabled = left > 0;
  button.textContent = left > 0 ? word("resend_in", { seconds: left }) : word(resendAt === null ? "send" : "resend");
  if (left <= 0) clearInterval(resendTimer);
}

async function sendCode() {
  const { code, body } = await call("/sms", {});
  if (code === SENT) {
    say(body.phone ? word("sent_to", { phone: body.phone }) : word("sent"), true);
    countDown(body.retry_after ?? 60);
    watchText(textInTrouble);
    return focusOn("sms");
  }
  if (code === 429) countDown(body.retry_after ?? 60);
  if (code === 409 || code === 423) await refresh();
  if (element("ended").hidden) say(refusal(body, word("not_sent")));
}

// It may be on its way all the same, or it surely is not: then the way is closed, and the page says why.
function textInTrouble(read, note) {
  if (note) return say(note);
  say("");
  return show(read);
}

async function faceEnded({ code, body }) {
  await refresh();
  if (!element("ended").hidden) return;
  if (code !== 200) return say(refusal(body, word("face_unknown")));
  say(word(element("tab-face").disabled ? "one_done" : "face_failed"));
}

async function startFace() {
  if (!element("face-consent").checked) {
    say(word("face_unasked"));
    return focusOn("face");
  }
  const { code, body } = await call("/face", { consent: true });
  if (code === 200) return goTo(body.url);
  if (code === 409 || code === 423) await refresh();
  if (element("ended").hidden) say(refusal(body, word("not_begun")));
}

// A provider's page needs the camera, and no frame of ours may lend it: it has to have a window of its own.
function goTo(url) {
  if (!isFramed || new URL(url, location.href).origin === location.origin) return location.assign(url);
  say(word("face_outside"));
  report("outside");
}

function trySecret(method, path, name) {
  const value = boxes[method].whole();
  if (value !== null) return attempt(method, path, { [name]: value });
  say(word("digits"));
  return boxes[method].input.focus();
}

function moveTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = tabs();
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  choose(next.dataset.method);
  next.focus();
}

function onSubmit(id, work) {
  element(id).querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    once(event.currentTarget, work);
  });
}

function listen() {
  onSubmit("password", () => trySecret("password", "/password", "password"));
  onSubmit("sms", () => trySecret("sms", "/sms/check", "code"));
  onSubmit("face", startFace);
  element("send").addEventListener("click", () => once(element("sms"), sendCode));
  element("again").addEventListener("click", () => once(element("again"), refresh));
  element("back").addEventListener("click", () => report("done"));
  element("tabs").addEventListener("keydown", moveTab);
  addEventListener("keydown", (event) => event.key === "Escape" && report("done"));
  for (const tab of allTabs) {
    tab.addEventListener("click", () => {
      say("");
      choose(tab.dataset.method);
      focusOn(tab.dataset.method);
    });
  }
}

function speakAgain() {
  say("");
  showResend();
  if (challenge) describe();
}

async function start() {
  listen();
  followAppearance(speakAgain);
  buildKeypad(element("keypad"), boxes.password, (text) => (element("typed").textContent = text));
  report("ready");
  // Providers add to the address what they like.
  const isBack = [...new URLSearchParams(location.search).keys()].some((name) => /^face\b/.test(name));
  if (isBack) history.replaceState(null, "", location.pathname);
  await refresh();
  if (isBack && element("ended").hidden) await watchFace(() => say(word("face_waiting"), true), faceEnded);
}
start();
