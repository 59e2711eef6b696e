"""The anchor: a file outside the database that remembers how far each chain has come."""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desk.audit.model import Event, canonical


@dataclass(frozen=True)
class Mark:
    """One line of the anchor: event ``seq`` of ``chain`` carries ``seal``; ``genuine`` if we wrote it."""

    chain: str
    seq: int
    seal: str
    genuine: bool = True


class Anchor:
    """An append-only file of marks, each with its own seal; several processes may add at once."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def exists(self) -> bool:
        """Whether the file is there; once there is an event, it must be."""
        return self._path.is_file()

    def prepare(self) -> None:
        """Make the file before the first event is committed, so that its absence is a finding."""
        if not self.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o640))

    def add(self, events: Iterable[Event]) -> None:
        """Remember these committed events."""
        lines = "".join(self._line(event) for event in events).encode()
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            size = os.fstat(descriptor).st_size
            # A crash may have left half a line; it must not swallow ours.
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, b"\n" + lines if torn else lines)
        finally:
            os.close(descriptor)

    def marks(self) -> Iterator[Mark]:
        """Every mark in the file; half lines left by a crash are passed over."""
        if not self.exists():
            return
        with self._path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                mark = self._read(line)
                if mark is not None:
                    yield mark

    def _line(self, event: Event) -> str:
        told = [event.chain, event.seq, event.seal]
        return canonical([*told, self._seal(told)]) + "\n"

    def _read(self, line: str) -> Mark | None:
        try:
            chain, seq, seal, own = json.loads(line)
            genuine = hmac.compare_digest(str(own), self._seal([chain, seq, seal]))
            return Mark(str(chain), int(seq), str(seal), genuine)
        except (ValueError, TypeError):
            return None

    def _seal(self, told: list[object]) -> str:
        return hmac.new(self._key, canonical(told).encode(), hashlib.sha256).hexdigest()
