"""WeChat's web authorization: who is looking at a page of ours."""

import re
from urllib.parse import urlencode

from gateway.channels.port import LoginRefused
from gateway.channels.wechat.failures import CODE_INVALID, CODE_USED
from gateway.channels.wechat.settings import WeChatSettings
from gateway.channels.wxapi import Interface, Refused

_CODE = re.compile(r"[A-Za-z0-9_-]{1,512}")


class WeChatLogin:
    """OAuth 2 with the account's own appid; the identity is the openid."""

    def __init__(self, settings: WeChatSettings, interface: Interface) -> None:
        self._settings, self._interface = settings, interface

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        """Where the browser is sent; WeChat wants the parameters in this order, and the fragment."""
        query = {
            "appid": self._settings.app_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": self._settings.oauth_scope,
            "state": state,
        }
        return f"{self._settings.oauth_base}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"

    async def identify(self, code: str) -> str:
        """The openid of who came back.

        Raises:
            LoginRefused: the code is used, old or made up, or stands for a snapshot user.
            TransportError: WeChat cannot be asked now.
        """
        if not _CODE.fullmatch(code):
            raise LoginRefused("no code")
        found = await self._asked(code)
        if str(found.get("is_snapshotuser", 0)) == "1":
            # A page opened in the snapshot mode is given an identity that belongs to nobody.
            raise LoginRefused("snapshot user")
        openid = found.get("openid")
        if not isinstance(openid, str) or not openid:
            raise LoginRefused("no openid")
        return openid

    async def _asked(self, code: str) -> dict[str, object]:
        try:
            return await self._interface.get(
                "/sns/oauth2/access_token",
                appid=self._settings.app_id,
                secret=self._settings.app_secret.get_secret_value(),
                code=code,
                grant_type="authorization_code",
            )
        except Refused as refused:
            if refused.code in {CODE_INVALID, CODE_USED}:
                raise LoginRefused("code") from None
            raise
