"""DingTalk's web login, which says who is looking at a page of ours."""

from __future__ import annotations

from urllib.parse import urlencode

from gateway.channels.dingtalk.client import DingTalkClient, DingTalkError
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.port import LoginRefused

# The code is unknown, used or expired; the person is not in the directory.
_REFUSALS = frozenset({"invalidParameter.authCode.notFound", "authCodeNotFound", "60121", "33012", "40078"})


class DingTalkLogin:
    """OAuth 2.0; DingTalk names the person by unionId, the directory turns it into the member's own id.

    The code comes back in the query as `authCode`.
    """

    def __init__(self, client: DingTalkClient, settings: DingTalkSettings) -> None:
        self._client, self._settings = client, settings

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        """Where the browser is sent."""
        query = {
            "client_id": self._settings.client_id,
            "response_type": "code",
            "scope": "openid",
            "prompt": "consent",
            "redirect_uri": redirect_uri,
            "state": state,
        }
        return f"{self._settings.login_base}/oauth2/auth?{urlencode(query)}"

    async def identify(self, code: str) -> str:
        """The member's id, as messages carry it in `senderStaffId`.

        Raises:
            LoginRefused: DingTalk does not take the code, or the person is not a member.
            TransportError: DingTalk cannot be asked now.
        """
        try:
            staff = await self._client.member(code)
        except DingTalkError as error:
            if error.code in _REFUSALS:
                raise LoginRefused(f"DingTalk answered {error.code}") from error
            raise
        if not staff:
            raise LoginRefused("DingTalk named no member")
        return staff
