"""Every refusal of the business has a sentence for staff."""

import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from importlib.resources import files

import pytest
import yaml

import desk
from desk.accounts.model import Obstacle, ObstacleKind
from desk.audit.model import Fault
from desk.closures.errors import FourEyes, MoveNotAllowed, NoLongerEligible, NotEligible, UnknownApplication
from desk.closures.model import Stage
from desk.errors import ConfigurationError, Conflict, DomainError
from desk.staff.errors import StaffLocked, WeakPassphrase
from xiaohu.commands.audit import FAULTS
from xiaohu.refusals import sentence

OBSTACLES = (
    Obstacle(ObstacleKind.UNPAID_LOAN, 120_000, date(2026, 12, 5)),
    Obstacle(ObstacleKind.FROZEN),
)


def refusals(above: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for kind in above.__subclasses__():
        yield kind
        yield from refusals(kind)


def known() -> set[str]:
    for module in pkgutil.walk_packages(desk.__path__, "desk."):
        if module.name.endswith("errors"):
            import_module(module.name)
    return {kind.__name__ for kind in refusals()} | {DomainError.__name__}


def texts() -> dict[str, str]:
    text = files("xiaohu").joinpath("refusals.yml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def test_every_sentence_belongs_to_a_refusal() -> None:
    assert set(texts()) <= known()


@pytest.mark.parametrize(
    ("refusal", "facts"),
    [
        (NotEligible(OBSTACLES), ["未还借款 1,200.00 元 2026-12-05 到期；账户冻结"]),
        (NoLongerEligible(OBSTACLES), ["未还借款", "已改为驳回"]),
        (MoveNotAllowed(Stage.CLOSED, Stage.APPROVED), ["“已注销”", "“待执行”"]),
        (UnknownApplication("BYJ1"), ["BYJ1"]),
        (StaffLocked(datetime(2026, 11, 23, 2, 0, tzinfo=UTC)), ["2026-11-23 10:00"]),
        (WeakPassphrase(12), ["12"]),
        (FourEyes(), ["另一位同事"]),
        (Conflict(), ["重新查看"]),
    ],
)
def test_a_sentence_carries_the_facts(refusal: DomainError, facts: list[str]) -> None:
    said = sentence(refusal)
    assert all(fact in said for fact in facts)
    assert "{" not in said


def test_a_refusal_without_words_of_its_own_has_those_of_its_class() -> None:
    class Stricter(FourEyes):
        """Made for this test."""

    assert sentence(Stricter()) == sentence(FourEyes())
    assert sentence(DomainError("no")) == "做不了：no"


def test_braces_in_what_somebody_typed_are_only_text() -> None:
    assert "{refusal}" in sentence(UnknownApplication("{refusal}"))


def test_settings_that_do_not_fit_are_told_as_they_are() -> None:
    assert sentence(ConfigurationError("XIAOHU_X is not set.")) == "XIAOHU_X is not set."


def test_every_fault_of_the_audit_trail_has_words() -> None:
    assert set(FAULTS) == set(Fault)
    assert len(set(FAULTS.values())) == len(Fault)
