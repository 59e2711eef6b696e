"""From a customer's words to the intent acted on, with the trained model."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.nlu.judgement import FALLBACK
from bot.turn import STAGES

Ask = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我要注销备用金", "close_account"),
        ("怎么注销备用金", "ask_how_to_close"),
        ("你好", "greet"),
        ("转人工", "human_agent"),
        ("今天天气怎么样", "out_of_scope"),
    ],
)
def test_it_reads_plain_messages(understand: Ask, text: str, intent: str) -> None:
    assert understand(text)["intent"]["name"] == intent


@pytest.mark.parametrize(
    "text",
    [
        "我要註銷備用金",
        "我要注消备用金",
        "wo yao zhuxiao beiyongjin",
        "我要注销备用金!!!!",
        "／我要注销备用金",
    ],
)
def test_it_reads_the_same_through_slips_and_scripts(understand: Ask, text: str) -> None:
    assert understand(text)["intent"]["name"] == "close_account"


def test_the_original_stays_beside_what_was_read(understand: Ask) -> None:
    parse = understand("／／註銷！！！")
    assert (parse["text"], parse["normalised"]) == ("／／註銷！！！", "注销!!")


@pytest.mark.parametrize("text", ["\x00", "\u200b\u202e", "///", "   "])
def test_nothing_to_read_is_unsure_without_suggestions(understand: Ask, text: str) -> None:
    parse = understand(text, "confirming")
    assert parse["intent"] == {"name": FALLBACK, "confidence": 0.0}
    assert parse["suggestions"] == parse["entities"] == []


def test_suggestions_come_with_the_fallback_only(understand: Ask) -> None:
    sure, unsure = understand("我要注销备用金"), understand("备用金 账单 注销 手机号")
    assert sure["suggestions"] == []
    assert unsure["intent"]["name"] == FALLBACK
    assert 1 <= len(unsure["suggestions"]) <= 3


@pytest.mark.parametrize(
    ("stage", "text", "intent"),
    [
        ("consenting", "行", "affirm"),
        ("consenting", "嗯呢!", "affirm"),
        ("confirming", "要得", "affirm"),
        ("confirming", "先别", "deny"),
        ("confirming", "再等等", "stop"),
        ("verifying", "发了吗", "resend_code"),
        ("verifying", "换一个", "change_verification_method"),
    ],
)
def test_a_short_reply_is_read_in_the_light_of_the_stage(
    understand: Ask, stage: str, text: str, intent: str
) -> None:
    assert understand(text, stage)["intent"] == {"name": intent, "confidence": 1.0}


@pytest.mark.parametrize("text", ["行", "别", "再等等", "发了吗", "换一个"])
@pytest.mark.parametrize("stage", ["none", "submitted", "approved"])
def test_outside_it_starts_and_takes_back_nothing(understand: Ask, stage: str, text: str) -> None:
    assert understand(text, stage)["intent"]["name"] not in ("close_account", "withdraw_closure")


@pytest.mark.parametrize("stage", STAGES)
def test_a_long_message_means_the_same_in_every_stage(understand: Ask, stage: str) -> None:
    assert understand("怎么注销备用金", stage)["intent"]["name"] == "ask_how_to_close"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("审核要多久，关了以后影响征信吗", {"faq_review_time", "faq_credit_report"}),
        ("备用金怎么注销 顺便问下利息怎么算", {"ask_how_to_close", "faq_interest_fee"}),
        ("查一下我还欠多少？另外怎么换绑定的银行卡？", {"ask_outstanding", "faq_bank_card"}),
    ],
)
def test_two_questions_are_both_read(understand: Ask, text: str, asked: set[str]) -> None:
    parse = understand(text)
    assert {parse["intent"]["name"], *parse["also"]} == asked
    assert parse["suggestions"] == []


@pytest.mark.parametrize(
    "text",
    [
        "我要注销备用金",
        "你好，我要注销备用金，谢谢",
        "我的备用金都已经还清了，我要注销备用金",
        "还欠500.5元，下个月十号能还清，怎么还款",
        "转人工，转人工",
        "今天天气怎么样，明天会下雨吗",
        "",
        "，，，",
    ],
)
def test_one_question_stays_one(understand: Ask, text: str) -> None:
    assert understand(text)["also"] == []


@pytest.mark.parametrize(
    "text", ["备用金影响征信吗，顺便帮我注销备用金", "审核要多久，不久的话帮我把备用金注销了"]
)
def test_a_question_with_a_wish_to_close_starts_nothing_unless_the_whole_says_so(
    understand: Ask, text: str
) -> None:
    parse = understand(text)
    started, offered = parse["intent"]["name"], parse["also"]
    assert "close_account" in (started, *offered)


def test_how_to_close_is_answered_before_anything_is_started(understand: Ask) -> None:
    for text in ("我想注销备用金，在哪里操作", "备用金不想用了，怎么注销"):
        assert understand(text)["intent"]["name"] == "ask_how_to_close"


@pytest.mark.parametrize(
    "text",
    [
        "BYJ2026112300000197到哪了",
        "ＢＹＪ２０２６１１２３００００００９７ 审核到哪了",
        "byj 2026112300000197 审核到哪一步了",
    ],
)
def test_an_application_number_is_read_in_a_question_about_progress(understand: Ask, text: str) -> None:
    parse = understand(text)
    assert parse["intent"]["name"] == "ask_closure_status"
    (found,) = [one for one in parse["entities"] if one["entity"] == "application_number"]
    assert found["value"].startswith("BYJ20261123")


def test_entities_have_values(understand: Ask) -> None:
    found = understand("BYJ20261123000112 欠500.5元 用刷脸")["entities"]
    assert [(one["entity"], one["value"], one["text"]) for one in found] == [
        ("application_number", "BYJ20261123000112", "byj20261123000112"),
        ("amount", 50_050, "500.5元"),
        ("method", "face", "刷脸"),
    ]


def test_an_entity_without_a_value_keeps_its_words(understand: Ask) -> None:
    (found,) = understand("几百块而已")["entities"]
    assert found["value"] == "几百块"


def test_probabilities_are_probabilities(understand: Ask) -> None:
    ranking = understand("备用金逾期了上征信吗")["intent_ranking"]
    chances = [one["confidence"] for one in ranking]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1.0001


def test_it_takes_a_few_milliseconds(understand: Ask) -> None:
    """A wide bound that only a blunder crosses; the figures are measured elsewhere."""
    understand("热身")
    start = time.perf_counter()
    for number in range(50):
        understand(f"我想把备用金关掉但是提示我还有{number}元没还清怎么办")
    assert (time.perf_counter() - start) / 50 < 0.05
