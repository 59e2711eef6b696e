"""Print a Python 3.10 for the bot's environment: on the PATH, under pyenv, or "3.10" for uv to look further.

uv does not look inside pyenv, and pyenv's own `python3.10` shim exists even where it refuses to run,
so each candidate is asked for its version.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def main() -> None:
    """Print the first candidate that really is Python 3.10."""
    print(next((path for path in _candidates() if _is_310(path)), "3.10"))


def _candidates() -> list[str]:
    on_path = shutil.which("python3.10")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    under_pyenv = sorted(pyenv.glob("3.10.*/bin/python3.10"), reverse=True)
    return [*([on_path] if on_path else []), *map(str, under_pyenv)]


def _is_310(path: str) -> bool:
    """Whether it runs, is 3.10 and is no shim (a shim answers by the folder it is called in)."""
    question = "import sys; print(sys.version_info[:2] == (3, 10))"
    try:
        command = [path, "-c", question]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == "True"


if __name__ == "__main__":
    main()
