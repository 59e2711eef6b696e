"""Whether to act on a reading, or to ask. Pure: ranking in, judgement out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

FALLBACK = "nlu_fallback"
OFFERED = 3

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Judgement:
    """What the bot acts on; `suggestions` (best first) only when that is the fallback."""

    intent: str
    confidence: float
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Acts on the likeliest reading unless it is unlikely, or one of two close readings is a transaction.

    Args:
        threshold: the least probability to act on.
        margin: how far a transaction must lead.
        near: how near a transaction may come to another reading before the bot asks which is meant.
        transactions: intents that start or take back something.
        floor: the least probability of a suggestion.
        unasked: intents that are no help as suggestions.
        needed: the least probability of single intents, in place of `threshold`.
        doubts: readings that make the bot ask, wherever in the ranking, from this probability on; but not
            where the first reading is one that it could not offer.
        sure: from this probability of the first reading on, `grave_doubts` count in place of `doubts`.
        grave_doubts: the same for a first reading that is as good as certain.
    """

    threshold: float
    margin: float
    near: float
    floor: float
    transactions: Collection[str]
    unasked: Collection[str] = field(default=frozenset())
    needed: Mapping[str, float] = field(default_factory=dict)
    doubts: Mapping[str, float] = field(default_factory=dict)
    sure: float = 1.0
    grave_doubts: Mapping[str, float] = field(default_factory=dict)

    def judge(self, ranking: Ranking, *, also_careful: Collection[str] = ()) -> Judgement:
        """`ranking` is best first and not empty; `also_careful` are transactions in this stage only."""
        (intent, confidence), *others = ranking
        careful = {*self.transactions, *also_careful}
        unlikely = confidence < self.needed.get(intent, self.threshold)
        doubtful = intent not in self.unasked and self._doubtful(confidence, others)
        if unlikely or doubtful or self._too_close(intent, confidence, others[:1], careful):
            return Judgement(FALLBACK, confidence, self._suggestions(ranking))
        return Judgement(intent, confidence)

    def _doubtful(self, confidence: float, others: Ranking) -> bool:
        doubts = self.doubts if confidence < self.sure else self.grave_doubts
        return any(chance >= doubts.get(other, 1.0) for other, chance in others)

    def _too_close(self, intent: str, confidence: float, others: Ranking, careful: set[str]) -> bool:
        for other, chance in others:
            if intent in careful:
                return confidence - chance < self.margin
            if other in careful:
                return confidence - chance < self.near
        return False

    def _suggestions(self, ranking: Ranking) -> tuple[str, ...]:
        offered = [name for name, chance in ranking if chance >= self.floor and name not in self.unasked]
        return tuple(offered[:OFFERED])
