// The verification page: shows what is being approved and lets the customer prove who they are.
// Secrets go straight to the server that checks them; whoever frames this page learns the status only.

const base = location.pathname.replace(/\/$/, "");
const element = (id) => document.getElementById(id);
const tabs = () => [...document.querySelectorAll("[role=tab]")].filter((tab) => !tab.hidden && !tab.disabled);
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
const framed = window.parent !== window;
const PATIENCE = 30_000;
const LONGEST_TIMER = 2 ** 31 - 1;
const ENDED = {
  passed: "验证通过。请回到对话，确认最后一步。",
  failed: "尝试次数过多，这次申请已取消，24 小时后可以重新申请。账户没有任何变化。",
  expired: "这个链接已过期。请回到对话里发送任意一句话，会收到新的链接。",
  locked: "验证方式暂时被锁定，请稍后再试，或联系人工客服。",
};
let resendTimer = 0;
let expiryTimer = 0;
let busy = false;

async function call(path, body) {
  try {
    const answer = await fetch(`${base}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    return { code: answer.status, body: text ? JSON.parse(text) : {} };
  } catch {
    return { code: 0, body: { title: "网络不通，请检查网络后再试。" } };
  }
}

function say(text, fine = false) {
  element("notice").textContent = text;
  element("notice").classList.toggle("fine", fine);
}

function refusal(body, otherwise) {
  const wait = body.retry_after ? `，${body.retry_after} 秒后可以再试` : "";
  const until = body.until ? `，${clock.format(new Date(body.until))} 后可以再用` : "";
  return `${body.title ?? otherwise}${wait}${until}`;
}

function choose(method) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.method === method;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    element(tab.dataset.method).hidden = !chosen;
  }
}

// The chat may name the way that the customer asked for there.
function isWished(tab) {
  return tab.dataset.method === new URLSearchParams(location.search).get("method");
}

function focusOn(method) {
  element(method).querySelector("input").focus();
}

function show(challenge) {
  element("purpose").textContent = challenge.purpose;
  element("account").textContent = challenge.account;
  element("until").textContent = challenge.status === "open" ? ` · ${clock.format(new Date(challenge.expires_at))} 前有效` : "";
  explain(challenge);
  if (challenge.status !== "open") return end(challenge.status);
  watchExpiry(challenge.expires_at);
  offer(challenge.methods);
}

function explain({ status, methods }) {
  const named = (one) => `${element(`tab-${one.method}`).textContent}：${one.reason}`;
  const closed = methods.filter((one) => !one.available && one.reason).map(named);
  element("closed").textContent = ["open", "locked"].includes(status) ? closed.join("\n") : "";
}

function offer(methods) {
  const known = new Map(methods.map((one) => [one.method, one]));
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const method = known.get(tab.dataset.method);
    tab.hidden = !method;
    tab.disabled = !method?.available;
  }
  element("methods").hidden = tabs().length === 0;
  const chosen = tabs().find((tab) => tab.getAttribute("aria-selected") === "true") ?? tabs().find(isWished) ?? tabs()[0];
  if (!chosen) return;
  choose(chosen.dataset.method);
  focusOn(chosen.dataset.method);
}

// Nothing more can be typed once the link is over; the server is asked, because clocks differ.
function watchExpiry(iso) {
  clearTimeout(expiryTimer);
  const left = Math.min(LONGEST_TIMER, Math.max(1000, new Date(iso) - Date.now() + 1000));
  expiryTimer = setTimeout(refresh, left);
}

function end(status) {
  clearTimeout(expiryTimer);
  say("");
  element("methods").hidden = true;
  element("ended").hidden = false;
  element("ended").classList.toggle("fine", status === "passed");
  element("ended-text").textContent = ENDED[status] ?? "这次验证已结束。";
  element("ended").focus();
  if (framed) window.parent.postMessage({ source: "xiaohu-verify", status }, location.origin);
}

// One try at a time: an impatient second press must not cost a second try.
async function once(form, work) {
  if (busy) return;
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
}

function digits(input) {
  const typed = input.value.normalize("NFKC").replace(/\s/g, "");
  const whole = /^[0-9]{6}$/.test(typed);
  input.setAttribute("aria-invalid", String(!whole));
  if (whole) return typed;
  say("请输入 6 位数字。");
  input.focus();
  return null;
}

async function attempt(method, path, body, input) {
  const { code, body: answer } = await call(path, body);
  if (code) input.value = "";
  if (code === 200 && answer.status !== "open") return end(answer.status);
  if (code === 200 || code === 409 || code === 423) await refresh();
  if (!element("ended").hidden) return;
  say(code === 200 ? wrong(method, answer) : refusal(answer, "没有成功，请再试一次。"));
  if (!input.closest("form").hidden) input.focus();
}

// Where two methods are asked for, a right try leaves the link open, too: its method is then done with.
function wrong(method, { attempts_left: left }) {
  if (left > 0 && element(`tab-${method}`).disabled) return "这一项通过了，请再完成另一项。";
  if (left > 0) return `不正确，还可以再试 ${left} 次。`;
  return method === "sms" ? "不正确，这个验证码已作废，请重新获取。" : "不正确，这种方式暂时不能再试。";
}

async function refresh() {
  const { code, body } = await call("/challenge");
  if (code === 200) return show(body);
  element("purpose").textContent = code === 404 ? "这个链接不存在。" : "暂时读取不到，请刷新再试。";
  say(refusal(body, ""));
}

function countDown(seconds) {
  const button = element("send");
  clearInterval(resendTimer);
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? `${left} 秒后可重发` : "重新发送";
    if (left <= 0) clearInterval(resendTimer);
  };
  resendTimer = setInterval(tick, 1000);
  tick();
}

async function sendCode() {
  const { code, body } = await call("/sms", {});
  if (code === 202) {
    say(`验证码已发送${body.phone ? `到 ${body.phone}` : ""}，请查看手机短信。`, true);
    countDown(body.retry_after ?? 60);
    return focusOn("sms");
  }
  say(refusal(body, "没有发送成功，请再试一次。"));
  if (code === 429) countDown(body.retry_after ?? 60);
  if (code === 409 || code === 423) await refresh();
}

async function startFace() {
  if (!element("face-consent").checked) {
    say("刷脸需要您单独同意，请先勾选；也可以换一种方式。");
    return focusOn("face");
  }
  const { code, body } = await call("/face", { consent: true });
  if (code === 200) return location.assign(body.url);
  say(refusal(body, "没有成功，请换一种方式。"));
  if (code === 409 || code === 423) await refresh();
}

function onSubmit(id, work) {
  const form = element(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    once(form, work);
  });
}

function trySecret(method, path, name, input) {
  const value = digits(input);
  return value === null ? undefined : attempt(method, path, { [name]: value }, input);
}

function moveTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = tabs();
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  choose(next.dataset.method);
  next.focus();
}

onSubmit("password", () => trySecret("password", "/password", "password", element("password-input")));
onSubmit("sms", () => trySecret("sms", "/sms/check", "code", element("code-input")));
onSubmit("face", startFace);
element("send").addEventListener("click", () => once(element("sms"), sendCode));
element("tabs").addEventListener("keydown", moveTab);
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => {
    say("");
    choose(tab.dataset.method);
    focusOn(tab.dataset.method);
  });
}

async function start() {
  document.documentElement.classList.toggle("framed", framed); // the sheet around it has the title already
  let back = "";
  if (new URLSearchParams(location.search).has("face")) {
    history.replaceState(null, "", base);
    const { code, body } = await call("/face/check", {});
    if (code === 200 && body.status === "open") back = "刷脸没有通过，可以再试或换一种方式。";
    else if (code !== 200) back = refusal(body, "刷脸没有成功，请换一种方式。");
  }
  await refresh();
  if (back && element("ended").hidden) say(back);
}
start();
