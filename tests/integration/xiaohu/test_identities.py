"""Putting ID numbers on file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.accounts.identities import IdentitySeals
from desk.bootstrap import Desk
from tests.integration.xiaohu.conftest import Xiaohu

NUMBER = "11010119010203121X"
pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def customer(desk: Desk) -> str:
    assert desk.demo is not None
    return desk.demo.create("clear").customer


def on_file(desk: Desk, customer: str) -> str:
    with desk.transactions.read() as work:
        record = work.customers.get(customer)
    assert record is not None
    identity = IdentitySeals.from_secret(desk.settings.secret_key).identity(record)
    assert identity is not None
    return identity.id_number


def test_numbers_are_kept_and_never_shown(xiaohu: Xiaohu, desk: Desk, customer: str, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text(f"\ufeff{customer}, {NUMBER.lower()}\n\n", encoding="utf-8")
    ended = xiaohu("identities", "import", str(file))

    assert (ended.code, ended.out) == (0, "已保存 1 个号码。\n")
    assert on_file(desk, customer) == NUMBER


def test_they_can_be_piped(xiaohu: Xiaohu, desk: Desk, customer: str) -> None:
    assert xiaohu("identities", "import", "-", typed=f"{customer},{NUMBER}\n").code == 0
    assert on_file(desk, customer) == NUMBER


def test_a_line_that_does_not_fit_is_named_and_the_others_are_kept(
    xiaohu: Xiaohu, desk: Desk, customer: str
) -> None:
    typed = f"shop/nobody,{NUMBER}\n{customer},123456\nnothing\n{customer},{NUMBER}\n"
    ended = xiaohu("identities", "import", "-", typed=typed)

    assert ended.code == 1
    assert ended.out == "已保存 1 个号码。\n"
    lines = ended.err.splitlines()
    assert [line[:6] for line in lines] == ["第 1 行：", "第 2 行：", "第 3 行："]
    assert "123456" not in ended.err
    assert on_file(desk, customer) == NUMBER


def test_a_file_that_is_not_there_is_said(xiaohu: Xiaohu) -> None:
    ended = xiaohu("identities", "import", "nowhere.csv")
    assert ended.code == 1
    assert "nowhere.csv" in ended.err
