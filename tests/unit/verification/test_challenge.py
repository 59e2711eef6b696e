"""What a challenge knows by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.verification.model import Challenge, ChallengeLink, Method, Status, Verification

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def challenge(required: int = 1, status: Status = Status.OPEN) -> Challenge:
    return Challenge(
        id="c1",
        customer="demo/1",
        application_id="a1",
        conversation_id="v1",
        required=required,
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
        status=status,
    )


def test_one_method_passes_when_one_is_required() -> None:
    passed = challenge().with_passed(Method.SMS)

    assert (passed.status, passed.passed_methods) == (Status.PASSED, (Method.SMS,))


def test_two_different_methods_pass_when_two_are_required() -> None:
    half = challenge(required=2).with_passed(Method.SMS)
    same = half.with_passed(Method.SMS)

    assert half.status is same.status is Status.OPEN
    assert same.with_passed(Method.PASSWORD).status is Status.PASSED


def test_an_open_link_ends_with_its_time() -> None:
    assert challenge().status_at(NOW + timedelta(minutes=9, seconds=59)) is Status.OPEN
    assert challenge().status_at(NOW + timedelta(minutes=10)) is Status.EXPIRED


@pytest.mark.parametrize("status", [Status.PASSED, Status.FAILED, Status.EXPIRED])
def test_what_has_ended_stays_as_it_ended(status: Status) -> None:
    assert challenge(status=status).status_at(NOW + timedelta(days=1)) is status


def test_a_proof_is_fresh_for_ten_minutes() -> None:
    proof = Verification("p1", "demo/1", "a1", (Method.SMS,), NOW)

    assert proof.expires_at == NOW + timedelta(minutes=10)


def test_a_link_does_not_show_in_logs() -> None:
    link = ChallengeLink("secret-token", NOW, (Method.SMS,))

    assert link.path == "/verify/secret-token"
    assert "secret-token" not in repr(link)
