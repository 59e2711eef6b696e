"""Somebody with full access to the database, or to the anchor's file, but without the key."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from desk.audit.anchor import Anchor
from desk.audit.model import Event, Fault, Finding
from desk.audit.sql import audit_events
from desk.bootstrap import Desk
from desk.persistence.engine import for_writing
from tests.journey import arrive, start, submit

EVENTS = audit_events.c


@pytest.fixture
def chain(desk: Desk) -> str:
    """The trail of a submitted application, with somebody else's beside it."""
    start(desk, arrive(desk))
    return submit(desk, arrive(desk)).id


def tamper(desk: Desk, *statements) -> None:  # type: ignore[no-untyped-def]
    with for_writing(desk.transactions._engine).begin() as connection:
        for statement in statements:
            connection.execute(statement)


def findings(desk: Desk) -> list[Finding]:
    return list(desk.audit.verify().findings)


def anchor_file(desk: Desk) -> Path:
    return desk.settings.audit_anchor


def at(chain: str, seq: int):  # type: ignore[no-untyped-def]
    return (EVENTS.chain == chain) & (EVENTS.seq == seq)


def test_an_untouched_trail_is_sound(desk: Desk, chain: str) -> None:
    report = desk.audit.verify()
    assert report.sound
    assert report.chains == 2
    assert report.events == len(desk.audit.of(chain)) + 1
    assert report.unanchored == 0


def test_an_empty_trail_is_sound(desk: Desk) -> None:
    assert desk.audit.verify().sound


@pytest.mark.parametrize("change", [{"actor": "demo/else"}, {"data": "{}"}, {"kind": "closure.closed"}])
def test_a_changed_event_is_found(desk: Desk, chain: str, change: dict[str, str]) -> None:
    tamper(desk, update(audit_events).where(at(chain, 2)).values(**change))
    assert findings(desk) == [Finding(Fault.FORGED, chain, 2)]


def test_a_changed_moment_is_found(desk: Desk, chain: str) -> None:
    earlier = desk.audit.of(chain)[1].at.replace(year=2020)
    tamper(desk, update(audit_events).where(at(chain, 2)).values(at=earlier))
    assert findings(desk) == [Finding(Fault.FORGED, chain, 2)]


def test_a_removed_event_is_found(desk: Desk, chain: str) -> None:
    tamper(desk, delete(audit_events).where(at(chain, 2)))
    assert findings(desk) == [Finding(Fault.MISSING, chain, 2)]


def test_a_removed_first_event_is_found(desk: Desk, chain: str) -> None:
    tamper(desk, delete(audit_events).where(at(chain, 1)))
    assert findings(desk) == [Finding(Fault.MISSING, chain, 1)]


def test_a_removed_event_is_found_even_when_the_rest_is_renumbered(desk: Desk, chain: str) -> None:
    length = len(desk.audit.of(chain))
    closing_up = [update(audit_events).where(at(chain, n)).values(seq=n - 1) for n in range(3, length + 1)]
    tamper(desk, delete(audit_events).where(at(chain, 2)), *closing_up)
    found = findings(desk)
    assert Finding(Fault.FORGED, chain, 2) in found
    assert Finding(Fault.CUT, chain, length) in found


def test_an_inserted_event_is_found(desk: Desk, chain: str) -> None:
    last = desk.audit.of(chain)[-1]
    forged = {**vars(last), "seq": last.seq + 1, "kind": "closure.approved"}
    tamper(desk, insert(audit_events).values(forged))
    assert findings(desk) == [Finding(Fault.FORGED, chain, last.seq + 1)]


def test_an_event_copied_from_another_chain_is_found(desk: Desk, chain: str) -> None:
    last = desk.audit.of(chain)[-1]
    other = submit(desk, arrive(desk)).id
    end = len(desk.audit.of(other))
    tamper(desk, insert(audit_events).values({**vars(last), "chain": other, "seq": end + 1}))
    assert findings(desk) == [Finding(Fault.FORGED, other, end + 1)]


