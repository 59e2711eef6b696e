"""Applications at any stage, without a database."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from desk.accounts.model import Obstacle, ObstacleKind
from desk.audit.model import Data, Event, canonical
from desk.closures.model import Act, Application, Stage
from desk.closures.policy import ClosurePolicy
from desk.verification.model import Method, Verification

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NUMBER = "BYJ2026112312345678"
POLICY = ClosurePolicy()
LOAN = (Obstacle(ObstacleKind.UNPAID_LOAN, 50_000, date(2026, 12, 23)),)


class ListedTrail:
    """An audit trail in a list."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, chain: str, actor: str, kind: str, data: Data, *, at: datetime) -> Event:
        event = Event(chain, len(self.events) + 1, at, actor, kind, canonical(data))
        self.events.append(event)
        return event

    def of(self, chain: str) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.chain == chain)

    def everything(self) -> Iterator[Event]:
        yield from self.events


def by(actor: str = "demo/1", at: datetime = AT, trail: ListedTrail | None = None) -> Act:
    return Act(actor, at, trail or ListedTrail())


def proof(application_id: str = "a1", at: datetime = AT, proof_id: str = "p1") -> Verification:
    return Verification(proof_id, "demo/1", application_id, (Method.PASSWORD,), at)


def submit(application: Application, *, with_: Verification | None = None, at: datetime = AT) -> None:
    application.submit(
        proof=with_ or proof(), number=NUMBER, due_date=date(2026, 11, 30), policy=POLICY, act=by(at=at)
    )


def at_stage(stage: Stage) -> Application:
    """An application brought there by its own verbs."""
    application = Application("a1", "demo/1", "c1")
    steps: dict[Stage, Callable[[], None]] = {
        Stage.CONSENTING: lambda: application.start(by()),
        Stage.VERIFYING: lambda: application.accept("2026-1", by()),
        Stage.CONFIRMING: lambda: application.verified(proof(), by()),
        Stage.SUBMITTED: lambda: submit(application),
        Stage.APPROVED: lambda: application.approve(by("李审核")),
        Stage.CLOSED: lambda: application.close(by("王复核")),
    }
    ends: dict[Stage, tuple[Stage, Callable[[], None]]] = {
        Stage.REJECTED: (Stage.SUBMITTED, lambda: application.reject("资料不符", by("李审核"))),
        Stage.WITHDRAWN: (Stage.SUBMITTED, lambda: application.withdraw(by())),
        Stage.ABANDONED: (Stage.CONSENTING, lambda: application.stop(by())),
    }
    last, end = ends.get(stage, (stage, lambda: None))
    for reached, step in steps.items():
        if last is Stage.NONE:
            break
        step()
        if reached is last:
            break
    end()
    assert application.stage is stage
    return application


LATER = AT + timedelta(days=30)
