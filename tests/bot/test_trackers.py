"""The tracker store that forgets."""

from typing import Any

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.launcher import ROOT
from bot.trackers import RecentTurns
from tests.bot.conftest import run


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def said(number: int, stage: str = "none") -> list[Event]:
    parse = {
        "text": f"第{number}句",
        "suggestions": ["faq_limit"],
        "intent_ranking": [{"name": "greet", "confidence": 0.5}],
    }
    return [
        UserUttered(f"第{number}句", {"name": "greet", "confidence": 0.5}, [], parse),
        SlotSet("stage", stage),
        ActionExecuted("action_small_talk"),
        BotUttered("您好", {"buttons": [{"title": "注销"}]}),
        ActionExecuted("action_listen"),
    ]


def conversation(domain: Domain, turns: int, sender: str = "a") -> DialogueStateTracker:
    events: list[Event] = [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    ]
    for number in range(1, turns + 1):
        events += said(number, "consenting")
    return DialogueStateTracker.from_events(sender, events, domain.slots, domain=domain)


def kept(store: RecentTurns, sender: str = "a") -> Any:
    return run(store.retrieve(sender))


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_conversation_not_heard_from_is_unknown(domain: Domain) -> None:
    assert kept(RecentTurns(domain)) is None


def test_a_short_conversation_is_kept_whole(domain: Domain) -> None:
    store, tracker = RecentTurns(domain), conversation(domain, 4)
    run(store.save(tracker))
    assert list(kept(store).events) == list(tracker.events)


def test_of_a_long_one_the_last_turns_are_kept(domain: Domain) -> None:
    store = RecentTurns(domain, turns=4)
    run(store.save(conversation(domain, 9)))
    assert texts(kept(store)) == ["第6句", "第7句", "第8句", "第9句"]


def test_what_is_kept_begins_with_the_bot_listening(domain: Domain) -> None:
    store = RecentTurns(domain, turns=2)
    run(store.save(conversation(domain, 9)))
    first = kept(store).events[0]
    assert isinstance(first, ActionExecuted)
    assert first.action_name == "action_listen"


def test_the_stage_the_suggestions_and_what_was_said_come_back(domain: Domain) -> None:
    store = RecentTurns(domain)
    run(store.save(conversation(domain, 6)))
    tracker = kept(store)
    assert tracker.get_slot("stage") == "consenting"
    assert tracker.latest_message.parse_data["suggestions"] == ["faq_limit"]
    assert tracker.latest_action_name == "action_listen"
    assert tracker.events[-2].data["buttons"] == [{"title": "注销"}]


def test_a_turn_that_is_never_saved_leaves_no_trace(domain: Domain) -> None:
    store = RecentTurns(domain)
    run(store.save(conversation(domain, 2)))
    begun = kept(store)
    for event in said(3):
        begun.update(event, domain)
    assert texts(kept(store)) == ["第1句", "第2句"]


def test_the_one_not_heard_from_for_longest_is_forgotten(domain: Domain) -> None:
    store = RecentTurns(domain, conversations=2)
    for sender in ("a", "b", "a", "c"):
        run(store.save(conversation(domain, 1, sender)))
    assert list(run(store.keys())) == ["a", "c"]


def test_a_conversation_takes_about_ten_kilobytes_however_long(domain: Domain) -> None:
    store = RecentTurns(domain)
    run(store.save(conversation(domain, 200)))
    assert len(store._kept["a"].encode()) < 10_000


def test_rasa_makes_it_from_the_endpoints_file() -> None:
    endpoint = EndpointConfig(type="bot.trackers.RecentTurns", turns=3, conversations=5)
    store = TrackerStore.create(endpoint)
    assert isinstance(store, RecentTurns)
    assert (store._turns, store._conversations) == (3, 5)
