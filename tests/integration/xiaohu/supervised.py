"""A supervisor over small processes, for the tests: `python -m tests.integration.xiaohu.supervised FOLDER`.

FOLDER/services.json maps names to shell commands; a service is made of the file of its name in FOLDER, so
that touching up the file calls for its restart. Every start adds the process id to FOLDER/NAME.starts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from xiaohu.processes.service import Service
from xiaohu.processes.supervisor import KeepsDying, Supervisor


def services(folder: Path) -> list[Service]:
    """What should run now."""
    commands: dict[str, str] = json.loads((folder / "services.json").read_text(encoding="utf-8"))
    return [
        Service(
            name=name,
            argv=("/bin/sh", "-c", f"echo $$ >> {name}.starts; echo {name} speaks; {command}"),
            env={"PATH": "/usr/bin:/bin"},
            cwd=folder,
            made_of=(folder / name,),
        )
        for name, command in commands.items()
    ]


if __name__ == "__main__":
    here = Path(sys.argv[1])
    try:
        Supervisor(lambda: services(here), here / "log").run()
    except KeepsDying as trouble:
        sys.exit(f"{trouble.name} {trouble.log_file}")
