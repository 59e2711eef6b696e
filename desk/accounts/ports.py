"""What the business needs to know and do about accounts, wherever they are kept."""

from typing import Protocol

from desk.accounts.model import Account, Customer, Identity


class CustomerRecords(Protocol):
    """The customers that have an identity with us."""

    def get(self, customer: str) -> Customer | None:
        """The record of the customer, by ``"{site}/{sub}"``."""

    def add(self, record: Customer) -> None:
        """Keep a new customer."""

    def set_contact(self, customer: str, name: str, phone: str) -> None:
        """Keep name and phone as the books have them now; a new customer has no payment password yet."""

    def set_password_hash(self, customer: str, password_hash: str) -> None:
        """Replace the hash of the payment password, for instance by one with stronger parameters."""

    def set_id_sealed(self, customer: str, id_sealed: str) -> bool:
        """Replace the sealed ID number; False when there is no such customer."""


class IdentityOnFile(Protocol):
    """Where name and ID number of a customer come from, for a provider of face checks."""

    def identity(self, record: Customer) -> Identity | None:
        """Who the customer is; None when we do not know enough for a check. May take a while."""


class AccountLedger(Protocol):
    """The books within one transaction.

    Every change carries the reference of what caused it, and doing it twice changes nothing. Books outside
    this database are asked before the transaction begins (``Transactions.write(about=customer)``) and are
    told what to change after its commit.
    """

    def account_of(self, customer: str) -> Account | None:
        """The customer's account, closed ones included; None when there never was one.

        Raises:
            LedgerUnavailable: the books could not be asked.
        """

    def freeze(self, customer: str, ref: str) -> None:
        """Stop new borrowing because closure application ``ref`` was submitted."""

    def release(self, customer: str, ref: str) -> None:
        """Take back the freeze that ``ref`` set; other freezes stay."""

    def close(self, customer: str, ref: str, by: str) -> bool:
        """Close the account for good on behalf of ``ref``, and take back its freeze.

        Args:
            by: the proven staff name of who executes it.

        Returns:
            True when it is closed with this transaction; False when that is decided outside after the commit,
            and recorded by ``desk.closures.execution``.
        """

    def is_closing(self, customer: str, ref: str) -> bool:
        """Whether the books have been told to close on behalf of ``ref`` and their answer is not known."""


class CoreSystem(Protocol):
    """The company's own books, outside this database; never called within a transaction.

    The same change may be asked for again with the same ``ref``; it happens once. What cannot be asked or
    understood raises ``LedgerUnavailable`` from every call, and then a change may or may not have happened.
    """

    def account_of(self, customer: str) -> Account | None:
        """The customer's account with every fact that may stand against closing; None without one."""

    def freeze(self, customer: str, ref: str) -> None:
        """Stop new borrowing for ``ref``; nothing happens when ``ref`` was released already.

        Raises:
            NotClosable: there is no account, or it is closed.
        """

    def release(self, customer: str, ref: str) -> None:
        """Take back what ``freeze`` did for ``ref``, for good: a freeze that comes late does nothing."""

    def close(self, customer: str, ref: str) -> None:
        """Close the account unless something stands against it; the first answer to ``ref`` is final.

        Raises:
            NotClosable: something does.
        """

    def ping(self) -> None:
        """Raise when the system does not answer."""

    def disconnect(self) -> None:
        """Let go of connections."""
