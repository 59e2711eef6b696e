"""What time it is: aware UTC inside, the Chinese calendar for people."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]

# China has had one zone and no summer time since 1991, so a fixed offset needs no time zone database.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    """The clock of a running system."""
    return datetime.now(UTC)


def shanghai_date(at: datetime) -> date:
    """The date that people in China would write at this moment."""
    return at.astimezone(SHANGHAI).date()
