"""`xiaohu`, the command line for operators and reviewers. Each group of commands is a file in `commands/`."""

from __future__ import annotations

import os
from typing import Any

import typer
import typer.core

from desk.errors import DomainError
from xiaohu.commands import audit, channels, chat, db, demo, identities, notices, people, review, serve, staff
from xiaohu.console import fail
from xiaohu.refusals import sentence


class Commands(typer.core.TyperGroup):
    """All commands; whatever the business refuses in one of them ends it with a sentence and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named; files it makes hold transcripts and are their owner's alone."""
        os.umask(0o077)
        try:
            return super().invoke(ctx)
        except DomainError as refusal:
            fail(sentence(refusal))


app = typer.Typer(
    cls=Commands,
    name="xiaohu",
    help="销户：通过对话注销备用金账户。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(serve.app, name="serve", help="启动一个或全部进程。")
app.add_typer(demo.app, name="demo", help="演示环境：数据、客户、前台或后台运行。")
app.add_typer(review.app, name="review", help="审核注销申请。")
app.add_typer(people.app, name="people", help="接待转人工的对话。")
app.add_typer(staff.app, name="staff", help="员工账号。")
app.add_typer(notices.app, name="notices", help="通知送达情况和客户的偏好。")
app.add_typer(identities.app, name="identities", help="刷脸要用的实名信息。")
app.add_typer(audit.app, name="audit", help="审计记录。")
app.add_typer(channels.app, name="channels", help="消息应用：配置、检查、绑定。")
app.add_typer(db.app, name="db", help="数据库。")
app.command("chat", help="在终端里和它对话（演示环境）。")(chat.chat)
