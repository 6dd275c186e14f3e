"""What folders and items carry beside their content: scripts, behaviour, ids.

The object of a folder, an item or a collection comes in (postman-format 5.4, 7).
"""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.postman.collection import ProtocolProfileBehavior, Script
from postkiln.postman.javascript import (
    Json,
    Object,
    flag,
    is_disabled,
    listing,
    mapping,
    string,
    string_or_none,
    truthy,
)

_LISTEN = {
    "test": "test",
    # The app has written three spellings of this one over the years.
    "prerequest": "prerequest",
    "preRequest": "prerequest",
    "pre-request": "prerequest",
}


def read_id(node: Object) -> str | None:
    own = string_or_none(node.get("id"))
    return own or string_or_none(node.get("_postman_id"))


def read_scripts(node: Object) -> tuple[Script, ...]:
    """The enabled scripts that hold anything but blanks."""
    return tuple(_scripts(node.get("event")))


def _scripts(events: Json) -> Iterator[Script]:
    for event in map(mapping, listing(events)):
        listen = _LISTEN.get(string(event.get("listen")))
        if listen is None or is_disabled(event):
            continue
        lines = _lines(event.get("script"))
        if any(map(str.strip, lines)):
            yield Script(listen, lines)


def _lines(script: Json) -> tuple[str, ...]:
    if isinstance(script, dict):
        script = script.get("exec")
    if isinstance(script, str):
        return tuple(script.splitlines())
    return tuple(line for line in listing(script) if isinstance(line, str))


def read_behavior(node: Object) -> ProtocolProfileBehavior:
    given = mapping(node.get("protocolProfileBehavior"))
    if not given:
        return ProtocolProfileBehavior()
    redirects = given.get("maxRedirects")
    referer = given.get("removeRefererHeaderOnRedirect")
    return ProtocolProfileBehavior(
        disable_body_pruning=flag(given.get("disableBodyPruning")),
        disable_url_encoding=flag(given.get("disableUrlEncoding")),
        disable_cookies=flag(given.get("disableCookies")),
        follow_redirects=flag(given.get("followRedirects")),
        max_redirects=redirects if type(redirects) is int else None,
        follow_original_http_method=flag(given.get("followOriginalHttpMethod")),
        follow_authorization_header=flag(given.get("followAuthorizationHeader")),
        remove_referer_header_on_redirect=flag(referer),
        disabled_system_headers=_disabled_headers(given.get("disabledSystemHeaders")),
        others=_others(given),
    )


_CONNECTION: dict[str, tuple[Json, ...]] = {
    "strictSSL": (True,),
    "insecureHTTPParser": (False,),
    "protocolVersion": ("http1", "auto"),
    "tlsPreferServerCiphers": (False,),
    "tlsDisabledProtocols": ([],),
    "tlsCipherSelection": ([],),
}
"""Settings of the connection, with the values that change nothing."""


def _others(given: Object) -> tuple[str, ...]:
    """The settings of the connection whose values change something."""
    names: list[str] = []
    for name, usual in _CONNECTION.items():
        value = given.get(name)
        if value is not None and value not in usual:
            names.append(name)
    return tuple(names)


def _disabled_headers(value: Json) -> tuple[str, ...] | None:
    if not isinstance(value, dict):
        return None
    names = [name for name, disabled in value.items() if truthy(disabled)]
    return tuple(map(str.lower, names))
