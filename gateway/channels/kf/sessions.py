"""Who answers in WeCom's own eyes: the bot, its queue, or one of its servicers."""

import logging

from gateway.channels.kf.events import NAME
from gateway.channels.kf.settings import KfSettings
from gateway.channels.model import Contact
from gateway.channels.wxapi import Api, Refused
from gateway.channels.wxcorp import NOT_ON_DUTY, SERVICER_INACTIVE, SESSION_ENDED, STATE_NOT_ALLOWED
from gateway.logs import facts

NEW, BOT, QUEUE, PERSON, ENDED = range(5)
_WITH_US = {NEW, BOT}
_WITH_THEM = {QUEUE, PERSON}
_log = logging.getLogger(__name__)


class Sessions:
    """Moves sessions to where the operator wants people to be served."""

    def __init__(self, settings: KfSettings, api: Api) -> None:
        self._settings, self._api = settings, api

    async def hand_over(self, contact: Contact) -> None:
        """Into the queue, or to the servicer; to the queue too when the servicer cannot take it.

        Raises:
            TransportError: WeCom cannot be asked now.
        """
        if self._settings.hand_off == "here" or await self._state(contact) not in _WITH_US:
            return
        if self._settings.servicer:
            try:
                await self._move(contact, PERSON, servicer_userid=self._settings.servicer)
            except Refused as refused:
                if refused.code not in {NOT_ON_DUTY, SERVICER_INACTIVE}:
                    raise
                _log.warning("the servicer cannot take over", extra=facts(channel=NAME, code=refused.code))
            else:
                return
        await self._move(contact, QUEUE)

    async def take_back(self, contact: Contact) -> None:
        """End WeCom's session, the only way out of a person's hands: the next message begins a new one.

        Raises:
            TransportError: WeCom cannot be asked now.
        """
        if self._settings.hand_off != "here" and await self._state(contact) in _WITH_THEM:
            await self._move(contact, ENDED)

    async def _state(self, contact: Contact) -> int:
        answer = await self._api.post("/cgi-bin/kf/service_state/get", self._who(contact))
        state = answer.get("service_state")
        return state if isinstance(state, int) else ENDED

    async def _move(self, contact: Contact, state: int, **more: str) -> None:
        body = {**self._who(contact), "service_state": state, **more}
        try:
            await self._api.post("/cgi-bin/kf/service_state/trans", body)
        except Refused as refused:
            if refused.code not in {STATE_NOT_ALLOWED, SESSION_ENDED}:
                raise
            # Somebody moved it meanwhile, in WeCom itself; theirs is the newer word.
            _log.warning("a session was moved already", extra=facts(channel=NAME, code=refused.code))

    def _who(self, contact: Contact) -> dict[str, str | int]:
        return {"open_kfid": contact.app, "external_userid": contact.user}
