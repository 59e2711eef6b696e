/** What each kind of obstacle is called in English. */
export const TITLES_EN: Partial<Record<string, string>> = {
  no_account: "No reserve fund account was opened",
  closed: "The account is closed already",
  already_closing: "An application is under way already",
  overdue: "A bill is overdue",
  unpaid_loan: "A loan or bill is not paid off",
  instalments: "Instalments are not paid off",
  repayment_in_flight: "A repayment is being booked",
  refund_in_flight: "A refund is on its way",
  overpaid: "You have paid too much",
  frozen: "The account is frozen",
  disputed: "A dispute is being handled",
};
