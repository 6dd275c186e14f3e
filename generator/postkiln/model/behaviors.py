"""Settings of requests that the client does not follow: one notice per level."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.collection.tree import Behavior
from postkiln.errors import Code, Notice


def behavior_notices(path: tuple[str, ...], behavior: Behavior) -> tuple[Notice, ...]:
    """What the level at `path` asks for and does not get, if anything."""
    names = tuple(_unfollowed(behavior))
    if not names:
        return ()
    text = f"{', '.join(names)}: the client does not follow this setting"
    return (Notice(path, Code.UNSUPPORTED_BEHAVIOR, text),)


def _unfollowed(behavior: Behavior) -> Iterator[str]:
    """The settings that are not what they are without being set."""
    if behavior.disable_url_encoding:
        yield "URL encoding disabled"
    if behavior.disable_cookies:
        yield "cookies disabled"
    if behavior.follow_redirects is False:
        yield "redirects not followed"
    if behavior.max_redirects not in (None, 10):
        yield "a limit of redirects"
    if behavior.follow_original_http_method:
        yield "the method kept on redirects"
    if behavior.follow_authorization_header:
        yield "Authorization kept on redirects"
    if behavior.remove_referer_header_on_redirect:
        yield "Referer removed on redirects"
    if behavior.disabled_system_headers:
        yield "default headers disabled"
