"""Print the path of a working `uv`, installing one below .tools/ where the machine has none.

Needs nothing but the standard library. The ways are tried in turn: PATH, an earlier installation of
ours, a virtual environment with pip, pip alone, and the release archive that uv's authors publish.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent / ".tools"
RELEASES = "https://github.com/astral-sh/uv/releases/latest/download"


def main() -> None:
    """Find or install uv, make it callable by name where that is possible, and print its path."""
    found = shutil.which("uv")
    if found:
        print(found)
        return
    uv = next((path for path in _installed() if path.exists()), None) or _install()
    _link(uv)
    print(uv)


def _installed() -> list[Path]:
    return [TOOLS / "uv" / "bin" / "uv", TOOLS / "uv-pip" / "bin" / "uv"]


def _install() -> Path:
    _say("uv is missing: installing it below .tools/ …")
    for way in (_with_venv, _with_pip, _with_archive):
        try:
            uv = way()
        except (OSError, LookupError, subprocess.CalledProcessError, tarfile.TarError) as why:
            _say(f"  {way.__name__.removeprefix('_')} did not work ({why}); trying the next way")
        else:
            if uv.exists():
                return uv
    sys.exit("uv could not be installed. Install it (https://docs.astral.sh/uv/) and call make again.")


def _with_venv() -> Path:
    _quietly([sys.executable, "-m", "venv", "--clear", str(TOOLS / "uv")])
    _quietly([str(TOOLS / "uv" / "bin" / "python"), "-m", "pip", "install", "-q", "uv"])
    return TOOLS / "uv" / "bin" / "uv"


def _with_pip() -> Path:
    _quietly([sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS / "uv-pip"), "uv"])
    return TOOLS / "uv-pip" / "bin" / "uv"


def _with_archive() -> Path:
    system = {"Linux": "unknown-linux-gnu", "Darwin": "apple-darwin"}[platform.system()]
    machine = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    address = f"{RELEASES}/uv-{machine}-{system}.tar.gz"
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the address is the https one above
        packed = io.BytesIO(answer.read())
    uv = TOOLS / "uv" / "bin" / "uv"
    uv.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=packed) as archive:
        for member in archive.getmembers():
            if Path(member.name).name == "uv" and (content := archive.extractfile(member)):
                uv.write_bytes(content.read())
                uv.chmod(0o755)
    return uv


def _link(uv: Path) -> None:
    """Put uv on the PATH, so that `uv run xiaohu …` works in the same shell."""
    on_path = os.environ.get("PATH", "").split(os.pathsep)
    for folder in (str(Path.home() / ".local" / "bin"), "/usr/local/bin"):
        if folder in on_path and os.access(folder, os.W_OK) and not (Path(folder) / "uv").exists():
            (Path(folder) / "uv").symlink_to(uv)
            _say(f"linked {folder}/uv to it")
            return
    _say(f'add it to your PATH to call it by name: export PATH="{uv.parent}:$PATH"')


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
