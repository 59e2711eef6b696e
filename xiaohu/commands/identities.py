"""ID numbers on file, which a provider of face checks compares a face with."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from desk.errors import DomainError
from xiaohu.console import err, fail, opened_desk, out
from xiaohu.refusals import sentence

app = typer.Typer(no_args_is_help=True)


@app.callback()
def identities() -> None:
    """What there is to do with identities."""


@app.command("import", help="导入身份证号码：每行“客户,号码”，- 表示从标准输入读。号码加密保存，不会再显示。")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE")],
) -> None:
    """Keep the ID numbers of a CSV file; a line that does not fit is named and left out."""
    kept = refused = 0
    with opened_desk() as desk:
        for line, customer, number in _lines(file):
            try:
                desk.identities.put(customer, number)
                kept += 1
            except DomainError as refusal:
                # By its line alone: the number belongs on no screen and in no log.
                err.print(f"第 {line} 行：{sentence(refusal)}", soft_wrap=True)
                refused += 1
    out.print(f"已保存 {kept} 个号码。")
    if refused:
        raise typer.Exit(1)


def _lines(file: str) -> Iterator[tuple[int, str, str]]:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        fail(f"读不了文件 {file}。")
    for number, row in enumerate(csv.reader(text.splitlines()), 1):
        if row:
            customer, id_number, *_ = [*(cell.strip() for cell in row), "", ""]
            yield number, customer, id_number
