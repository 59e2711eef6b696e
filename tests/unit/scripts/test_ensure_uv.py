"""How `make` comes by uv on a machine that has none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OURS = [".tools/uv/bin/uv", ".tools/uv-pip/bin/uv"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with both environments set up, on a machine whose PATH holds next to nothing."""
    for name in ("scripts/ensure_uv.py", "Makefile", "pyproject.toml", "uv.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in (".venv/.ready", "bot/pyproject.toml", "bot/uv.lock", "bot/.venv/.ready"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("home/.local/bin", "path"):
        (tmp_path / name).mkdir(parents=True)
    for tool in ("ls", "head", "sh"):
        (tmp_path / "path" / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


def tool(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def run(checkout: Path, *command: str, linked: bool = False) -> subprocess.CompletedProcess[str]:
    folders = [checkout / "path", *([checkout / "home" / ".local" / "bin"] if linked else [])]
    env = {"HOME": str(checkout / "home"), "PATH": os.pathsep.join(map(str, folders))}
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=True)


def ensure(checkout: Path, *, linked: bool = False) -> subprocess.CompletedProcess[str]:
    return run(checkout, sys.executable, "scripts/ensure_uv.py", linked=linked)


def test_the_machines_own_comes_first(checkout: Path) -> None:
    own = tool(checkout / "path" / "uv")
    tool(checkout / OURS[0])
    assert ensure(checkout).stdout.strip() == str(own)


@pytest.mark.parametrize("ours", OURS)
def test_one_that_was_installed_earlier_is_found_again(checkout: Path, ours: str) -> None:
    installed = tool(checkout / ours)
    found = ensure(checkout)
    assert found.stdout.strip() == str(installed)
    assert "add it to your PATH" in found.stderr


def test_it_can_be_called_by_name_where_that_is_possible(checkout: Path) -> None:
    installed = tool(checkout / OURS[0])
    ensure(checkout, linked=True)
    assert (checkout / "home" / ".local" / "bin" / "uv").resolve() == installed
    assert ensure(checkout, linked=True).stdout.strip().endswith(".local/bin/uv")


@pytest.mark.parametrize("ours", OURS)
def test_make_calls_the_one_that_is_there(checkout: Path, ours: str) -> None:
    tool(checkout / ours)
    make = shutil.which("make")
    assert make is not None
    assert run(checkout, make, "-n", "train").stdout == f"{ours} run --project bot python -m bot.train\n"
