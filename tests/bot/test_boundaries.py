"""What the bot's code may not do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot.launcher import ROOT

OTHERS = {"desk", "gateway", "actions", "xiaohu", "console"}
SOURCES = sorted((ROOT / "bot").rglob("*.py"), key=str)
OURS = [path for path in SOURCES if ".venv" not in path.parts]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_imports_nothing_of_the_rest(path: Path) -> None:
    assert not imported(path) & (OTHERS | {"tensorflow"})


@pytest.mark.parametrize(
    "module", ["bot.serve", "bot.train", "bot.parse", "bot.launcher", "bot.standins", "bot.quiet"]
)
def test_an_entry_point_can_be_imported_before_rasa_is_prepared(module: str) -> None:
    asked = f"import sys, {module}; print('rasa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
