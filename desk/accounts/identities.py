"""The ID numbers on file: sealed in the database, opened only for the provider of face checks."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from desk.accounts.errors import MalformedIdNumber, UnknownCustomer
from desk.accounts.model import Customer, Identity
from desk.keys import derive
from desk.work import Transactions


class IdentityService:
    """Puts ID numbers on file."""

    def __init__(self, transactions: Transactions, seals: IdentitySeals) -> None:
        self._transactions, self._seals = transactions, seals

    def put(self, customer: str, id_number: str) -> None:
        """Keep the number of a customer's identity card, in place of the one before.

        Raises:
            MalformedIdNumber: it is no number of a resident's identity card.
            UnknownCustomer: there is nobody to keep it for.
        """
        sealed = self._seals.seal(id_number)
        with self._transactions.write() as work:
            if not work.customers.set_id_sealed(customer, sealed):
                raise UnknownCustomer


@dataclass(frozen=True)
class IdentitySeals:
    """Seals ID numbers and opens them again.

    Args:
        key: 32 bytes that are not in the database.
    """

    key: bytes = field(repr=False)

    @classmethod
    def from_secret(cls, secret: bytes | str | SecretStr) -> IdentitySeals:
        """The seals that belong to the system's `secret_key`."""
        return cls(derive(secret, "accounts/identities"))

    def seal(self, id_number: str) -> str:
        """What the customer's record keeps of an ID number.

        Raises:
            MalformedIdNumber: it is no number of a resident's identity card.
        """
        try:
            return self._box.encrypt(ric.validate(id_number).encode()).decode()
        except ValidationError as error:
            raise MalformedIdNumber from error

    def identity(self, record: Customer) -> Identity | None:
        """Name and ID number; None when there is no number, or none that this key opens."""
        if not record.id_sealed:
            return None
        try:
            return Identity(record.name, self._box.decrypt(record.id_sealed.encode()).decode())
        except InvalidToken:
            return None

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key))
