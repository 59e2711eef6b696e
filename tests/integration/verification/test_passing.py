"""What a pass brings about, in one transaction."""

import pytest
from sqlalchemy import func, select

from desk.closures.errors import ProofExpired
from desk.persistence.engine import open_engine
from desk.verification.errors import ChallengeNotOpen
from desk.verification.model import Attempt, Method, Status, Verification
from desk.verification.policy import VerificationPolicy
from desk.verification.tables import challenges, proofs
from tests.integration.verification.steps import Scene, build


def proof_of(scene: Scene) -> Verification:
    application = scene.desk.closures.current(scene.customer.customer)
    assert application is not None
    with scene.desk.transactions.read() as work:
        proof = work.challenges.proof_for(application.id)
    assert proof is not None
    return proof


def pass_with_password(scene: Scene) -> Attempt:
    return scene.service.check_password(scene.token, scene.customer.payment_password)


def test_it_leaves_a_proof_and_a_notice_for_the_conversation(scene: Scene) -> None:
    pass_with_password(scene)

    proof = proof_of(scene)
    assert proof.methods == (Method.PASSWORD,)
    assert (proof.customer, proof.passed_at) == (scene.customer.customer, scene.clock.now)
    [notice] = scene.desk.notices.due(scene.clock.now)
    assert notice.kind == "verification_passed"
    assert notice.payload == {
        "customer": scene.customer.customer,
        "conversation_id": "v1",
        "application_id": proof.application_id,
        "expires_at": proof.expires_at.isoformat(),
    }


def test_a_proof_is_used_once(scene: Scene) -> None:
    pass_with_password(scene)
    proof = proof_of(scene)

    with scene.desk.transactions.write() as work:
        assert work.challenges.use_proof(proof.id, scene.clock.now)
    with scene.desk.transactions.write() as work:
        assert not work.challenges.use_proof(proof.id, scene.clock.now)
        assert work.challenges.proof_for(proof.application_id) is None


def test_the_application_can_be_submitted_with_it(scene: Scene) -> None:
    pass_with_password(scene)

    assert scene.desk.closures.submit(scene.customer.customer).number is not None


def test_a_proof_of_another_application_is_not_found(scene: Scene) -> None:
    pass_with_password(scene)
    scene.desk.closures.stop(scene.customer.customer)
    scene.restart()
    application = scene.desk.closures.current(scene.customer.customer)
    assert application is not None

    with scene.desk.transactions.read() as work:
        assert work.challenges.proof_for(application.id) is None


def test_an_old_proof_needs_a_new_link(scene: Scene) -> None:
    first = scene.token
    pass_with_password(scene)
    scene.clock.advance(minutes=10)
    with pytest.raises(ProofExpired):
        scene.desk.closures.submit(scene.customer.customer)

    assert scene.stage() == "verifying"
    assert scene.token != first
    assert pass_with_password(scene).status is Status.PASSED
    scene.desk.closures.submit(scene.customer.customer)


def test_two_methods_where_the_policy_asks_for_two(scene: Scene) -> None:
    policy = VerificationPolicy(required=((100, 1), (None, 2)))
    scene.service = build(scene.desk, scene.clock, policy=policy, sms=scene.phone)
    token = scene.token

    assert pass_with_password(scene).status is Status.OPEN
    assert scene.stage() == "verifying"
    [password, sms] = scene.service.view(token).methods
    assert (password.available, password.reason) == (False, "passed")
    assert sms.available
    assert scene.service.check_code(token, scene.send_code(token)).status is Status.PASSED
    assert proof_of(scene).methods == (Method.PASSWORD, Method.SMS)
    assert scene.stage() == "confirming"


def test_a_policy_may_ask_less_of_small_limits(scene: Scene) -> None:
    policy = VerificationPolicy(required=((10**9, 1), (None, 2)))
    scene.service = build(scene.desk, scene.clock, policy=policy, sms=scene.phone)

    assert pass_with_password(scene).status is Status.PASSED


def test_nothing_passes_when_the_customer_has_just_stopped(scene: Scene, database_url: str) -> None:
    token = scene.token
    attempt, _ = scene.service._reserve_password(token)
    scene.desk.closures.stop(scene.customer.customer)

    with scene.service._settling.case(token) as case:
        assert scene.service._settling.right(case, attempt) == Attempt(Status.EXPIRED, 0)

    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(proofs)) == 0
    engine.dispose()
    with pytest.raises(ChallengeNotOpen):
        scene.service.check_password(token, scene.customer.payment_password)


def test_when_the_application_refuses_nothing_is_kept(scene: Scene, database_url: str) -> None:
    class Refusing:
        def verified(self, *_: object) -> None:
            raise ZeroDivisionError

        def verification_failed(self, *_: object) -> None:
            raise ZeroDivisionError

    scene.service._settling._closures = Refusing()
    with pytest.raises(ZeroDivisionError):
        pass_with_password(scene)

    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert connection.scalar(select(challenges.c.status)) == "open"
        assert connection.scalar(select(func.count()).select_from(proofs)) == 0
    engine.dispose()
    assert not scene.desk.notices.due(scene.clock.now)
