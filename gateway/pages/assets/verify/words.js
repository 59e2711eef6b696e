// What the page itself says, by language. What is being approved, and why a way is closed, comes from the server.

const WORDS = {
  "zh-CN": {
    title: "验证身份",
    purpose: "您正在批准的事项",
    reading: "正在读取…",
    caution: "只有您本人想办理时才继续。没有任何工作人员会向您索要密码或验证码。",
    foreign: "为了您的安全，请回到对话里，从那里打开这个页面。",
    again: "重新读取",
    methods: "验证方式",
    password: "支付密码",
    sms: "短信验证码",
    face: "刷脸",
    password_field: "6 位支付密码",
    password_hint: "忘记密码时，可以换用短信验证码。",
    keypad: "数字键盘",
    clear: "清空",
    erase: "删除",
    typed: "已输入 {count} 位",
    confirm: "确认",
    code_field: "6 位验证码",
    code_hint: "验证码 5 分钟内有效，只用于这一次验证，请勿告诉任何人。",
    send: "发送验证码",
    resend: "重新发送",
    resend_in: "{seconds} 秒后可重发",
    sent: "验证码已发送，请查看手机短信。",
    sent_to: "验证码已发送到 {phone}，请查看手机短信。",
    face_choice: "刷脸不是必须的，您随时可以换用上面的其他方式。",
    face_alone: "刷脸不是必须的。不想刷脸的话，可以等其他方式恢复，或回到对话转人工。",
    face_consent: "我单独同意：仅为这一次身份验证采集我的人脸信息，只保留通过或不通过的结果。",
    face_start: "开始刷脸",
    face_unasked: "刷脸需要您单独同意，请先勾选；也可以换一种方式。",
    face_outside: "刷脸要在新窗口里进行。请点“新窗口打开”，或换一种方式。",
    face_waiting: "正在等刷脸的结果，也可以换一种方式。",
    face_preparing: "正在打开刷脸服务，请稍等。",
    face_onward: "请在刷脸页面完成，然后回到这里。",
    face_open: "打开刷脸页面",
    face_back: "回到验证页",
    face_failed: "刷脸没有通过，可以再试或换一种方式。",
    face_unknown: "刷脸没有成功，请换一种方式。",
    back: "回到对话",
    until: "{time} 前有效",
    digits: "请输入 6 位数字。",
    wrong: "不正确，还可以再试 {count} 次。",
    wrong_code: "不正确，这个验证码已作废，请重新获取。",
    wrong_password: "不正确，这种方式暂时不能再试。",
    one_done: "这一项通过了，请再完成另一项。",
    not_sent: "没有发送成功，请再试一次。",
    not_done: "没有成功，请再试一次。",
    not_begun: "没有成功，请换一种方式。",
    closed: "{way}：{reason}{again}",
    retry_after: "，{seconds} 秒后可以再试",
    retry_at: "，{time} 后可以再用",
    offline: "网络不通，请检查网络后再试。",
    unknown: "这个链接不存在。",
    unreadable: "暂时读取不到，请稍后重新读取。",
    passed: "验证通过。请回到对话，确认最后一步。",
    failed: "尝试次数过多，这次申请已取消，24 小时后可以重新申请。账户没有任何变化。",
    expired: "这个链接已过期。请回到对话里发送任意一句话，会收到新的链接。",
    locked: "验证方式暂时被锁定，请稍后再试，或联系人工客服。",
    ended: "这次验证已结束。",
  },
  en: {
    title: "Verify your identity",
    purpose: "What you are approving",
    reading: "Loading…",
    caution: "Go on only if this is what you want. Our staff never ask for your password or code.",
    foreign: "For your safety, please go back to the chat and open this page from there.",
    again: "Load again",
    methods: "Ways to verify",
    password: "Payment password",
    sms: "SMS code",
    face: "Face",
    password_field: "6-digit payment password",
    password_hint: "Forgot the password? Use an SMS code instead.",
    keypad: "Number pad",
    clear: "Clear",
    erase: "Delete",
    typed: "{count} digits entered",
    confirm: "Confirm",
    code_field: "6-digit code",
    code_hint: "The code is valid for 5 minutes and for this verification only. Tell it to nobody.",
    send: "Send code",
    resend: "Send again",
    resend_in: "Send again in {seconds} s",
    sent: "The code is on its way. Please check your text messages.",
    sent_to: "The code is on its way to {phone}. Please check your text messages.",
    face_choice: "A face check is never required. You can use one of the other ways above at any time.",
    face_alone: "A face check is never required. You can wait until another way is open again, or ask for a person in the chat.",
    face_consent: "I consent separately: my face may be captured for this one verification only, and only passed or not passed is kept.",
    face_start: "Start face check",
    face_unasked: "A face check needs your separate consent: please tick the box, or use another way.",
    face_outside: "The face check needs a window of its own. Please use “Open in a new window”, or another way.",
    face_waiting: "Waiting for the result of the face check. You can also use another way.",
    face_preparing: "Opening the face check, one moment please.",
    face_onward: "Please finish on the page of the face check, then come back here.",
    face_open: "Open the face check",
    face_back: "Back to verification",
    face_failed: "The face check did not pass. Try again or use another way.",
    face_unknown: "The face check did not work. Please use another way.",
    back: "Back to the chat",
    until: "valid until {time}",
    digits: "Please enter 6 digits.",
    wrong: "Not correct. Tries left: {count}.",
    wrong_code: "Not correct. This code is void now, please ask for a new one.",
    wrong_password: "Not correct. This way cannot be tried again for now.",
    one_done: "This one passed. Please complete the other one, too.",
    not_sent: "It was not sent. Please try again.",
    not_done: "It did not work. Please try again.",
    not_begun: "It did not work. Please use another way.",
    closed: "{way}: {reason}{again}",
    retry_after: " (try again in {seconds} s)",
    retry_at: " (open again at {time})",
    offline: "No connection. Please check your network and try again.",
    unknown: "This link does not exist.",
    unreadable: "It cannot be read just now. Please load again in a moment.",
    passed: "Verified. Please go back to the chat for the last step.",
    failed: "Too many tries: this application is cancelled, and you can apply again in 24 hours. Your account has not changed.",
    expired: "This link has expired. Send any message in the chat to get a new one.",
    locked: "Verification is locked for now. Please try later, or contact our staff.",
    ended: "This verification has ended.",
  },
};
// What the server refuses is worded by it in Chinese; its name is the same in every language.
const REFUSALS = {
  en: {
    "link-ended": "This verification has ended. Please go back to the chat.",
    "method-unavailable": "This way cannot be used for now. Please use another one.",
    "no-live-code": "There is no valid code. Please ask for one first.",
    "consent-required": "A face check needs your separate consent.",
    "too-many-requests": "Too often. Please wait a moment.",
    "unknown-link": "This link does not exist or is no longer valid.",
    locked: "Too many wrong tries: this way is locked for now.",
    busy: "The system is busy. Please try again in a moment.",
    failed: "Something went wrong. Please try again later.",
  },
};

let locale = "zh-CN";

/** The words of the page in another language; false when there are none, or when it speaks it already. */
export function speak(wanted) {
  if (!Object.hasOwn(WORDS, wanted) || wanted === locale) return false;
  locale = wanted;
  document.documentElement.lang = wanted;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.ariaLabel = word(element.dataset.wordLabel);
  return true;
}

/** One of the texts above, with its {facts} filled in. */
export function word(name, facts = {}) {
  return WORDS[locale][name].replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);
}

/** Why a call was refused. */
export function refusalWord({ type = "", title }, otherwise) {
  return REFUSALS[locale]?.[type.split(":").pop()] ?? title ?? otherwise;
}
