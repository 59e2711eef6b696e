// The button that sends a code, and how long until it may be pressed again.

import { word } from "./words.js";

const button = document.getElementById("send");
let until = null; // on the clock that only counts up, which nobody can set
let timer = 0;

export function countDown(seconds) {
  clearInterval(timer);
  until = performance.now() + seconds * 1000;
  timer = setInterval(showResend, 1000);
  showResend();
}

export function showResend() {
  const left = until === null ? 0 : Math.ceil((until - performance.now()) / 1000);
  button.disabled = left > 0;
  button.textContent = left > 0 ? word("resend_in", { seconds: left }) : word(until === null ? "send" : "resend");
  if (left <= 0) clearInterval(timer);
}
