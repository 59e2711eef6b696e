"""What the bot makes of one text: the single way from a customer's words to the intent acted on."""

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.nlu.judgement import FALLBACK
from bot.normalise import normalise

# Nobody else is answered while a text is read, and one character may stand for eighteen.
LONGEST_READ = 500
KEPT_READINGS = 5  # a tracker of four turns stays small


async def understand(processor: MessageProcessor, text: str, stage: str) -> dict[str, Any]:
    """Rasa's parse of `text` as said in `stage`; used by the input channel and by `bot.parse` alike.

    `text` stays as the customer wrote it; `normalised` is what was read, and where entities stand.
    """
    plain = normalise(text)[:LONGEST_READ].rstrip()
    if not plain:
        return _parse(text, plain, {"name": FALLBACK, "confidence": 0.0}, {})
    read = await processor.parse_message(UserMessage(plain, metadata={"stage": stage}))
    return _parse(text, plain, read["intent"], read)


def _parse(text: str, plain: str, intent: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": text,
        "normalised": plain,
        "intent": intent,
        "intent_ranking": read.get("intent_ranking", [])[:KEPT_READINGS],
        "entities": read.get("entities", []),
        "suggestions": read.get("suggestions", []),
    }
