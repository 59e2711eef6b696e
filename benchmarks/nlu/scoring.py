"""What a reading was worth to the customer, and the figures over many."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.nlu.samples import Sample

FALLBACK, OUTSIDE = "nlu_fallback", "out_of_scope"
STARTS = frozenset({"close_account", "withdraw_closure"})
ABOUT_CLOSING = frozenset(
    {"ask_how_to_close", "check_eligibility", "ask_why_blocked", "faq_close_conditions"}
)


@dataclass(frozen=True)
class Reading:
    """What the bot would act on, what it would offer, and its whole ranking."""

    intent: str
    suggestions: tuple[str, ...]
    ranking: tuple[tuple[str, float], ...]

    @property
    def meant(self) -> str:
        """Asking back is right for what is out of scope, and wrong elsewhere."""
        return OUTSIDE if self.intent == FALLBACK else self.intent


@dataclass(frozen=True)
class Figures:
    """Shares of all messages; `outside_found` of those out of scope, `inside_refused` of those in scope.

    strict: the intent itself. lenient: an accepted one. helped: that, or asked with an accepted one offered.
    harmful: something was started that was not asked for. eager: the same where it was asked about.
    """

    messages: int
    strict: float
    lenient: float
    helped: float
    harmful: float
    eager: float
    outside_found: float
    inside_refused: float

    def as_dict(self) -> dict[str, float]:
        """For a file."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def right(sample: Sample, reading: Reading) -> bool:
    """Whether the bot acts as a reasonable colleague would."""
    return reading.meant in sample.accepted


def eager(sample: Sample, reading: Reading) -> bool:
    """Whether how, whether or why was read as do it."""
    asked = sample.gold in ABOUT_CLOSING and reading.intent == "close_account"
    return asked and not right(sample, reading)


def harmful(sample: Sample, reading: Reading) -> bool:
    """Whether something was started that nobody asked for."""
    started = reading.intent in STARTS and not right(sample, reading)
    return started and not eager(sample, reading)


def figures(samples: Sequence[Sample], readings: Sequence[Reading]) -> Figures:
    """Over all messages."""
    pairs = list(zip(samples, readings, strict=True))
    outside = [right(sample, reading) for sample, reading in pairs if sample.gold == OUTSIDE]
    inside = [
        reading.meant == OUTSIDE and not right(sample, reading)
        for sample, reading in pairs
        if sample.gold != OUTSIDE
    ]
    return Figures(
        messages=len(pairs),
        strict=_share([reading.meant == sample.gold for sample, reading in pairs]),
        lenient=_share([right(*pair) for pair in pairs]),
        helped=_share([right(*pair) or bool(pair[0].accepted & {*pair[1].suggestions}) for pair in pairs]),
        harmful=_share([harmful(*pair) for pair in pairs]),
        eager=_share([eager(*pair) for pair in pairs]),
        outside_found=_share(outside),
        inside_refused=_share(inside),
    )


def by_kind(samples: Sequence[Sample], readings: Sequence[Reading]) -> dict[str, tuple[int, float]]:
    """How many messages of each kind, and the share that is right."""
    kinds = defaultdict[str, list[bool]](list)
    for sample, reading in zip(samples, readings, strict=True):
        kinds[sample.kind].append(right(sample, reading))
    return {kind: (len(found), _share(found)) for kind, found in sorted(kinds.items())}


def by_intent(samples: Sequence[Sample], readings: Sequence[Reading]) -> dict[str, tuple[int, float, float]]:
    """Messages of each intent, recall and precision; an accepted reading counts for the gold intent."""
    golds, hits, said = Counter[str](), Counter[str](), Counter[str]()
    for sample, reading in zip(samples, readings, strict=True):
        good = right(sample, reading)
        golds[sample.gold] += 1
        hits[sample.gold] += good
        said[sample.gold if good else reading.meant] += 1
    return {
        name: (golds[name], hits[name] / golds[name], hits[name] / (said[name] or 1))
        for name in sorted(golds)
    }


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
