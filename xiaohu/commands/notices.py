"""What was told to customers and staff, what did not arrive, and what is to be done about it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

import typer
import yaml
from rich.table import Table

from desk.accounts.errors import UnknownCustomer
from desk.notices.model import Notice, State
from xiaohu.console import opened_desk, out
from xiaohu.words import moment

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="ID", help="通知编号，list 里的第一列。", min=1)]
STATES = {State.WAITING: "等待", State.DELIVERED: "已送达", State.DEAD: "已放弃"}
_UNSETTLED = (State.DEAD, State.WAITING)


@app.command("list", help="列出没有送达的通知和应用消息；--all 连同已送达的。")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="连同已送达的。")] = False,
    last: Annotated[int, typer.Option(help="最多多少条。", min=1, max=500)] = 50,
) -> None:
    """Print what did not arrive, newest first, with what to do."""
    with opened_desk() as desk:
        table = Table("编号", "种类", "状态", "次数", "时间", "情况", box=None)
        for notice in desk.notices.listed(tuple(State) if all_ else _UNSETTLED, last):
            table.add_row(
                str(notice.id),
                _words("kinds", notice.kind),
                STATES[notice.state],
                str(notice.attempts),
                moment(notice.settled_at or notice.next_at),
                _words("reasons", notice.reason),
            )
        for failed in desk.channels.failed_deliveries(last):
            about = f"{failed.error} {_words('advice', 'app')}"
            table.add_row(
                "-", failed.channel, STATES[State.DEAD], str(failed.attempts), moment(failed.at), about
            )
        out.print(table)


@app.command(help="查看一条通知怎么样了、要做什么。")
def show(number: Number) -> None:
    """Print one notice, without what it says."""
    with opened_desk() as desk:
        notice = desk.notices.get(number)
        for name, value in _facts(notice).items():
            out.print(f"{name}：{value}", soft_wrap=True)


@app.command(help="原因排除以后，把已放弃的一条再送一次。")
def retry(number: Number) -> None:
    """Have a notice delivered once more."""
    with opened_desk() as desk:
        desk.notices.retry(number)
        out.print("会再送一次；结果用 xiaohu notices show 看。")


@app.command(help="查看或更改一位客户想在哪里收到新进展。验证码和异地验证提醒总会发送。")
def preferences(
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="客户，如 shop/10001。")],
    sms: Annotated[bool | None, typer.Option(help="用短信。")] = None,
    push: Annotated[bool | None, typer.Option(help="用应用的推送。")] = None,
) -> None:
    """Print what a customer wants, after changing what was named."""
    with opened_desk() as desk:
        with desk.transactions.read() as work:
            if work.customers.get(customer) is None:
                raise UnknownCustomer
        if sms is None and push is None:
            wanted = desk.preferences.of(customer)
        else:
            wanted = desk.preferences.change(customer, sms=sms, push=push)
        out.print(f"短信：{_yes(wanted.sms)}  推送：{_yes(wanted.push)}")


def _facts(notice: Notice) -> dict[str, str]:
    told = {
        "编号": str(notice.id),
        "种类": _words("kinds", notice.kind),
        "键": notice.key,
        "状态": STATES[notice.state],
        "次数": str(notice.attempts),
        "产生": moment(notice.created_at),
        "下次" if notice.state is State.WAITING else "结束": moment(notice.settled_at or notice.next_at),
        "情况": _words("reasons", notice.reason),
    }
    advice = _advice(notice)
    return {**told, "要做的": advice} if advice else told


def _advice(notice: Notice) -> str:
    if notice.state is not State.DEAD:
        return ""
    known = _texts()["advice"]
    return known.get(notice.reason or "", known["otherwise"])


def _words(section: str, name: str | None) -> str:
    return _texts()[section].get(name or "", name or "")


def _yes(wanted: bool) -> str:
    return "是" if wanted else "否"


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("xiaohu").joinpath("notices.yml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded
