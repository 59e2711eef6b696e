// The demo shop: puts the customer, the chat, the verification sheet and the handset together.

import { Chat } from "./chat.js";
import { find } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Handset } from "./handset.js";
import { Picker } from "./picker.js";
import { Session } from "./session.js";
import { Sheet } from "./sheet.js";

const TOAST = 4000;
let session = null;
let toastTimer = 0;

const handset = new Handset();
const sheet = new Sheet();
const people = new Drawer("people", "open-people");
const phone = new Drawer("handset", "open-handset");
const chat = new Chat({ login, lost, toast, arrived, verify: (url, opener) => sheet.open(url, opener) });
const picker = new Picker({
  arrive: (profile) => attempt(async () => enter(await Session.arrive(profile))),
  visit: () => attempt(() => enter(new Session(null))),
  settle: () => attempt(() => change("settle", "已还清一切，可以再说一次“我要注销”")),
  borrow: () => attempt(() => change("borrow", "又借了一笔，账户里有了新的借款")),
});

function enter(arrived) {
  if (arrived.isVisitor) Session.forget();
  session = arrived;
  show();
  people.close();
  chat.open(session);
}

function show() {
  const { customer } = session;
  const known = !session.isVisitor;
  sheet.close();
  picker.show(customer);
  handset.belongTo(customer?.phone);
  find("shop-name").textContent = known ? customer.name : "登录 / 注册";
  find("shop-phone").textContent = known ? masked(customer.phone) : "登录后查看订单和资产";
  find("shop-initial").textContent = known ? [...customer.name][0] : "我";
}

async function change(what, done) {
  await session.call(`/demo/customers/${session.customer.customer_id}/${what}`, { method: "POST" });
  toast(done);
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    const wait = error.retryAfter ? `，请 ${error.retryAfter} 秒后再试` : "";
    toast(`${error.message}${wait}`);
  }
}

function login() {
  people.open();
}

function lost() {
  Session.forget();
  enter(new Session(null));
  toast("这位演示顾客已经不在了，请重新选择");
  people.open();
}

function arrived() {
  find("unread").hidden = find("chat").classList.contains("shown");
}

function toast(text) {
  clearTimeout(toastTimer);
  find("toast").textContent = text;
  find("toast").classList.add("shown");
  toastTimer = setTimeout(() => find("toast").classList.remove("shown"), TOAST);
}

function turnTo(name) {
  const chatShown = name === "chat";
  find("chat").classList.toggle("shown", chatShown);
  find("chat").inert = !chatShown;
  find("shop").inert = chatShown;
  find("unread").hidden = true;
  history.replaceState(null, "", chatShown ? "#chat" : location.pathname);
  if (chatShown) find("log").scrollTop = find("log").scrollHeight;
  // On a touch screen the keyboard would come up over the conversation before anybody wants to type.
  const first = matchMedia("(pointer: coarse)").matches ? "chat-back" : "chat-input";
  find(chatShown ? first : "fund").focus({ preventScroll: true });
}

const masked = (number) => number.replace(/^(\d{3})\d+(\d{4})$/, "$1****$2");

for (const opener of document.querySelectorAll("[data-opens=chat]")) {
  opener.addEventListener("click", () => turnTo("chat"));
}
find("chat-back").addEventListener("click", () => turnTo("shop"));

function start() {
  const kept = Session.recall();
  enter(kept ?? new Session(null));
  turnTo(location.hash === "#chat" ? "chat" : "shop");
  if (!kept) people.open();
}
start();
