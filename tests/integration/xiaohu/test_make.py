"""What `make` does besides calling the commands."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).resolve().parents[3] / "Makefile"


def make(folder: Path, *words: str) -> str:
    command = ["make", "--no-print-directory", "-C", str(folder), "-f", str(MAKEFILE), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """The data folder of a checkout in which a demo and a real installation have been."""
    for name in ("var/demo/xiaohu.db", "var/xiaohu.db", "var/audit.anchor", "models/m.tar.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("kept")
    return tmp_path / "var"


def test_make_alone_shows_what_there_is(tmp_path: Path) -> None:
    assert make(tmp_path) == make(tmp_path, "help")
    assert "make demo" in make(tmp_path)


def test_cleaning_keeps_an_installations_own_data(var: Path) -> None:
    (var / "xiaohu.env").write_text("XIAOHU_SECRET_KEY=real\n")
    make(var.parent, "clean")
    assert {path.name for path in var.iterdir()} == {"xiaohu.db", "audit.anchor", "xiaohu.env"}
    assert not (var.parent / "models").exists()


def test_cleaning_forgets_the_demo(var: Path) -> None:
    (var / "xiaohu.env").write_text("XIAOHU_DEMO=1\nXIAOHU_SECRET_KEY=made\n")
    make(var.parent, "clean")
    assert {path.name for path in var.iterdir()} == {"xiaohu.db", "audit.anchor"}
