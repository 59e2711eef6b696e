// The verification page: shows what is being approved and lets the customer prove who they are.
// Secrets go straight to the server that checks them; whoever frames this page learns the status only.

import { Boxes } from "./verify/boxes.js";
import { followAppearance, isForeign, isFramed, report } from "./verify/frame.js";
import { buildKeypad } from "./verify/keypad.js";
import { countDown, showResend } from "./verify/resend.js";
import { call, spokenTime, timeUntil } from "./verify/server.js";
import { watchFace, watchText } from "./verify/watching.js";
import { focusOn, followTabs, isClosed, offer, usable } from "./verify/tabs.js";
import { refusalWord, word } from "./verify/words.js";

const element = (id) => document.getElementById(id);
const LONGEST_TIMER = 2 ** 31 - 1;
const ENDINGS = new Set(["passed", "failed", "expired", "locked"]);
const SENT = 202;

const boxes = {
  password: new Boxes(element("password-input"), { secret: true }),
  sms: new Boxes(element("code-input"), { secret: false }),
};
let challenge = null;
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

function describe() {
  const { purpose, account, status, expires_at: until } = challenge;
  element("purpose").textContent = purpose;
  element("account").textContent = account;
  element("until").textContent = status === "open" ? word("until", { time: spokenTime(until) }) : "";
  element("closed").textContent = ["open", "locked"].includes(status) ? closedWays().join("\n") : "";
  element("face-choice").textContent = word(usable().length > 1 ? "face_choice" : "face_alone");
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
  if (left > 0 && isClosed(method)) return word("one_done");
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
  followTabs(() => say(""));
  addEventListener("keydown", (event) => event.key === "Escape" && report("done"));
  document.addEventListener("visibilitychange", lookAgain);
}

// Somebody who comes back may have passed elsewhere, in the window of a face check for instance.
function lookAgain() {
  if (!document.hidden && !busy && challenge?.status === "open") refresh();
}

function speakAgain() {
  say("");
  showResend();
  if (challenge) describe();
}

async function start() {
  if (isForeign) return void (element("purpose").textContent = word("foreign"));
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
