"""The description for machines agrees with what is served."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx import AsyncClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from gateway.api import LARGEST_PAGE, LONGEST_COMMENT, LONGEST_TEXT, PAGE
from gateway.description import description
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.customer import Customer


def served(app: Starlette) -> set[tuple[str, str]]:
    """Every call that the application answers, mounted files aside."""
    routes = [route for route in app.routes if not isinstance(route, Mount)]
    assert all(isinstance(route, Route) for route in routes)
    return {
        (route.path, method.lower())
        for route in routes
        if isinstance(route, Route)
        for method in route.methods or ()
        if method != "HEAD"
    }


def described() -> set[tuple[str, str]]:
    calls = {"get", "post", "put", "patch", "delete"}
    return {(path, call) for path, item in description()["paths"].items() for call in item if call in calls}


def schema(name: str) -> Draft202012Validator:
    """A schema of the document, with what it refers to."""
    document = description()
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    )


def test_it_is_valid() -> None:
    validate(description())


async def test_it_describes_every_call_and_no_other(app: Starlette) -> None:
    assert described() == served(app)


async def test_it_is_served(client: AsyncClient) -> None:
    answer = await client.get("/openapi.json")
    assert answer.json() == description()


def test_its_numbers_are_those_in_force() -> None:
    turn = description()["components"]["schemas"]["Turn"]["properties"]
    assert turn["text"]["maxLength"] == LONGEST_TEXT
    pages = {p["name"]: p["schema"] for p in description()["paths"]["/api/v1/messages"]["get"]["parameters"]}
    assert (pages["limit"]["maximum"], pages["limit"]["default"]) == (LARGEST_PAGE, PAGE)
    rating = description()["paths"]["/api/v1/rating"]["post"]["requestBody"]["content"]["application/json"]
    assert rating["schema"]["properties"]["comment"]["maxLength"] == LONGEST_COMMENT


def test_every_path_parameter_is_described() -> None:
    for path, item in description()["paths"].items():
        for operation in (item[call] for call in item if call in {"get", "post"}):
            parameters = [
                _resolved(one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))
            ]
            named = {one["name"] for one in parameters if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_operations_have_names_of_their_own() -> None:
    names = [
        item[call]["operationId"]
        for item in description()["paths"].values()
        for call in item
        if call in {"get", "post"}
    ]
    assert len(names) == len(set(names))


async def test_messages_are_as_described(customer: Customer, bot: BotStandIn) -> None:
    bot.brain = lambda _: [
        says("选吧", ("办理", "close_account"), card={"kind": "steps", "items": []}),
        says("好"),
    ]
    for message in await customer.say("你好"):
        schema("Message").validate(message)


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/messages", "/verify/x/challenge"])
async def test_problems_are_as_described(client: AsyncClient, path: str) -> None:
    schema("Problem").validate((await client.get(path)).json())


async def test_demo_customers_are_as_described(client: AsyncClient) -> None:
    made = await client.post("/demo/customers", json={"profile": "clear"})
    schema("DemoCustomer").validate(made.json())


def _resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: dict[str, Any] = description()["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
    return found
