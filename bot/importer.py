"""Reads the project's training files with every message spelt as the bot will read customers' messages."""

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normalise import normalise


class NormalisingImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's own importer, then the normaliser of the input channel."""

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """The training messages, normalised; their number and their intents stay as they are."""
        data: TrainingData = super().get_nlu_data(language)
        for message in data.training_examples:
            if message.get(TEXT):
                message.set(TEXT, normalise(message.get(TEXT)))
        return data
