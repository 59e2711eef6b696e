"""Edited answers are live without a restart."""

import logging
from pathlib import Path

import pytest

from desk.knowledge import Knowledge, UnknownText
from tests.unit.knowledge.conftest import Edit


def test_an_edited_answer_is_live(directory: Path, edit: Edit) -> None:
    knowledge = Knowledge(directory, look_every=0)
    before = knowledge.topic("faq_limit").text
    edit("faq/faq_limit.md", "可用额度", "还能用的额度")
    assert knowledge.topic("faq_limit").text == before.replace("可用额度", "还能用的额度")


def test_an_edited_sentence_and_title_are_live(directory: Path, edit: Edit) -> None:
    knowledge = Knowledge(directory, look_every=0)
    edit("messages.yml", "  thank: 不客气。", "  thank: 不用客气。")
    edit("messages.yml", "  thank: 说声谢谢", "  thank: 道谢")
    assert knowledge.message("talk.thank").startswith("不用客气")
    assert knowledge.title("thank") == "道谢"


def test_an_edited_fact_is_live_in_every_text(directory: Path, edit: Edit) -> None:
    knowledge = Knowledge(directory, look_every=0)
    edit("policy.yml", "App“帮助与客服”页公布的客服电话", "400-000-0000")
    assert "400-000-0000" in knowledge.message("complaint.text")
    assert knowledge.policy.facts["hotline"] == "400-000-0000"


def test_a_new_answer_is_live(directory: Path) -> None:
    knowledge = Knowledge(directory, look_every=0)
    with pytest.raises(UnknownText):
        knowledge.topic("faq_new")
    text = (directory / "faq" / "faq_limit.md").read_text("utf-8")
    (directory / "faq" / "faq_new.md").write_text(text, "utf-8")
    assert knowledge.topic("faq_new").intent == "faq_new"


def test_a_removed_answer_is_gone(directory: Path) -> None:
    knowledge = Knowledge(directory, look_every=0)
    (directory / "faq" / "faq_limit.md").unlink()
    assert "faq_limit" not in knowledge.topics()


def test_rules_change_with_a_restart_only(directory: Path, edit: Edit) -> None:
    knowledge = Knowledge(directory, look_every=0)
    edit("policy.yml", "review_working_days: 5", "review_working_days: 7")
    assert knowledge.policy.review_working_days == 5
    assert "5 个工作日" in knowledge.topic("faq_review_time").text
    assert Knowledge(directory).policy.review_working_days == 7


def test_an_unusable_edit_is_logged_once_and_the_texts_of_before_stay(
    directory: Path, edit: Edit, caplog: pytest.LogCaptureFixture
) -> None:
    knowledge = Knowledge(directory, look_every=0)
    before = knowledge.topic("faq_limit")
    edit("faq/faq_limit.md", "{{ page_limit }}", "{{ nothing }}")
    with caplog.at_level(logging.ERROR):
        assert knowledge.topic("faq_limit") == before
        assert knowledge.topic("faq_limit") == before
    assert caplog.text.count("cannot be used") == 1
    edit("faq/faq_limit.md", "{{ nothing }}", "额度页")
    assert "额度页" in knowledge.topic("faq_limit").text


def test_a_half_written_file_does_not_hurt(directory: Path) -> None:
    knowledge = Knowledge(directory, look_every=0)
    (directory / "messages.yml").write_text("talk: [", "utf-8")
    assert knowledge.message("talk.thank")


def test_many_texts_of_one_reply_share_a_look_at_the_files(directory: Path, edit: Edit) -> None:
    knowledge = Knowledge(directory, look_every=3600)
    edit("faq/faq_limit.md", "可用额度", "还能用的额度")
    assert "还能用的额度" not in knowledge.topic("faq_limit").text
