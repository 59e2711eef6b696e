"""Short answers inside a stage."""

import re
import time

import pytest
import yaml

from bot.launcher import ROOT
from bot.nlu.short_replies import ShortReplies
from bot.normalise import normalise
from bot.turn import STAGES

REPLIES = ShortReplies(
    {"consenting": {"affirm": ["行", "OK"], "deny": ["别"]}, "verifying": {"resend_code": ["发了吗"]}}
)


@pytest.mark.parametrize("text", ["行", "行!", "行~", "行。", "ok", "OK", " 行 "])
def test_punctuation_and_spelling_do_not_matter(text: str) -> None:
    assert REPLIES.intent(normalise(text), "consenting") == "affirm"


@pytest.mark.parametrize("text", ["行不行", "不行", "行了别烦", "", "😀"])
def test_only_the_whole_message_counts(text: str) -> None:
    assert REPLIES.intent(text, "consenting") is None


@pytest.mark.parametrize("stage", ["none", "verifying", "submitted"])
def test_a_stage_has_its_own(stage: str) -> None:
    assert REPLIES.intent("行", stage) is None


def configured() -> dict[str, dict[str, list[str]]]:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    (decision,) = [component for component in pipeline if component["name"].endswith("Decision")]
    replies: dict[str, dict[str, list[str]]] = decision["replies"]
    return replies


def test_the_configured_ones_name_real_stages_and_intents() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for stage, intents in configured().items():
        assert stage in STAGES
        assert set(intents) <= set(domain["intents"])
        assert all(isinstance(reply, str) for replies in intents.values() for reply in replies)


def test_no_reply_means_two_things_in_a_stage() -> None:
    for stage, intents in configured().items():
        replies = [normalise(reply) for listed in intents.values() for reply in listed]
        assert len(replies) == len(set(replies)), stage


def test_every_configured_reply_is_an_expression() -> None:
    for intents in configured().values():
        for replies in intents.values():
            assert all(re.compile(reply) for reply in replies)


CONFIGURED = ShortReplies(configured())


@pytest.mark.parametrize(
    ("stage", "intent", "texts"),
    [
        (
            "consenting",
            "affirm",
            ["行啊", "好的继续", "没问题，同意", "是的确认", "可以可以", "嗯嗯嗯"],
        ),
        ("consenting", "deny", ["我不接受", "不确认", "先别", "不了不了"]),
        (
            "confirming",
            "stop",
            ["我再考虑考虑", "等一下，我先想想", "算了，先不办了", "过两天再办吧", "再等等"],
        ),
        ("confirming", "affirm", ["确认提交", "是的，没错", "要得要得"]),
        ("verifying", "affirm", ["验证好了", "我填完了", "搞定了", "刷好啦", "已经成功了", "继续验证"]),
        ("verifying", "resend_code", ["重新发一条", "再发一次吧", "还没收到呀"]),
        ("verifying", "faq_sms_code", ["验证码失效了", "我的短信呢", "输入了提示错误", "等了好久都没收到"]),
        ("verifying", "change_verification_method", ["换种方式行吗", "其他方法可以吗", "换个别的"]),
        ("verifying", "faq_face_verification", ["镜头打不开", "总是提示非本人", "人脸识别不出来"]),
        ("verifying", "faq_phone_changed", ["那个号码已经停机了", "以前的手机号换了"]),
        ("verifying", "stop", ["先不验了", "改天再弄", "算了"]),
        ("submitted", "ask_closure_status", ["审核通过了吗", "办好了没有", "现在什么进度", "到哪一步了"]),
        ("approved", "ask_closure_status", ["弄完了么", "现在怎么样了"]),
    ],
)
def test_what_people_answer_is_read(stage: str, intent: str, texts: list[str]) -> None:
    assert {text: CONFIGURED.intent(normalise(text), stage) for text in texts} == dict.fromkeys(texts, intent)


@pytest.mark.parametrize("stage", ["consenting", "confirming"])
@pytest.mark.parametrize(
    "text",
    [
        "可以吗",
        "行不行",
        "是吗",
        "是嘛",
        "好了没",
        "提交不了",
        "同意什么",
        "不同意也得同意吗",
        "知道了",
        "等一下",
        "我看看",
        "确认之前问一句",
        "好的好的好的好的好的好的好的好的好的",
    ],
)
def test_what_is_no_plain_answer_is_left_to_the_model(stage: str, text: str) -> None:
    assert CONFIGURED.intent(normalise(text), stage) is None


@pytest.mark.parametrize("text", ["行", "好", "嗯", "可以", "不", "别", "不行", "没有"])
def test_a_bare_no_or_yes_means_nothing_while_verifying(text: str) -> None:
    assert CONFIGURED.intent(text, "verifying") is None


@pytest.mark.parametrize("text", ["行", "别", "算了", "再等等", "换一个", "继续", "同意"])
@pytest.mark.parametrize("stage", ["none", "submitted", "approved"])
def test_outside_the_questions_an_answer_means_nothing(text: str, stage: str) -> None:
    assert CONFIGURED.intent(text, stage) is None


@pytest.mark.parametrize("stage", configured())
@pytest.mark.parametrize("unit", ["行吧", "等等", "我都", "不弄了", "再再", "号", "换"])
def test_no_message_takes_long(stage: str, unit: str) -> None:
    start = time.perf_counter()
    for length in range(1, 20):
        CONFIGURED.intent(unit * length + "x", stage)
    assert time.perf_counter() - start < 0.1
