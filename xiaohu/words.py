"""How the command line writes stages, moments, money and obstacles."""

from __future__ import annotations

from datetime import datetime

from desk.accounts.model import Obstacle, ObstacleKind
from desk.clock import SHANGHAI
from desk.closures.model import Stage
from desk.replies import formats

STAGES = {
    Stage.NONE: "无",
    Stage.CONSENTING: "待同意",
    Stage.VERIFYING: "待验证",
    Stage.CONFIRMING: "待确认",
    Stage.SUBMITTED: "待审核",
    Stage.APPROVED: "待执行",
    Stage.CLOSED: "已注销",
    Stage.REJECTED: "已驳回",
    Stage.WITHDRAWN: "已撤回",
    Stage.ABANDONED: "已放弃",
}
OBSTACLES = {
    ObstacleKind.UNPAID_LOAN: "未还借款",
    ObstacleKind.INSTALMENTS: "未还分期",
    ObstacleKind.OVERDUE: "逾期账单",
    ObstacleKind.REPAYMENT_IN_FLIGHT: "还款处理中",
    ObstacleKind.REFUND_IN_FLIGHT: "退款处理中",
    ObstacleKind.OVERPAID: "溢缴款",
    ObstacleKind.FROZEN: "账户冻结",
    ObstacleKind.DISPUTED: "争议处理中",
    ObstacleKind.ALREADY_CLOSING: "已在注销",
    ObstacleKind.CLOSED: "已注销",
    ObstacleKind.NO_ACCOUNT: "没有账户",
}


def stage_name(stage: Stage) -> str:
    """The stage as reviewers call it."""
    return STAGES[stage]


def moment(at: datetime | None) -> str:
    """A moment in Beijing time, to the minute."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else "-"


def money(fen: int) -> str:
    """An amount in yuan."""
    return f"{formats.money(fen)} 元"


def obstacle_words(obstacle: Obstacle) -> str:
    """One obstacle: what it is, how much, and when it is due."""
    amount = money(obstacle.amount) if obstacle.amount is not None else ""
    due = f"{obstacle.due_date} 到期" if obstacle.due_date else ""
    return " ".join(filter(None, (OBSTACLES[obstacle.kind], amount, due)))
