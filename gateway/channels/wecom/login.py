"""WeCom's web authorization: which member is looking at a page of ours."""

import re
from urllib.parse import urlencode

from gateway.channels.port import LoginRefused
from gateway.channels.wecom.settings import WeComSettings
from gateway.channels.wxapi import Api, Refused
from gateway.channels.wxcorp import CODE_INVALID

_CODE = re.compile(r"[A-Za-z0-9_-]{1,512}")


class WeComLogin:
    """OAuth 2 of the application; the identity is the member's userid."""

    def __init__(self, settings: WeComSettings, api: Api) -> None:
        self._settings, self._api = settings, api

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        """Where the browser is sent; WeCom wants the parameters in this order, and the fragment."""
        query = {
            "appid": self._settings.corp_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
            "agentid": str(self._settings.agent_id),
        }
        return f"{self._settings.oauth_base}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"

    async def identify(self, code: str) -> str:
        """The userid of who came back.

        Raises:
            LoginRefused: the code is not good, or stands for somebody who is no member.
            TransportError: WeCom cannot be asked now.
        """
        if not _CODE.fullmatch(code):
            raise LoginRefused("no code")
        try:
            found = await self._api.get("/cgi-bin/auth/getuserinfo", code=code)
        except Refused as refused:
            if refused.code == CODE_INVALID:
                raise LoginRefused("code") from None
            raise
        user = found.get("userid")
        if not isinstance(user, str) or not user:
            raise LoginRefused("no member")
        return user
