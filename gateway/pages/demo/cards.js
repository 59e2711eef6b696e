// The small card that goes with a message, one builder for each kind of the contract.

import { icon, make } from "./dom.js";
import { amount, day, moment, time } from "./words.js";

const STAGES = {
  consenting: "待您确认后果",
  verifying: "待验证身份",
  confirming: "待您最后确认",
  submitted: "审核中",
  approved: "审核通过，正在注销",
  closed: "已注销",
  rejected: "未通过",
  withdrawn: "已撤回",
  abandoned: "已停止",
};
// How a step reads once it lies in the past.
const REACHED = { ...STAGES, consenting: "开始办理", verifying: "已同意后果", confirming: "已验证身份", submitted: "已提交审核", approved: "审核通过" };
const METHODS = { password: "支付密码", sms: "短信验证码", face: "刷脸" };
const HANDOFF = { open: "智能客服", pending: "正在为您转人工", claimed: "人工客服已接入", resolved: "人工服务已结束" };

const BUILDERS = {
  steps: (card) => [title("list", "注销步骤"), list("ol", card.items)],
  login: (_card, actions) => [title("person", "需要先登录"), action("去登录", actions.login)],
  obstacles: (card) => [title("stop", `有 ${card.items.length} 件事要先处理`), make("ul", { class: "obstacles" }, ...card.items.map(obstacle))],
  consequences: (card) => [title("info", "注销的后果"), list("ul", card.items)],
  verification: (card, actions) => [
    title("shield", "验证身份"),
    note(`可以用${card.methods.map((method) => METHODS[method] ?? method).join("、")}，${time(card.expires_at)} 前有效`),
    action("去验证", (event) => actions.verify(opened(card), event.currentTarget)),
  ],
  confirmation: (card) => [title("shield", "身份验证已通过"), note(`请在 ${time(card.expires_at)} 前给出最后确认`)],
  receipt: (card) => [
    title("done", "申请已提交"),
    facts([["申请编号", card.number], ["预计完成", day(card.due_date)]]),
  ],
  status: (card) => [
    title(card.stage === "closed" ? "done" : "list", STAGES[card.stage] ?? "注销进度"),
    card.number ? facts([["申请编号", card.number]]) : null,
    make("ol", { class: "timeline" }, ...(card.timeline ?? []).map(step)),
  ],
  answer: (card, actions, message) => [
    note(`依据：${card.source}${card.effective ? `，${card.effective} 起` : ""}`),
    opinion(message, actions),
  ],
  choices: () => [],
  handoff: (card) => [title("person", HANDOFF[card.state] ?? "人工客服"), card.position ? note(`您排在第 ${card.position} 位`) : null],
  rating: (_card, actions) => [rating(actions)],
  warning: () => [title("alert", "请注意安全")],
};

export function cardOf(message, actions) {
  const { card } = message;
  const parts = (BUILDERS[card?.kind]?.(card, actions, message) ?? []).filter(Boolean);
  return parts.length ? make("div", { class: `card card-${card.kind}` }, ...parts) : null;
}

// What the text says beyond its card, before and after it: channels without cards need the whole, here it would be
// said twice.
export function textAround(message) {
  const said = repeatedBy(message.card);
  const lines = message.text.split("\n");
  const first = lines.findIndex((line) => repeats(line, said));
  if (first < 0) return [message.text, ""];
  const left = lines.map((line) => (isItem(line) && repeats(line, said) ? "" : withoutSentences(line, said)));
  return [left.slice(0, first + 1), left.slice(first + 1)].map((part) => part.filter((line) => line.trim()).join("\n"));
}

function repeatedBy(card) {
  if (card?.kind === "steps" || card?.kind === "consequences") return card.items;
  if (card?.kind === "obstacles") return card.items.flatMap((item) => [item.title, item.how]);
  return card?.kind === "verification" ? [card.url] : [];
}

const isItem = (line) => /^\s*(\d+[.、)．]|[-·•])/.test(line);
const repeats = (text, said) => said.some((one) => text.includes(one));

function withoutSentences(line, said) {
  const kept = line.split(/(?<=。)/).filter((sentence) => !repeats(sentence, said) && !repeats(said.join("\n"), [sentence]));
  return kept.join("");
}

// The page opens on the first method: the one that was asked for in the chat, when one was.
const opened = (card) => (card.methods.length ? `${card.url}?method=${encodeURIComponent(card.methods[0])}` : card.url);
const title = (picture, text) => make("p", { class: "card-title" }, icon(picture), text);
const note = (text) => make("p", { class: "card-note" }, text);
const list = (kind, items) => make(kind, {}, ...items.map((item) => make("li", {}, item)));
const action = (text, click) => make("button", { type: "button", class: "card-action", click }, text);
const facts = (pairs) =>
  make("dl", {}, ...pairs.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
const step = ({ stage, at }) =>
  make("li", {}, make("span", {}, REACHED[stage] ?? stage), make("time", { datetime: at }, moment(at)));

function obstacle(item) {
  const details = [
    item.amount === null ? null : amount(item.amount),
    item.due_date === null ? null : day(item.due_date),
  ].filter(Boolean);
  return make(
    "li",
    {},
    make("strong", {}, item.title),
    details.length ? make("span", { class: "figures" }, details.join(" · ")) : null,
    make("span", { class: "how" }, item.how),
    isWebAddress(item.url) ? make("a", { href: item.url, target: "_blank", rel: "noopener noreferrer" }, "去处理") : null,
  );
}

function isWebAddress(text) {
  return typeof text === "string" && /^(https?:\/\/|\/(?!\/))/.test(text);
}

function opinion(message, actions) {
  const group = make("div", { class: "opinion", role: "group", "aria-label": "这个回答有帮助吗" });
  const say = async (helpful) => {
    if (await actions.feedback(message, helpful)) group.replaceChildren(make("span", { class: "card-note", role: "status" }, "谢谢您的反馈"));
  };
  group.append(
    make("button", { type: "button", click: () => say(true) }, "有帮助"),
    make("button", { type: "button", click: () => say(false) }, "没帮助"),
  );
  return group;
}

function rating(actions) {
  const group = make("div", { class: "stars", role: "group", "aria-label": "请打分" });
  const rate = async (score) => {
    if (await actions.rate(score)) group.replaceChildren(make("span", { class: "card-note", role: "status" }, `您打了 ${score} 分，谢谢`));
  };
  for (const score of [1, 2, 3, 4, 5]) {
    group.append(make("button", { type: "button", "aria-label": `${score} 分`, click: () => rate(score) }, icon("star")));
  }
  return group;
}
