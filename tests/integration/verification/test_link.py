"""The link, and what its page shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from desk.persistence.engine import open_engine
from desk.verification.errors import ChallengeNotOpen, NothingToVerify, UnknownChallenge
from desk.verification.model import Method, Status
from desk.verification.tables import challenges
from tests.integration.verification.steps import SEALS, Scene


def test_it_shows_what_is_approved_and_for_which_account(scene: Scene) -> None:
    link = scene.service.link(scene.customer.customer)
    view = scene.service.view(link.token)

    assert link.path == f"/verify/{link.token}"
    assert link.methods == (Method.PASSWORD, Method.SMS)
    assert link.expires_at == view.expires_at == scene.clock.now + timedelta(minutes=10)
    assert (view.purpose, view.status, view.stage) == ("close_account", Status.OPEN, "verifying")
    assert view.account.startswith("尾号")
    assert [(m.method, m.available, m.reason) for m in view.methods] == [
        (Method.PASSWORD, True, None),
        (Method.SMS, True, None),
    ]
    assert view.code_sent_to is None


def test_asking_again_gives_the_same_live_link(scene: Scene) -> None:
    first = scene.service.link(scene.customer.customer)
    scene.clock.advance(minutes=9)

    assert scene.service.link(scene.customer.customer) == first


def test_two_tabs_at_once_get_the_same_link(scene: Scene) -> None:
    together = Barrier(6)

    def ask(_: int) -> str:
        together.wait()
        return scene.token

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1


def test_an_ended_link_gets_a_new_one(scene: Scene) -> None:
    first = scene.token
    scene.clock.advance(minutes=10)
    second = scene.token

    assert second != first
    assert scene.service.view(first).status is Status.EXPIRED
    assert scene.service.view(second).status is Status.OPEN


def test_an_expired_link_takes_no_tries(scene: Scene) -> None:
    token = scene.token
    scene.clock.advance(minutes=10)

    for act in (
        lambda: scene.service.send_code(token),
        lambda: scene.service.check_code(token, "123456"),
        lambda: scene.service.check_password(token, scene.customer.payment_password),
    ):
        with pytest.raises(ChallengeNotOpen) as refusal:
            act()
        assert refusal.value.status is Status.EXPIRED
    assert scene.stage() == "verifying"


def test_the_link_of_a_stopped_application_is_over(scene: Scene) -> None:
    token = scene.token
    scene.desk.closures.stop(scene.customer.customer)

    assert scene.service.view(token).status is Status.EXPIRED
    with pytest.raises(ChallengeNotOpen):
        scene.service.check_password(token, scene.customer.payment_password)
    with pytest.raises(NothingToVerify):
        scene.service.link(scene.customer.customer)


def test_there_is_no_link_before_the_consent(scene: Scene) -> None:
    scene.desk.closures.stop(scene.customer.customer)
    scene.desk.closures.start(scene.customer.customer, "v1")

    with pytest.raises(NothingToVerify):
        scene.service.link(scene.customer.customer)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "\x00", "\ud800", "' OR 1=1 --", "é" * 5000])
def test_a_guessed_link_is_unknown(scene: Scene, token: str) -> None:
    with pytest.raises(UnknownChallenge):
        scene.service.view(token)
    with pytest.raises(UnknownChallenge):
        scene.service.check_password(token, "123456")


def test_the_database_cannot_give_the_link_away(scene: Scene, database_url: str) -> None:
    token = scene.token
    engine = open_engine(database_url)
    with engine.connect() as connection:
        [row] = connection.execute(select(challenges)).mappings().all()
    engine.dispose()

    assert token not in str(row)
    assert SEALS.token(row["id"]) == token


def test_looking_changes_nothing(scene: Scene) -> None:
    token = scene.token
    scene.clock.advance(minutes=11)
    views = {scene.service.view(token) for _ in range(3)}

    assert len(views) == 1
    assert scene.stage() == "verifying"
