"""Which model belongs to the present state of the project: found by a hash of everything it is made from."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.launcher import ROOT

MODELS = Path("models")
MADE_FROM = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/rules/**/*.yml",
    "bot/nlu/**/*",
    "bot/zh/**/*",
    "bot/importer.py",
    "bot/normalise.py",
    "bot/uv.lock",
)


class NoModel(Exception):
    """There is no model to work with; says what to do."""


def path(root: Path = ROOT) -> Path:
    """Where the model of the present state is, or will be once trained."""
    return root / MODELS / f"{fingerprint(root)}.tar.gz"


def trained(chosen: Path | None = None) -> Path:
    """The model to use: `chosen`, or the one of the present state.

    Raises:
        NoModel: it has not been trained.
    """
    model = chosen or path()
    if model.is_file():
        return model.resolve()
    if chosen:
        raise NoModel(f"There is no model at {chosen}.")
    raise NoModel("There is no model of the present configuration and data. Train one: python -m bot.train")


def fingerprint(root: Path) -> str:
    """The same for the same configuration, domain, data, code, libraries and Python."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in _files(root):
        content = file.read_bytes()
        digest.update(f"\n{file.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    for pattern in MADE_FROM:
        for file in sorted(root.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file
