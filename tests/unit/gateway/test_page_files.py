"""The pages keep to the policy they are sent with: no script, style or handler inside the HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.parts import PAGES

# What is built from widget/ has checks of its own there.
SOURCES = [path for path in sorted(PAGES.rglob("*")) if PAGES / "widget" not in path.parents]
HTML = [path for path in SOURCES if path.suffix == ".html"]
SCRIPTS = [path for path in SOURCES if path.suffix == ".js"]
STYLES = [path for path in SOURCES if path.suffix == ".css"]
LONGEST_FILE = 300


def name(path: Path) -> str:
    return str(path.relative_to(PAGES))


def file_of(link: str) -> Path:
    """What is sent for a link of ours."""
    if link == "/widget.js":
        return PAGES / "widget" / "widget.js"
    return PAGES / link.lstrip("/") / ("index.html" if link.endswith("/") else "")


@pytest.mark.parametrize("page", HTML, ids=name)
def test_a_page_holds_no_script_style_or_handler(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("page", HTML, ids=name)
def test_a_page_asks_for_files_that_exist_and_for_no_other_host(page: Path) -> None:
    for link in re.findall(r'(?:src|href)="([^"#]+)"', page.read_text(encoding="utf-8")):
        assert file_of(link).is_file(), link


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_never_turns_text_into_markup(script: Path) -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert not re.search(ways, script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_asks_for_modules_that_exist(script: Path) -> None:
    for module in re.findall(r'from "([^"]+)"', script.read_text(encoding="utf-8")):
        assert (script.parent / module).is_file(), module


@pytest.mark.parametrize("file", [*HTML, *SCRIPTS, *STYLES], ids=name)
def test_no_file_grows_beyond_what_one_can_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
