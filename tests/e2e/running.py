"""A whole system on free ports and a database of its own, for the end-to-end tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from xiaohu.processes.supervisor import RESTART_WINDOW, RESTARTS

ROOT = Path(__file__).resolve().parents[2]
READY_PATIENCE = 180.0


@dataclass(frozen=True)
class RunningSystem:
    """Where it is, how to run `xiaohu` against it, and its supervisor's process."""

    url: str
    env: dict[str, str]
    supervisor: subprocess.Popen[bytes]
    data_dir: Path
    killed: dict[str, list[float]] = field(default_factory=dict)

    def xiaohu(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command line as an operator would."""
        return subprocess.run(
            [sys.executable, "-m", "xiaohu", *words],
            cwd=ROOT,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def process(self, name: str) -> psutil.Process:
        """The running process of one service ("bot", "actions", "gateway")."""
        marker = "bot.serve" if name == "bot" else name
        children = psutil.Process(self.supervisor.pid).children()
        return next(child for child in children if marker in child.cmdline())

    def victim(self, name: str) -> psutil.Process:
        """The process of a service that is about to be killed, once the supervisor can take one more death.

        It gives up after so many in a minute, and a fast machine gets through several tests in that time.
        """
        killed = self.killed.setdefault(name, [])
        if len(killed) >= RESTARTS:
            time.sleep(max(0.0, killed[-RESTARTS] + RESTART_WINDOW + 10 - time.monotonic()))
        killed.append(time.monotonic())
        return self.process(name)

    def log(self, name: str) -> str:
        """What one service has logged so far."""
        return (self.data_dir / "log" / f"{name}.log").read_text(encoding="utf-8")


def start(folder: Path, port: int, **settings: str) -> RunningSystem:
    """Make a demo in `folder`, start everything, and wait until it can serve."""
    return launch(folder, port, prepare(folder, port, **settings))


def prepare(folder: Path, port: int, **settings: str) -> dict[str, str]:
    """Make a demo in `folder`; returns the environment in which it runs, `settings` added."""
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("XIAOHU_")},
        "XIAOHU_ENV_FILE": str(folder / "xiaohu.env"),
        **settings,
    }
    command = [sys.executable, "-m", "xiaohu", "demo", "init", "--port", str(port)]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    return env


def launch(folder: Path, port: int, env: dict[str, str]) -> RunningSystem:
    """Start what `prepare` made, and wait until it can serve."""
    with open(folder / "supervisor.log", "wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "xiaohu", "serve", "all"],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    system = RunningSystem(f"http://127.0.0.1:{port}", env, supervisor, folder / "demo")
    try:
        wait_until_ready(system)
    except BaseException:
        stop(system)
        raise
    return system


def wait_until_ready(system: RunningSystem) -> None:
    """Return when `/readyz` says yes; raise with the log when it does not."""
    deadline = time.monotonic() + READY_PATIENCE
    while time.monotonic() < deadline:
        if system.supervisor.poll() is not None:
            break
        try:
            if httpx.get(f"{system.url}/readyz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    logs = {path.name: path.read_text(encoding="utf-8")[-3000:] for path in system.data_dir.glob("log/*.log")}
    raise AssertionError(f"not ready: {logs}")


def stop(system: RunningSystem) -> None:
    """Stop the supervisor that was started, and with it its children."""
    system.supervisor.terminate()
    system.supervisor.wait(30)
