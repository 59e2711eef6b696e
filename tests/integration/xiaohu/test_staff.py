"""Staff accounts, and who may act under them outside the demo."""

from __future__ import annotations

import pytest

from desk.clock import shanghai_date, utc_now
from desk.closures.numbers import new_number
from tests.integration.xiaohu.conftest import Ended, Xiaohu

pytestmark = pytest.mark.usefixtures("office")
PASSPHRASE = "correct horse battery"


def add(xiaohu: Xiaohu, name: str = "李审核", *more: str, passphrase: str = PASSPHRASE) -> Ended:
    return xiaohu("staff", "add", name, *more, typed=f"{passphrase}\n{passphrase}\n")


def approve(xiaohu: Xiaohu, name: str = "李审核", typed: str = "") -> Ended:
    """Nobody's application: who gets as far as being told so has proved who they are."""
    return xiaohu("review", "approve", new_number(shanghai_date(utc_now())), "--as", name, typed=typed)


def test_an_account_is_made_and_listed(xiaohu: Xiaohu) -> None:
    assert add(xiaohu).code == 0
    assert add(xiaohu, "王客服", "--role", "agent").code == 0
    assert xiaohu("staff", "list").out.splitlines() == ["李审核  reviewer", "王客服  agent"]


def test_the_passphrase_is_never_shown(xiaohu: Xiaohu) -> None:
    added = add(xiaohu)
    assert PASSPHRASE not in added.out + added.err + xiaohu("staff", "list").out


def test_a_passphrase_typed_in_two_ways_makes_no_account(xiaohu: Xiaohu) -> None:
    assert xiaohu("staff", "add", "李审核", typed=f"{PASSPHRASE}\nanother one entirely\n").code != 0
    assert xiaohu("staff", "list").out == ""


@pytest.mark.parametrize(
    ("name", "passphrase", "reason"),
    [
        ("王复核", "short", "至少 12 个字符"),
        (" ", PASSPHRASE, "员工名"),
        ("李\u3000审核", PASSPHRASE, "已有同名"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    xiaohu: Xiaohu, name: str, passphrase: str, reason: str
) -> None:
    add(xiaohu, "李 审核")
    refused = add(xiaohu, name, passphrase=passphrase)
    assert refused.code == 1
    assert reason in refused.err
    assert xiaohu("staff", "list").out.splitlines() == ["李 审核  reviewer"]


def test_who_knows_the_passphrase_may_decide(xiaohu: Xiaohu) -> None:
    add(xiaohu)
    assert "没有编号为" in approve(xiaohu, typed=f"{PASSPHRASE}\n").err


def test_a_script_brings_the_passphrase_in_its_environment(
    xiaohu: Xiaohu, environment: pytest.MonkeyPatch
) -> None:
    add(xiaohu)
    environment.setenv("XIAOHU_STAFF_PASSPHRASE", PASSPHRASE)
    assert "没有编号为" in approve(xiaohu).err


@pytest.mark.parametrize(("name", "typed"), [("李审核", "wrong"), ("谁", PASSPHRASE), ("王客服", PASSPHRASE)])
def test_nobody_else_may(xiaohu: Xiaohu, name: str, typed: str) -> None:
    add(xiaohu)
    add(xiaohu, "王客服", "--role", "agent")
    refused = approve(xiaohu, name, typed=f"{typed}\n")
    assert refused.code == 1
    assert "员工名或口令不对，或者没有这项权限" in refused.err


def test_five_wrong_passphrases_lock_the_account(xiaohu: Xiaohu) -> None:
    add(xiaohu)
    for _ in range(5):
        approve(xiaohu, typed="wrong\n")
    refused = approve(xiaohu, typed=f"{PASSPHRASE}\n")
    assert refused.code == 1
    assert "之后再试" in refused.err


def test_conversations_are_for_agents(xiaohu: Xiaohu) -> None:
    add(xiaohu)
    add(xiaohu, "王客服", "--role", "agent")
    claims = [
        xiaohu("people", "claim", "nowhere", "--as", name, typed=f"{PASSPHRASE}\n").err
        for name in ("李审核", "王客服")
    ]
    assert "没有这项权限" in claims[0]
    assert "没有这段对话" in claims[1]


def test_without_an_answer_nobody_is_asked_twice(xiaohu: Xiaohu) -> None:
    add(xiaohu)
    assert approve(xiaohu).code != 0
