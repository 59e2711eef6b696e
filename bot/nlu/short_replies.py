"""Short answers that mean something only because the bot has just asked: 行, 嗯呢, 再等等, 发了吗."""

import re
from collections.abc import Mapping, Sequence

from bot.normalise import normalise

_BESIDE_WORDS = re.compile(r"[\W_]+")


class ShortReplies:
    """Reads them in the light of the stage.

    Args:
        listed: for each stage, for each intent, the replies that mean it there.
    """

    def __init__(self, listed: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._intents = {
            stage: {_bare(reply): intent for intent, replies in intents.items() for reply in replies}
            for stage, intents in listed.items()
        }

    def intent(self, text: str, stage: str) -> str | None:
        """The intent of a normalised text within `stage`; None when the stage has no say in it."""
        return self._intents.get(stage, {}).get(_bare(text))


def _bare(text: str) -> str:
    """Without punctuation and emoji: 行!, 行吧~ and 行👌 are one reply each."""
    return _BESIDE_WORDS.sub("", normalise(text))
