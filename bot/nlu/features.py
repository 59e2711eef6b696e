"""Gives each message its features: characters, sounds, concepts and words, by tf-idf."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from bot.nlu.copies import COPY, Featured, featured
from bot.nlu.encoder import WEIGHTS, Encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(Featurizer, GraphComponent):  # type: ignore[misc]
    """Sparse sentence features for any classifier; what it has learnt is stored with the model."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs words."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: how much each view counts in the likeness of two messages."""
        return {**Featurizer.get_default_config(), "weights": WEIGHTS}

    def __init__(self, config: dict[str, Any], name: str, storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        self._storage, self._resource = storage, resource
        self._encoder: Encoder | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramFeaturizer":
        """An untrained one."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_kwargs: Any,
    ) -> "NgramFeaturizer":
        """A trained one, from the model."""
        loaded = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            loaded._encoder = Encoder.load(directory, config["weights"])
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams of the training messages."""
        docs = [doc for message in training_data.training_examples if (doc := _doc(message)) is not None]
        self._encoder = Encoder.learn(docs, self._config["weights"])
        with self._storage.write_to(self._resource) as directory:
            self._encoder.save(directory)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training messages, and copies that have theirs, for classifiers only."""
        examples = training_data.training_examples
        written = [(text, one.get(INTENT)) for one in examples if (text := one.get(TEXT)) and one.get(INTENT)]
        with ThreadPoolExecutor(1) as beside:
            pending = beside.submit(featured, written, self._trained())
            self.process(examples)
            made = pending.result().items()
        # Not by `merge`, which takes a minute to look for doubles among so many features.
        examples.extend(copy for network, one in made for copy in self._copies(network, one))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to messages."""
        for message in messages:
            doc = _doc(message)
            if doc is not None:
                message.add_features(self._features(self._trained().row(doc)))
        return messages

    def _copies(self, network: int, made: Featured) -> Iterator[Message]:
        for row, (text, intent) in zip(*made, strict=True):
            yield Message({TEXT: text, INTENT: intent, COPY: network}, features=[self._features(row)])

    def _features(self, row: csr_matrix) -> Features:
        return Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier)

    def _trained(self) -> Encoder:
        if self._encoder is None:
            raise RuntimeError("The featurizer is used before it is trained or loaded.")
        return self._encoder

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond what the graph does."""


def _doc(message: Message) -> Doc | None:
    doc: Doc | None = message.get(SPACY_DOCS[TEXT])
    return doc
