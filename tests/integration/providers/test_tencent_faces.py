"""Face checks through Tencent Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from desk.accounts.model import Identity
from desk.verification.errors import FaceUnavailable
from desk.verification.ports import FaceRequest, FaceResult
from tests.fakes.clouds.server import Manner
from tests.fakes.faces.tencent import FakeTencentFaces
from tests.integration.providers.conftest import tencent_verifier

WHO = Identity("王芳", "11010119010203121x")
CHECK = "0f" * 16
REQUEST = FaceRequest(CHECK, "shop/1", WHO, "https://shop.example/verify/token?face")


def test_a_check_begins_with_the_person_on_file_and_our_own_name(tencent_faces: FakeTencentFaces) -> None:
    begun = tencent_verifier(tencent_faces).start(REQUEST)

    assert begun.url.startswith("https://open.weixin.qq.com/")
    given = tencent_faces.checks[begun.reference].given
    assert (given["Name"], given["IdCard"]) == ("王芳", "11010119010203121X")
    assert (given["Extra"], given["RedirectUrl"]) == (CHECK, REQUEST.back)


def test_it_is_pending_until_a_face_was_shown(tencent_faces: FakeTencentFaces) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)

    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PENDING
    tencent_faces.show(begun.reference)
    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PASSED


@pytest.mark.parametrize(
    "changed",
    [
        {"ErrCode": 1004},
        {"LiveStatus": 1},
        {"LiveStatus": None},
        {"Comparestatus": 1},
        {"Comparestatus": ""},
        {"ErrCode": False},
        {"ErrCode": "0"},
        {"Extra": "ff" * 16},
        {"Extra": None},
        {"Name": "李芳"},
        {"IdCard": "110101190102031236"},
        {"IdCard": None},
    ],
)
def test_anything_less_than_a_full_success_is_a_refusal(
    tencent_faces: FakeTencentFaces, changed: dict[str, Any]
) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)
    tencent_faces.show(begun.reference, **changed)

    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.REFUSED


def test_the_check_of_somebody_else_is_a_refusal(tencent_faces: FakeTencentFaces) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)
    tencent_faces.show(begun.reference)

    assert verifier.result(begun.reference, "ab" * 16, WHO) is FaceResult.REFUSED
    stranger = Identity("李娜", "110101190102030014")
    assert verifier.result(begun.reference, CHECK, stranger) is FaceResult.REFUSED


def test_a_check_ends_after_two_hours(tencent_faces: FakeTencentFaces) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)
    tencent_faces.show(begun.reference)
    tencent_faces.checks[begun.reference].begun_at -= 7201

    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.REFUSED
    assert verifier.result("NOBODYS-TOKEN", CHECK, WHO) is FaceResult.REFUSED


@pytest.mark.parametrize("page", ["", "javascript:alert(1)", "data:text/html,x", "//phishing.example"])
def test_an_address_that_is_no_page_is_not_passed_on(tencent_faces: FakeTencentFaces, page: str) -> None:
    tencent_faces.page = page
    with pytest.raises(FaceUnavailable):
        tencent_verifier(tencent_faces).start(REQUEST)


@pytest.mark.parametrize(
    "code", ["UnauthorizedOperation.Arrears", "FailedOperation.IdNameMisMatch", "InternalError.UnKnown"]
)
def test_a_provider_that_refuses_begins_nothing(tencent_faces: FakeTencentFaces, code: str) -> None:
    tencent_faces.errors["DetectAuth"] = code
    with pytest.raises(FaceUnavailable):
        tencent_verifier(tencent_faces).start(REQUEST)


def test_a_provider_that_refuses_a_result_is_asked_again(tencent_faces: FakeTencentFaces) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)
    tencent_faces.errors["GetDetectInfoEnhanced"] = "InternalError.UnKnown"

    with pytest.raises(FaceUnavailable):
        verifier.result(begun.reference, CHECK, WHO)


def test_a_wrong_secret_begins_nothing(tencent_faces: FakeTencentFaces) -> None:
    with pytest.raises(FaceUnavailable):
        tencent_verifier(tencent_faces, secret="another").start(REQUEST)
    assert tencent_faces.checks == {}


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.CIVIL])
def test_no_good_answer_never_passes_anybody(tencent_faces: FakeTencentFaces, manner: Manner) -> None:
    verifier = tencent_verifier(tencent_faces)
    begun = verifier.start(REQUEST)
    tencent_faces.show(begun.reference)
    tencent_faces.manner = manner

    with pytest.raises(FaceUnavailable):
        verifier.result(begun.reference, CHECK, WHO)


def test_neither_name_nor_number_is_ever_logged(
    tencent_faces: FakeTencentFaces, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    verifier = tencent_verifier(tencent_faces)
    verifier.start(REQUEST)
    tencent_faces.errors["DetectAuth"] = "UnauthorizedOperation.Arrears"
    with pytest.raises(FaceUnavailable) as refusal:
        verifier.start(REQUEST)

    assert refusal.value.__suppress_context__
    written = caplog.text + "".join(capfd.readouterr()) + str(refusal.value)
    assert "Arrears" in written
    assert "王芳" not in written
    assert "110101190102031" not in written
