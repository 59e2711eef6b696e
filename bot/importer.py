"""Reads the project's training files with every message spelt as the bot will read customers' messages."""

from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.slips import SLIP, Slips
from bot.normalise import normalise


class NormalisingImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's own importer, then the normaliser of the input channel; copies with slips are added."""

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """The training messages, normalised; with copies of some that are marked as slips.

        Read once, whatever language is named: Rasa asks several times, and copies what it gets.
        """
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        data: TrainingData = super().get_nlu_data("zh")
        for message in data.training_examples:
            if message.get(TEXT):
                message.set(TEXT, normalise(message.get(TEXT)))
        return data.merge(TrainingData(_with_slips(data.intent_examples)))


def _with_slips(messages: list[Message]) -> list[Message]:
    """In an order of their own, so that the slips do not depend on that of the files."""
    written = sorted((one.get(TEXT), one.get(INTENT)) for one in messages if one.get(TEXT))
    slipped = Slips([text for text, _ in written]).of(written)
    return [Message({TEXT: normalise(text), INTENT: intent, SLIP: True}) for text, intent in slipped]
