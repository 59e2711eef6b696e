"""The whole system in the background: start it, wait until it can serve, restart what changed, stop it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from xiaohu.processes import pidfile
from xiaohu.processes.pidfile import Supervised
from xiaohu.processes.service import Service
from xiaohu.processes.supervisor import APPLIED
from xiaohu.processes.system import ROOT

READY_PATIENCE = 300.0  # seconds; the first start trains the model
STOP_PATIENCE = 30.0
PROBE_FRESH = 1.2  # seconds after which the gateway asks its parts again
POLL = 0.3


class NotReady(Exception):
    """The system did not come up; the log says why."""

    def __init__(self, log_file: Path) -> None:
        super().__init__(str(log_file))
        self.log_file = log_file


class Background:
    """The supervisor of this project's demo as a background process.

    Args:
        data_dir: where its record and its logs are kept.
        url: the gateway's address, asked for `/readyz`.
    """

    def __init__(self, data_dir: Path, url: str) -> None:
        self._record, self._log = data_dir / "supervisor.json", data_dir / "log" / "supervisor.log"
        self._url = url

    def up(self) -> None:
        """Start it, or have a running one restart what changed; return when `/readyz` says yes.

        Raises:
            NotReady: it ended or was not ready in five minutes.
        """
        fingerprint = _own_fingerprint()
        found = pidfile.read(self._record)
        process = found.process() if found else None
        if found and process and found.fingerprint == fingerprint:
            before = self._applied_at()
            process.send_signal(signal.SIGHUP)
            self._until(process, lambda: self._applied_at() != before)
            time.sleep(PROBE_FRESH)
        else:
            self.down()
            process = self._start(fingerprint)
        self._until(process, self._ready)

    def down(self) -> bool:
        """Stop it; whether there was anything to stop."""
        found = pidfile.read(self._record)
        process = found.process() if found else None
        if process:
            process.terminate()
            _, alive = psutil.wait_procs([process], timeout=STOP_PATIENCE)
            for stubborn in alive:
                stubborn.kill()
        self._record.unlink(missing_ok=True)
        return process is not None

    def _start(self, fingerprint: str) -> psutil.Process:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with open(self._log, "wb") as output:
            started = subprocess.Popen(
                (sys.executable, "-m", "xiaohu", "serve", "all"),
                cwd=ROOT,
                env=dict(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        pidfile.write(self._record, Supervised.of(started.pid, fingerprint))
        return psutil.Process(started.pid)

    def _until(self, process: psutil.Process, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_PATIENCE
        while time.monotonic() < deadline:
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                raise NotReady(self._log)
            if reached():
                return
            time.sleep(POLL)
        raise NotReady(self._log)

    def _applied_at(self) -> float:
        mark = self._log.parent / APPLIED
        return mark.stat().st_mtime if mark.exists() else 0.0

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def _own_fingerprint() -> str:
    return Service("supervisor", (), {}, ROOT, (ROOT / "xiaohu", ROOT / "uv.lock")).fingerprint()
