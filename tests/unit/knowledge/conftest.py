"""A copy of the knowledge that a test may edit."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KNOWLEDGE

Edit = Callable[[str, str, str], None]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge"))


@pytest.fixture
def edit(directory: Path) -> Edit:
    """Replace words in a file, as an operator would."""
    count = 0

    def edited(name: str, old: str, new: str) -> None:
        nonlocal count
        count += 1
        path = directory / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        moment = path.stat().st_mtime_ns + count * 1_000_000
        os.utime(path, ns=(moment, moment))

    return edited
