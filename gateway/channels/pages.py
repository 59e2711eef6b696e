"""The pages for people who come from a messaging app; their words are in pages/apps.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

import yaml
from starlette.responses import HTMLResponse

from gateway.boundary import page_policy
from gateway.pages_folder import PAGES

_HEADERS = {
    "Cache-Control": "no-store",
    # A form of ours then says where it was sent from, and an address with a secret in it goes nowhere else.
    "Referrer-Policy": "same-origin",
}


class Refused(Exception):
    """The person cannot go on here; `page` says so."""

    def __init__(self, page: str, app: str = "") -> None:
        super().__init__(page)
        self.page, self.app = page, app


def page(name: str, *, app: str = "", more: str = "") -> HTMLResponse:
    """A page.

    Args:
        name: its entry in apps.yml.
        app: the channel that it speaks of.
        more: HTML below the text; whatever is not ours in it is escaped by the caller.
    """
    words = _words()[name]
    title, text = (_named(words[part], app) for part in ("title", "text"))
    html = _frame().format(title=escape(title), text=escape(text), more=more)
    return HTMLResponse(html, words["status"], headers=_HEADERS)


def _alone(response: HTMLResponse) -> HTMLResponse:
    """Never in a frame: nobody shall have people press or copy what they do not see where it stands."""
    response.headers["Content-Security-Policy"] = page_policy(None)
    return response


def confirmation(*, app: str, account: str, state: str) -> HTMLResponse:
    """Asks for the last word on a binding."""
    words = _words()["confirm"]
    more = (
        f'    <p class="purpose">{escape(account)}</p>\n'
        f'    <p class="hint">{escape(_named(words["hint"], app))}</p>\n'
        '    <form method="post" action="/bind/confirm">\n'
        f'      <input type="hidden" name="state" value="{escape(state)}">\n'
        f'      <button type="submit" class="primary">{escape(words["button"])}</button>\n'
        "    </form>\n"
    )
    return _alone(page("confirm", app=app, more=more))


def code_page(app: str, code: str) -> HTMLResponse:
    """Shows what has to be said in the app."""
    hint = _named(_words()["code"]["hint"], app)
    more = f'    <p class="purpose code">{escape(code)}</p>\n    <p class="hint">{escape(hint)}</p>\n'
    return _alone(page("code", app=app, more=more))


def choice(shops: Mapping[str, str]) -> HTMLResponse:
    """Asks in which shop somebody logs in."""
    items = (f'      <li><a href="{escape(url)}">{escape(site)}</a></li>\n' for site, url in shops.items())
    return _alone(page("choose", more=f"    <ul>\n{''.join(items)}    </ul>\n"))


def demo_login(return_to: str) -> HTMLResponse:
    """The page in place of a shop's login."""
    words = _words()["demo_login"]
    more = (
        '    <form method="post" action="/demo/login">\n'
        f'      <input type="hidden" name="return_to" value="{escape(return_to)}">\n'
        f'      <label for="customer">{escape(words["label"])}</label>\n'
        '      <input id="customer" name="customer_id" type="text" autocomplete="off" required>\n'
        f'      <button type="submit" class="primary">{escape(words["button"])}</button>\n'
        "    </form>\n"
    )
    return page("demo_login", more=more)


def _named(text: str, app: str) -> str:
    return text.replace("{app}", _words()["names"].get(app, app))


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PAGES / "apps.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def _frame() -> str:
    return (PAGES / "app.html").read_text(encoding="utf-8")
