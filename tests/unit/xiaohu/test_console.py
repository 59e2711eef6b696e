"""What strangers wrote, on the terminal of those who read it."""

from __future__ import annotations

import io

import pytest
from rich.table import Table

from xiaohu.console import PlainConsole, seen

HOSTILE = [
    "\x1b[2J",
    "\x9b2J",
    "\x1b]0;title\x07",
    "\r",
    "\x08",
    "\u202e",
    "\u2066",
    "\u2028",
    "\udcff",
    "\x00",
]


def printed(*things: object, **options: bool) -> str:
    console = PlainConsole(file=io.StringIO(), width=80, force_terminal=False)
    for thing in things:
        console.print(thing, **options)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_steers_a_terminal_gets_there(hostile: str) -> None:
    table = Table("标题")
    table.add_row(f"甲{hostile}乙")
    shown = printed(f"甲{hostile}乙", table)
    assert hostile not in shown
    assert shown.startswith("甲")


@pytest.mark.parametrize("markup", ["[/red]", "[red]甲[/red]", "[/x", "[link=http://evil.example]甲[/link]"])
def test_markup_is_shown_as_it_was_written(markup: str) -> None:
    table = Table("标题")
    table.add_row(markup)
    for shown in (printed(markup), printed(f"审核人：{markup}", soft_wrap=True), printed(table)):
        assert markup in shown


def test_what_people_write_stays_as_it_is() -> None:
    text = "您好，账户“尾号1234”\n第二行 émoji 🙂 ok [1]"
    assert seen(text) == text
    assert printed(text, soft_wrap=True) == f"{text}\n"
