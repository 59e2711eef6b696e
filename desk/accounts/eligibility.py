"""What stands against closing an account: every obstacle at once, so that nobody is sent round twice."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from desk.accounts.model import (
    Account,
    AccountStatus,
    Due,
    FreezeKind,
    Movement,
    Obstacle,
    ObstacleKind,
    Outstanding,
)

FREEZES = {FreezeKind.RISK: ObstacleKind.FROZEN, FreezeKind.DISPUTE: ObstacleKind.DISPUTED}
Rule = Callable[[Account, date, str | None], Iterable[Obstacle]]


def obstacles(
    account: Account | None, *, on: date, application_id: str | None = None
) -> tuple[Obstacle, ...]:
    """Everything that stands against closing ``account``, at most one obstacle of a kind.

    Args:
        account: what the ledger says; None when there is no account.
        on: the day in China that decides what is overdue.
        application_id: the closure application asking; its own freeze is no obstacle to it, nor is its own
            closing, whose record was lost on the way.
    """
    if account is None:
        return (Obstacle(ObstacleKind.NO_ACCOUNT),)
    if account.status is AccountStatus.CLOSED and _closed_by_another(account, application_id):
        return (Obstacle(ObstacleKind.CLOSED),)
    found = [obstacle for rule in RULES for obstacle in rule(account, on, application_id)]
    order = list(ObstacleKind)
    return tuple(sorted(found, key=lambda obstacle: order.index(obstacle.kind)))


def _closed_by_another(account: Account, application_id: str | None) -> bool:
    return application_id is None or account.closed_by != application_id


def outstanding(account: Account, *, on: date) -> Outstanding:
    """What has to be paid before closing: each loan, period and bill, the earliest first."""
    items = sorted(_dues(account, on), key=lambda due: due.due_date)
    return Outstanding(sum(due.amount for due in items), tuple(items))


def _dues(account: Account, on: date) -> Iterator[Due]:
    for loan in account.loans:
        yield Due(ObstacleKind.UNPAID_LOAN, loan.amount, loan.due_date)
    for plan in account.plans:
        for period in plan.periods:
            yield Due(ObstacleKind.INSTALMENTS, period.amount, period.due_date)
    for bill in account.bills:
        late = bill.penalty > 0 or bill.due_date < on
        kind = ObstacleKind.OVERDUE if late else ObstacleKind.UNPAID_LOAN
        yield Due(kind, bill.principal + bill.penalty, bill.due_date)


def _to_pay(account: Account, on: date, _application_id: str | None) -> Iterator[Obstacle]:
    by_kind: dict[ObstacleKind, list[Due]] = {}
    for due in _dues(account, on):
        by_kind.setdefault(due.kind, []).append(due)
    for kind, dues in by_kind.items():
        yield Obstacle(kind, sum(d.amount for d in dues), min(d.due_date for d in dues), len(dues))


def _under_way(account: Account, _on: date, _application_id: str | None) -> Iterator[Obstacle]:
    yield from _moving(ObstacleKind.REPAYMENT_IN_FLIGHT, account.repayments_in_flight)
    yield from _moving(ObstacleKind.REFUND_IN_FLIGHT, account.refunds_in_flight)


def _moving(kind: ObstacleKind, movements: tuple[Movement, ...]) -> Iterator[Obstacle]:
    if movements:
        # The last one decides when all of them have arrived.
        arrival = max(m.expected_on for m in movements)
        yield Obstacle(kind, sum(m.amount for m in movements), arrival, len(movements))


def _overpaid(account: Account, _on: date, _application_id: str | None) -> Iterator[Obstacle]:
    if account.overpaid:
        yield Obstacle(ObstacleKind.OVERPAID, account.overpaid)


def _frozen(account: Account, _on: date, application_id: str | None) -> Iterator[Obstacle]:
    others = [f for f in account.freezes if f.kind is FreezeKind.CLOSING and f.ref != application_id]
    if others:
        yield Obstacle(ObstacleKind.ALREADY_CLOSING)
    for freeze_kind, kind in FREEZES.items():
        count = sum(freeze.kind is freeze_kind for freeze in account.freezes)
        if count:
            yield Obstacle(kind, count=count)


RULES: tuple[Rule, ...] = (_to_pay, _under_way, _overpaid, _frozen)
