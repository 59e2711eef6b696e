// The ways to verify, as tabs: which are offered, which can be used now, which one is shown.

const all = [...document.querySelectorAll("[role=tab]")];
const panel = ({ dataset }) => document.getElementById(dataset.method);

/** The tabs that can be used now. */
export const usable = () => all.filter((tab) => !tab.hidden && !tab.disabled);

/** Whether this way is closed for now, or done with. */
export const isClosed = (method) => all.find((tab) => tab.dataset.method === method).disabled;

export function focusOn(method) {
  document.getElementById(method).querySelector("input").focus();
}

/** Show what the challenge offers, on the way in hand, else the one asked for in the chat, else the first. */
export function offer(methods) {
  const known = new Map(methods.map((one) => [one.method, one]));
  for (const tab of all) {
    const method = known.get(tab.dataset.method);
    tab.hidden = !method;
    tab.disabled = !method?.available;
  }
  const open = usable();
  document.getElementById("methods").hidden = open.length === 0;
  const chosen = open.find(isChosen) ?? open.find(isWished) ?? open[0];
  if (!chosen) return;
  choose(chosen);
  focusOn(chosen.dataset.method);
}

/** Let the customer change between them; `changed` is called when one is pressed. */
export function followTabs(changed) {
  document.getElementById("tabs").addEventListener("keydown", move);
  for (const tab of all) {
    tab.addEventListener("click", () => {
      changed();
      choose(tab);
      focusOn(tab.dataset.method);
    });
  }
}

const isChosen = (tab) => tab.getAttribute("aria-selected") === "true";
const isWished = (tab) => tab.dataset.method === new URLSearchParams(location.search).get("method");

function choose(chosen) {
  for (const tab of all) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    panel(tab).hidden = tab !== chosen;
  }
}

function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const open = usable();
  const next = open[(open.indexOf(document.activeElement) + step + open.length) % open.length];
  choose(next);
  next.focus();
}
