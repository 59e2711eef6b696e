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
    sure, unsure = understand("我要注销备用金"), understand("备用金 那个 就是 还是")
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
