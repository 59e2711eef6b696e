"""When the bot acts on a reading and when it asks."""

from dataclasses import replace

import pytest

from bot.nlu.judgement import FALLBACK, Judge, Judgement

JUDGE = Judge(
    threshold=0.4,
    margin=0.2,
    near=0.05,
    floor=0.05,
    transactions={"close_account"},
    unasked={"greet"},
)


def test_it_acts_on_a_likely_reading() -> None:
    assert JUDGE.judge([("faq_limit", 0.8), ("greet", 0.1)]) == Judgement("faq_limit", 0.8)


def test_it_asks_below_the_threshold_with_the_readings_it_had() -> None:
    judged = JUDGE.judge([("faq_limit", 0.39), ("faq_overdue", 0.3)])
    assert judged == Judgement(FALLBACK, 0.39, ("faq_limit", "faq_overdue"))


def test_it_acts_at_the_threshold() -> None:
    assert JUDGE.judge([("faq_limit", 0.4), ("faq_overdue", 0.3)]).intent == "faq_limit"


def test_it_asks_when_a_transaction_leads_by_little() -> None:
    judged = JUDGE.judge([("close_account", 0.5), ("ask_how_to_close", 0.35)])
    assert judged == Judgement(FALLBACK, 0.5, ("close_account", "ask_how_to_close"))


def test_it_acts_when_a_transaction_leads_clearly() -> None:
    assert JUDGE.judge([("close_account", 0.6), ("ask_how_to_close", 0.35)]).intent == "close_account"


def test_it_asks_when_a_transaction_is_just_behind() -> None:
    assert JUDGE.judge([("ask_how_to_close", 0.48), ("close_account", 0.45)]).intent == FALLBACK


def test_it_acts_on_the_harmless_of_two_close_readings_otherwise() -> None:
    assert JUDGE.judge([("ask_how_to_close", 0.5), ("close_account", 0.4)]).intent == "ask_how_to_close"
    assert JUDGE.judge([("faq_limit", 0.45), ("faq_overdue", 0.44)]).intent == "faq_limit"


def test_it_is_careful_with_what_acts_in_the_present_stage_only() -> None:
    ranking = [("affirm", 0.5), ("greet", 0.4)]
    assert JUDGE.judge(ranking).intent == "affirm"
    assert JUDGE.judge(ranking, also_careful={"affirm"}).intent == FALLBACK


def test_it_offers_three_at_most_the_best_first() -> None:
    ranking = [("a", 0.3), ("b", 0.2), ("c", 0.15), ("d", 0.1)]
    assert JUDGE.judge(ranking).suggestions == ("a", "b", "c")


def test_it_offers_nothing_unlikely_and_no_small_talk() -> None:
    assert JUDGE.judge([("greet", 0.3), ("a", 0.2), ("b", 0.04)]).suggestions == ("a",)


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_one_reading_alone_is_enough(confidence: float) -> None:
    judged = JUDGE.judge([("close_account", confidence)])
    assert judged.intent == (FALLBACK if confidence < 0.4 else "close_account")


STRICT = replace(JUDGE, needed={"close_account": 0.7, "greet": 0.1}, doubts={"out_of_scope": 0.2})


def test_an_intent_may_need_more_than_the_threshold_or_less() -> None:
    assert STRICT.judge([("close_account", 0.69), ("faq_limit", 0.1)]).intent == FALLBACK
    assert STRICT.judge([("close_account", 0.7), ("faq_limit", 0.1)]).intent == "close_account"
    assert STRICT.judge([("greet", 0.2), ("faq_limit", 0.1)]).intent == "greet"


def test_it_asks_when_the_message_may_well_be_out_of_scope() -> None:
    ranking = [("faq_limit", 0.6), ("faq_overdue", 0.2), ("out_of_scope", 0.2)]
    assert STRICT.judge(ranking) == Judgement(FALLBACK, 0.6, ("faq_limit", "faq_overdue", "out_of_scope"))
    assert STRICT.judge([("faq_limit", 0.6), ("out_of_scope", 0.19)]).intent == "faq_limit"


def test_a_doubt_that_is_the_likeliest_reading_is_acted_on() -> None:
    assert STRICT.judge([("out_of_scope", 0.9), ("faq_limit", 0.1)]).intent == "out_of_scope"


def test_a_doubt_does_not_hold_back_what_could_not_be_offered() -> None:
    judge = replace(STRICT, unasked=frozenset({"thank"}))
    assert judge.judge([("thank", 0.7), ("out_of_scope", 0.25)]).intent == "thank"
    assert judge.judge([("faq_limit", 0.7), ("out_of_scope", 0.25)]).intent == FALLBACK


SURE = replace(STRICT, sure=0.8, grave_doubts={"out_of_scope": 0.15})


def test_a_small_doubt_counts_only_where_the_first_reading_is_not_sure() -> None:
    small = replace(SURE, doubts={"out_of_scope": 0.05})
    assert small.judge([("faq_limit", 0.7), ("out_of_scope", 0.06)]).intent == FALLBACK
    assert small.judge([("faq_limit", 0.9), ("out_of_scope", 0.06)]).intent == "faq_limit"


def test_a_grave_doubt_counts_however_sure_the_first_reading_is() -> None:
    assert SURE.judge([("faq_limit", 0.82), ("out_of_scope", 0.16)]).intent == FALLBACK
