"""Demo customers: made on demand, each with a phone and a payment password of their own."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stdnum.cn import ric

from desk.accounts.errors import NoAccount, UnknownCustomer
from desk.accounts.model import Customer
from desk.accounts.sql import SqlAccountLedger, SqlBookkeeping, SqlCustomerRecords
from desk.accounts.tables import customers
from desk.clock import Clock, shanghai_date
from desk.demo.errors import UnknownProfile
from desk.demo.handset import Handset, Text
from desk.demo.profiles import CREDIT_LIMIT, NO_ACCOUNT, PROFILES
from desk.persistence.engine import for_writing, plain_refusals

SITE = "demo"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN_NAMES = "伟芳娜敏静丽强磊洋艳勇杰娟涛明超霞平刚桂英"


@dataclass(frozen=True)
class DemoCustomer:
    """A fresh demo customer, with what the person at the screen has to know to play the part."""

    customer: str
    name: str
    phone: str
    payment_password: str = field(repr=False)


class DemoService:
    """Writes straight into the books, as a core system would behind our back."""

    def __init__(
        self,
        engine: Engine,
        handset: Handset,
        *,
        clock: Clock,
        hash_password: Callable[[str], str],
        seal: Callable[[str], str],
    ) -> None:
        self._engine = engine
        self._handset = handset
        self._clock = clock
        self._hash_password = hash_password
        self._seal = seal

    def create(self, profile: str) -> DemoCustomer:
        """A new customer of this kind.

        Raises:
            UnknownProfile: there is no such kind.
        """
        if profile not in PROFILES:
            raise UnknownProfile(profile)
        customer, name = f"{SITE}/{uuid4().hex}", secrets.choice(SURNAMES) + secrets.choice(GIVEN_NAMES)
        password = f"{secrets.randbelow(1_000_000):06}"
        password_hash = self._hash_password(password)
        with self._session() as session:
            phone = _free_phone(session)
            sealed = self._seal(_nobodys_id_number())
            SqlCustomerRecords(session).add(Customer(customer, name, phone, password_hash, sealed))
            if profile != NO_ACCOUNT:
                self._fill(SqlBookkeeping(session), customer, profile)
        return DemoCustomer(customer, name, phone, password)

    def customer(self, customer: str) -> Customer:
        """The record of a demo customer.

        Raises:
            UnknownCustomer: never made.
        """
        with self._session() as session:
            return _known(session, customer)

    def settle(self, customer: str) -> None:
        """Clear every obstacle that can be cleared.

        Raises:
            UnknownCustomer: never made.
        """
        with self._session() as session:
            _known(session, customer)
            SqlBookkeeping(session).settle(customer)

    def borrow(self, customer: str) -> None:
        """Write a new loan into the books, whether the account is frozen or not.

        Raises:
            UnknownCustomer, NoAccount: there is nothing to borrow on.
        """
        with self._session() as session:
            _known(session, customer)
            if SqlAccountLedger(session).account_of(customer) is None:
                raise NoAccount
            due_date = self._today() + timedelta(days=30)
            SqlBookkeeping(session).lend(customer, uuid4().hex, 50_000, due_date)

    def texts(self, phone: str) -> tuple[Text, ...]:
        """The texts on a simulated handset, oldest first."""
        return self._handset.texts(phone)

    def _fill(self, books: SqlBookkeeping, customer: str, profile: str) -> None:
        books.open(customer, f"6012{secrets.randbelow(10**12):012}", CREDIT_LIMIT)
        for entry in PROFILES[profile]:
            entry(books, customer, self._today())

    def _today(self) -> date:
        return shanghai_date(self._clock())

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with plain_refusals(), Session(for_writing(self._engine)) as session, session.begin():
            yield session


def _known(session: Session, customer: str) -> Customer:
    record = SqlCustomerRecords(session).get(customer)
    if record is None:
        raise UnknownCustomer
    return record


def _nobodys_id_number() -> str:
    """A number that passes every check, of somebody who would be well over a hundred years old."""
    born = date(1900, 1, 1) + timedelta(days=secrets.randbelow(3_000))
    known = f"110101{born:%Y%m%d}{secrets.randbelow(1_000):03}"
    return known + ric.calc_check_digit(f"{known}0")


def _free_phone(session: Session) -> str:
    while True:
        phone = f"199{secrets.randbelow(10**8):08}"
        taken = select(customers.c.customer).where(customers.c.phone == phone)
        if session.execute(taken).first() is None:
            return phone
