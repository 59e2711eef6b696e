"""When a button's moment has passed."""

import pytest

from desk.conversations.buttons import is_stale
from desk.conversations.model import IssuedButton, Moment

NOWHERE = Moment("none", None)
CONSENTING = Moment("consenting", "a1")
SUBMITTED = Moment("submitted", "a1")


def button(
    intent: str, stage: str | None = None, application: str | None = None, question: str | None = None
) -> IssuedButton:
    return IssuedButton("b1", "标题", intent, stage, application, question)


@pytest.mark.parametrize("now", [NOWHERE, CONSENTING, SUBMITTED])
def test_a_button_without_a_stage_is_good_at_any_time(now: Moment) -> None:
    assert not is_stale(button("faq_loan", application="a0"), now, None)


def test_a_button_of_the_present_stage_is_good() -> None:
    assert not is_stale(button("affirm", "consenting", "a1", "close_account"), CONSENTING, "close_account")


def test_a_button_of_another_stage_is_stale() -> None:
    assert is_stale(button("affirm", "consenting", "a1"), Moment("verifying", "a1"), None)


def test_a_button_of_an_earlier_application_is_stale() -> None:
    assert is_stale(button("affirm", "consenting", "a0"), CONSENTING, None)


def test_a_button_to_start_is_stale_while_an_application_is_open() -> None:
    assert is_stale(button("close_account", "none"), CONSENTING, None)
    assert not is_stale(button("close_account", "none"), NOWHERE, None)


@pytest.mark.parametrize("question", [None, "human_agent"])
def test_the_consent_stays_good_after_something_else_was_said(question: str | None) -> None:
    consent = button("affirm", "consenting", "a1", "close_account")

    assert not is_stale(consent, CONSENTING, question)


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_yes_or_no_is_stale_when_something_else_is_asked_by_now(intent: str) -> None:
    answer = button(intent, "submitted", "a1", "withdraw_closure")

    assert not is_stale(answer, SUBMITTED, "withdraw_closure")
    assert is_stale(answer, SUBMITTED, "human_agent")
    assert is_stale(answer, SUBMITTED, None)


def test_a_yes_without_stage_answers_only_its_own_question() -> None:
    yes = button("affirm", question="human_agent")

    assert not is_stale(yes, NOWHERE, "human_agent")
    assert is_stale(yes, NOWHERE, "close_account")
