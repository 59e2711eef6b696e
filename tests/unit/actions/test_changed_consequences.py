"""The operator changes the consequences while somebody reads them: nobody agrees to what they never saw."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk.closures.model import Stage
from desk.settings import Settings
from tests.unit.actions.talk import Talk, kinds, said

NEW = "注销后，未用完的优惠券作废。"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """With a knowledge folder of its own."""
    folder = shutil.copytree(settings.knowledge_dir, tmp_path / "knowledge")
    return settings.model_copy(update={"knowledge_dir": folder})


def change(talk: Talk, *, version: str = "2026-12") -> None:
    """What an operator does with an editor."""
    file = talk.desk.settings.knowledge_dir / "messages.yml"
    text = file.read_text("utf-8")
    assert 'version: "2026-11"' in text
    text = text.replace('version: "2026-11"', f'version: "{version}"')
    file.write_text(text.replace("    - 账户数据按", f"    - {NEW}\n    - 账户数据按", 1), "utf-8")
    talk.desk.knowledge._look_every = 0.0


def test_a_yes_to_the_old_consequences_shows_the_new_ones(customer: Talk) -> None:
    customer.close()
    change(customer)
    (reply,) = customer.press("action_accept", "affirm")
    assert (kinds([reply]), NEW in reply.text) == (["consequences"], True)
    assert customer.stage() is Stage.CONSENTING
    assert customer.application().consent_version is None


def test_a_yes_to_the_new_ones_is_kept_with_their_version(customer: Talk) -> None:
    customer.close()
    change(customer)
    customer.press("action_accept", "affirm")
    customer.hear("action_accept", "affirm", "好的")
    assert customer.stage() is Stage.VERIFYING
    assert customer.application().consent_version == "2026-12"


def test_a_reminder_without_the_points_is_no_reading_of_them(customer: Talk) -> None:
    customer.close()
    change(customer)
    reminded = customer.hear("action_faq", "faq_credit_report", "会影响征信吗")
    assert NEW not in said(reminded)
    (reply,) = customer.hear("action_accept", "affirm", "好的")
    assert NEW in reply.text
    assert customer.stage() is Stage.CONSENTING


def test_a_changed_point_under_the_old_version_is_shown_too(customer: Talk) -> None:
    customer.close()
    change(customer, version="2026-11")
    (reply,) = customer.press("action_accept", "affirm")
    assert NEW in reply.text
    assert customer.stage() is Stage.CONSENTING
