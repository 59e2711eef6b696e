"""How the command line speaks: results on standard output, troubles as one sentence and a non-zero exit."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from desk.bootstrap import Desk
from desk.errors import ConfigurationError
from desk.settings import Settings, read_settings
from providers.bootstrap import build_providers

_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
WIDE = 240  # columns where nobody's terminal sets the width: numbers and names are never cut


class PlainConsole(Console):
    """Shows what people wrote as they wrote it: no markup, and nothing that steers the terminal."""

    def render_str(self, text: str, **options: Any) -> Text:
        """A string on its way to the terminal; rich sends every string through here."""
        return super().render_str(seen(text), **{**options, "markup": False})


def seen(text: str) -> str:
    """The text without the characters that move the cursor, colour the screen or turn the direction."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _STEERING)


out = PlainConsole(highlight=False, width=None if sys.stdout.isatty() else WIDE)
err = PlainConsole(stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDE)


def fail(sentence: str) -> NoReturn:
    """Say what went wrong and what to do about it, and end the command with exit code 1."""
    err.print(sentence, style="red", soft_wrap=True)
    raise typer.Exit(1)


def settings() -> Settings:
    """The settings of this project's running system.

    A setting that is missing or wrong ends the command with a sentence that names it.
    """
    try:
        return read_settings(Settings)
    except ConfigurationError as error:
        fail(f"{error} 演示环境请先运行 make up；正式环境见 docs/operating.md。")


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """The business on the configured database."""
    known = settings()
    desk = build_providers(known).desk(known)
    try:
        yield desk
    finally:
        desk.close()
