// The page between the consent and a provider that wants to know the device: its maker's script describes it.

import { followAppearance, isFramed } from "./verify/frame.js";
import { call, page } from "./verify/server.js";
import { refusalWord, word } from "./verify/words.js";

const element = (id) => document.getElementById(id);
const PATIENCE = 15_000;

function load(address) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", loaded);
    script.addEventListener("error", failed);
    setTimeout(failed, PATIENCE);
    document.head.append(script);
  });
}

async function describe(address) {
  try {
    await load(address);
    const device = window.getMetaInfo();
    return typeof device === "string" ? device : JSON.stringify(device);
  } catch {
    return "";
  }
}

// Another host's page does not go into the frame of the chat: it gets a window of its own, by a link.
function leave(url) {
  element("back").href = `${page}?face`;
  if (!isFramed) return location.assign(url);
  element("notice").textContent = word("face_onward");
  element("onward").href = url;
  element("onward").hidden = false;
  return element("onward").focus();
}

async function start() {
  followAppearance(() => {});
  element("back").href = page;
  const { code: found, body: named } = await call("/face/script");
  const device = found === 200 ? await describe(named.script) : "";
  if (!device) return (element("notice").textContent = refusalWord(named, word("face_unknown")));
  const { code, body } = await call("/face", { consent: true, device });
  if (code === 200) return leave(body.url);
  return (element("notice").textContent = refusalWord(body, word("face_unknown")));
}
start();
