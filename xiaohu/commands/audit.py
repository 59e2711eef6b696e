"""Checking the audit trail."""

from __future__ import annotations

import typer

from desk.audit.model import Fault
from xiaohu.console import fail, opened_desk, out

app = typer.Typer(no_args_is_help=True)

FAULTS = {
    Fault.FORGED: "记录被改动或伪造",
    Fault.MISSING: "记录被删除",
    Fault.CUT: "末尾的记录被截断",
    Fault.REWRITTEN: "末尾的记录被截断后又有新的记录",
    Fault.CHAIN_REMOVED: "整条链被删除",
    Fault.ANCHOR_MISSING: "锚文件不见了",
    Fault.ANCHOR_FORGED: "锚文件被改动",
}


@app.callback()
def group() -> None:
    """Keep `verify` a command of its own, also while it is the only one."""


@app.command(help="核对审计链：改动、删除、插入或截断的记录都会被发现。")
def verify() -> None:
    """Walk every chain against its keys and its anchor; exit 1 when anything is off."""
    with opened_desk() as desk:
        report = desk.audit.verify()
        for finding in report.findings:
            out.print(f"{FAULTS[finding.fault]}：链 {finding.chain}，第 {finding.seq} 条", soft_wrap=True)
        if not report.sound:
            fail(f"审计记录有 {len(report.findings)} 处异常。请保留数据库和锚文件，立即通知负责人。")
        out.print(f"审计记录完好：{report.chains} 条链，{report.events} 条记录。")
