"""Somebody who cuts the end of a chain, puts the application back, and has us go on from there."""

from __future__ import annotations

from sqlalchemy import delete, update

from desk.audit.model import Fault, Finding
from desk.audit.sql import audit_events
from desk.bootstrap import Desk
from desk.closures.model import Application, Stage
from desk.closures.sql import closure_applications
from tests.integration.audit.test_tampering import anchor_file, findings, tamper
from tests.journey import REVIEWER, arrive, number_of, submit


def cut_and_put_back(desk: Desk, application: Application) -> int:
    """Make the last decision undone; the number of the event that recorded it."""
    end = len(desk.audit.of(application.id))
    events, rows = audit_events.c, closure_applications.c
    back = {"stage": Stage.SUBMITTED, "ended_at": None, "decided_by": None, "reason": None, "cause": None}
    tamper(
        desk,
        delete(audit_events).where(events.chain == application.id, events.seq == end),
        update(closure_applications).where(rows.id == application.id).values(**back),
    )
    return end


def test_another_decision_in_place_of_the_first_is_found(desk: Desk) -> None:
    application = submit(desk, arrive(desk))
    number = number_of(application)
    desk.closures.reject(number, REVIEWER, "资料不全")
    end = cut_and_put_back(desk, application)
    desk.closures.approve(number, REVIEWER)

    assert findings(desk) == [Finding(Fault.REWRITTEN, application.id, end)]


def test_it_is_found_however_long_the_chain_grows_after_it(desk: Desk) -> None:
    customer = arrive(desk)
    application = submit(desk, customer)
    desk.closures.reject(number_of(application), REVIEWER, "资料不全")
    end = cut_and_put_back(desk, application)
    desk.closures.approve(number_of(application), REVIEWER)
    desk.closures.withdraw(customer)

    assert findings(desk) == [Finding(Fault.REWRITTEN, application.id, end)]


def test_a_mark_that_is_in_the_anchor_twice_is_no_finding(desk: Desk) -> None:
    submit(desk, arrive(desk))
    lines = anchor_file(desk).read_text()
    anchor_file(desk).write_text(lines + lines)

    assert findings(desk) == []
