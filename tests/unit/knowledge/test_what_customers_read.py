"""The words themselves: complete, used, and in the house's tone."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import actions.server  # noqa: F401 - so that every refusal is known below
from desk.accounts.model import ObstacleKind
from desk.closures.model import Stage
from desk.errors import DomainError
from desk.knowledge import Knowledge
from desk.knowledge.loading import load
from desk.replies.talk import LEVELS
from desk.verification.model import PURPOSE, Method
from tests.conftest import KNOWLEDGE

ROOT = KNOWLEDGE.parent
EVENTS = {"stale_button", "secret_shared"}
EVERYTHING = ("desk", "actions", "gateway", "xiaohu")
REASONS = (
    *("passed", "locked", "not_set", "no_phone", "too_many"),
    *("bad_phone", "sms_down", "face_down", "no_identity"),
)
NOTES = ("unsure",)
DUES = ("unpaid_loan", "instalments", "overdue")
SMALL_TALK = ("greet", "goodbye", "thank", "bot_challenge", "out_of_scope")
CONTENT = load(KNOWLEDGE)


def intents() -> list[str]:
    """The intents of the bot's domain, without the events that only the gateway sends."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    return [intent for intent in domain["intents"] if intent not in EVENTS]


@cache
def sources(*parts: str) -> tuple[ast.AST, ...]:
    files = [path for part in parts or EVERYTHING for path in (ROOT / part).rglob("*.py")]
    return tuple(ast.parse(path.read_text("utf-8")) for path in files)


def literals(*parts: str) -> Iterator[str]:
    for tree in sources(*parts):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def buttons() -> Iterator[str]:
    for tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="_button" | "_way_on"), args=[ast.Constant(value=str(name)), *_]
                ):
                    yield name


def refusals() -> Iterator[str]:
    waiting: list[type[DomainError]] = [DomainError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind.__name__


def families() -> Iterator[str]:
    """The keys that the code puts together from a name."""
    yield from (f"titles.{intent}" for intent in intents() if intent not in CONTENT.topics)
    yield from (f"buttons.{name}" for name in (*buttons(), "not_now"))
    yield from (f"obstacles.{kind}.{part}" for kind in ObstacleKind for part in ("title", "how"))
    yield from (f"outstanding.{kind}" for kind in DUES)
    yield from (f"status.{stage}" for stage in Stage if stage is not Stage.NONE)
    yield from (f"status.{cause}" for cause in ("verification_failed", "expired"))
    yield from (f"verification.names.{method}" for method in Method)
    yield f"verification.purposes.{PURPOSE}"
    yield from (f"verification.unavailable.{reason}" for reason in REASONS)
    yield from (f"verification.notes.{note}" for note in NOTES)
    yield from (f"warnings.{level}{part}" for level in LEVELS for part in ("", "_next"))
    yield from (f"talk.{intent}" for intent in SMALL_TALK)
    yield from (f"handoff.{state}" for state in ("pending", "claimed", "resolved"))


def test_every_intent_has_a_title() -> None:
    knowledge = Knowledge(KNOWLEDGE)
    assert all(knowledge.title(intent) for intent in intents())


def test_titles_tell_the_intents_apart() -> None:
    knowledge = Knowledge(KNOWLEDGE)
    titles = [knowledge.title(intent) for intent in intents()]
    assert len(titles) == len(set(titles))
    assert max(len(title) for title in titles) <= 20


def test_every_question_has_an_answer_and_every_answer_a_question() -> None:
    asked = {intent for intent in intents() if intent.startswith("faq_")} | {"reopen_account"}
    assert set(CONTENT.topics) == asked


def test_every_sentence_that_the_code_puts_together_exists() -> None:
    assert set(families()) <= CONTENT.messages.keys()


def test_every_sentence_that_the_code_names_exists() -> None:
    sections = {key.partition(".")[0] for key in CONTENT.messages if "." in key}
    shape = re.compile(rf"({'|'.join(sections)})(\.[a-z_]+)+")
    named = {
        text
        for text in literals("desk/replies", "actions")
        if shape.fullmatch(text) and not text.endswith(".yml")
    }
    assert named <= CONTENT.messages.keys()


def test_every_sentence_is_used() -> None:
    used = {*literals(), *families(), *(f"refusals.{name}" for name in refusals())}
    assert CONTENT.messages.keys() - used == set()


def texts() -> Iterator[tuple[str, str]]:
    for intent, topic in CONTENT.topics.items():
        yield f"faq/{intent}", f"{topic.title}\n{topic.text}"
    for key, text in CONTENT.messages.items():
        yield key, text if isinstance(text, str) else "\n".join(text)


@pytest.mark.parametrize(("key", "text"), list(texts()))
def test_no_text_shouts_or_says_the_plain_you(key: str, text: str) -> None:
    assert not set(text) & set("！!"), key
    assert "你" not in text, key


@pytest.mark.parametrize("intent", list(CONTENT.topics))
def test_an_answer_is_short(intent: str) -> None:
    body = "".join(Knowledge(KNOWLEDGE).topic(intent).text.split())
    assert 40 <= len(body) <= 200


def test_the_review_is_never_promised_longer_than_allowed() -> None:
    assert 1 <= CONTENT.policy.review_working_days <= 15


def test_the_operators_guide_names_every_fact() -> None:
    guide = (ROOT / "docs" / "knowledge.md").read_text("utf-8")
    missing = [name for name in CONTENT.policy.facts if f"`{name}`" not in guide]
    assert missing == []


def test_the_knowledge_is_found_where_the_tests_expect_it() -> None:
    assert Path(KNOWLEDGE / "faq").is_dir()
