"""Which of two questions the bot acts on, and which it offers."""

import pytest

from bot.nlu.judgement import FALLBACK
from bot.several import SURE, Reading, decide


def ask(intent: str, confidence: float = 0.95) -> Reading:
    return Reading(intent, confidence)


def tell(intent: str, confidence: float = 0.95) -> Reading:
    return Reading(intent, confidence, asks=False)


def decided(whole: Reading, *parts: Reading) -> tuple[str, list[str]]:
    found = decide(whole, parts)
    return found.acts_on.intent, list(found.also)


def test_it_acts_on_what_the_whole_says_and_offers_the_other() -> None:
    whole = ask("faq_credit_report")
    parts = ask("ask_how_to_close"), ask("faq_credit_report")
    assert decided(whole, *parts) == ("faq_credit_report", ["ask_how_to_close"])


def test_it_offers_one_thing_only() -> None:
    parts = ask("faq_limit"), ask("faq_bank_card"), ask("faq_overdue")
    assert decided(ask("faq_limit"), *parts) == ("faq_limit", ["faq_bank_card"])


@pytest.mark.parametrize(
    "other",
    [
        ask("faq_limit"),
        ask("faq_overdue", SURE - 0.01),
        tell("faq_overdue"),
        ask("greet"),
        ask("out_of_scope"),
        ask("stop"),
        ask(FALLBACK),
        ask("report_scam"),
    ],
    ids=["the same", "unsure", "told", "greeting", "out of scope", "stop", "unclear", "scam"],
)
def test_it_offers_nothing_that_is_no_second_question(other: Reading) -> None:
    assert decided(ask("faq_limit"), ask("faq_limit"), other) == ("faq_limit", [])


def test_parts_that_say_something_else_than_the_whole_are_one_thought() -> None:
    parts = ask("faq_overdue"), ask("faq_bank_card")
    assert decided(ask("faq_limit"), *parts) == ("faq_limit", [])


@pytest.mark.parametrize("transaction", ["close_account", "withdraw_closure"])
def test_a_transaction_in_a_part_is_offered_and_never_acted_on(transaction: str) -> None:
    parts = ask(transaction), ask("faq_limit")
    assert decided(ask("faq_limit"), *parts) == ("faq_limit", [transaction])
    assert decided(ask(FALLBACK, 0.3), *parts) == ("faq_limit", [transaction])
    assert decided(ask(FALLBACK, 0.3), ask(transaction), tell("greet")) == (FALLBACK, [])
    assert decided(ask("affirm"), ask(transaction), tell("affirm")) == ("affirm", [])


def test_a_transaction_that_the_whole_says_is_acted_on_and_the_question_offered() -> None:
    parts = ask("close_account"), ask("faq_credit_report")
    assert decided(ask("close_account"), *parts) == ("close_account", ["faq_credit_report"])
    parts = ask("withdraw_closure"), ask("faq_limit")
    assert decided(ask("withdraw_closure"), *parts) == ("withdraw_closure", ["faq_limit"])


@pytest.mark.parametrize(
    "question", ["ask_how_to_close", "check_eligibility", "ask_why_blocked", "faq_close_conditions"]
)
def test_a_question_about_closing_is_answered_before_the_closing(question: str) -> None:
    acts_on, also = decided(ask("close_account"), ask("close_account"), ask(question))
    assert acts_on == question
    assert also in ([], ["close_account"])


def test_a_closing_is_not_offered_below_an_answer_that_offers_it() -> None:
    parts = ask("close_account"), ask("ask_how_to_close")
    assert decided(ask("ask_how_to_close"), *parts) == ("ask_how_to_close", [])


def test_a_possible_fraud_stops_a_closing_and_stands_alone() -> None:
    parts = ask("close_account"), ask("report_scam")
    assert decided(ask("close_account"), *parts) == ("report_scam", [])
    assert decided(ask("report_scam"), *parts) == ("report_scam", [])


def test_closing_and_taking_back_are_not_offered_beside_each_other() -> None:
    parts = ask("withdraw_closure"), ask("close_account")
    assert decided(ask("withdraw_closure"), *parts) == ("withdraw_closure", [])


@pytest.mark.parametrize("talk", ["greet", "thank", "goodbye", "affirm", "bot_challenge"])
def test_talk_gives_way_to_a_question(talk: str) -> None:
    assert decided(ask(talk), tell(talk), ask("faq_review_time")) == ("faq_review_time", [])


@pytest.mark.parametrize("word", ["stop", "deny"])
def test_a_stop_and_a_no_are_obeyed(word: str) -> None:
    assert decided(ask(word), tell(word), ask("faq_review_time")) == (word, ["faq_review_time"])


def test_beside_another_product_nothing_is_offered() -> None:
    parts = tell("out_of_scope"), ask("close_account")
    assert decided(ask("out_of_scope"), *parts) == ("out_of_scope", [])
