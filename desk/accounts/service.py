"""Questions about a customer's own account."""

from desk.accounts import eligibility
from desk.accounts.errors import LedgerUnavailable, NoAccount
from desk.accounts.model import Account, Obstacle, Outstanding
from desk.clock import Clock, shanghai_date
from desk.work import Transactions

MOST_LABELS = 10_000


class AccountService:
    """What a customer may ask about the account, and what others may show of it."""

    def __init__(self, transactions: Transactions, *, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        # An account never changes its number, and the verification page asks every few seconds.
        self._labels: dict[str, str] = {}

    def obstacles(self, customer: str, *, application_id: str | None = None) -> tuple[Obstacle, ...]:
        """Everything that stands against closing now; a freeze set for ``application_id`` does not count."""
        with self._transactions.read(about=customer) as work:
            account = work.ledger.account_of(customer)
        return eligibility.obstacles(account, on=shanghai_date(self._clock()), application_id=application_id)

    def outstanding(self, customer: str) -> Outstanding:
        """What the customer still has to pay.

        Raises:
            LedgerUnavailable: the books cannot be asked.
            NoAccount: there is nothing to ask about.
        """
        return eligibility.outstanding(self._account(customer), on=shanghai_date(self._clock()))

    def masked(self, customer: str) -> str:
        """The account as it may be shown on the verification page, such as 尾号1234.

        Raises:
            LedgerUnavailable: the books cannot be asked.
            NoAccount: there is nothing to show.
        """
        return self._account(customer).label

    def label(self, customer: str) -> str:
        """The same for a page that must be shown in any case: empty when there is nothing to show now."""
        known = self._labels.get(customer)
        if known is None:
            try:
                known = self._labels[customer] = self.masked(customer)
            except (NoAccount, LedgerUnavailable):
                return ""
            if len(self._labels) > MOST_LABELS:
                self._labels.pop(next(iter(self._labels)))
        return known

    def _account(self, customer: str) -> Account:
        with self._transactions.read(about=customer) as work:
            account = work.ledger.account_of(customer)
        if account is None:
            raise NoAccount
        return account
