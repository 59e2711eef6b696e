"""What the bot makes of one text: the single way from a customer's words to the intent acted on."""

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE

from bot.clauses import clauses
from bot.nlu.judgement import FALLBACK
from bot.normalise import normalise
from bot.several import Reading, decide

# Nobody else is answered while a text is read, and one character may stand for eighteen.
LONGEST_READ = 500
KEPT_READINGS = 5  # a tracker of four turns stays small


async def understand(processor: MessageProcessor, text: str, stage: str) -> dict[str, Any]:
    """Rasa's parse of `text` as said in `stage`; used by the input channel and by `bot.parse` alike.

    `text` stays as the customer wrote it; `normalised` is what was read, and where entities stand. `also` is
    what was asked besides the intent acted on.
    """
    plain = normalise(text)[:LONGEST_READ].rstrip()
    if not plain:
        return _parse(text, plain, {"name": FALLBACK, "confidence": 0.0}, {})
    heard = clauses(text, within=LONGEST_READ)
    read, *apart = _read(processor, [plain, *(clause.text for clause in heard)], stage)
    parse = _parse(text, plain, read["intent"], read)
    parts = [_reading(part, asks=clause.asks) for clause, part in zip(heard, apart, strict=True)]
    return _decided(parse, parts) if parts else parse


def _read(processor: MessageProcessor, texts: Sequence[str], stage: str) -> list[dict[str, Any]]:
    """All in one run of the graph: setting it up takes longer than reading a clause."""
    messages = [UserMessage(text, metadata={"stage": stage}) for text in texts]
    target = processor.model_metadata.nlu_target
    run = processor.graph_runner.run(inputs={PLACEHOLDER_MESSAGE: messages}, targets=[target])
    return [message.as_dict(only_output_properties=True) for message in run[target]]


def _decided(parse: dict[str, Any], parts: Sequence[Reading]) -> dict[str, Any]:
    whole = _reading(parse)
    decided = decide(whole, parts)
    parse["also"] = list(decided.also)
    if decided.acts_on is not whole:
        parse["intent"] = {"name": decided.acts_on.intent, "confidence": decided.acts_on.confidence}
        parse["suggestions"] = []
    return parse


def _reading(parse: dict[str, Any], *, asks: bool = True) -> Reading:
    return Reading(parse["intent"]["name"], parse["intent"]["confidence"], asks)


def _parse(text: str, plain: str, intent: dict[str, Any], read: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": text,
        "normalised": plain,
        "intent": intent,
        "intent_ranking": read.get("intent_ranking", [])[:KEPT_READINGS],
        "entities": read.get("entities", []),
        "suggestions": read.get("suggestions", []),
        "also": [],
    }
