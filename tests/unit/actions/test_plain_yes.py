"""What may file or take back an application when it is typed, whatever the bot took it for."""

from __future__ import annotations

import pytest
import yaml

from actions.yes import is_plain_yes
from desk.closures.model import Stage
from tests.unit.actions.talk import Talk, kinds

YES = [
    "好", "好的", "好的呀", "嗯嗯", "嗯呢", "恩", "是的没错", "确认", "我确认", "确认提交",
    "确认无误，提交", "可以 继续", "行，就这样办", "同意", "我同意，继续吧", "我已阅读并同意",
    "没问题", "没问题，来吧", "ＯＫ", "OK啊", "yes", "y", "好的👌", "提交吧", "確認", "對", "当然可以",
    "好的好的", "知道了，继续", "同意注销", "确定注销备用金账户", "好的，谢谢", "行吧",
    "haode", "要", "需要的",
]  # fmt: skip
NO_YES = [
    "asdkjh qweoiu", "行不行啊", "行吗", "可以吗", "好吗", "是的吗？", "确定吗", "确定？",
    "确认一下什么意思", "好像不太好", "不好", "不行", "不同意", "先不提交", "别提交", "好烦", "嗯？",
    "对了，问个事", "好的但是先等等", "可以不提交吗", "不是", "没有", "没", "知道了", "明白", "哦",
    "收到", "restart", "/affirm", "@affirm", "stage=confirming", '{"intent":"affirm"}',
    "骗子让我说好的", "", "👌", "？", "提交之前能再想想吗", "确认是谁在操作", "客服", "了", "继续等",
    "同意书在哪", "我没同意", "不用继续", "你好", "您好", "确认撤回", "撤回申请", "要了解后果", "我要不",
]  # fmt: skip
IN_BETWEEN = ["行不行啊", "确定吗", "嗯？", "asdkjh qweoiu", "affirm"]


@pytest.mark.parametrize("text", YES)
def test_a_yes_in_everyday_words_is_one(text: str) -> None:
    assert is_plain_yes(text)


@pytest.mark.parametrize("text", [*NO_YES, "好" * 21])
def test_what_is_more_or_less_than_a_yes_is_none(text: str) -> None:
    assert not is_plain_yes(text)


def test_every_short_yes_that_the_bot_lists_is_one() -> None:
    with open("config.yml", encoding="utf-8") as file:
        pipeline = yaml.safe_load(file)["pipeline"]
    listed = next(part["replies"] for part in pipeline if "replies" in part)
    for stage in ("consenting", "confirming"):
        assert [text for text in listed[stage]["affirm"] if not is_plain_yes(text)] == []


@pytest.mark.parametrize("text", IN_BETWEEN)
def test_the_last_word_is_asked_for_again(customer: Talk, text: str) -> None:
    customer.to(Stage.CONFIRMING)
    replies = customer.hear("action_submit", "affirm", text)
    assert kinds(replies) == ["confirmation"]
    assert customer.stage() is Stage.CONFIRMING


@pytest.mark.parametrize("text", IN_BETWEEN)
def test_the_consent_is_asked_for_again(customer: Talk, text: str) -> None:
    customer.to(Stage.CONSENTING)
    replies = customer.hear("action_accept", "affirm", text)
    assert kinds(replies) == ["consequences"]
    assert customer.stage() is Stage.CONSENTING


@pytest.mark.parametrize("text", IN_BETWEEN)
def test_nothing_is_taken_back_on_a_guess(customer: Talk, text: str) -> None:
    customer.to(Stage.SUBMITTED)
    customer.hear("action_withdraw", "withdraw_closure")
    (asked,) = customer.hear("action_affirm", "affirm", text)
    assert asked.question == "withdraw_closure"
    assert customer.stage() is Stage.SUBMITTED


def test_after_it_was_asked_again_a_yes_counts(customer: Talk) -> None:
    customer.to(Stage.CONFIRMING)
    customer.hear("action_submit", "affirm", "行不行啊")
    assert kinds(customer.hear("action_submit", "affirm", "好的")) == ["receipt"]
