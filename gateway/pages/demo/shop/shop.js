// The shop's own script: who is logged in, and the few calls that put the chat on a shop's page.

import { Refusal } from "../api.js";
import { newToken, recall } from "../session.js";
import { paint, switched } from "../switches.js";

const TABS = 64; // pixels: the chat's button stands above the shop's own bar

const customer = recall();
const find = (id) => document.getElementById(id);
const masked = (number) => number.replace(/^(\d{3})\d+(\d{4})$/, "$1****$2");
// Whether the loader is there already or not: a call that comes early waits in the queue.
const xiaohu = (...call) => (window.Xiaohu ??= []).push(call);

if (customer) {
  find("shop-name").textContent = customer.name;
  find("shop-phone").textContent = masked(customer.phone);
  find("shop-initial").textContent = [...customer.name][0];
}

async function getToken() {
  try {
    return await newToken(customer);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) tellStage("demo-lost");
    throw error;
  }
}

function dress() {
  const { dark, elder } = switched();
  paint(document.documentElement, switched());
  const mode = dark === undefined ? "auto" : dark ? "dark" : "light";
  xiaohu("init", { theme: { mode, elder: Boolean(elder) } });
}

// The stage around the phone; when this page is looked at alone, it is its own stage and nothing happens.
const tellStage = (name) => window.parent.dispatchEvent(new Event(name));

xiaohu("init", { position: { bottom: TABS }, ...(customer && { getToken }) });
xiaohu("on", "login", () => tellStage("demo-login"));
dress();
addEventListener("demo-look", dress);
find("fund").addEventListener("click", () => xiaohu("open"));
