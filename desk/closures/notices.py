"""What the customer is told when something was decided outside the chat."""

from datetime import datetime
from hashlib import sha256

from desk.accounts.model import Obstacle
from desk.closures.model import Application, Stage
from desk.notices.news import News, leave_news
from desk.work import Work

KIND = "closure_notice"
REVIEW_DUE, DUE_SOON = "review_due", "due_soon"
# What customers do themselves, in the chat, needs no telling outside of it.
_NEWS = {Stage.APPROVED: News.APPROVED, Stage.REJECTED: News.REJECTED, Stage.CLOSED: News.CLOSED}


def leave_notice(work: Work, application: Application, obstacles: tuple[Obstacle, ...] = ()) -> None:
    """Leave a notice of the stage that the application has come to, in the same transaction.

    The payload has ``customer``, ``conversation_id``, ``application_id``, ``number``, ``stage``, ``cause``
    and ``obstacles`` (kind, amount in fen, due date as ISO text, count), null or empty where they do not.
    """
    payload = {
        "customer": application.customer,
        "conversation_id": application.conversation_id,
        "application_id": application.id,
        "number": application.number,
        "stage": application.stage.value,
        "cause": application.cause.value if application.cause else None,
        "obstacles": [_fact(obstacle) for obstacle in obstacles],
    }
    work.outbox.add(KIND, f"closure/{application.id}/{application.stage.value}", payload)
    if application.stage in _NEWS:
        tell_news(work, application, _NEWS[application.stage])


def tell_news(work: Work, application: Application, news: News) -> None:
    """Have the customer told outside of the chat, too, that there is news about the application."""
    leave_news(
        work,
        news,
        customer=application.customer,
        conversation_id=application.conversation_id,
        key=f"closure/{application.id}/{news.value}",
    )


def tell_submitted(work: Work, application: Application, at: datetime) -> None:
    """The same of a filed one, once an hour: who files and withdraws again and again rings no phone."""
    leave_news(
        work,
        News.SUBMITTED,
        customer=application.customer,
        conversation_id=application.conversation_id,
        key=f"submitted/{sha256(application.customer.encode()).hexdigest()[:24]}/{at:%Y-%m-%dT%H}",
    )


def leave_reminder(work: Work, application: Application) -> None:
    """The review is due by the next working day: staff are reminded, the customer is told to wait."""
    told = {
        "customer": application.customer,
        "conversation_id": application.conversation_id,
        "application_id": application.id,
        "number": application.number,
    }
    key = f"{application.id}/{application.due_date}"
    work.outbox.add(REVIEW_DUE, f"{REVIEW_DUE}/{key}", told)
    work.outbox.add(DUE_SOON, f"{DUE_SOON}/{key}", told)
    tell_news(work, application, News.DUE_SOON)


def _fact(obstacle: Obstacle) -> dict[str, object]:
    day = obstacle.due_date.isoformat() if obstacle.due_date else None
    return {"kind": obstacle.kind.value, "amount": obstacle.amount, "due_date": day, "count": obstacle.count}
