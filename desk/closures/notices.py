"""What the customer is told when something was decided outside the chat."""

from desk.accounts.model import Obstacle
from desk.closures.model import Application
from desk.work import Work

KIND = "closure_notice"


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


def _fact(obstacle: Obstacle) -> dict[str, object]:
    day = obstacle.due_date.isoformat() if obstacle.due_date else None
    return {"kind": obstacle.kind.value, "amount": obstacle.amount, "due_date": day, "count": obstacle.count}
