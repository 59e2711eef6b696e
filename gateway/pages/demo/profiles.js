// The customers of the demo shop, each with what stands between them and a closed account.

export const PROFILES = [
  { profile: "clear", title: "都结清了", line: "没有欠款，可以一路办到注销完成" },
  { profile: "unpaid_loan", title: "有一笔借款", line: "还有借款没还，要先还清" },
  { profile: "instalments", title: "有分期", line: "分期还没还完，剩下的几期都要结清" },
  { profile: "overdue", title: "已逾期", line: "账单过了还款日，还多出一笔违约金" },
  { profile: "repayment_in_flight", title: "还款在途", line: "钱已经还了，银行还没有入账" },
  { profile: "refund_in_flight", title: "退款在途", line: "退货的钱还在退回账户的路上" },
  { profile: "overpaid", title: "多还了钱", line: "账户里有多还的钱，要先转出来" },
  { profile: "frozen", title: "账户冻结", line: "账户被风控冻结，要先解除" },
  { profile: "many_obstacles", title: "好几件事", line: "借款、分期等几个障碍同时存在" },
  { profile: "closed", title: "早已注销", line: "账户以前就注销过了" },
  { profile: "no_account", title: "没开通过", line: "从来没有开通过备用金" },
];

export const titleOf = (profile) => PROFILES.find((one) => one.profile === profile)?.title ?? "未登录";
