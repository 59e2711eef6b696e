"""Feishu's web login, which says who is looking at a page of ours."""

from __future__ import annotations

from urllib.parse import urlencode

from gateway.channels.feishu.client import FeishuClient, FeishuError
from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.port import LoginRefused

# The code is unknown, used, expired or another app's; the person is unknown, barred from the app, or gone.
_REFUSALS = frozenset({20003, 20004, 20008, 20010, 20021, 20022, 20023, 20024, 20071})


class FeishuLogin:
    """OAuth 2.0 with the app's own credentials; the person is named by the open_id that events carry too.

    Args:
        redirect_uri: where the browser comes back; Feishu wants it again when the code is exchanged.
    """

    def __init__(self, client: FeishuClient, settings: FeishuSettings, redirect_uri: str) -> None:
        self._client, self._settings, self._redirect_uri = client, settings, redirect_uri

    def authorize_url(self, *, redirect_uri: str, state: str) -> str:
        """Where the browser is sent."""
        query = {
            "client_id": self._settings.app_id,
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "state": state,
        }
        return f"{self._settings.accounts_base}/open-apis/authen/v1/authorize?{urlencode(query)}"

    async def identify(self, code: str) -> str:
        """The open_id of who came back with this code.

        Raises:
            LoginRefused: Feishu does not take the code, or does not name the person.
            TransportError: Feishu cannot be asked now.
        """
        try:
            open_id = await self._client.open_id(code, self._redirect_uri)
        except FeishuError as error:
            if error.code in _REFUSALS:
                raise LoginRefused(f"Feishu answered {error.code}") from error
            raise
        if not open_id:
            raise LoginRefused("Feishu named nobody")
        return open_id
