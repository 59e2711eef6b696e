"""The held-out figures: above what was promised, and no worse than when they were last kept."""

import json

import pytest

from benchmarks.nlu.report import RESULTS
from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import FALLBACK, OUTSIDE, Reading, by_kind, figures

Answered = tuple[list[Reading], list[float]]
KEPT = json.loads((RESULTS / "heldout.json").read_text(encoding="utf-8"))
A_POINT = 0.01
MORE_IS_BETTER = ("strict", "lenient", "helped", "outside_found")
LESS_IS_BETTER = ("harmful", "eager", "inside_refused")


@pytest.mark.parametrize("name", MORE_IS_BETTER)
def test_it_has_not_fallen_by_more_than_a_point(
    held_out: list[Sample], answered: Answered, name: str
) -> None:
    assert figures(held_out, answered[0]).as_dict()[name] >= KEPT[name] - A_POINT


@pytest.mark.parametrize("name", LESS_IS_BETTER)
def test_it_has_not_grown_by_more_than_a_point(held_out: list[Sample], answered: Answered, name: str) -> None:
    assert figures(held_out, answered[0]).as_dict()[name] <= KEPT[name] + A_POINT


@pytest.mark.parametrize(
    ("name", "floor"), [("helped", 0.93), ("lenient", 0.87), ("strict", 0.76), ("outside_found", 0.90)]
)
def test_it_is_above_the_floor(held_out: list[Sample], answered: Answered, name: str, floor: float) -> None:
    assert figures(held_out, answered[0]).as_dict()[name] >= floor


@pytest.mark.parametrize(("name", "ceiling"), [("harmful", 0.005), ("eager", 0.01), ("inside_refused", 0.04)])
def test_it_is_below_the_ceiling(
    held_out: list[Sample], answered: Answered, name: str, ceiling: float
) -> None:
    assert figures(held_out, answered[0]).as_dict()[name] <= ceiling


@pytest.mark.parametrize(("kind", "floor"), [("rare", 0.92), ("noisy", 0.88)])
def test_what_is_hard_is_above_its_floor(
    held_out: list[Sample], answered: Answered, kind: str, floor: float
) -> None:
    assert by_kind(held_out, answered[0])[kind][1] >= floor


def test_suggestions_come_with_the_fallback_only_and_three_at_most(answered: Answered) -> None:
    for reading in answered[0]:
        assert bool(reading.suggestions) <= (reading.intent == FALLBACK)
        assert len(reading.suggestions) <= 3
        assert OUTSIDE not in reading.suggestions
