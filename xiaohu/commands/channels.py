"""Messaging apps: which are configured, what they lack, who speaks for whom in them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Annotated

import httpx
import typer
from rich.table import Table

from desk.bootstrap import Desk
from desk.errors import ConfigurationError
from desk.staff.model import Role
from gateway.channels.apps import new_client, surroundings_of
from gateway.channels.model import Finding
from gateway.channels.port import Channel, TransportError
from gateway.channels.registry import discovered
from gateway.sites import load_sites
from xiaohu.console import fail, opened_desk, out
from xiaohu.people import prove
from xiaohu.words import moment

app = typer.Typer(no_args_is_help=True)

As = Annotated[str, typer.Option("--as", metavar="NAME", help="您的员工名；演示环境任意名字都可以。")]
Name = Annotated[str | None, typer.Argument(metavar="CHANNEL", help="只检查这一个。")]


@app.command("list", help="列出消息应用，以及各自配置了没有。")
def list_() -> None:
    """Print every app and whether it is configured."""
    with opened_desk() as desk:
        table = Table("应用", "状态", "说明", box=None)
        for name, channel in _channels(desk, new_client()):
            if isinstance(channel, str):
                table.add_row(name, "配置有误", channel)
            else:
                table.add_row(
                    name, "已配置" if channel else "未配置", _webhook(desk, name) if channel else ""
                )
        out.print(table)


@app.command(help="逐项检查已配置的应用：缺什么，凭证平台认不认；有问题时退出码为 1。")
def check(channel: Name = None) -> None:
    """Try the credentials of every configured app against its platform."""
    with opened_desk() as desk:
        found = asyncio.run(_findings(desk, channel))
    for name, finding in found:
        out.print(f"{'好' if finding.good else '缺'}  {name}：{finding.sentence}", soft_wrap=True)
    if not found:
        fail("没有已配置的消息应用。设置见 docs/channels/。")
    if not all(finding.good for _, finding in found):
        fail("上面标“缺”的要先处理。")


@app.command(help="列出绑定：哪个应用里的人代表哪位客户。")
def bindings(
    customer: Annotated[
        str | None, typer.Argument(metavar="CUSTOMER", help="只看这位客户（站点/编号）。")
    ] = None,
) -> None:
    """Print who speaks for whom, the newest first."""
    with opened_desk() as desk:
        table = Table("编号", "应用", "客户", "绑定于", "最近出现", box=None)
        for user in desk.bindings.bindings(customer):
            row = (user.id, user.channel, user.owner, moment(user.bound_at), moment(user.last_seen_at))
            table.add_row(*row)
        out.print(table)


@app.command(help="解除一个绑定；记入审计。")
def unbind(binding: Annotated[str, typer.Argument(metavar="ID", help="绑定编号。")], as_: As) -> None:
    """Let somebody in an app speak for nobody any more."""
    with opened_desk() as desk:
        desk.bindings.unbind(binding, by=prove(desk, as_, Role.AGENT))
        out.print("已解除绑定。")


@app.command(help="列出没能送达、已经放弃的消息，最近的在前。")
def failed(
    last: Annotated[int, typer.Option(help="只看最近多少条。", min=1, max=500)] = 50,
) -> None:
    """Print what was given up; nothing about the person or the words."""
    with opened_desk() as desk:
        table = Table("时间", "应用", "应用用户", "次数", "原因", box=None)
        for one in desk.channels.failed_deliveries(last):
            table.add_row(moment(one.at), one.channel, one.app_user_id, str(one.attempts), one.error)
        out.print(table)


async def _findings(desk: Desk, only: str | None) -> list[tuple[str, Finding]]:
    found: list[tuple[str, Finding]] = []
    async with new_client() as http:
        for name, channel in _channels(desk, http):
            if channel is None or only not in (None, name):
                continue
            if isinstance(channel, str):
                found.append((name, Finding(good=False, sentence=channel)))
            else:
                found += [(name, finding) for finding in (*_own(desk, channel), *await _asked(channel))]
    return found


async def _asked(channel: Channel) -> Sequence[Finding]:
    try:
        return await channel.check()
    except (TransportError, httpx.HTTPError, TimeoutError) as error:
        said = str(error) if isinstance(error, TransportError) else type(error).__name__
        return [Finding(good=False, sentence=f"平台没有回应：{said}")]


def _own(desk: Desk, channel: Channel) -> Iterator[Finding]:
    """What the gateway's own settings lack for this app."""
    https = desk.settings.public_url.startswith("https://")
    if not https and desk.demo is None:
        yield Finding(good=False, sentence="XIAOHU_PUBLIC_URL 不是 https 地址，平台和手机打不开。")
    if desk.demo is None and not load_sites(desk.settings.sites_file).logins:
        yield Finding(good=False, sentence="站点文件里没有 login_url，应用里的人没法绑定账号。")
    if channel.login is None:
        yield Finding(good=True, sentence="这个应用没有网页登录，验证前由商城登录确认本人。")


def _channels(desk: Desk, http: httpx.AsyncClient) -> Iterator[tuple[str, Channel | str | None]]:
    """Each app's name and its channel; None when it has no settings, a sentence when they are wrong."""
    for name, connect in discovered().items():
        try:
            yield name, connect(surroundings_of(desk, name, http))
        except ConfigurationError as error:
            yield name, str(error)


def _webhook(desk: Desk, name: str) -> str:
    return f"{desk.settings.public_url.rstrip('/')}/webhooks/{name}"
