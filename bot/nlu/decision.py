"""The last component: decides what the bot acts on, from the ranking and the stage that the gateway sent."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.judgement import Judge, Judgement
from bot.nlu.short_replies import ShortReplies

SUGGESTIONS = "suggestions"
YES = "affirm"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent):  # type: ignore[misc]
    """Sets the intent to act on; `nlu_fallback`, with up to three `suggestions`, when the bot should ask."""

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs a ranking."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See `Judge` for the figures; `replies` are the short answers of each stage."""
        return {
            "threshold": 0.4,
            "margin": 0.2,
            "near": 0.05,
            "suggestion_floor": 0.03,
            "transactions": ["close_account", "withdraw_closure"],
            "never_suggested": [],
            "needed": {},
            "doubts": {},
            "sure": 1.0,
            "grave_doubts": {},
            "replies": {},
        }

    def __init__(self, config: dict[str, Any]) -> None:
        self.judge = Judge(
            threshold=config["threshold"],
            margin=config["margin"],
            near=config["near"],
            floor=config["suggestion_floor"],
            transactions=frozenset(config["transactions"]),
            unasked=frozenset(config["never_suggested"]),
            needed=config["needed"],
            doubts=config["doubts"],
            sure=config["sure"],
            grave_doubts=config["grave_doubts"],
        )
        self._replies = ShortReplies(config["replies"])
        self._yes_acts = {stage for stage, intents in config["replies"].items() if YES in intents}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Decision":
        """There is nothing to train."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide on each message; the ranking stays as it is."""
        for message in messages:
            judgement = self._judgement(message)
            decided = {"name": judgement.intent, "confidence": judgement.confidence}
            message.set(INTENT, decided, add_to_output=True)
            message.set(SUGGESTIONS, list(judgement.suggestions), add_to_output=True)
        return messages

    def _judgement(self, message: Message) -> Judgement:
        stage = (message.get(METADATA) or {}).get("stage", "none")
        short = self._replies.intent(message.get(TEXT), stage)
        if short is not None:
            return Judgement(short, 1.0)
        ranking = [(one["name"], one["confidence"]) for one in message.get(INTENT_RANKING_KEY)]
        return self.judge.judge(ranking, also_careful={YES} if stage in self._yes_acts else ())
