"""The audit trail checked from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from desk.bootstrap import Desk
from desk.persistence.engine import for_writing, open_engine
from desk.settings import Settings
from tests.integration.xiaohu.conftest import Xiaohu
from tests.journey import arrive, submit


def test_a_trail_that_nobody_touched_is_sound(desk: Desk, demo: Settings, xiaohu: Xiaohu) -> None:
    submit(desk, arrive(desk))
    verified = xiaohu("audit", "verify")
    assert (verified.code, verified.err) == (0, "")
    assert "完好：1 条链，4 条记录" in verified.out


def test_an_empty_trail_is_sound(demo: Settings, xiaohu: Xiaohu) -> None:
    assert xiaohu("audit", "verify").code == 0


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("UPDATE audit_events SET actor = 'somebody' WHERE seq = 2", "记录被改动或伪造"),
        ("DELETE FROM audit_events WHERE seq = 2", "记录被删除"),
        ("DELETE FROM audit_events WHERE seq = 4", "末尾的记录被截断"),
        ("DELETE FROM audit_events", "整条链被删除"),
    ],
)
def test_a_trail_that_somebody_touched_is_not(
    desk: Desk, demo: Settings, xiaohu: Xiaohu, deed: str, words: str
) -> None:
    application = submit(desk, arrive(desk))
    engine = open_engine(demo.database_url)
    with for_writing(engine).begin() as connection:
        connection.execute(text(deed))
    engine.dispose()
    verified = xiaohu("audit", "verify")
    assert verified.code == 1
    assert f"{words}：链 {application.id}" in verified.out
    assert "立即通知负责人" in verified.err


def test_a_trail_without_its_anchor_is_not(desk: Desk, demo: Settings, xiaohu: Xiaohu) -> None:
    submit(desk, arrive(desk))
    Path(demo.audit_anchor).unlink()
    verified = xiaohu("audit", "verify")
    assert verified.code == 1
    assert "锚文件不见了" in verified.out
