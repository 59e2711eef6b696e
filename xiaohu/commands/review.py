"""Reviewing without the console: list, show, approve, reject and execute closure applications."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from desk.bootstrap import Desk
from desk.closures.model import Application, Stage
from xiaohu.console import opened_desk, out
from xiaohu.people import prove
from xiaohu.words import moment, money, obstacle_words, stage_name

app = typer.Typer(no_args_is_help=True)

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="申请编号，例如 BYJ…")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="您的员工名；演示环境任意名字都可以。")]


@app.command("list", help="列出等待审核和等待执行的申请。")
def list_(
    stage: Annotated[Stage | None, typer.Option(help="只看这个阶段。")] = None,
) -> None:
    """Print the applications that wait for somebody, the soonest due first."""
    with opened_desk() as desk:
        table = Table("编号", "阶段", "客户", "提交", "最迟处理日", box=None)
        for application in desk.closures.for_review(stage):
            table.add_row(*_row(application))
        out.print(table)


@app.command(help="查看一份申请：账户现状、障碍和经过。")
def show(number: Number) -> None:
    """Print everything a reviewer needs to decide."""
    with opened_desk() as desk:
        application = desk.closures.by_number(number)
        for label, value in _facts(desk, application):
            out.print(f"{label}：{value}", soft_wrap=True)
        out.print("障碍：")
        for obstacle in desk.accounts.obstacles(application.customer, application_id=application.id):
            out.print(f"  {obstacle_words(obstacle)}", soft_wrap=True)
        out.print("经过：")
        for entry in application.timeline:
            out.print(f"  {moment(entry.at)}  {stage_name(entry.stage)}")


@app.command(help="通过审核；之后由另一个人执行。")
def approve(number: Number, as_: As) -> None:
    """Accept the application."""
    with opened_desk() as desk:
        application = desk.closures.approve(number, by=prove(desk, as_))
        out.print(f"{application.number} 已通过审核，等待另一位同事执行。")


@app.command(help="驳回，理由会原样告诉客户。")
def reject(
    number: Number,
    as_: As,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由，客户会看到原文。")],
) -> None:
    """Refuse the application with a reason that the customer reads as written."""
    with opened_desk() as desk:
        application = desk.closures.reject(number, by=prove(desk, as_), reason=reason)
        out.print(f"{application.number} 已驳回。")


@app.command(help="执行注销；执行人不能是审核人，执行前会再检查一次账户。")
def execute(number: Number, as_: As) -> None:
    """Close the account for good, if nothing stands against it by now."""
    with opened_desk() as desk:
        application = desk.closures.execute(number, by=prove(desk, as_))
        out.print(f"{application.number} 已注销。")


def _row(application: Application) -> tuple[str, ...]:
    return (
        application.number or "-",
        stage_name(application.stage),
        application.customer,
        moment(application.submitted_at),
        str(application.due_date or "-"),
    )


def _facts(desk: Desk, application: Application) -> list[tuple[str, str]]:
    owed = desk.accounts.outstanding(application.customer)
    return [
        ("编号", application.number or "-"),
        ("阶段", stage_name(application.stage)),
        ("客户", application.customer),
        ("账户", desk.accounts.masked(application.customer)),
        ("未结清", money(owed.total)),
        ("同意的后果版本", application.consent_version or "-"),
        ("最迟处理日", str(application.due_date or "-")),
        ("审核人", application.approved_by or "-"),
    ]
