"""The whole system with the books in a company's core system, which fails and parts of which are killed."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, RunningSystem, start, stop, wait_until_ready
from tests.e2e.shopper import Shopper
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.server import KEY_ID, SECRET, CoreSystem, running_core

Arrive = Callable[[], Shopper]


@pytest.fixture(scope="module")
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        yield running


@pytest.fixture(scope="module")
def system(core: CoreSystem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    settings = {"URL": core.url, "KEY_ID": KEY_ID, "SECRET": SECRET, "PAUSE": "0.5", "TIMEOUT": "2"}
    given = {f"XIAOHU_LEDGER_{name}": value for name, value in settings.items()}
    running = start(tmp_path_factory.mktemp("core"), port, **given)
    yield running
    stop(running)


@pytest.fixture(autouse=True)
def well(core: CoreSystem) -> Iterator[None]:
    """Whatever a test has done to it, the next one finds it well."""
    yield
    core.mode, core.before, core.after = Mode.GOOD, lambda _verb: None, lambda _verb: None


@pytest.fixture
def arrive(system: RunningSystem, core: CoreSystem) -> Iterator[Arrive]:
    """Make a customer whose account is in the core system and nowhere else."""
    shoppers: list[Shopper] = []

    def make() -> Shopper:
        shoppers.append(Shopper.arrive(system.url, "no_account"))
        core.books.put(f"demo/{shoppers[-1].customer_id}", phone=shoppers[-1].phone)
        return shoppers[-1]

    yield make
    for shopper in shoppers:
        shopper.client.close()


def owner(shopper: Shopper) -> str:
    return f"demo/{shopper.customer_id}"


def until(fits: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def approved(system: RunningSystem, core: CoreSystem, shopper: Shopper) -> str:
    number = shopper.submit()
    until(lambda: len(core.books.freezes(owner(shopper))) == 1)
    done = system.xiaohu("review", "approve", number, "--as", "甲")
    assert done.returncode == 0, done.stderr
    return number


def closings(core: CoreSystem, shopper: Shopper) -> int:
    refs = {ref for verb, customer, *refs in core.calls if customer == owner(shopper) for ref in refs}
    return sum(core.books.closings.count(ref) for ref in refs)


def test_an_account_is_closed_there(system: RunningSystem, core: CoreSystem, arrive: Arrive) -> None:
    shopper = arrive()
    number = approved(system, core, shopper)
    done = system.xiaohu("review", "execute", number, "--as", "乙")
    assert done.returncode == 0, done.stderr
    shopper.await_or_last_status("closed")
    assert core.books.accounts[owner(shopper)]["status"] == "closed"
    assert closings(core, shopper) == 1
    again = system.xiaohu("review", "execute", number, "--as", "乙")
    assert again.returncode != 0
    assert system.xiaohu("audit", "verify").returncode == 0


def test_while_it_is_down_the_customer_is_told_and_loses_nothing(
    system: RunningSystem, core: CoreSystem, arrive: Arrive
) -> None:
    shopper = arrive()
    core.mode = Mode.DOWN
    assert "查不到您的账户" in shopper.say("我要注销备用金")[-1]["text"]
    assert shopper.say("注销会影响征信吗")[-1]["card"]["kind"] == "answer"
    core.mode = Mode.GOOD
    until(lambda: "查不到" not in shopper.say("我要注销备用金")[-1]["text"])
    link = shopper.card("verification", shopper.press("同意|继续"))["url"]
    assert shopper.verify(link, "password", password=shopper.payment_password).json()["status"] == "passed"
    shopper.await_card("confirmation")
    core.mode = Mode.HANGING
    assert "查不到您的账户" in shopper.press("确认|提交")[0]["text"]
    core.mode = Mode.GOOD
    until(lambda: any((m["card"] or {}).get("kind") == "receipt" for m in shopper.say("确认提交")))
    until(lambda: len(core.books.freezes(owner(shopper))) == 1)


def test_actions_killed_at_the_last_word_lose_nothing(
    system: RunningSystem, core: CoreSystem, arrive: Arrive
) -> None:
    shopper = arrive()
    shopper.begin_and_verify()
    actions = system.victim("actions")

    def kill(verb: str) -> None:
        if verb == "account" and actions.is_running():
            actions.kill()

    core.before = kill
    shopper.press("确认|提交")
    core.before = lambda _verb: None
    wait_until_ready(system)
    receipt = shopper.card("receipt", shopper.press("确认|提交"))
    assert system.xiaohu("review", "show", receipt["number"]).returncode == 0
    until(lambda: len(core.books.freezes(owner(shopper))) == 1)


def test_an_executor_killed_between_call_and_record_is_followed_by_the_gateway(
    system: RunningSystem, core: CoreSystem, arrive: Arrive, tmp_path: Path
) -> None:
    shopper = arrive()
    number = approved(system, core, shopper)
    words = [sys.executable, "-m", "xiaohu", "review", "execute", number, "--as", "乙"]
    with open(tmp_path / "out", "wb") as out:
        executor = subprocess.Popen(words, cwd=ROOT, env=system.env, stdout=out, stderr=out)

        def kill(verb: str) -> None:
            if verb == "close":
                executor.kill()
                executor.wait(10)

        core.after = kill
        executor.wait(60)
    shopper.await_card("status", lambda card: card["stage"] == "closed", seconds=30)
    assert closings(core, shopper) == 1


def test_a_gateway_killed_between_call_and_record_is_followed_by_whoever_executes_again(
    system: RunningSystem, core: CoreSystem, arrive: Arrive
) -> None:
    shopper = arrive()
    number = approved(system, core, shopper)
    gateway = system.victim("gateway")
    seen: list[str] = []

    def break_off_then_kill(verb: str) -> None:
        if verb == "close":
            seen.append(verb)
            core.mode = Mode.CUT
            if len(seen) >= 3 and gateway.is_running():  # two tries of the executor, then the gateway's
                gateway.kill()
                gateway.wait(10)

    core.after = break_off_then_kill
    first = system.xiaohu("review", "execute", number, "--as", "乙")
    assert first.returncode != 0
    assert "核心系统还没有答复" in first.stderr
    until(lambda: not gateway.is_running(), seconds=20)
    core.after, core.mode = lambda _verb: None, Mode.GOOD
    wait_until_ready(system)
    second = system.xiaohu("review", "execute", number, "--as", "乙")
    assert second.returncode == 0, second.stderr
    shopper.await_or_last_status("closed")
    assert closings(core, shopper) == 1


def test_a_loan_taken_at_the_last_moment_rejects_it_with_the_reason(
    system: RunningSystem, core: CoreSystem, arrive: Arrive
) -> None:
    shopper = arrive()
    number = approved(system, core, shopper)
    core.before = lambda verb: core.books.lend(owner(shopper), 500, "2026-12-01") if verb == "close" else None
    refused = system.xiaohu("review", "execute", number, "--as", "乙")
    assert refused.returncode != 0
    assert "未还借款 5.00 元" in refused.stderr
    shopper.await_or_last_status("rejected")
    until(lambda: core.books.freezes(owner(shopper)) == [])
    assert closings(core, shopper) == 0
