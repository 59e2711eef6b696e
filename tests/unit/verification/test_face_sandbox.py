"""The face provider for trying things out."""

import pytest

from desk.accounts.model import Identity
from desk.verification.ports import FaceRequest, FaceResult
from desk.verification.sandbox import SandboxFaces, UnknownFaceCheck

WHO = Identity("王伟", "11010119010203121X")
REQUEST = FaceRequest("c1", "demo/1", WHO, "https://shop.example/verify/x?face")


def test_the_person_at_the_screen_decides() -> None:
    faces = SandboxFaces("http://127.0.0.1:8000/demo/face/")
    begun = faces.start(REQUEST)

    assert begun.url == f"http://127.0.0.1:8000/demo/face/{begun.reference}"
    assert faces.result(begun.reference, "c1", WHO) is FaceResult.PENDING
    faces.decide(begun.reference, passed=True)
    assert faces.result(begun.reference, "c1", WHO) is FaceResult.PASSED
    faces.decide(begun.reference, passed=False)
    assert faces.result(begun.reference, "c1", WHO) is FaceResult.REFUSED


def test_a_check_of_another_challenge_is_a_refusal() -> None:
    faces = SandboxFaces("/demo/face")
    begun = faces.start(REQUEST)
    faces.decide(begun.reference, passed=True)

    assert faces.result(begun.reference, "c2", WHO) is FaceResult.REFUSED


def test_a_check_that_was_never_begun_is_unknown() -> None:
    with pytest.raises(UnknownFaceCheck):
        SandboxFaces("/demo/face").decide("nothing", passed=True)
