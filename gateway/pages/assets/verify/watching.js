// What is known only after the answer: whether a text left, and how a face check ended.

import { call } from "./server.js";

const TEXT_ROUNDS = [2_000, 4_000, 8_000, 16_000]; // after these, a text has left or is still being tried
const FACE_PAUSES = [3_000, 5_000, 7_000, 10_000];
let textTimer = 0;
let faceTimer = 0;

/** Tell of a text that may not have left (with a note), or surely has not (with what the page may show now). */
export function watchText(heard, round = 0) {
  clearTimeout(textTimer);
  if (round >= TEXT_ROUNDS.length) return;
  textTimer = setTimeout(async () => {
    const { code, body } = await call("/challenge");
    const sms = code === 200 ? body.methods.find((one) => one.method === "sms") : null;
    if (sms && body.status === "open" && (sms.note || !sms.available)) return heard(body, sms.available && sms.note);
    if (!sms || body.status === "open") watchText(heard, round + 1);
  }, TEXT_ROUNDS[round]);
}

/** Ask how the face check ended until that is known; `waiting` is called while it is not. */
export async function watchFace(waiting, ended, round = 0) {
  clearTimeout(faceTimer);
  const answer = await call("/face/check", {});
  if (answer.code !== 200 || !answer.body.pending) return ended(answer);
  waiting();
  const pause = FACE_PAUSES[Math.min(round, FACE_PAUSES.length - 1)];
  faceTimer = setTimeout(() => watchFace(waiting, ended, round + 1), pause);
}
