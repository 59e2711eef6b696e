"""Messages that were not understood, and buttons that came too late."""

from desk.closures.model import Stage
from desk.conversations.model import Reply, State
from tests.unit.actions.talk import Talk, kinds, said, titles

SUGGESTED = ["faq_limit", "close_account", "faq_overdue", "greet"]


def mumble(talk: Talk, suggestions: list[str]) -> Reply:
    (reply,) = talk.hear("action_fallback", "nlu_fallback", "呃那个啥", suggestions=suggestions)
    return reply


def test_it_offers_up_to_three_topics_by_their_titles(customer: Talk) -> None:
    reply = mumble(customer, SUGGESTED)
    title = customer.desk.knowledge.title
    assert titles(reply) == [title(intent) for intent in SUGGESTED[:3]]
    assert reply.card == {"kind": "choices", "items": titles(reply)}
    assert reply.question is None


def test_without_suggestions_it_shows_the_menu(visitor: Talk) -> None:
    assert "转人工客服" in titles(mumble(visitor, []))


def test_the_second_time_a_person_is_among_the_choices(customer: Talk) -> None:
    mumble(customer, SUGGESTED)
    assert titles(mumble(customer, SUGGESTED))[-1] == "转人工客服"


def test_asked_twice_in_vain_it_offers_a_person(customer: Talk) -> None:
    mumble(customer, SUGGESTED)
    mumble(customer, SUGGESTED)
    reply = mumble(customer, SUGGESTED)
    assert reply.question == "human_agent"
    assert kinds(customer.hear("action_repeat_step", "affirm", "好")) == ["handoff"]
    assert customer.now().state is State.PENDING


def test_a_no_to_the_person_is_taken(customer: Talk) -> None:
    for _ in range(3):
        mumble(customer, SUGGESTED)
    assert "先不办" in said(customer.hear("action_fallback", "deny", "不用"))


def test_an_understood_message_starts_the_count_anew(customer: Talk) -> None:
    mumble(customer, SUGGESTED)
    mumble(customer, SUGGESTED)
    customer.hear("action_faq", "faq_limit")
    assert len(titles(mumble(customer, SUGGESTED))) == 3


def test_a_yes_to_suggestions_accepts_nothing(customer: Talk) -> None:
    customer.close()
    mumble(customer, SUGGESTED)
    assert kinds(customer.hear("action_repeat_step", "affirm", "好的")) == ["consequences"]
    assert customer.stage() is Stage.CONSENTING


def test_a_stale_button_is_told_and_the_step_follows(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    (reply,) = customer.press("action_stale_button", "stale_button")
    assert reply.text.startswith("这个选项已经过了时候")
    assert kinds([reply]) == ["confirmation"]


def test_a_stale_button_after_submission_tells_how_far_it_is(customer: Talk) -> None:
    customer.to(Stage.SUBMITTED)
    (reply,) = customer.press("action_stale_button", "stale_button")
    assert "过了时候" in reply.text
    assert kinds([reply]) == ["status"]


def test_a_stale_button_with_nothing_open_shows_the_menu(visitor: Talk) -> None:
    (reply,) = visitor.press("action_stale_button", "stale_button")
    assert kinds([reply]) == ["choices"]


def test_repeating_with_nothing_open_is_gentle(visitor: Talk) -> None:
    assert said(visitor.hear("action_repeat_step", "affirm", "好"))
