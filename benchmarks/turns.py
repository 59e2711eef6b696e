"""Turns through the gateway, growth of a conversation, start, memory and size: `python -m benchmarks.turns`.

Everything is the real thing, on a demo of its own, driven as the end-to-end tests drive it. It takes
about a minute on an idle machine.
"""

from __future__ import annotations

import os
import platform
import socket
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.e2e.running import ROOT, RunningSystem, launch, prepare, stop
from tests.e2e.shopper import Shopper
from xiaohu.commands.serve import trained_model

QUESTIONS = ("注销会影响征信吗", "怎么还款", "审核要多久", "验证码收不到", "利息怎么算")
WARM_UP, TURNS = 40, 300
PROCESSES = ("gateway", "bot", "actions")
LONG_CONVERSATIONS, LONG = 5, 203
UNLIMITED = {
    "XIAOHU_CUSTOMER_BURST": "100000",
    "XIAOHU_ADDRESS_BURST": "100000",
}
MIB = 1024 * 1024


def main() -> None:
    """Measure and print a table for docs/benchmarks.md."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        trained_model()  # beforehand: training is no part of a start
        env = prepare(Path(folder), port, **UNLIMITED)
        started = time.perf_counter()
        system = launch(Path(folder), port, env)
        ready = time.perf_counter() - started
        try:
            _report(system, ready)
        finally:
            stop(system)


def _report(system: RunningSystem, ready: float) -> None:
    shopper = Shopper.arrive(system.url, "clear")
    _turns(shopper, WARM_UP)
    before = _processor_time(system)
    turns = _turns(shopper, TURNS)
    spent = {name: (total - before[name]) / TURNS for name, total in _processor_time(system).items()}
    early, late = _growth(system)
    deciles = statistics.quantiles(turns, n=20)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC).date()}, {machine}\n")
    print("| measured | figure | goal |\n|---|---|---|")
    print(f"| turn with one action, p50 | {statistics.median(turns):.1f} ms | ≤ 20 ms |")
    print(f"| the same, p95 | {deciles[18]:.1f} ms | ≤ 40 ms |")
    each = " / ".join(f"{milliseconds:.1f}" for milliseconds in spent.values())
    print(f"| processor time of a turn: {' / '.join(spent)} | {each} ms | – |")
    print(
        f"| 200th message against the 5th | {late:.1f} ms / {early:.1f} ms = {late / early:.2f} × | ≤ 1.2 × |"
    )
    print(f"| start to ready | {ready:.1f} s | ≤ 15 s |")
    for name, megabytes in _memory(system).items():
        print(f"| memory of the {name} | {megabytes:.0f} MB | {'≤ 400 MB' if name == 'bot' else '–'} |")
    print(f"| size of the bot's environment | {_size(ROOT / 'bot' / '.venv'):.0f} MB | ≤ 800 MB |")


def _turns(shopper: Shopper, count: int) -> list[float]:
    """The time of each turn in ms, one after another, as one customer would send them."""
    times = []
    for number in range(count):
        before = time.perf_counter()
        shopper.say(QUESTIONS[number % len(QUESTIONS)])
        times.append((time.perf_counter() - before) * 1000)
    return times


def _processor_time(system: RunningSystem) -> dict[str, float]:
    """What each process has used so far in ms: unlike the clock, it says much the same on a busy machine."""
    times = {name: system.process(name).cpu_times() for name in PROCESSES}
    return {name: (spent.user + spent.system) * 1000 for name, spent in times.items()}


def _growth(system: RunningSystem) -> tuple[float, float]:
    """Medians around the 5th and around the 200th message of several conversations, in ms."""
    early, late = [], []
    for _ in range(LONG_CONVERSATIONS):
        times = _turns(Shopper.arrive(system.url, "clear"), LONG)
        early += times[2:7]
        late += times[197:202]
    return statistics.median(early), statistics.median(late)


def _memory(system: RunningSystem) -> dict[str, float]:
    sizes = {name: system.process(name).memory_info().rss / MIB for name in PROCESSES}
    return {**sizes, "supervisor": psutil.Process(system.supervisor.pid).memory_info().rss / MIB}


def _size(folder: Path) -> float:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_blocks * 512 for path in files) / MIB


if __name__ == "__main__":
    main()
