"""Tying every topic's classes to its tables, once for the process."""

from functools import cache

import desk.accounts.tables
import desk.audit.sql
import desk.channels.tables
import desk.closures.sql
import desk.conversations.tables
import desk.demo.tables
import desk.notices.preferences
import desk.notices.sql
import desk.staff.sql
import desk.verification.tables
from desk.persistence.registry import mapper_registry


@cache
def map_all() -> None:
    """Map the classes that are kept as objects; the other topics speak to their tables directly."""
    desk.closures.sql.map_classes(mapper_registry)
    desk.staff.sql.map_classes(mapper_registry)
