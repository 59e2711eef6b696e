"""Which Python 3.10 the bot's environment is made from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "find_python310.py"


def python(path: Path, answer: str) -> str:
    """Something that answers as a Python would that is asked whether it is 3.10."""
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\n{answer}\n")
    path.chmod(0o755)
    return str(path)


def found(folder: Path) -> str:
    env = {"PATH": str(folder / "path"), "PYENV_ROOT": str(folder / "pyenv"), "HOME": str(folder)}
    command = [sys.executable, str(SCRIPT)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip()


def test_one_on_the_path_is_taken(tmp_path: Path) -> None:
    own = python(tmp_path / "path" / "python3.10", "echo True")
    python(tmp_path / "pyenv/versions/3.10.14/bin/python3.10", "echo True")
    assert found(tmp_path) == own


def test_a_shim_that_refuses_to_run_is_passed_over(tmp_path: Path) -> None:
    python(tmp_path / "path" / "python3.10", "echo 'python3.10: command not found' >&2; exit 127")
    under_pyenv = python(tmp_path / "pyenv/versions/3.10.14/bin/python3.10", "echo True")
    assert found(tmp_path) == under_pyenv


def test_another_version_under_the_name_is_passed_over(tmp_path: Path) -> None:
    python(tmp_path / "path" / "python3.10", "echo False")
    assert found(tmp_path) == "3.10"


def test_without_any_uv_is_asked_to_look_further(tmp_path: Path) -> None:
    assert found(tmp_path) == "3.10"
