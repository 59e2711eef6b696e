"""What the business needs to know and do about accounts, wherever they are kept."""

from typing import Protocol

from desk.accounts.model import Account, Customer


class CustomerRecords(Protocol):
    """The customers that have an identity with us."""

    def get(self, customer: str) -> Customer | None:
        """The record of the customer, by ``"{site}/{sub}"``."""

    def add(self, record: Customer) -> None:
        """Keep a new customer."""

    def set_password_hash(self, customer: str, password_hash: str) -> None:
        """Replace the hash of the payment password, for instance by one with stronger parameters."""


class AccountLedger(Protocol):
    """The books. Every change carries the reference of what caused it, and doing it twice changes nothing."""

    def account_of(self, customer: str) -> Account | None:
        """The customer's account, closed ones included; None when there never was one."""

    def freeze(self, customer: str, ref: str) -> None:
        """Stop new borrowing because closure application ``ref`` was submitted."""

    def release(self, customer: str, ref: str) -> None:
        """Take back the freeze that ``ref`` set; other freezes stay."""

    def close(self, customer: str, ref: str) -> None:
        """Close the account for good on behalf of ``ref``, and take back its freeze."""
