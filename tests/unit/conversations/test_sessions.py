"""When the bot's session is over."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.conversations.model import Conversation, State
from desk.conversations.session import is_over, new_sender

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def conversation(*, turns: int, idle: timedelta) -> Conversation:
    return Conversation(
        id="c1",
        owner="demo/1",
        is_visitor=False,
        state=State.OPEN,
        question=None,
        sender="s1",
        session_turns=turns,
        last_turn_at=NOW - idle,
        person_requested_at=None,
        claimed_by=None,
        last_seq=0,
    )


@pytest.mark.parametrize(
    ("turns", "minutes", "over"),
    [(1, 0, False), (39, 29, False), (40, 0, True), (1, 30, True), (0, 29.9, False)],
)
def test_a_session_ends_by_length_or_idleness(turns: int, minutes: float, over: bool) -> None:
    assert is_over(conversation(turns=turns, idle=timedelta(minutes=minutes)), NOW) is over


def test_names_for_the_bot_are_long_and_never_the_same() -> None:
    names = {new_sender() for _ in range(50)}

    assert len(names) == 50
    assert all(len(name) == 32 for name in names)
