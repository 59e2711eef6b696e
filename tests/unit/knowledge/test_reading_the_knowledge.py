"""What the files may hold, and what stops the start."""

from datetime import date
from pathlib import Path

import pytest

from actions.server import warn_of_the_unconfirmed
from desk.errors import ConfigurationError
from desk.knowledge import Knowledge, KnowledgeError, UnknownText
from tests.unit.knowledge.conftest import Edit


def test_an_answer_has_a_title_a_text_a_source_and_a_date(directory: Path) -> None:
    topic = Knowledge(directory).topic("faq_credit_report")
    assert topic.title
    assert "5 年" in topic.text
    assert topic.source
    assert isinstance(topic.effective, date)
    assert topic.links[0].url.startswith("https://")


def test_variables_are_filled_from_the_policy(directory: Path, edit: Edit) -> None:
    edit("policy.yml", "review_working_days: 5", "review_working_days: 7")
    assert "7 个工作日" in Knowledge(directory).topic("faq_review_time").text


def test_no_variable_is_left_in_any_text(directory: Path) -> None:
    knowledge = Knowledge(directory)
    for intent in knowledge.topics():
        topic = knowledge.topic(intent)
        assert "{" not in topic.text + topic.title


def test_a_sentence_is_filled_with_the_facts_of_the_moment(directory: Path) -> None:
    assert "120.00" in Knowledge(directory).message("obstacles.amount", amount="120.00")


def test_a_sentence_without_its_fact_is_refused(directory: Path) -> None:
    with pytest.raises(KnowledgeError, match="amount"):
        Knowledge(directory).message("obstacles.amount")


def test_an_unknown_sentence_topic_or_list_is_refused(directory: Path) -> None:
    knowledge = Knowledge(directory)
    with pytest.raises(UnknownText, match="no_such"):
        knowledge.message("no_such")
    with pytest.raises(UnknownText, match="faq_nothing"):
        knowledge.topic("faq_nothing")
    with pytest.raises(UnknownText, match="list"):
        knowledge.message("steps.items")


def test_a_list_is_filled_item_by_item(directory: Path) -> None:
    items = Knowledge(directory).items("steps.items")
    assert len(items) == 6
    assert not any("{{" in item for item in items)


def test_a_misspelt_variable_stops_the_start(directory: Path, edit: Edit) -> None:
    edit("faq/faq_limit.md", "page_limit", "page_limmit")
    with pytest.raises(KnowledgeError, match=r"faq/faq_limit\.md names page_limmit"):
        Knowledge(directory)


def test_a_misspelt_variable_in_a_sentence_stops_the_start(directory: Path, edit: Edit) -> None:
    edit("messages.yml", "{{ position }}", "{{ postion }}")
    with pytest.raises(KnowledgeError, match=r"messages\.yml: handoff\.queue names postion"):
        Knowledge(directory)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("policy.yml", "review_working_days: 5", "review_working_days: 16", "1 to 15"),
        ("policy.yml", "review_working_days: 5", "review_working_days: 0", "1 to 15"),
        ("policy.yml", "review_working_days: 5", "review_working_days: soon", "missing or of the wrong kind"),
        ("policy.yml", "  rating:", "  ratings:", "rating"),
        ("policy.yml", "rules:", "- rules:", "cannot be read"),
        ("faq/faq_limit.md", "source:", "sauce:", "source"),
        ("faq/faq_limit.md", "effective: 2026", "effective: spring 2026", "effective date"),
        ("faq/faq_credit_report.md", "url:", "address:", "address"),
        ("messages.yml", "failed: 系", "failed: ''  # 系", "failed needs a text"),
    ],
)
def test_a_file_that_is_not_right_stops_the_start(
    directory: Path, edit: Edit, name: str, old: str, new: str, complaint: str
) -> None:
    edit(name, old, new)
    with pytest.raises(ConfigurationError, match=complaint):
        Knowledge(directory)


def test_a_missing_directory_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"policy\.yml"):
        Knowledge(tmp_path)


def test_an_empty_answer_stops_the_start(directory: Path) -> None:
    path = directory / "faq" / "faq_limit.md"
    head, _, _ = path.read_text("utf-8").rpartition("---")
    path.write_text(f"{head}---\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"faq_limit\.md: needs a text"):
        Knowledge(directory)


def test_the_start_tells_the_operator_what_nobody_has_confirmed(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_the_unconfirmed(Knowledge(directory))
    assert "hotline" in caplog.text
    assert "faq/faq_limit.md" in caplog.text


def test_it_names_what_nobody_has_confirmed(directory: Path, edit: Edit) -> None:
    assert {"hotline", "page_close", "faq/faq_limit.md"} <= set(Knowledge(directory).unconfirmed())
    edit("policy.yml", "  to_confirm:\n", "  to_confirm_no_more: {}\n  nothing:\n")
    edit("policy.yml", "    product: 备用金\n  to_confirm_no_more: {}\n  nothing:\n", "    product: 备用金\n")
    edit("faq/faq_limit.md", "source:", "confirmed: true\nsource:")
    left = set(Knowledge(directory).unconfirmed())
    assert not {"hotline", "page_close", "faq/faq_limit.md"} & left
    assert "faq/faq_overdue.md" in left
