"""Short answers that mean something only because the bot has just asked: 行, 嗯呢, 再等等, 发了吗."""

import re
from collections.abc import Mapping, Sequence

from bot.normalise import normalise

_BESIDE_WORDS = re.compile(r"[\W_]+")
_PARTICLES = "[吧啊呀呐哦哈呗咯喽啦嘞哟]*"
LONGEST = 16  # characters; what is longer is a message of its own


class ShortReplies:
    """Reads them in the light of the stage.

    Args:
        listed: for each stage, for each intent, the replies that mean it there, as regular expressions. A
            message means the first intent of which it says nothing but replies, particles aside: 行啊继续.
    """

    def __init__(self, listed: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._intents = {
            stage: {intent: _said_alone(replies) for intent, replies in intents.items()}
            for stage, intents in listed.items()
        }

    def intent(self, text: str, stage: str) -> str | None:
        """The intent of a normalised text within `stage`; None when the stage has no say in it."""
        said = _bare(text)
        if not 0 < len(said) <= LONGEST:
            return None
        known = self._intents.get(stage, {}).items()
        return next((intent for intent, reply in known if reply.fullmatch(said)), None)


def _said_alone(replies: Sequence[str]) -> re.Pattern[str]:
    return re.compile(f"(?:(?:{'|'.join(replies)}){_PARTICLES})+", re.IGNORECASE)


def _bare(text: str) -> str:
    """Without punctuation and emoji: 行!, 行吧~ and 行👌 are one reply each."""
    return _BESIDE_WORDS.sub("", normalise(text))