def test_a_cut_end_is_found(desk: Desk, chain: str) -> None:
    end = len(desk.audit.of(chain))
    tamper(desk, delete(audit_events).where(EVENTS.chain == chain, EVENTS.seq >= end - 1))
    assert findings(desk) == [Finding(Fault.CUT, chain, end - 1)]


def test_a_removed_chain_is_found(desk: Desk, chain: str) -> None:
    end = len(desk.audit.of(chain))
    tamper(desk, delete(audit_events).where(EVENTS.chain == chain))
    assert findings(desk) == [Finding(Fault.CHAIN_REMOVED, chain, end)]


def test_a_removed_trail_is_found(desk: Desk, chain: str) -> None:
    tamper(desk, delete(audit_events))
    assert {finding.fault for finding in findings(desk)} == {Fault.CHAIN_REMOVED}
    assert len(findings(desk)) == 2


def test_a_whole_chain_sealed_with_another_key_is_found(desk: Desk, chain: str) -> None:
    previous, forged = "", []
    for event in desk.audit.of(chain):
        seal = event.sealed_by(b"x" * 32, previous)
        forged.append(update(audit_events).where(at(chain, event.seq)).values(seal=seal))
        previous = seal
    tamper(desk, *forged)
    assert {finding.fault for finding in findings(desk)} == {Fault.FORGED}
    assert len(findings(desk)) == len(forged)


def test_a_removed_anchor_is_found(desk: Desk, chain: str) -> None:
    anchor_file(desk).unlink()
    assert findings(desk) == [Finding(Fault.ANCHOR_MISSING, "", 0)]


def test_a_forged_anchor_is_found(desk: Desk, chain: str) -> None:
    lines = anchor_file(desk).read_text()
    anchor_file(desk).write_text(lines.replace(f'["{chain}",1,', f'["{chain}",9,', 1))
    assert findings(desk) == [Finding(Fault.ANCHOR_FORGED, chain, 9)]


def test_an_anchor_that_lags_after_a_crash_is_no_false_alarm(desk: Desk, chain: str) -> None:
    lines = anchor_file(desk).read_text().splitlines(keepends=True)
    anchor_file(desk).write_text("".join(lines[:-2]) + lines[-2][:20])
    report = desk.audit.verify()
    assert report.sound
    assert report.unanchored == 2


def test_a_crash_between_commit_and_anchor_loses_nothing(
    desk: Desk, chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_anchor: Anchor, _events: list[Event]) -> None:
        raise KeyboardInterrupt

    customer = arrive(desk)
    monkeypatch.setattr(Anchor, "add", crash)
    with pytest.raises(KeyboardInterrupt):
        start(desk, customer)
    monkeypatch.undo()
    report = desk.audit.verify()
    assert report.sound
    assert report.unanchored == 1
    assert desk.closures.accept(customer, "2026-1").version == 2
    assert desk.audit.verify().sound


def test_a_full_disk_does_not_stop_the_customer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_anchor: Anchor, _events: list[Event]) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Anchor, "add", full)
    customer = arrive(desk)
    start(desk, customer)
    assert desk.closures.stage(customer).value == "consenting"
    assert "anchor could not be written" in caplog.text


def test_no_secret_and_no_phone_is_in_the_trail(desk: Desk) -> None:
    assert desk.demo is not None
    made = desk.demo.create("clear")
    submit(desk, made.customer)
    with desk.transactions.read() as work:
        told = " ".join(event.data for event in work.audit.everything())
    assert made.phone not in told
    assert made.payment_password not in told


def test_the_seals_stand_in_the_database_in_order(desk: Desk, chain: str) -> None:
    with desk.transactions._engine.connect() as connection:
        rows = connection.execute(
            select(EVENTS.seq).where(EVENTS.chain == chain).order_by(EVENTS.at, EVENTS.seq)
        )
        assert [row.seq for row in rows] == list(range(1, len(desk.audit.of(chain)) + 1))
