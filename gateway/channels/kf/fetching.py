"""A push says only that something came; what came is fetched here, page by page."""

import asyncio
import json
import logging
import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.channels.kf import events
from gateway.channels.port import Intake, State, TransportError, Unreadable
from gateway.channels.wxapi import Api, Refused
from gateway.channels.wxpush import Fields
from gateway.logs import facts

_PAGE = 1000
_MOST_PAGES = 200  # in one go; whatever is left is fetched in the next
_LEASE = timedelta(seconds=10)  # for a page; two who fetch the same one do no harm
_TOKEN_LASTS = timedelta(minutes=10)
_TOKEN_REFUSED = 95007
_NEWCOMERS_LOOK_BACK = timedelta(minutes=10)
_LOOK = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fetcher:
    """Fetches for some accounts; any replica may be told that something came, and one of them fetches.

    What was told last (`push/…`), what of it has been fetched (`fetched/…`) and how far (`cursor/…`) stand in
    the shared state: a gateway that dies anywhere between leaves a difference that the next one finds.
    """

    api: Api
    state: State
    accounts: tuple[str, ...]
    clock: Callable[[], datetime]

    def told(self, fields: Fields) -> Mapping[str, str]:
        """What to keep of a push.

        Raises:
            Unreadable: it names no account.
        """
        account = fields.get("OpenKfId", "")
        if not account:
            raise Unreadable("no account")
        if account not in self.accounts:
            _log.warning("a push for an account that is not set", extra=facts(setting="XIAOHU_KF_ACCOUNTS"))
            return {}
        token, at = fields.get("Token", ""), int(self.clock().timestamp())
        return {f"push/{account}": json.dumps({"token": token, "at": at})}

    async def run(self, intake: Intake) -> None:
        """Fetch at the start, and whenever something was told."""
        await asyncio.gather(*(self._watch(account, intake) for account in self.accounts))

    async def _watch(self, account: str, intake: Intake) -> None:
        pause, at_start = _FIRST_PAUSE, True
        while True:
            known = await self._told_last(account)
            try:
                if await self.fetch(account, intake, anyway=at_start):
                    at_start = False
                pause = _FIRST_PAUSE
            except TransportError as error:
                told = facts(channel=events.NAME, reason=str(error))
                _log.log(logging.ERROR if error.tell_staff else logging.WARNING, "not fetched", extra=told)
                await self._wait(account, known, max(pause, error.retry_after or 0))
                pause = min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(_LOOK)

    async def _wait(self, account: str, known: str | None, seconds: float) -> None:
        """Until the time is over or something new was told: its token is a fresh permission to ask."""
        for _ in range(math.ceil(seconds / _LOOK)):
            if await self._told_last(account) != known:
                return
            await asyncio.sleep(_LOOK)

    async def _told_last(self, account: str) -> str | None:
        return await self.state.get(f"push/{account}")

    async def fetch(self, account: str, intake: Intake, *, anyway: bool = False) -> bool:
        """Fetch what came for an account, unless it is fetched already or another replica is at it.

        Args:
            anyway: also when nothing was told.

        Raises:
            TransportError: WeCom did not give it.
        """
        push = await self._told_last(account)
        if not anyway and push == await self.state.get(f"fetched/{account}"):
            return False
        for _ in range(_MOST_PAGES):
            if not await self.state.lease(f"fetch/{account}", _LEASE):
                return False
            try:
                if await self._page(account, push, intake):
                    return True
            finally:
                with suppress(Exception):
                    await self.state.release(f"fetch/{account}")
        return False

    async def _page(self, account: str, push: str | None, intake: Intake) -> bool:
        """Fetch and keep one page; whether it was the last."""
        cursor = await self.state.get(f"cursor/{account}")
        since = await self.state.get(f"since/{account}") or self._beginning()
        page = await self._asked(account, cursor, self._token(push))
        items = page.get("msg_list")
        inbound = [
            one
            for item in (items if isinstance(items, list) else [])
            if events.sent_at(item).timestamp() >= float(since)
            if (one := events.read(item, account)) is not None
        ]
        # An empty page says nothing about the next one; only this does.
        is_last = page.get("has_more") != 1
        kept = {f"since/{account}": since} | ({f"fetched/{account}": push} if is_last and push else {})
        following = page.get("next_cursor")
        if isinstance(following, str) and following:
            kept[f"cursor/{account}"] = following
        await intake.take(inbound, state=kept)
        return is_last

    def _beginning(self) -> str:
        # Without a cursor the platform gives three days of what nobody has asked us to answer.
        return str(int((self.clock() - _NEWCOMERS_LOOK_BACK).timestamp()))

    def _token(self, push: str | None) -> str | None:
        found = json.loads(push) if push else {}
        is_fresh = self.clock().timestamp() - found.get("at", 0) < _TOKEN_LASTS.total_seconds()
        return found.get("token") or None if is_fresh else None

    async def _asked(self, account: str, cursor: str | None, token: str | None) -> dict[str, Any]:
        body = {"open_kfid": account, "limit": _PAGE, "voice_format": 0} | (
            {"cursor": cursor} if cursor else {}
        )
        if token:
            # Without the token of a push the platform is strict about how often it is asked.
            try:
                return await self._sync(body | {"token": token})
            except Refused as refused:
                if refused.code != _TOKEN_REFUSED:
                    raise
        return await self._sync(body)

    async def _sync(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return await self.api.post("/cgi-bin/kf/sync_msg", body)
