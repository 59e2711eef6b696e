"""The examples that shops copy: their tokens are believed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.identity import Identities
from gateway.sites import SigningKey, Sites
from tests.unit.gateway.tokens import SHARED_KEY, bearer

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
KID = "shop-2026"
LONGEST_EXAMPLE = 10
CUSTOMER = "c-1"


def example(language: str) -> str:
    """The code of one language."""
    found = re.search(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def node() -> str:
    """The one that builds the widget."""
    command = [sys.executable, str(ROOT / "scripts" / "ensure_node.py")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return str(Path(found) / "node")


def believed(token: str) -> str:
    """Whom the gateway takes the bearer for."""
    key = SigningKey(KID, "shop", "HS256", SHARED_KEY.encode())
    return Identities(Sites({KID: key}), visitor_key=b"v" * 32).identify(bearer(token)).owner


def output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


def test_the_token_of_the_python_example_is_believed() -> None:
    names: dict[str, object] = {}
    exec(example("python"), names)  # the document's own code
    sign = names["chat_token"]
    assert callable(sign)
    assert believed(sign(CUSTOMER, SHARED_KEY)) == "shop/c-1"


def test_the_token_of_the_node_example_is_believed(tmp_path: Path) -> None:
    script = tmp_path / "sign.mjs"
    script.write_text(example("js") + f"console.log(chatToken({CUSTOMER!r}, {SHARED_KEY!r}));")
    assert believed(output(node(), str(script))) == "shop/c-1"


@pytest.mark.skipif(shutil.which("php") is None, reason="no PHP on this machine")
def test_the_token_of_the_php_example_is_believed(tmp_path: Path) -> None:
    script = tmp_path / "sign.php"
    script.write_text(f"<?php {example('php')} echo chat_token({CUSTOMER!r}, {SHARED_KEY!r});")
    assert believed(output("php", str(script))) == "shop/c-1"


@pytest.mark.parametrize("language", ["python", "js", "java", "php"])
def test_an_example_is_as_short_as_it_says_and_names_what_is_checked(language: str) -> None:
    code = example(language)
    assert len([line for line in code.splitlines() if line.strip()]) <= LONGEST_EXAMPLE
    assert all(word in code for word in (KID, "xiaohu", "600"))
