"""Face checks through Alibaba Cloud, by its own SDK against a fake as strict as the real service."""

from __future__ import annotations

import logging

import pytest

from desk.accounts.model import Identity
from desk.verification.errors import FaceUnavailable
from desk.verification.ports import FaceRequest, FaceResult
from tests.fakes.clouds.server import Manner
from tests.fakes.faces.aliyun import FakeAliyunFaces
from tests.integration.providers.conftest import aliyun_verifier

WHO = Identity("王芳", "11010119010203121x")
CHECK = "0f" * 16
BACK = "https://shop.example/verify/token?face"
REQUEST = FaceRequest(CHECK, "shop/1", WHO, BACK, '{"deviceType":"h5","ua":"Mobile Safari"}')


def other(check: str) -> FaceRequest:
    return FaceRequest(check, "shop/1", WHO, BACK, REQUEST.device)


def test_a_check_begins_with_the_person_on_file_and_our_own_name(aliyun_faces: FakeAliyunFaces) -> None:
    begun = aliyun_verifier(aliyun_faces).start(REQUEST)

    assert begun.url == f"https://cloudauth.aliyun.example/web?certifyId={begun.reference}"
    given = aliyun_faces.checks[begun.reference]
    assert (given["CertName"], given["CertNo"]) == ("王芳", "11010119010203121X")
    assert (given["OuterOrderNo"], given["ReturnUrl"], given["MetaInfo"]) == (CHECK, BACK, REQUEST.device)
    assert (given["CertifyUrlType"], given["ProductCode"]) == ("H5", "ID_PRO")
    assert "CallbackUrl" not in given


def test_a_browser_that_is_no_phone_gets_a_page_for_it(aliyun_faces: FakeAliyunFaces) -> None:
    begun = aliyun_verifier(aliyun_faces).start(FaceRequest(CHECK, "shop/1", WHO, BACK, '{"ua":"X11"}'))
    assert aliyun_faces.checks[begun.reference]["CertifyUrlType"] == "WEB"


def test_it_is_pending_until_a_face_was_shown(aliyun_faces: FakeAliyunFaces) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)

    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PENDING
    assert aliyun_faces.show(begun.reference, passed=True) == 200
    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PASSED


def test_a_wrong_face_is_a_refusal(aliyun_faces: FakeAliyunFaces) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)
    aliyun_faces.show(begun.reference, passed=False)

    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.REFUSED


def test_a_page_is_used_once_and_for_half_an_hour(aliyun_faces: FakeAliyunFaces) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    first, second = verifier.start(REQUEST), verifier.start(other("ab" * 16))
    aliyun_faces.show(first.reference, passed=False)
    aliyun_faces.begun_at[second.reference] -= 1801

    assert aliyun_faces.show(first.reference, passed=True) == 410
    assert aliyun_faces.show(second.reference, passed=True) == 410
    assert verifier.result(first.reference, CHECK, WHO) is FaceResult.REFUSED
    assert verifier.result(second.reference, "ab" * 16, WHO) is FaceResult.PENDING


@pytest.mark.parametrize("code", ["403", "424"])
def test_not_finished_is_pending(aliyun_faces: FakeAliyunFaces, code: str) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)
    aliyun_faces.codes["DescribeFaceVerify"] = code
    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PENDING


@pytest.mark.parametrize("value", [None, "", "true", "t", 1, "200"])
def test_only_a_clear_word_passes(aliyun_faces: FakeAliyunFaces, value: object) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)
    aliyun_faces.shown[begun.reference] = value
    assert verifier.result(begun.reference, CHECK, WHO) is FaceResult.PENDING


def test_a_check_of_nobody_is_a_refusal(aliyun_faces: FakeAliyunFaces) -> None:
    assert aliyun_verifier(aliyun_faces).result("nobodys", CHECK, WHO) is FaceResult.REFUSED


@pytest.mark.parametrize("code", ["404", "411", "412", "417", "418", "427", "500"])
def test_a_provider_that_refuses_begins_nothing_and_passes_nobody(
    aliyun_faces: FakeAliyunFaces, code: str
) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)
    aliyun_faces.show(begun.reference, passed=True)
    aliyun_faces.codes = {"InitFaceVerify": code, "DescribeFaceVerify": code}

    with pytest.raises(FaceUnavailable):
        verifier.start(other("ab" * 16))
    with pytest.raises(FaceUnavailable):
        verifier.result(begun.reference, CHECK, WHO)


def test_without_a_word_about_the_device_there_is_no_page(aliyun_faces: FakeAliyunFaces) -> None:
    with pytest.raises(FaceUnavailable):
        aliyun_verifier(aliyun_faces).start(FaceRequest(CHECK, "shop/1", WHO, BACK))


def test_the_name_of_a_check_is_used_once(aliyun_faces: FakeAliyunFaces) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    verifier.start(REQUEST)
    with pytest.raises(FaceUnavailable):
        verifier.start(REQUEST)


def test_a_wrong_secret_begins_nothing(aliyun_faces: FakeAliyunFaces) -> None:
    with pytest.raises(FaceUnavailable):
        aliyun_verifier(aliyun_faces, secret="another").start(REQUEST)
    assert aliyun_faces.checks == {}


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.CIVIL])
def test_no_good_answer_never_passes_anybody(aliyun_faces: FakeAliyunFaces, manner: Manner) -> None:
    verifier = aliyun_verifier(aliyun_faces)
    begun = verifier.start(REQUEST)
    aliyun_faces.show(begun.reference, passed=True)
    aliyun_faces.manner = manner

    with pytest.raises(FaceUnavailable):
        verifier.result(begun.reference, CHECK, WHO)


def test_it_is_told_where_to_hint_and_with_what(aliyun_faces: FakeAliyunFaces) -> None:
    verifier = aliyun_verifier(aliyun_faces, callback="https://shop.example/verify/face/callback")
    given = aliyun_faces.checks[verifier.start(REQUEST).reference]
    assert given["CallbackUrl"] == "https://shop.example/verify/face/callback"
    assert given["CallbackToken"] == "their-token"


def test_neither_name_nor_number_is_ever_logged(
    aliyun_faces: FakeAliyunFaces, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    verifier = aliyun_verifier(aliyun_faces)
    verifier.start(REQUEST)
    aliyun_faces.codes["InitFaceVerify"] = "412"
    with pytest.raises(FaceUnavailable) as refusal:
        verifier.start(other("ab" * 16))

    written = caplog.text + "".join(capfd.readouterr()) + str(refusal.value)
    assert "412" in written
    assert "王芳" not in written
    assert "110101190102031" not in written
