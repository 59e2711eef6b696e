"""A customer taken to a stage through the desk's own verbs, for tests that begin there."""

from uuid import uuid4

from desk.bootstrap import Desk
from desk.closures.model import Application
from desk.verification.model import Method, Verification

REVIEWER, SECOND = "李审核", "王复核"


def arrive(desk: Desk, profile: str = "clear") -> str:
    assert desk.demo is not None
    return desk.demo.create(profile).customer


def start(desk: Desk, customer: str) -> Application:
    conversation = desk.conversations.of(customer, is_visitor=False)
    return desk.closures.start(customer, conversation.id)


def accept(desk: Desk, customer: str) -> Application:
    start(desk, customer)
    return desk.closures.accept(customer, "2026-1")


def verify(desk: Desk, application: Application) -> Verification:
    """What verification does when the customer passes, at the desk's present time."""
    at = desk.closures._clock()
    proof = Verification(uuid4().hex, application.customer, application.id, (Method.PASSWORD,), at)
    with desk.transactions.write() as work:
        work.challenges.add_proof(proof)
        desk.closures.verified(work, application.id, proof)
    return proof


def confirm(desk: Desk, customer: str) -> Application:
    verify(desk, accept(desk, customer))
    found = desk.closures.current(customer)
    assert found is not None
    return found


def submit(desk: Desk, customer: str) -> Application:
    confirm(desk, customer)
    return desk.closures.submit(customer)


def approve(desk: Desk, customer: str) -> Application:
    return desk.closures.approve(number_of(submit(desk, customer)), REVIEWER)


def number_of(application: Application) -> str:
    assert application.number is not None
    return application.number


def notices(desk: Desk) -> list[dict[str, object]]:
    """The payloads of the closure notices that wait, oldest first."""
    due = desk.notices.due(desk.closures._clock(), limit=100)
    return [dict(notice.payload) for notice in due if notice.kind == "closure_notice"]
