"""Staff accounts for reviewing outside the demo."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.staff.model import Role
from xiaohu.console import opened_desk, out

app = typer.Typer(no_args_is_help=True)


@app.command(help="新增一个员工账号，口令会提示输入。")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    role: Annotated[Role, typer.Option(help="reviewer 审核，agent 接待，admin 全部。")] = Role.REVIEWER,
) -> None:
    """Create a staff account; its passphrase is typed twice and never shown."""
    passphrase = typer.prompt(
        "口令（至少 12 个字符）", hide_input=True, confirmation_prompt="再输一遍", err=True
    )
    with opened_desk() as desk:
        desk.staff.add(name, role, passphrase)
        out.print(f"已新增员工 {name}。")


@app.command("list", help="列出员工账号。")
def list_() -> None:
    """Print the names of all staff accounts."""
    with opened_desk() as desk:
        for member in desk.staff.all():
            out.print(f"{member.name}  {member.role.value}", markup=False)
