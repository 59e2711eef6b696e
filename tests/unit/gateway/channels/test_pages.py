"""The pages for people from apps: complete, in the house's tone, and safe whatever they are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.channels import pages
from gateway.channels.registry import discovered

SOURCE = Path(pages.__file__).parents[1]
WORDS = pages._words()
NAMES = sorted(set(WORDS) - {"names"})


def named() -> set[str]:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    return set(re.findall(r'(?:Refused|[^_a-z]page|explanation)\("([a-z_]+)"', code))


def test_every_page_is_used_and_every_used_one_is_there() -> None:
    assert named() == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_to_do_and_shouts_at_nobody(name: str) -> None:
    text = "".join(str(value) for value in WORDS[name].values())
    assert not set(text) & set("！!")
    assert "你" not in text
    assert {"status", "title", "text"} <= set(WORDS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole_and_kept_by_no_browser(name: str) -> None:
    answer = pages.page(name, app="wechat")
    html = bytes(answer.body).decode()
    assert answer.status_code == WORDS[name]["status"]
    assert not re.search(r"\{[a-z]+\}", html)
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in html
    assert "style=" not in html


def test_every_app_has_a_name_for_customers() -> None:
    assert set(discovered()) <= set(WORDS["names"])


def test_an_app_without_a_name_is_called_what_it_is() -> None:
    assert "请回到echo" in bytes(pages.page("bound", app="echo").body).decode()


EVIL = '"><script>alert(1)</script>'


def test_nothing_given_becomes_markup() -> None:
    answers = (
        pages.page("bound", app=EVIL),
        pages.confirmation(app=EVIL, account=EVIL, state=EVIL),
        pages.code_page(EVIL, EVIL),
        pages.choice({EVIL: EVIL}),
        pages.demo_login(EVIL),
    )
    for answer in answers:
        assert "<script" not in bytes(answer.body).decode()
