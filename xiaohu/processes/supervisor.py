"""Keeps the processes of the system running: starts them together, restarts one that dies, stops all."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from xiaohu.processes.service import Service

log = logging.getLogger(__name__)

RESTARTS, RESTART_WINDOW = 5, 60.0  # more deaths than this many in so many seconds end the supervision
STOP_PATIENCE = 15.0  # seconds between a polite request and the kill
POLL = 0.2
APPLIED = "applied"


class KeepsDying(Exception):
    """A process died again and again; its log says why."""

    def __init__(self, name: str, log_file: Path) -> None:
        super().__init__(f"{name} keeps dying; see {log_file}")
        self.name, self.log_file = name, log_file


@dataclass
class Running:
    """A service with the process that is running it now."""

    service: Service
    process: subprocess.Popen[bytes]
    fingerprint: str
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS))


class Supervisor:
    """Runs services until told to stop.

    Args:
        services: called at the start and at every reload; what it returns is what should run.
        logs: the folder in which each process writes `<name>.log`; the file `applied` in it is
            touched whenever everything that should run has been started.
    """

    def __init__(self, services: Callable[[], Sequence[Service]], logs: Path) -> None:
        self._services, self._logs = services, logs
        self._running: dict[str, Running] = {}
        self._stop, self._reload = threading.Event(), threading.Event()

    def run(self) -> None:
        """Start everything and stay until SIGTERM or SIGINT; SIGHUP restarts what has changed.

        Raises:
            KeepsDying: a process died more than five times in a minute; the others were stopped.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_reload)
        self._logs.mkdir(parents=True, exist_ok=True)
        try:
            self._apply()
            while not self._stop.wait(POLL):
                self._revive()
                if self._reload.is_set():
                    self._reload.clear()
                    self._apply()
        finally:
            self._stop_all()

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _on_reload(self, _number: int, _frame: FrameType | None) -> None:
        self._reload.set()

    def _apply(self) -> None:
        for service in self._services():
            fingerprint = service.fingerprint()
            current = self._running.get(service.name)
            if current and current.fingerprint == fingerprint:
                continue
            if current:
                _stop([current.process])
            self._running[service.name] = Running(service, self._start(service), fingerprint)
        (self._logs / APPLIED).touch()

    def _start(self, service: Service) -> subprocess.Popen[bytes]:
        with open(self._log_file(service.name), "ab") as output:
            return subprocess.Popen(
                service.argv,
                cwd=service.cwd,
                env=dict(service.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops them in order
            )

    def _log_file(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _revive(self) -> None:
        for running in self._running.values():
            if running.process.poll() is None:
                continue
            now = time.monotonic()
            deaths = running.deaths
            if len(deaths) == RESTARTS and now - deaths[0] < RESTART_WINDOW:
                raise KeepsDying(running.service.name, self._log_file(running.service.name))
            deaths.append(now)
            log.error("%s ended with %s; starting it again", running.service.name, running.process.returncode)
            running.process = self._start(running.service)

    def _stop_all(self) -> None:
        _stop([running.process for running in self._running.values()])


def _stop(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
