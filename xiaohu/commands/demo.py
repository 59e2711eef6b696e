"""The demo: its settings and data, running it in the foreground or in the background."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from desk.settings import env_file
from xiaohu import demo_settings
from xiaohu.commands.serve import run_all, trained_model
from xiaohu.console import fail, out, settings
from xiaohu.processes.background import Background, NotReady

app = typer.Typer(no_args_is_help=True)

DEFAULT_ENV_FILE = Path("var/xiaohu.env")


@app.command(help="准备演示环境的设置和数据库（已有的不动）。")
def init(
    port: Annotated[int | None, typer.Option(help="网关端口，默认 8000。")] = None,
) -> None:
    """Make the demo's settings, its database with the marker row, and nothing else."""
    from desk.demo.database import create

    path = Path(os.environ.get("XIAOHU_ENV_FILE", DEFAULT_ENV_FILE))
    try:
        demo_settings.ensure(path, port=port)
    except demo_settings.NotADemo:
        fail(f"{path} 是正式环境的设置，演示环境不会动它。请换一个目录，或用 XIAOHU_ENV_FILE 另指一个文件。")
    create(settings().database_url)


@app.command(help="在前台运行演示环境，Ctrl-C 停止。")
def run() -> None:
    """Set up and run the whole system; says where the demo shop is."""
    init()
    trained_model()
    out.print(f"演示商城：{settings().public_url}/demo/   （几秒后可用，Ctrl-C 停止）")
    run_all()


@app.command(help="在后台运行演示环境，可用时返回；再次执行会重启有改动的部分。")
def up() -> None:
    """Set up, start in the background, and return when the system can serve."""
    init()
    trained_model()
    try:
        with out.status("正在启动…"):
            _background().up()
    except NotReady as trouble:
        fail(f"没有启动成功。原因见 {trouble.log_file} 和同一目录下的其他日志。")
    out.print(f"已就绪：{settings().public_url}/demo/")


@app.command(help="停止后台的演示环境。")
def down() -> None:
    """Stop what `up` started."""
    if env_file() is None or not _background().down():
        out.print("没有在后台运行的演示环境。")
        return
    out.print("已停止。")


def _background() -> Background:
    found = settings()
    return Background(found.data_dir, found.public_url)
