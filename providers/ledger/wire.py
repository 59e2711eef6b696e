"""The account as it comes over the wire, checked before anything believes it; docs/ledger.openapi.yaml."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desk.accounts import model
from desk.accounts.model import AccountStatus, FreezeKind

# What JSON readers of every language keep exactly; ninety thousand milliards of yuan.
Fen = Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)]
Ref = Annotated[str, Field(min_length=1, max_length=64)]
MOST = 1000


class _Part(BaseModel):
    """A part of an answer; members that are unknown to us are left aside, so that the system may grow."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Loan(_Part):
    """Borrowed money that is not paid back yet."""

    ref: Ref
    amount: Fen
    due_date: date


class Period(_Part):
    """One unpaid period of a plan."""

    number: Annotated[int, Field(ge=1, le=1000, strict=True)]
    amount: Fen
    due_date: date


class Plan(_Part):
    """A purchase paid in instalments."""

    ref: Ref
    periods: Annotated[tuple[Period, ...], Field(max_length=MOST)]


class Bill(_Part):
    """An unpaid bill."""

    ref: Ref
    principal: Fen
    penalty: Fen
    due_date: date


class Movement(_Part):
    """Money under way."""

    ref: Ref
    amount: Fen
    expected_on: date


class Freeze(_Part):
    """Why nothing new may be borrowed."""

    kind: FreezeKind
    reason: Annotated[str, Field(max_length=200)]
    ref: Ref


class Account(_Part):
    """Everything that may stand against closing; no list may be left out, an empty one says so itself."""

    site: str
    sub: str
    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{4,32}$")]
    holder_name: Annotated[str, Field(min_length=1, max_length=100)]
    phone: Annotated[str, Field(pattern=r"^\+?[0-9]{5,18}$")]
    status: AccountStatus
    closed_by: Ref | None = None
    credit_limit: Fen
    loans: Annotated[tuple[Loan, ...], Field(max_length=MOST)]
    plans: Annotated[tuple[Plan, ...], Field(max_length=MOST)]
    bills: Annotated[tuple[Bill, ...], Field(max_length=MOST)]
    repayments_in_flight: Annotated[tuple[Movement, ...], Field(max_length=MOST)]
    refunds_in_flight: Annotated[tuple[Movement, ...], Field(max_length=MOST)]
    overpaid: Fen
    freezes: Annotated[tuple[Freeze, ...], Field(max_length=MOST)]

    def as_ours(self) -> model.Account:
        """The account as the business knows it."""
        return model.Account(
            customer=f"{self.site}/{self.sub}",
            number=self.number,
            holder_name=self.holder_name,
            phone=self.phone,
            status=self.status,
            credit_limit=self.credit_limit,
            closed_by=self.closed_by,
            loans=tuple(model.Loan(one.ref, one.amount, one.due_date) for one in self.loans),
            plans=tuple(_plan(one) for one in self.plans),
            bills=tuple(model.Bill(one.ref, one.principal, one.penalty, one.due_date) for one in self.bills),
            repayments_in_flight=_movements(self.repayments_in_flight),
            refunds_in_flight=_movements(self.refunds_in_flight),
            overpaid=self.overpaid,
            freezes=tuple(model.Freeze(one.kind, one.reason, one.ref) for one in self.freezes),
        )


class Answer(_Part):
    """What every call but the health check answers; an account that is null was never there."""

    account: Account | None = Field(...)


def _plan(plan: Plan) -> model.Plan:
    unpaid = tuple(model.Period(one.number, one.amount, one.due_date) for one in plan.periods)
    return model.Plan(plan.ref, unpaid)


def _movements(movements: tuple[Movement, ...]) -> tuple[model.Movement, ...]:
    return tuple(model.Movement(one.ref, one.amount, one.expected_on) for one in movements)
