"""Remembers which class an event's name stands for.

Cause: `rasa.shared.core.events.Event.resolve_by_type` walks all subclasses of `Event` for each event it
reads, and a tracker is read anew each turn: half of what a turn takes in a long conversation.
"""

from rasa.shared.core.events import Event

_resolve = Event.resolve_by_type
_known: dict[str, type[Event]] = {}


def install() -> None:
    """Replace the look-up by the remembering one."""
    Event.resolve_by_type = staticmethod(resolve_by_type)


def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class for `type_name`; Rasa is asked anew for unknown ones, so a later class is found."""
    known = _known.get(type_name)
    if known is not None:
        return known
    found: type[Event] | None = _resolve(type_name, default)
    if found is not None and found.type_name == type_name:
        _known[type_name] = found
    return found
