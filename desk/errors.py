"""The root of every refusal of the business, and the refusals that belong to no topic."""


class DomainError(Exception):
    """The business refuses; each subclass says one fact, and entry points choose the words for it."""


class ConfigurationError(DomainError):
    """The process cannot start with the settings it was given; the message says which and what to do."""


class DatabaseBusy(DomainError):
    """Another writer holds the database longer than we wait; the same call may succeed in a moment."""


class Conflict(DomainError):
    """Somebody else changed the same record in the meantime; look again before deciding."""
