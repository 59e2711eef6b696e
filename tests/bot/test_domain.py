"""The domain, the rules and the training messages name the same things."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter

from bot.launcher import ROOT
from bot.turn import NEVER_SENT, STAGES

EVENTS = {"stale_button", "secret_shared"}


@pytest.fixture(scope="module")
def domain() -> Any:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def importer() -> TrainingDataImporter:
    return TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data/nlu", "data/rules"])


def rules() -> list[Any]:
    files = sorted((ROOT / "data/rules").glob("*.yml"))
    return [rule for file in files for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]


def named(kind: str, within: Any) -> set[str]:
    if isinstance(within, dict):
        here = {within[kind]} if isinstance(within.get(kind), str) else set()
        return here.union(*(named(kind, value) for value in within.values()))
    if isinstance(within, list):
        return set().union(*(named(kind, value) for value in within))
    return set()


def test_every_action_is_used_and_every_used_action_exists(domain: Any) -> None:
    assert named("action", rules()) == set(domain["actions"])


def test_every_intent_has_a_rule(domain: Any) -> None:
    assert named("intent", rules()) == {*domain["intents"], "nlu_fallback"}


def test_the_stages_of_the_slot_the_rules_and_the_channel_are_the_same(domain: Any) -> None:
    assert tuple(domain["slots"]["stage"]["values"]) == STAGES
    assert named("stage", rules()) <= set(STAGES)


def test_the_stage_is_the_only_slot(domain: Any) -> None:
    assert set(domain["slots"]) == {"stage"}


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule["rule"] for rule in rules()]
    assert len(names) == len(set(names))


def test_the_bot_says_nothing_by_itself(domain: Any) -> None:
    assert "responses" not in domain


def test_no_rule_reads_an_entity() -> None:
    loaded = Domain.load(str(ROOT / "domain.yml"))
    for intent in loaded.intents:
        assert not loaded.intent_properties[intent]["used_entities"], intent


def test_every_intent_of_customers_has_at_least_25_messages(
    domain: Any, importer: TrainingDataImporter
) -> None:
    counts = importer.get_nlu_data().number_of_examples_per_intent
    wanted = set(domain["intents"]) - EVENTS
    assert set(counts) == wanted
    assert {intent: count for intent, count in counts.items() if count < 25} == {}


def test_training_messages_are_read_as_customers_messages_are(importer: TrainingDataImporter) -> None:
    from bot.normalise import normalise

    texts = [message.get("text") for message in importer.get_nlu_data().intent_examples]
    assert all(text == normalise(text) != "" for text in texts)


def test_what_is_never_sent_is_what_rasa_keeps_for_itself(domain: Any) -> None:
    assert NEVER_SENT.isdisjoint(domain["intents"])


def test_one_topic_has_one_file() -> None:
    files = {path.stem for path in Path(ROOT / "data/rules").glob("*")}
    assert files == {"closing", "closures", "verification", "faq", "people", "small_talk", "fallback"}
