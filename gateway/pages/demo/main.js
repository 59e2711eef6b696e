// The stage around the demo shop: who the customer is, the handset, and how the shop is looked at.

import { call, Refusal } from "./api.js";
import { find } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Handset } from "./handset.js";
import { Picker } from "./picker.js";
import { arrive, forget, recall } from "./session.js";
import { switched, Switches } from "./switches.js";

const TOAST = 4000;
let customer = null;
let toastTimer = 0;

const shop = find("shop");
const handset = new Handset();
const people = new Drawer("people", "open-people");
new Drawer("handset", "open-handset");
const picker = new Picker({
  arrive: (profile) => attempt(async () => enter(await arrive(profile))),
  visit: () => attempt(leave),
  settle: () => attempt(() => change("settle", "已还清一切，可以再说一次“我要注销”")),
  borrow: () => attempt(() => change("borrow", "又借了一笔，账户里有了新的借款")),
});
new Switches((name) => {
  if (name === "slow") attempt(slowDown);
  else shop.contentWindow.dispatchEvent(new Event("demo-look"));
});

async function enter(arrived) {
  await shop.contentWindow.Xiaohu?.logout?.();
  customer = arrived;
  if (switched().slow) await slowDown();
  show();
  people.close();
  shop.contentWindow.location.reload();
}

async function leave() {
  forget();
  await enter(null);
}

function show() {
  picker.show(customer);
  handset.belongTo(customer?.phone);
}

async function change(what, done) {
  await call(`/demo/customers/${customer.customer_id}/${what}`, { method: "POST" });
  toast(done);
}

async function slowDown() {
  if (!customer) return;
  const body = { slow: Boolean(switched().slow) };
  await call(`/demo/customers/${customer.customer_id}/network`, { method: "POST", body });
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    const wait = error.retryAfter ? `，请 ${error.retryAfter} 秒后再试` : "";
    toast(`${error.message}${wait}`);
  }
}

// The shop in the frame asks for these: somebody has to be chosen, or the chosen one is gone with an old database.
addEventListener("demo-login", () => people.open());
addEventListener("demo-lost", () => {
  attempt(leave);
  toast("这位演示顾客已经不在了，请重新选择");
  people.open();
});

function toast(text) {
  clearTimeout(toastTimer);
  find("toast").textContent = text;
  find("toast").classList.add("shown");
  toastTimer = setTimeout(() => find("toast").classList.remove("shown"), TOAST);
}

async function start() {
  customer = recall();
  show();
  if (!customer) return people.invite();
  try {
    await slowDown();
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) dispatchEvent(new Event("demo-lost"));
  }
}
start();
