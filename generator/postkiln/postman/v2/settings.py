"""What folders and items carry beside their content: scripts, behaviour, ids.

The object of a folder, an item or a collection comes in (postman-format 5.4, 7).
"""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import Behavior, Script
from postkiln.postman.javascript import (
    Json,
    Object,
    flag,
    listing,
    mapping,
    string_or_none,
    truthy,
)

# The app has written three spellings of one of them over the years.
_LISTEN = {"test": "test", "prerequest": "prerequest", "preRequest": "prerequest", "pre-request": "prerequest"}  # fmt: skip


def read_id(node: Object) -> str | None:
    return string_or_none(node.get("id")) or string_or_none(node.get("_postman_id"))


def read_scripts(node: Object) -> tuple[Script, ...]:
    """The enabled scripts that hold anything but blanks."""
    return tuple(_scripts(node.get("event")))


def _scripts(events: Json) -> Iterator[Script]:
    for event in map(mapping, listing(events)):
        listen = _LISTEN.get(string_or_none(event.get("listen")) or "")
        lines = _lines(event.get("script"))
        if listen and any(map(str.strip, lines)) and not truthy(event.get("disabled")):
            yield Script(listen, lines)


def _lines(script: Json) -> tuple[str, ...]:
    source = script.get("exec") if isinstance(script, dict) else script
    if isinstance(source, str):
        return tuple(source.splitlines())
    return tuple(line for line in listing(source) if isinstance(line, str))


def read_behavior(node: Object) -> Behavior:
    said = mapping(node.get("protocolProfileBehavior"))
    if not said:
        return Behavior()
    redirects = said.get("maxRedirects")
    return Behavior(
        disable_body_pruning=flag(said.get("disableBodyPruning")),
        disable_url_encoding=flag(said.get("disableUrlEncoding")),
        disable_cookies=flag(said.get("disableCookies")),
        follow_redirects=flag(said.get("followRedirects")),
        max_redirects=redirects if type(redirects) is int else None,
        follow_original_http_method=flag(said.get("followOriginalHttpMethod")),
        follow_authorization_header=flag(said.get("followAuthorizationHeader")),
        remove_referer_header_on_redirect=flag(
            said.get("removeRefererHeaderOnRedirect")
        ),
        disabled_system_headers=_disabled_headers(said.get("disabledSystemHeaders")),
        others=tuple(
            name for name, usual in _OTHERS.items() if _differs(said, name, usual)
        ),
    )


_OTHERS: dict[str, tuple[Json, ...]] = {
    "strictSSL": (True,),
    "insecureHTTPParser": (False,),
    "protocolVersion": ("http1", "auto"),
    "tlsPreferServerCiphers": (False,),
    "tlsDisabledProtocols": ([],),
    "tlsCipherSelection": ([],),
}
"""Settings of the connection, with the values that change nothing."""


def _differs(said: Object, name: str, usual: tuple[Json, ...]) -> bool:
    return said.get(name) is not None and said[name] not in usual


def _disabled_headers(value: Json) -> tuple[str, ...] | None:
    if not isinstance(value, dict):
        return None
    return tuple(name.lower() for name, disabled in value.items() if truthy(disabled))
