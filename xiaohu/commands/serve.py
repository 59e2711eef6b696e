"""Starting the processes: each alone, as an operator's service manager does, or all of them together."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import typer

from desk.settings import env_file
from xiaohu.console import fail, out, settings
from xiaohu.processes.supervisor import KeepsDying, Supervisor
from xiaohu.processes.system import ROOT, NotSetUp, System, bot_python

app = typer.Typer(no_args_is_help=True)


@app.command(help="只启动网关（对外的一个）。")
def gateway() -> None:
    """Serve the HTTP API, the verification page and the outbox worker."""
    from gateway.serve import serve  # only here: the other commands need no web framework

    serve(settings())


@app.command(help="只启动动作服务（私有）。")
def actions() -> None:
    """Serve the actions that the bot calls."""
    from actions.server import serve

    serve(settings())


@app.command("all", help="启动全部三个进程并看护它们，Ctrl-C 停止。")
def all_() -> None:
    """Train what has to be trained, upgrade the database, and run everything until stopped."""
    run_all()


def run_all() -> None:
    """What `serve all` does; the demo does it too."""
    found = settings()
    system = System(found, env_file())
    try:
        Supervisor(lambda: system.services(trained_model()), found.data_dir / "log").run()
    except KeepsDying as trouble:
        fail(f"{trouble.name} 反复退出，已全部停止。原因见 {trouble.log_file} 的末尾。")


def trained_model() -> Path:
    """The model for the training data as it is now, trained first where needed (under two minutes)."""
    try:
        command = [str(bot_python()), "-m", "bot.train", "--if-needed"]
    except NotSetUp:
        fail("机器人的环境还没有装好，请先运行 make setup。")
    with out.status("正在准备语言理解模型…（第一次需要一两分钟）"):
        env = _without_secrets()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"训练没有成功：\n{done.stderr[-2000:]}")
    return Path(done.stdout.strip().splitlines()[-1])


def _without_secrets() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("XIAOHU_")}
