"""The remedies change how fast Rasa is, and nothing else."""

import os
import subprocess
import sys
import time
from typing import Any

import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core import events
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.launcher import ROOT
from bot.speedups import action_schema, event_types

GOOD: list[dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"responses": [{"text": "好", "buttons": [], "custom": {"card": None}}]},
    {"events": [{"event": "slot", "name": "stage", "value": "none", "timestamp": None}], "responses": [{}]},
    {"events": [{"event": "action", "name": "action_listen", "timestamp": 1.5}]},
]
BAD: list[Any] = [
    {"responses": {}},
    {"responses": ["text"]},
    {"events": {}},
    {"events": [{"event": 5}]},
    {"events": [{"no": "event"}]},
    {"events": [{"event": "slot", "value": 1}]},
    {"events": [{"event": "nothing"}], "responses": 5},
    [],
    None,
]


def rasas_own(result: Any) -> ValidationError | None:
    try:
        validate(result, RemoteAction.action_response_format_spec())
    except ValidationError as error:
        return error
    return None


@pytest.mark.parametrize("result", GOOD)
def test_a_good_answer_passes(result: Any) -> None:
    assert rasas_own(result) is None
    assert RemoteAction("action_faq", None)._validate_action_result(result) is True


@pytest.mark.parametrize("result", BAD)
def test_a_bad_answer_is_refused_as_rasa_refuses_it(result: Any) -> None:
    theirs = rasas_own(result)
    assert theirs is not None
    with pytest.raises(ValidationError) as ours:
        RemoteAction("action_faq", None)._validate_action_result(result)
    assert ours.value.message == theirs.message + action_schema.HINT
    assert list(ours.value.absolute_path) == list(theirs.absolute_path)


def test_the_prepared_check_is_much_faster() -> None:
    def took(check: Any) -> float:
        start = time.perf_counter()
        for _ in range(10):
            check(GOOD[2])
        return time.perf_counter() - start

    action = RemoteAction("action_faq", None)
    action._validate_action_result(GOOD[2])
    assert took(action._validate_action_result) < took(rasas_own) / 5


def test_every_event_is_the_class_that_rasa_finds() -> None:
    names = {kind.type_name for kind in all_subclasses(Event)}
    assert len(names) > 20
    for name in sorted(names):
        for _ in range(2):
            assert Event.resolve_by_type(name) is event_types._resolve(name)


def test_an_unknown_event_is_what_it_is_to_rasa() -> None:
    with pytest.raises(ValueError, match="Unknown event name 'made_up'"):
        Event.resolve_by_type("made_up")
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("made_up", events.SlotSet) is events.SlotSet
    with pytest.raises(ValueError, match="Unknown event name 'made_up'"):
        Event.resolve_by_type("made_up")


def test_an_event_class_defined_later_is_found() -> None:
    with pytest.raises(ValueError, match="late"):
        Event.resolve_by_type("late")
    late = type("Late", (events.AlwaysEqualEventMixin, events.SkipEventInMDStoryMixin), {"type_name": "late"})
    assert Event.resolve_by_type("late") is late


@pytest.mark.parametrize(
    ("setting", "installed"),
    [
        ({"XIAOHU_SPEEDUPS": "0"}, [False, False, False]),
        ({}, [True, True, True]),
        # A cache that keeps something needs the fingerprints.
        ({"RASA_MAX_CACHE_SIZE": "1000"}, [True, True, False]),
    ],
)
def test_a_setting_turns_them_off(setting: dict[str, str], installed: list[bool]) -> None:
    asked = (
        "from bot.launcher import prepare; prepare();"
        "from rasa.core.actions.action import RemoteAction; from rasa.shared.core.events import Event;"
        "from rasa.engine.training.hooks import TrainingHook;"
        "print(RemoteAction._validate_action_result.__module__.startswith('bot.'),"
        " Event.resolve_by_type.__module__.startswith('bot.'),"
        " TrainingHook.on_after_node.__module__.startswith('bot.'))"
    )
    ours = ("XIAOHU_SPEEDUPS", "RASA_MAX_CACHE_SIZE")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**inherited, **setting},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == list(map(str, installed))
