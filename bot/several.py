"""Two questions in one message: which one the bot acts on, which it offers. Pure: readings in, one out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.judgement import FALLBACK

SURE = 0.6  # the least confidence of a part's own reading
OFFERED = 1  # one thing at a time

TRANSACTIONS = frozenset({"close_account", "withdraw_closure"})
# What is said beside the matter gives way to a question; a stop and a no are obeyed.
GIVES_WAY = frozenset({FALLBACK, "greet", "goodbye", "thank", "affirm", "bot_challenge"})
NEVER_OFFERED = GIVES_WAY | {"deny", "stop", "out_of_scope", "report_scam"}
# No button may stand beside the warning; and where another product is meant, 怎么取消 means to cancel that.
ALONE = GIVES_WAY | {"report_scam", "out_of_scope"}
# Questions about closing itself. Their answers offer the closing where it is possible.
ABOUT_CLOSING = frozenset({"ask_how_to_close", "check_eligibility", "ask_why_blocked"})
BEFORE_CLOSING = ABOUT_CLOSING | {"faq_close_conditions", "report_scam"}
OPPOSED = (
    TRANSACTIONS,
    *(frozenset({transaction, question}) for transaction in TRANSACTIONS for question in ABOUT_CLOSING),
)


@dataclass(frozen=True)
class Reading:
    """What a message or a part of it was taken for; `asks` as in `Clause`."""

    intent: str
    confidence: float
    asks: bool = True


@dataclass(frozen=True)
class Decided:
    """What the bot acts on, and what else was asked."""

    acts_on: Reading
    also: tuple[str, ...] = ()


def decide(whole: Reading, parts: Sequence[Reading]) -> Decided:
    """The reading of the whole decides unless its parts show that something else was asked.

    A transaction is started for what the whole message says only, never for a part of it.
    """
    asked = [part for part in parts if part.asks and part.confidence >= SURE]
    acts_on = _acted_on(whole, asked)
    others = dict.fromkeys(one.intent for one in (whole, *asked) if _offered_beside(acts_on, one, parts))
    return Decided(acts_on, tuple(others)[:OFFERED])


def _acted_on(whole: Reading, asked: Sequence[Reading]) -> Reading:
    if whole.intent in GIVES_WAY:
        questions = (one for one in asked if one.intent not in NEVER_OFFERED | TRANSACTIONS)
        return next(questions, whole)
    if whole.intent == "close_account":
        return next((one for one in asked if one.intent in BEFORE_CLOSING), whole)
    return whole


def _offered_beside(acts_on: Reading, one: Reading, parts: Sequence[Reading]) -> bool:
    if acts_on.intent in ALONE or one.intent in NEVER_OFFERED | {acts_on.intent}:
        return False
    if {one.intent, acts_on.intent} in OPPOSED:
        return False
    # Where no part alone means what the whole does, the parts are one thought.
    return any(part.intent == acts_on.intent for part in parts)
