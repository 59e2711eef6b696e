"""Alibaba Cloud's 金融级实人认证."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from tests.fakes.clouds.acs3 import AliyunService
from tests.fakes.clouds.server import Call

SCENE = "1000000006"
LIFETIME = 1800
_BODY_FIELDS = {"AuthId", "Crop", "FaceContrastPicture", "Model"}


@dataclass
class FakeAliyunFaces(AliyunService):
    """Begins checks, and gives results once somebody has shown a face.

    Args:
        codes: the Code answered for one action, by its name.
        passed: what `Passed` says of a check, by its name.
    """

    version: str = "2019-03-07"
    page: str = "https://cloudauth.aliyun.example/web"
    codes: dict[str, str] = field(default_factory=dict)
    checks: dict[str, dict[str, str]] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)
    shown: dict[str, object] = field(default_factory=dict)
    begun_at: dict[str, float] = field(default_factory=dict)

    def show(self, certify_id: str, *, passed: bool) -> int:
        """Somebody shows a face on the page, which takes one; gives the page's answer."""
        if certify_id in self.shown or self.clock() - self.begun_at[certify_id] > LIFETIME:
            return 410
        self.shown[certify_id] = "T" if passed else "F"
        return 200

    def act(self, action: str, call: Call) -> object:
        given = call.fields
        assert not _BODY_FIELDS & set(given), "these travel in the body"
        body = dict(parse_qsl(call.body.decode()))
        assert set(body) <= _BODY_FIELDS
        if action in self.codes:
            return _answer(self.codes[action])
        if given.get("SceneId") != SCENE:
            return _answer("404")
        return {"InitFaceVerify": self._begin, "DescribeFaceVerify": self._result}[action](given)

    def _begin(self, given: dict[str, str]) -> object:
        order = given.get("OuterOrderNo", "")
        if not re.fullmatch(r"[A-Za-z0-9]{32}", order) or order in self.orders:
            return _answer("401")
        if not given.get("CertName") or not re.fullmatch(r"\d{17}[\dX]", given.get("CertNo", "")):
            return _answer("401")
        self.orders.add(order)
        name = uuid4().hex
        self.checks[name], self.begun_at[name] = given, self.clock()
        # Without what their script says about the device there is a check, but no page for it.
        page = {"CertifyUrl": f"{self.page}?certifyId={name}"} if given.get("MetaInfo") else {}
        return _answer("200", {"CertifyId": name, **page})

    def _result(self, given: dict[str, str]) -> object:
        name = given.get("CertifyId", "")
        if name not in self.checks:
            return _answer("406")
        if name not in self.shown:
            return _answer("403")
        passed = self.shown[name]
        facts = {"SubCode": "200" if passed == "T" else "204", "MaterialInfo": '{"faceAttack": "F"}'}
        return _answer("200", {"Passed": passed, "IdentityInfo": None, **facts})


def _answer(code: str, found: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"Code": code, "Message": code, "RequestId": "REQ-1", **({"ResultObject": found} if found else {})}
