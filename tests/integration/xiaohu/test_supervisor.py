"""The supervisor, over processes that do nothing but live and die."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]
LIVES, DIES = "exec sleep 600", "exit 3"
PATIENCE = 20.0


class Supervised:
    """A supervisor in a process of its own, and what its services have left in the folder."""

    def __init__(self, folder: Path, **commands: str) -> None:
        self.folder = folder
        for name in commands:
            (folder / name).write_text("one")
        (folder / "services.json").write_text(json.dumps(commands))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.xiaohu.supervised", str(folder)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )

    def starts(self, name: str) -> list[int]:
        """The process ids under which a service was started, in order."""
        file = self.folder / f"{name}.starts"
        return [int(line) for line in file.read_text().splitlines()] if file.exists() else []

    def wait(self, reached: Callable[[], bool]) -> None:
        """Return when it is so."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert time.monotonic() < deadline, "it did not come to that"
            time.sleep(0.02)

    def applied(self) -> float:
        mark = self.folder / "log" / "applied"
        return mark.stat().st_mtime_ns if mark.exists() else 0

    def reload(self) -> None:
        before = self.applied()
        self.process.send_signal(signal.SIGHUP)
        self.wait(lambda: self.applied() != before)

    def ended(self) -> tuple[int, str]:
        """How it ended, and what it said then."""
        said = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, said


Supervise = Callable[..., Supervised]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Supervise]:
    """Start services, and wait until each has been started."""
    made: list[Supervised] = []

    def start(**commands: str) -> Supervised:
        made.append(Supervised(tmp_path, **commands))
        made[0].wait(lambda: all(made[0].starts(name) for name in commands) and made[0].applied() > 0)
        return made[0]

    yield start
    for supervised in made:
        supervised.process.terminate()
        supervised.process.communicate(timeout=PATIENCE)
        assert not [name for name in tmp_path.glob("*.starts") if alive(supervised.starts(name.stem)[-1])]


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_it_starts_everything_and_keeps_what_each_says(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES, gateway=LIVES)
    for name in ("bot", "gateway"):
        assert alive(supervised.starts(name)[0])
        supervised.wait(lambda name=name: (supervised.folder / "log" / f"{name}.log").read_text() != "")
        assert (supervised.folder / "log" / f"{name}.log").read_text() == f"{name} speaks\n"


def test_one_that_dies_is_started_again_alone(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES, gateway=LIVES)
    psutil.Process(supervised.starts("bot")[0]).kill()
    supervised.wait(lambda: len(supervised.starts("bot")) == 2)
    assert alive(supervised.starts("bot")[1])
    assert len(supervised.starts("gateway")) == 1


def test_after_five_deaths_it_gives_up_names_the_log_and_stops_the_others(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES, gateway=DIES)
    code, said = supervised.ended()
    assert code == 1
    assert f"gateway {supervised.folder / 'log' / 'gateway.log'}" in said
    assert len(supervised.starts("gateway")) == 6
    assert len(supervised.starts("bot")) == 1
    assert not alive(supervised.starts("bot")[0])


def test_a_reload_restarts_what_has_changed_and_nothing_else(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES, gateway=LIVES)
    (supervised.folder / "gateway").write_text("two")
    supervised.reload()
    supervised.wait(lambda: len(supervised.starts("gateway")) == 2)
    old, new = supervised.starts("gateway")
    assert alive(new)
    assert not alive(old)
    assert len(supervised.starts("bot")) == 1


def test_a_reload_without_a_change_restarts_nothing(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES, gateway=LIVES)
    supervised.reload()
    assert [len(supervised.starts(name)) for name in ("bot", "gateway")] == [1, 1]


def test_another_command_is_a_change_too(supervise: Supervise) -> None:
    supervised = supervise(bot=LIVES)
    (supervised.folder / "services.json").write_text(json.dumps({"bot": "exec sleep 601"}))
    supervised.reload()
    supervised.wait(lambda: len(supervised.starts("bot")) == 2)


@pytest.mark.parametrize("request_to_end", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_everything(supervise: Supervise, request_to_end: signal.Signals) -> None:
    supervised = supervise(bot=LIVES, gateway=LIVES)
    supervised.process.send_signal(request_to_end)
    assert supervised.ended()[0] == 0
    assert not any(alive(supervised.starts(name)[0]) for name in ("bot", "gateway"))
