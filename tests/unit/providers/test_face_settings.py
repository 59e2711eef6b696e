"""What an operator sets about face checks, and what stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.errors import ConfigurationError
from desk.settings import read_settings
from desk.verification.faces import callback_token
from providers.faces.aliyun import AliyunFaces
from providers.faces.settings import FaceSettings, face_verifier
from providers.faces.tencent import TencentFaces
from tests.conftest import settings_for

ALIYUN = {
    "face_aliyun_access_key_id": "LTAI",
    "face_aliyun_access_key_secret": "secret",
    "face_aliyun_scene_id": "1000000006",
}
TENCENT = {"face_tencent_secret_id": "AKID", "face_tencent_secret_key": "secret", "face_tencent_rule_id": "7"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)


def made(tmp_path: Path, *, public_url: str = "https://shop.example/", **given: str) -> object:
    settings = settings_for("sqlite://", tmp_path, demo=False).model_copy(update={"public_url": public_url})
    return face_verifier(read_settings(FaceSettings, **given), settings)


def test_without_a_provider_there_is_none(tmp_path: Path) -> None:
    assert made(tmp_path) is None


def test_the_named_one_is_made(tmp_path: Path) -> None:
    assert isinstance(made(tmp_path, face_provider="tencent", **TENCENT), TencentFaces)
    assert isinstance(made(tmp_path, face_provider="aliyun", **ALIYUN), AliyunFaces)


def test_one_sentence_names_everything_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError,
        match="XIAOHU_FACE_TENCENT_SECRET_ID, XIAOHU_FACE_TENCENT_SECRET_KEY, XIAOHU_FACE_T",
    ):
        made(tmp_path, face_provider="tencent")
    with pytest.raises(ConfigurationError, match="XIAOHU_FACE_ALIYUN_SCENE_ID"):
        made(tmp_path, face_provider="aliyun", **{**ALIYUN, "face_aliyun_scene_id": "0"})


@pytest.mark.parametrize(
    "given",
    [
        {"face_provider": "nobody"},
        {"face_timeout": "21"},
        {"face_aliyun_scene_id": "one"},
        {"face_aliyun_endpoint": "http://cloudauth.aliyuncs.com"},
        {"face_tencent_endpoint": "faceid.tencentcloudapi.com"},
        {"face_aliyun_script": "http://o.alicdn.com/x.js"},
        {"face_aliyun_script": "javascript:alert(1)"},
    ],
)
def test_what_cannot_be_used_stops_the_start(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=f"XIAOHU_{next(iter(given)).upper()}"):
        made(tmp_path, **given)


def test_the_provider_hints_only_where_it_can_reach_us(tmp_path: Path) -> None:
    public = made(tmp_path, face_provider="aliyun", **ALIYUN)
    private = made(tmp_path, public_url="http://127.0.0.1:8000", face_provider="aliyun", **ALIYUN)
    assert isinstance(public, AliyunFaces)
    assert isinstance(private, AliyunFaces)
    assert public.callback_url == "https://shop.example/verify/face/callback"
    assert public.callback_token == callback_token(settings_for("sqlite://", tmp_path, demo=False).secret_key)
    assert private.callback_url == ""


def test_no_secret_shows(tmp_path: Path) -> None:
    assert "'secret'" not in repr(made(tmp_path, face_provider="aliyun", **ALIYUN))
    assert "'secret'" not in repr(made(tmp_path, face_provider="tencent", **TENCENT))
