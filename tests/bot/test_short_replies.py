"""Short answers inside a stage."""

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


def test_a_bare_no_or_yes_means_nothing_while_verifying() -> None:
    assert {"affirm", "deny"}.isdisjoint(configured()["verifying"])
