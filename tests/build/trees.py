"""Short ways to write the collections that the tests of the model read."""

from __future__ import annotations

from typing import Any

from postkiln.build import build
from postkiln.model.api import Api, ClientOption, Endpoint, Parameter, endpoints
from postkiln.postman.collection import (
    AuthBlock,
    Collection,
    DefinedVariable,
    Entry,
    Folder,
    Item,
    ItemRequest,
    RequestBody,
    SavedResponse,
    Script,
    Url,
)

ORIGIN = "https://api.example.com"


def entries(
    *pairs: tuple[str | None, str | None], disabled: bool = False
) -> tuple[Entry, ...]:
    return tuple(Entry(key, value, disabled) for key, value in pairs)


def url(
    path: str = "/items",
    query: tuple[Entry, ...] = (),
    variables: tuple[Entry, ...] = (),
    origin: str = ORIGIN,
) -> Url:
    return Url(origin, tuple(path.split("/")[1:]), query, variables)


def item(
    name: str = "Call",
    to: Url | None = None,
    *,
    method: str = "GET",
    headers: tuple[Entry, ...] = (),
    body: RequestBody | None = None,
    auth: AuthBlock | None = None,
    **more: Any,
) -> Item:
    return Item(name, ItemRequest(method, to or url(), headers, body, auth), **more)


def saved(
    code: int | None, body: str | None = None, to: Url | None = None, **more: Any
) -> SavedResponse:
    request = None if to is None else ItemRequest("GET", to)
    return SavedResponse(f"saved {code}", code, body=body, request=request, **more)


def typed(media_type: str) -> tuple[Entry, ...]:
    return entries(("Content-Type", media_type))


def bearer(token: str) -> AuthBlock:
    return AuthBlock("bearer", (("token", token),))


def script(*lines: str, listen: str = "prerequest") -> tuple[Script, ...]:
    return (Script(listen, lines),)


def api_of(
    *items: Folder | Item,
    variables: tuple[DefinedVariable, ...] = (),
    auth: AuthBlock | None = None,
    **how: Any,
) -> Api:
    return build(Collection(Folder("Shop", items, auth=auth), variables), **how)


def calls(api: Api) -> tuple[Endpoint, ...]:
    return tuple(endpoints(api.root))


def call(*items: Folder | Item, **how: Any) -> Endpoint:
    """The only endpoint of a collection."""
    (only,) = calls(api_of(*items, **how))
    return only


def option(api: Api, variable: str) -> ClientOption:
    (only,) = (each for each in api.options if each.variable == variable)
    return only


def parameter(endpoint: Endpoint, key: str) -> Parameter:
    (only,) = (each for each in endpoint.parameters if each.key == key)
    return only


def codes(api: Api) -> list[str]:
    return [notice.code.value for notice in api.notices]
