// Who is shopping in this tab: kept for the tab alone, and read by the shop in its frame too.

import { call } from "./api.js";

const KEPT = "xiaohu-demo-customer";

export async function arrive(profile) {
  const made = await call("/demo/customers", { method: "POST", body: { profile } });
  const customer = { ...made, profile };
  sessionStorage.setItem(KEPT, JSON.stringify(customer));
  return customer;
}

export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

export function forget() {
  sessionStorage.removeItem(KEPT);
}

// A real shop's server signs this for whoever is logged in; the demo's gateway does it for its own customers.
export async function newToken(customer) {
  return (await call(`/demo/customers/${encodeURIComponent(customer.customer_id)}/token`, { method: "POST" })).token;
}
