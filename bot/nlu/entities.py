"""Takes the entities that the spaCy pipeline found into the message, each with its value."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.tokens import Span

from bot.nlu import values

CHINA = timezone(timedelta(hours=8))

_READERS: dict[str, Callable[[str, date], Any]] = {
    "amount": lambda text, _today: values.amount(text),
    "date": values.day,
    "application_number": lambda text, _today: values.application_number(text),
    "phone_tail": lambda text, _today: values.phone_tail(text),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ValuedEntities(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Entities with `value` normalised (fen, ISO dates, method names) and the words themselves in `text`.

    Where the words say no value (几百块), `value` is the words.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """It reads spaCy's documents."""
        return [SpacyNLP]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`labels`: the entities of the domain; others that a spaCy model may find are left."""
        return {"labels": [*_READERS, "method", "product"]}

    def __init__(self, config: dict[str, Any]) -> None:
        self._labels = frozenset(config["labels"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ValuedEntities":
        """There is nothing to train."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message's spaCy document."""
        today = datetime.now(CHINA).date()
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            found = [
                _entity(span, today) for span in (doc.ents if doc else ()) if span.label_ in self._labels
            ]
            message.set(
                ENTITIES, [*message.get(ENTITIES, []), *self.add_extractor_name(found)], add_to_output=True
            )
        return messages


def _entity(span: Span, today: date) -> dict[str, Any]:
    read = _READERS.get(span.label_)
    value = read(span.text, today) if read else span.ent_id_
    return {
        "entity": span.label_,
        "value": span.text if value in (None, "") else value,
        "text": span.text,
        "start": span.start_char,
        "end": span.end_char,
    }
