"""The database's schema."""

from __future__ import annotations

import typer

from desk.demo.database import create as create_demo
from desk.persistence.migrations import upgrade as upgrade_schema
from xiaohu.console import out, settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `upgrade` a command of its own, also while it is the only one."""


@app.command(help="把数据库升级到这个版本；重复执行没有坏处。")
def upgrade() -> None:
    """Apply the migrations that are missing."""
    found = settings()
    with out.status("正在升级数据库…"):
        # A demo's database carries its marker from the first moment on.
        (create_demo if found.demo else upgrade_schema)(found.database_url)
    out.print("数据库已是最新。")
