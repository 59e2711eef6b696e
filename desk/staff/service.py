"""Who may act as staff."""

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from desk.clock import Clock
from desk.staff.errors import NotStaff, WeakPassphrase
from desk.staff.model import Role, StaffMember, name_key
from desk.work import Transactions

SHORTEST = 12


class StaffService:
    """Makes staff accounts and checks those who act under them."""

    def __init__(self, transactions: Transactions, *, clock: Clock, any_name: bool = False) -> None:
        """``any_name`` is the demo's: whoever says a name is that person, in every role."""
        self._transactions = transactions
        self._clock = clock
        self._any_name = any_name
        self._hasher = PasswordHasher()

    def add(self, name: str, role: Role, passphrase: str) -> StaffMember:
        """Make a staff account.

        Raises:
            BadName, NameTaken: the name cannot be used.
            WeakPassphrase: shorter than twelve characters.
        """
        if len(passphrase) < SHORTEST:
            raise WeakPassphrase(SHORTEST)
        hashed = self._hasher.hash(passphrase)
        member = StaffMember(name_key(name), name.strip(), role, hashed, self._clock())
        with self._transactions.write() as work:
            work.staff.add(member)
        return member

    def authenticate(self, name: str, passphrase: str | None, *, role: Role = Role.REVIEWER) -> StaffMember:
        """The member who proves to be ``name`` and may act as ``role``.

        Raises:
            BadName: the name shows nothing.
            NotStaff: unknown name, wrong passphrase, or not allowed to.
            StaffLocked: too many wrong passphrases in a row.
        """
        key = name_key(name)
        if self._any_name:
            return StaffMember(key, name.strip(), Role.ADMIN, "", self._clock())
        member = self._proven(key, passphrase or "")
        if not member.may(role):
            raise NotStaff
        return member

    def all(self) -> tuple[StaffMember, ...]:
        """Every staff account, by name."""
        with self._transactions.read() as work:
            return work.staff.all()

    def _proven(self, key: str, passphrase: str) -> StaffMember:
        with self._transactions.write() as work:
            member = work.staff.get(key, lock=True)
            if member is not None:
                member.require_unlocked(self._clock())
            right = self._matches(member.passphrase_hash if member else self._nobody, passphrase)
            if member is not None:
                member.tried(right=right, at=self._clock())
        # Outside the transaction, so that the counted try stays counted.
        if member is None or not right:
            raise NotStaff
        return member

    def _matches(self, hashed: str, passphrase: str) -> bool:
        try:
            return self._hasher.verify(hashed, passphrase)
        except VerificationError:
            return False

    @cached_property
    def _nobody(self) -> str:
        # Tried for unknown names, so that the time an answer takes does not tell which names exist.
        return self._hasher.hash("nobody's passphrase")
