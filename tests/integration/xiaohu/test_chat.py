"""Talking in the terminal, through a real gateway."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.settings import Settings, read_settings
from tests.conftest import KNOWLEDGE
from tests.integration.gateway.bot_stand_in import BotStandIn, running_bot, says
from xiaohu import demo_settings
from xiaohu.processes.system import free_port

XIAOHU = (sys.executable, "-m", "xiaohu")


@pytest.fixture(scope="module")
def stand_in() -> Iterator[BotStandIn]:
    with running_bot("bot_secret-for-tests-".ljust(40, "x")) as bot:
        yield bot


@pytest.fixture
def bot(stand_in: BotStandIn) -> BotStandIn:
    """The bot, which nobody has spoken to yet."""
    stand_in.turns.clear()
    return stand_in


@pytest.fixture(scope="module")
def gateway(
    stand_in: BotStandIn, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A demo's gateway for all tests here, since a process takes seconds to start; its address."""
    folder = tmp_path_factory.mktemp("chat")
    demo_settings.ensure(folder / "xiaohu.env", port=free_port())
    shutil.copy(sqlite_template, folder / "demo" / "xiaohu.db")
    own = {"XIAOHU_ENV_FILE": str(folder / "xiaohu.env"), "XIAOHU_BOT_URL": stand_in.url}
    own |= {"XIAOHU_BOT_SECRET": stand_in.secret, "XIAOHU_KNOWLEDGE_DIR": str(KNOWLEDGE)}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in own.items():
            environment.setenv(name, value)
        url = read_settings(Settings).public_url
        started = subprocess.Popen((*XIAOHU, "serve", "gateway"), stderr=subprocess.PIPE, text=True)
    assert started.stderr is not None
    next(line for line in started.stderr if "running on" in line)
    yield url
    started.terminate()
    started.communicate(timeout=20)


@pytest.fixture(autouse=True)
def told(gateway: str, environment: pytest.MonkeyPatch) -> None:
    """The command line knows the gateway's address."""
    environment.setenv("XIAOHU_PUBLIC_URL", gateway)


def chat(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = (*XIAOHU, "chat", *words)
    return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, check=False)


def test_a_line_is_said_and_a_number_presses_its_button(bot: BotStandIn) -> None:
    bot.brain = lambda _turn: [says("要办 [i]吗[/i]？", ("好", "affirm"), ("不", "deny"))]
    talked = chat(typed="我要注销\n2\n7\n\n")
    assert talked.returncode == 0
    assert [turn.get("text") or turn["intent"] for turn in bot.turns] == ["我要注销", "deny", "7"]
    assert talked.stdout.count("小户：要办 [i]吗[/i]？") == 3
    assert "  1. 好\n  2. 不" in talked.stdout


def test_it_begins_with_what_the_person_has_to_know(bot: BotStandIn) -> None:
    talked = chat("--profile", "unpaid_loan")
    assert talked.returncode == 0
    assert "支付密码" in talked.stdout
    assert bot.turns == []


def test_what_the_gateway_refuses_is_told_and_the_talk_goes_on(bot: BotStandIn) -> None:
    talked = chat(typed=f"{'长' * 2001}\n你好\n\n")
    assert "[422]" in talked.stdout
    assert [turn["text"] for turn in bot.turns] == ["你好"]


def test_a_customer_that_does_not_exist_is_refused() -> None:
    refused = chat("--profile", "rich")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip()
    assert "Traceback" not in refused.stderr
