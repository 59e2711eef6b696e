"""Remembers a background supervisor by process id and start time, so that no stranger is stopped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Supervised:
    """A supervisor in the background: its pid, when it started (epoch seconds) and what it is made of."""

    pid: int
    created: float
    fingerprint: str

    @classmethod
    def of(cls, pid: int, fingerprint: str) -> Supervised:
        """The record of a process that is running now."""
        return cls(pid, psutil.Process(pid).create_time(), fingerprint)

    def process(self) -> psutil.Process | None:
        """The process itself, or None when it is gone (or its number now belongs to another)."""
        try:
            process = psutil.Process(self.pid)
            alive = process.create_time() == self.created and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if alive else None


def write(path: Path, supervised: Supervised) -> None:
    """Keep the record in `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(supervised)), encoding="utf-8")


def read(path: Path) -> Supervised | None:
    """The record in `path`, or None when there is none that can be read."""
    try:
        return Supervised(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
