// The verification page: shows what is being approved and lets the customer prove who they are.
// Secrets go straight to the server that checks them; whoever frames this page learns the status only.

const base = location.pathname.replace(/\/$/, "");
const element = (id) => document.getElementById(id);
const ENDED = {
  passed: "验证通过。请回到对话，确认最后一步。",
  failed: "尝试次数过多，这次申请已取消，24 小时后可以重新申请。账户没有任何变化。",
  expired: "这个链接已过期。请回到对话里发送任意一句话，会收到新的链接。",
  locked: "验证方式暂时被锁定，请稍后再试，或联系人工客服。",
};
let resendTimer = 0;

async function call(path, body) {
  try {
    const answer = await fetch(`${base}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
    });
    const text = await answer.text();
    return { code: answer.status, body: text ? JSON.parse(text) : {} };
  } catch {
    return { code: 0, body: { title: "网络不通，请检查网络后再试。您的输入没有提交。" } };
  }
}

function say(text, fine = false) {
  element("notice").textContent = text;
  element("notice").classList.toggle("fine", fine);
}

function choose(method) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.method === method;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    element(tab.dataset.method).hidden = !chosen;
  }
  element(method).querySelector("input")?.focus();
}

function show(challenge) {
  element("purpose").textContent = challenge.purpose;
  element("account").textContent = challenge.account;
  if (challenge.status !== "open") return end(challenge.status);
  const known = new Map(challenge.methods.map((one) => [one.method, one]));
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const method = known.get(tab.dataset.method);
    tab.hidden = !method;
    tab.disabled = !method?.available;
    tab.title = method?.reason ?? "";
  }
  const usable = challenge.methods.find((one) => one.available);
  element("methods").hidden = !usable;
  if (usable) choose(usable.method);
  const closed = challenge.methods.filter((one) => !one.available && one.reason).map((one) => one.reason);
  if (closed.length) say(closed.join(" "));
}

function end(status) {
  element("methods").hidden = true;
  element("ended").hidden = false;
  element("ended-text").textContent = ENDED[status] ?? "这次验证已结束。";
  say("");
  tell(status);
}

function tell(status) {
  if (window.parent !== window) window.parent.postMessage({ source: "xiaohu-verify", status }, location.origin);
}

async function attempt(path, body, input) {
  const { code, body: answer } = await call(path, body);
  input.value = "";
  if (code === 200 && answer.status === "open") {
    say(answer.remaining?.length ? "这一项通过了，请再完成另一项。" : `不正确，还可以再试 ${answer.attempts_left} 次。`);
    if (answer.attempts_left === 0 || answer.remaining?.length) return refresh();
    return input.focus();
  }
  if (code === 200) return end(answer.status);
  say(answer.title ?? "没有成功，请再试一次。");
  if (code === 409 || code === 423) return refresh();
  input.focus();
}

async function refresh() {
  const { code, body } = await call("/challenge");
  if (code === 200) return show(body);
  element("purpose").textContent = code === 404 ? "这个链接不存在。" : "暂时读取不到。";
  say(body.title ?? "");
}

function countDown(seconds) {
  const button = element("send");
  clearInterval(resendTimer);
  let left = seconds;
  const tick = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${left} 秒后可重发` : "重新发送";
    if (left-- <= 0) clearInterval(resendTimer);
  };
  tick();
  resendTimer = setInterval(tick, 1000);
}

element("send").addEventListener("click", async () => {
  element("send").disabled = true;
  const { code, body } = await call("/sms", {});
  if (code === 202) {
    say("验证码已发送，请查看手机短信。", true);
    countDown(body.retry_after ?? 60);
    return element("code-input").focus();
  }
  say(body.title ?? "没有发送成功，请再试一次。");
  if (code === 429) return countDown(body.retry_after);
  element("send").disabled = false;
  if (code === 409 || code === 423) refresh();
});
element("password").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = element("password-input");
  attempt("/password", { password: input.value }, input);
});
element("sms").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = element("code-input");
  attempt("/sms/check", { code: input.value }, input);
});
element("face").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { code, body } = await call("/face", { consent: element("face-consent").checked });
  if (code === 200) return location.assign(body.url);
  say(body.title ?? "没有成功，请换一种方式。");
});
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => choose(tab.dataset.method));
}
element("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...document.querySelectorAll("[role=tab]")].filter((tab) => !tab.hidden && !tab.disabled);
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  choose(next.dataset.method);
  next.focus();
});

async function start() {
  if (new URLSearchParams(location.search).has("face")) {
    const { code, body } = await call("/face/check", {});
    if (code === 200 && body.status === "open") say("刷脸没有通过，可以再试或换一种方式。");
    history.replaceState(null, "", base);
  }
  await refresh();
}
start();
