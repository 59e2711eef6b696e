// The chat box: shows a conversation and takes what the customer types or presses.

import { cardOf, textAround } from "./cards.js";
import { Conversation } from "./conversation.js";
import { find, make } from "./dom.js";
import { time } from "./words.js";

const LONGEST = 2000;
const NEAR_BOTTOM = 120;
const OPENERS = ["怎么注销备用金", "我现在能注销吗", "我要注销备用金"];
const WHO = { user: "您", bot: "小户", agent: "人工客服", system: "系统" };

export class Chat {
  #nodes = new Map();
  #shown = 0;

  // `actions` has login(), verify(url, opener), lost(error), toast(text) and arrived(messages).
  constructor(actions) {
    this.actions = actions;
    this.log = find("log");
    this.input = find("chat-input");
    this.openers = find("openers");
    find("chat-form").addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", () => this.#grow());
    for (const event of ["online", "offline"]) addEventListener(event, () => this.#connection());
    this.openers.append(...OPENERS.map((text) => make("button", { type: "button", click: () => this.conversation?.say(text) }, text)));
  }

  open(session) {
    this.conversation?.close();
    this.#nodes.clear();
    this.#shown = 0;
    this.log.replaceChildren();
    this.log.setAttribute("aria-busy", "true");
    this.conversation = new Conversation(session, {
      changed: () => this.#show(),
      settled: (entry) => this.#settled(entry),
      lost: (error) => this.actions.lost(error),
    });
    this.conversation.open();
    this.#show();
  }

  #submit() {
    const text = this.input.value.trim();
    const length = [...text].length;
    find("chat-hint").textContent = length > LONGEST ? `最多 ${LONGEST} 字，现在 ${length} 字，请分几次发。` : "";
    if (!text || length > LONGEST || !this.conversation) return;
    this.conversation.say(text);
    this.input.value = "";
    this.#grow();
    this.input.focus();
  }

  #key(event) {
    // While an input method is composing, Enter picks a word; 229 is how older engines say so.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#submit();
  }

  #grow() {
    this.input.rows = Math.min(4, Math.max(1, this.input.value.split("\n").length));
  }

  #settled(entry) {
    // The bubble stays where it is and becomes the message, so that nothing is read out twice.
    const node = this.#nodes.get(entry.clientId);
    this.#nodes.delete(entry.clientId);
    if (node && entry.seq && !this.#nodes.has(entry.seq)) this.#nodes.set(entry.seq, node);
    else node?.remove();
  }

  #show() {
    const { conversation } = this;
    const follow = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_BOTTOM;
    const messages = conversation.ordered();
    const last = messages.findLast((message) => message.role === "user")?.seq;
    const nodes = messages.map((message) => this.#message(message, message.seq === last));
    const pending = conversation.outgoing.filter((entry) => !entry.seq).map((entry) => this.#pending(entry));
    this.#place([...nodes, ...pending]);
    find("typing").hidden = !conversation.waiting;
    this.openers.hidden = conversation.loading || nodes.length + pending.length > 0;
    find("greeting").hidden = this.openers.hidden;
    this.log.setAttribute("aria-busy", String(conversation.loading));
    this.#connection();
    if (follow || pending.length) this.log.scrollTop = this.log.scrollHeight;
    this.#notify(messages);
  }

  #notify(messages) {
    const newest = messages.at(-1)?.seq ?? 0;
    const fresh = messages.filter((message) => message.seq > this.#shown && message.role !== "user");
    if (this.#shown && fresh.length) this.actions.arrived(fresh);
    this.#shown = newest;
  }

  #place(nodes) {
    nodes.forEach((node, at) => {
      if (this.log.children[at] !== node) this.log.insertBefore(node, this.log.children[at] ?? null);
    });
    while (this.log.children.length > nodes.length) this.log.lastChild.remove();
  }

  #message(message, isLast) {
    if (!this.#nodes.has(message.seq)) this.#nodes.set(message.seq, this.#newMessage(message));
    const node = this.#nodes.get(message.seq);
    if (message.role === "user") {
      write(node.querySelector(".bubble"), message.text); // secrets come back masked
      write(node.querySelector(".state"), isLast ? "已发送" : "");
    }
    return node;
  }

  #newMessage(message) {
    if (message.role === "user") return this.#own(message.text);
    const [before, after] = textAround(message).map((text) => (text ? make("p", { class: "bubble" }, text) : null));
    const buttons = message.buttons.map((button) =>
      make("button", { type: "button", click: () => this.conversation.press(button) }, button.title),
    );
    const kind = message.card?.kind === "warning" ? " warning" : "";
    return make(
      "article",
      { class: `message ${message.role}${kind}`, "data-seq": message.seq },
      make("p", { class: "who" }, WHO[message.role] ?? "", " ", make("time", { datetime: message.created_at }, time(message.created_at))),
      before,
      cardOf(message, this.#cardActions()),
      after,
      buttons.length ? make("div", { class: "buttons", role: "group", "aria-label": "可选的回答" }, ...buttons) : null,
    );
  }

  #own(text) {
    return make(
      "article",
      { class: "message user" },
      make("p", { class: "who visually-hidden" }, "您说"),
      make("p", { class: "bubble" }, text),
      make("p", { class: "state" }),
    );
  }

  #pending(entry) {
    if (!this.#nodes.has(entry.clientId)) this.#nodes.set(entry.clientId, this.#own(entry.text));
    const node = this.#nodes.get(entry.clientId);
    const state = `${entry.state} ${entry.notBefore}`;
    if (node.dataset.state === state) return node;
    node.dataset.state = state;
    node.querySelector(".state").replaceChildren(...(entry.state === "sending" ? ["发送中…"] : this.#failure(entry)));
    return node;
  }

  #failure(entry) {
    const again = make("button", { type: "button", class: "retry", click: () => this.conversation.retry(entry) }, "重试");
    const words = make("span", { class: "failed" }, `发送失败：${entry.problem}`);
    if (entry.final) return [words];
    this.#holdUntil(entry.notBefore, again);
    return [words, again];
  }

  #holdUntil(notBefore, button) {
    const left = Math.ceil((notBefore - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${left} 秒后可重试` : "重试";
    if (left > 0) setTimeout(() => this.#holdUntil(notBefore, button), 1000);
  }

  #connection() {
    const offline = navigator.onLine === false;
    const broken = this.conversation && !this.conversation.connected;
    find("connection").hidden = !offline && !broken;
    find("connection").textContent = offline ? "网络已断开，恢复后会自动连上。" : "连接中断，正在重新连接…";
  }

  #cardActions() {
    const gently = (work) => async (...given) => {
      try {
        await work(...given);
        return true;
      } catch (error) {
        this.actions.toast(error.message);
        return false;
      }
    };
    return {
      login: () => this.actions.login(),
      verify: (url, opener) => this.actions.verify(url, opener),
      feedback: gently((message, helpful) => this.conversation.feedback(message, helpful)),
      rate: gently((score) => this.conversation.rate(score)),
    };
  }
}

// Touches the page only for a change: a live region reads out everything that is written.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
