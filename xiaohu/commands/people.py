"""Conversations that wait for a person: list them, take one over, answer, and give it back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from desk.staff.model import Role
from xiaohu.console import opened_desk, out
from xiaohu.people import prove
from xiaohu.words import moment

app = typer.Typer(no_args_is_help=True)

Conversation = Annotated[str, typer.Argument(metavar="CONVERSATION", help="对话编号。")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="您的员工名；演示环境任意名字都可以。")]


@app.command(help="列出等待人工的对话，等得最久的在前。")
def waiting() -> None:
    """Print who waits, the longest first."""
    with opened_desk() as desk:
        table = Table("对话", "客户", "状态", "等待自", box=None)
        for one in desk.conversations.waiting():
            table.add_row(one.id, one.owner, one.state.value, moment(one.person_requested_at))
        out.print(table)


@app.command(help="查看一段对话。")
def show(
    conversation: Conversation,
    last: Annotated[int, typer.Option(help="只看最近多少条。", min=1, max=200)] = 50,
) -> None:
    """Print the newest messages, oldest first."""
    with opened_desk() as desk:
        desk.conversations.get(conversation)
        for message in desk.conversations.newest(conversation, limit=last):
            line = f"{moment(message.created_at)} {message.role.value}: {message.text}"
            out.print(line, soft_wrap=True, markup=False)


@app.command(help="接手一段对话；接手期间机器人不说话。")
def claim(conversation: Conversation, as_: As) -> None:
    """Take a conversation over from the bot."""
    with opened_desk() as desk:
        desk.conversations.claim(conversation, by=prove(desk, as_, Role.AGENT))
        out.print("已接手。用 xiaohu people say 回复，用 xiaohu people resolve 结束。")


@app.command(help="以人工客服的身份回复。")
def say(conversation: Conversation, text: Annotated[str, typer.Argument(metavar="TEXT")], as_: As) -> None:
    """Answer the customer in a conversation that you have taken over."""
    with opened_desk() as desk:
        desk.conversations.say(conversation, by=prove(desk, as_, Role.AGENT), text=text)
        out.print("已发送。")


@app.command(help="结束人工接待，交还给机器人。")
def resolve(conversation: Conversation, as_: As) -> None:
    """Give the conversation back to the bot."""
    with opened_desk() as desk:
        desk.conversations.resolve(conversation, by=prove(desk, as_, Role.AGENT))
        out.print("已结束，机器人继续接待。")
