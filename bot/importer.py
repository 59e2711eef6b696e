"""Reads the project's training files with every message spelt as the bot will read customers' messages."""

from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normalise import normalise


class NormalisingImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's own importer, then the normaliser of the input channel."""

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """The training messages, normalised.

        Read once, whatever language is named: Rasa asks several times, and copies what it gets.
        """
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        data: TrainingData = super().get_nlu_data("zh")
        for message in data.training_examples:
            if message.get(TEXT):
                message.set(TEXT, normalise(message.get(TEXT)))
        return data
