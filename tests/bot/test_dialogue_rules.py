"""Which action comes, for every stage and every intent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn import NEVER_SENT, STAGES

ALWAYS = {
    "close_account": "action_close_account",
    "ask_how_to_close": "action_how_to_close",
    "check_eligibility": "action_check_eligibility",
    "ask_why_blocked": "action_why_blocked",
    "ask_outstanding": "action_outstanding",
    "ask_closure_status": "action_closure_status",
    "withdraw_closure": "action_withdraw",
    "reopen_account": "action_faq",
    "resend_code": "action_resend_code",
    "change_verification_method": "action_change_method",
    "human_agent": "action_human_agent",
    "complaint": "action_complaint",
    "report_scam": "action_report_scam",
    "greet": "action_small_talk",
    "goodbye": "action_small_talk",
    "thank": "action_small_talk",
    "bot_challenge": "action_small_talk",
    "out_of_scope": "action_small_talk",
    "stop": "action_stop",
    "nlu_fallback": "action_fallback",
    "stale_button": "action_stale_button",
    "secret_shared": "action_secret_shared",
}
BY_STAGE = {
    ("consenting", "affirm"): "action_accept",
    ("verifying", "affirm"): "action_repeat_step",
    ("confirming", "affirm"): "action_submit",
    ("consenting", "deny"): "action_stop",
    ("verifying", "deny"): "action_repeat_step",
    ("confirming", "deny"): "action_stop",
}
OTHERWISE = {"affirm": "action_affirm", "deny": "action_deny"}


def expected(stage: str, intent: str) -> str:
    if intent.startswith("faq_"):
        return "action_faq"
    return BY_STAGE.get((stage, intent)) or OTHERWISE.get(intent) or ALWAYS[intent]


def turn(stage: str, intent: str, *actions: str) -> list[Event]:
    """A turn as the channel makes it, with the actions that answered it."""
    entity = {"entity": "stage", "value": stage}
    said = UserUttered("", {"name": intent, "confidence": 1.0}, [entity], {"text": ""})
    answers = [
        event for action in actions for event in (ActionExecuted(action), ActionExecuted("action_listen"))
    ]
    return [said, SlotSet("stage", stage), *answers]


def next_action(agent: Agent, *turns: list[Event]) -> str:
    events = [ActionExecuted("action_listen"), *(event for one in turns for event in one)]
    tracker = DialogueStateTracker.from_events("someone", events, agent.domain.slots, domain=agent.domain)
    prediction = agent.processor.predict_next_with_tracker(tracker)
    best = max(prediction["scores"], key=lambda score: score["score"])
    assert best["score"] == 1.0, "no rule matched"
    return str(best["action"])


def intents(agent: Agent) -> list[str]:
    return [intent for intent in agent.domain.intents if intent not in NEVER_SENT - {"nlu_fallback"}]


def test_every_stage_and_intent_has_its_action(agent: Agent) -> None:
    pairs = [(stage, intent) for stage in STAGES for intent in intents(agent)]
    assert len(pairs) == len(STAGES) * (len(ALWAYS) + len(OTHERWISE) + 28)
    wrong = {pair: got for pair in pairs if (got := next_action(agent, turn(*pair))) != expected(*pair)}
    assert wrong == {}


def test_one_action_answers_a_turn(agent: Agent) -> None:
    for stage in STAGES:
        for intent in intents(agent):
            done = turn(stage, intent)
            answered = [*done, ActionExecuted(expected(stage, intent))]
            assert next_action(agent, answered) == "action_listen", (stage, intent)


def test_a_question_in_between_leaves_the_step_as_it_was(agent: Agent) -> None:
    for stage in STAGES:
        for intent in ("affirm", "deny", "stop"):
            before = turn(stage, "close_account", "action_close_account")
            between = turn(stage, "faq_credit_report", "action_faq")
            assert next_action(agent, before, between, turn(stage, intent)) == expected(stage, intent)


@pytest.mark.parametrize("stage", STAGES)
def test_a_yes_right_after_suggestions_repeats_the_step(agent: Agent, stage: str) -> None:
    unsure = turn(stage, "nlu_fallback", "action_fallback")
    assert next_action(agent, unsure, turn(stage, "affirm")) == "action_repeat_step"


@pytest.mark.parametrize("stage", STAGES)
def test_a_no_right_after_suggestions_asks_again_and_stops_nothing(agent: Agent, stage: str) -> None:
    unsure = turn(stage, "nlu_fallback", "action_fallback")
    assert next_action(agent, unsure, turn(stage, "deny")) == "action_fallback"


@pytest.mark.parametrize("now", ["consenting", "verifying", "confirming"])
def test_a_step_that_came_after_the_suggestions_is_what_a_yes_answers(agent: Agent, now: str) -> None:
    """The stage changes outside: the customer has been asked the new step's question since."""
    for before in set(STAGES) - {now}:
        unsure = turn(before, "nlu_fallback", "action_fallback")
        assert next_action(agent, unsure, turn(now, "affirm")) == expected(now, "affirm")
        assert next_action(agent, unsure, turn(now, "deny")) == expected(now, "deny")


def test_a_yes_one_turn_later_counts_again(agent: Agent) -> None:
    unsure = turn("confirming", "nlu_fallback", "action_fallback")
    repeated = turn("confirming", "affirm", "action_repeat_step")
    assert next_action(agent, unsure, repeated, turn("confirming", "affirm")) == "action_submit"


def test_the_stage_of_this_turn_counts_and_not_the_one_before(agent: Agent) -> None:
    before = turn("consenting", "affirm", "action_accept")
    assert next_action(agent, before, turn("confirming", "affirm")) == "action_submit"
    assert next_action(agent, before, turn("none", "affirm")) == "action_affirm"


def test_the_winner_does_not_depend_on_the_order_of_hashing(model: Path) -> None:
    def answers(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.bot.ask_rules", str(model)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    first = answers("1")
    assert first.count("action_") == 2 * 2 * len(STAGES)
    assert first == answers("2")
