import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from desk.closures.errors import MoveNotAllowed
from desk.closures.model import FILED, IN_HAND, MOVES, OPEN, Application, Stage
from tests.unit.closures.applications import LATER, LOAN, ListedTrail, at_stage, by, proof, submit

DIAGRAM = Path(__file__).parents[3] / "docs" / "closures.md"
VERBS: dict[str, Callable[[Application], None]] = {
    "start": lambda a: a.start(by()),
    "accept": lambda a: a.accept("2026-1", by()),
    "verified": lambda a: a.verified(proof(), by()),
    "verification_failed": lambda a: a.verification_failed(by()),
    "submit": submit,
    "prove_again": lambda a: a.prove_again(by()),
    "stop": lambda a: a.stop(by()),
    "expire": lambda a: a.expire(by(at=LATER)),
    "refuse": lambda a: a.refuse(LOAN, by()),
    "withdraw": lambda a: a.withdraw(by()),
    "approve": lambda a: a.approve(by("李审核")),
    "reject": lambda a: a.reject("资料不符", by("李审核")),
    "close": lambda a: a.close(by("王复核")),
}
# What each verb does, written out once more by hand: from which stages, and to which.
EXPECTED: dict[str, dict[Stage, Stage]] = {
    "start": {Stage.NONE: Stage.CONSENTING},
    "accept": {Stage.CONSENTING: Stage.VERIFYING},
    "verified": {Stage.VERIFYING: Stage.CONFIRMING},
    "verification_failed": {Stage.VERIFYING: Stage.ABANDONED},
    "submit": {Stage.CONFIRMING: Stage.SUBMITTED},
    "prove_again": {Stage.CONFIRMING: Stage.VERIFYING},
    "stop": dict.fromkeys(IN_HAND, Stage.ABANDONED),
    "expire": dict.fromkeys(IN_HAND, Stage.ABANDONED),
    "refuse": {Stage.CONFIRMING: Stage.ABANDONED, Stage.APPROVED: Stage.REJECTED},
    "withdraw": dict.fromkeys(FILED, Stage.WITHDRAWN),
    "approve": {Stage.SUBMITTED: Stage.APPROVED},
    "reject": {Stage.SUBMITTED: Stage.REJECTED},
    "close": {Stage.APPROVED: Stage.CLOSED},
}


@pytest.mark.parametrize(("before", "after"), list(product(Stage, Stage)))
def test_every_pair_of_stages_moves_as_the_table_says(before: Stage, after: Stage) -> None:
    application, trail = at_stage(before), ListedTrail()
    if after in MOVES[before]:
        application._move_to(after, by(trail=trail), "moved", {})
        assert application.stage is after
        assert len(trail.events) == 1
    else:
        with pytest.raises(MoveNotAllowed) as refused:
            application._move_to(after, by(trail=trail), "moved", {})
        assert (refused.value.stage, refused.value.wanted) == (before, after)
        assert application.stage is before
        assert trail.events == []


@pytest.mark.parametrize(("verb", "stage"), list(product(VERBS, Stage)))
def test_every_verb_works_from_its_own_stages_only(verb: str, stage: Stage) -> None:
    application = at_stage(stage)
    before = (application.version, application.timeline, application.ended_at)
    if stage in EXPECTED[verb]:
        VERBS[verb](application)
        assert application.stage is EXPECTED[verb][stage]
        assert application.version == before[0] + 1
    else:
        with pytest.raises(MoveNotAllowed):
            VERBS[verb](application)
        assert application.stage is stage
        assert (application.version, application.timeline, application.ended_at) == before


def test_the_table_names_every_stage() -> None:
    assert set(MOVES) == set(Stage)


def test_every_move_of_the_table_is_some_verbs() -> None:
    made = {(before, after) for ways in EXPECTED.values() for before, after in ways.items()}
    assert made == {(before, after) for before, ways in MOVES.items() for after in ways}


def test_open_stages_are_those_with_a_way_on() -> None:
    assert OPEN == IN_HAND | FILED
    assert not IN_HAND & FILED
    assert {stage for stage in Stage if not MOVES[stage]} == set(Stage) - OPEN - {Stage.NONE}


def test_the_diagram_in_the_docs_shows_exactly_the_table() -> None:
    arrows = re.findall(r"^ *(\S+) --> (\S+?)(?::|$)", DIAGRAM.read_text(encoding="utf-8"), re.MULTILINE)
    drawn = {tuple(Stage.NONE.value if end == "[*]" else end for end in arrow) for arrow in arrows}
    ended = {(before.value, Stage.NONE.value) for before in Stage if not MOVES[before]}
    moves = {(before.value, after.value) for before, ways in MOVES.items() for after in ways}
    assert drawn == moves | ended
