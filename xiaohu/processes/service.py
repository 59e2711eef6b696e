"""What one process of the system is made of, and whether that has changed since it was started."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PARTS_OF_CODE = {".py", ".yml", ".yaml", ".toml", ".lock", ".html", ".css", ".js", ".gz", ".env"}


@dataclass(frozen=True)
class Service:
    """One process: how it is started and which files it is made of.

    Args:
        name: short, for logs and messages ("bot").
        argv: the command, without a shell.
        env: its whole environment; nothing is inherited.
        cwd: the project's root.
        made_of: files and folders whose change calls for a restart.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path
    made_of: tuple[Path, ...]

    def fingerprint(self) -> str:
        """A hash over everything the process is made of, its command and environment included."""
        digest = hashlib.sha256(repr((self.argv, sorted(self.env.items()))).encode())
        for path in _files(self.made_of):
            digest.update(str(path).encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()


def _files(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_file():  # named by itself, it counts whatever its name ends in
            found.append(path)
        found += [file for file in path.rglob("*") if file.is_file() and file.suffix in PARTS_OF_CODE]
    return sorted(file for file in found if not {".venv", "__pycache__"} & set(file.parts))
