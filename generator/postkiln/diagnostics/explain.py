"""Notices in, those the user wants to hear of out; and what each code of theirs means."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from postkiln.diagnostics.errors import Code, Notice

EXPLANATIONS: Mapping[Code, str] = {
    Code.NO_URL: (
        "The request has no address, or one without a host, so there is nothing to "
        "call. It gets no method. Give it an address in Postman, or leave it out "
        "with --exclude."
    ),
    Code.NO_METHOD: (
        "The request says no method. It is sent as GET, as Postman does. Choose a "
        "method in Postman."
    ),
    Code.UNSUPPORTED_SCHEME: (
        "The address is not HTTP (ws://, grpc:// and the like). The request gets no "
        "method. Leave it out with --exclude, or call it with a library for its "
        "protocol."
    ),
    Code.UNUSABLE_ITEM: (
        "Something in the list of requests is none: no object, a method that HTTP "
        "does not allow, or, in an old collection, a request that no list names. It "
        "is left out."
    ),
    Code.RAW_DISAGREES: (
        "The address is in the file twice, as text and in parts, and the two "
        "differ. Postman sends the parts, and so does the client. Save the request "
        "in Postman again to make them agree."
    ),
    Code.UNSUPPORTED_AUTH: (
        "The client does not speak this type of auth: requests are sent without. "
        "Give the client an httpx2 client that does, or send the headers with each "
        "call."
    ),
    Code.SCRIPT_CHANGES_REQUEST: (
        "A pre-request script changes the request or sets variables. Scripts are "
        "not run. Do in your own code what it does, with arguments and headers of "
        "the call."
    ),
    Code.UNSUPPORTED_BEHAVIOR: (
        "A setting of the connection (TLS, protocol version) is not the client's to "
        "follow. Give it an httpx2 client with that setting."
    ),
    Code.BODY_INCOMPLETE: (
        "A part of the body cannot be expressed and is left out of the method."
    ),
    Code.BODY_NOT_JSON: (
        "The body is labelled JSON and does not parse, even with its variables "
        "filled in. The method takes text. Correct the body in Postman to get typed "
        "arguments."
    ),
    Code.EXAMPLE_NOT_JSON: (
        "A saved answer is labelled JSON and does not parse. It says nothing about "
        "the type of the answer. Correct or delete the example in Postman."
    ),
    Code.NO_EXAMPLE: (
        "No successful answer is saved for these requests, so what they return has "
        "no type of its own. Save an answer as an example in Postman."
    ),
    Code.BAD_HEADER: (
        "HTTP forbids this name or value of a header. The header is left out; "
        "Postman refuses to send such a request."
    ),
    Code.UNKNOWN_KEY: (
        "A file of a v3 collection has a key that Postman does not know. Postman "
        "drops it without a word, and so what it says is not sent. Often it is a v2 "
        "spelling (header for headers, body.mode for body.type)."
    ),
    Code.UNUSABLE_VALUE: (
        "A value in a v3 collection is not of the kind it has to be. It is left " "out."
    ),
    Code.UNSUPPORTED_KIND: (
        "A request of a v3 collection is not HTTP (gRPC, WebSocket, MQTT and "
        "others). It gets no method."
    ),
    Code.MULTI_AUTH: (
        "A v3 collection has several auths to choose from, or one for some "
        "addresses only. None is taken, because which of them a request needs is "
        "not known. Leave one, or send the headers with each call."
    ),
    Code.UNUSED_FILE: (
        "A file of a v3 collection belongs to no request. It is left out; mostly "
        "its request was renamed or deleted. Rename or delete it, too."
    ),
    Code.DUPLICATE_KEY: (
        "An object in the JSON spells a key twice. The last one counts, as in "
        "Postman. Often a merge went wrong."
    ),
    Code.CYCLIC_VARIABLE: (
        "The values of variables lead round in a circle, so they have none. Postman "
        "gives up after 19 steps and sends what is left. The client asks for it as "
        "for a variable without a value. Give it a value in Postman."
    ),
    Code.NOT_PYTHON: (
        "Python cannot read the method that was made of the request. It is left out, "
        "so that the rest of the client can be used. This is a fault of postkiln: "
        "please report it with the request. Until it is mended, another name for the "
        "request or its parameters may help."
    ),
    Code.EMPTY: (
        "Nothing is left to call: the collection is empty, or everything in it was "
        "left out."
    ),
    Code.EXCLUDED: (
        "--include or --exclude left requests out, or one of their patterns matches "
        "nothing. This is what was asked for: --strict lets it pass."
    ),
    Code.MISSING_FILE: (
        "verify: a file that a request sends is not where the collection says. Its "
        "part of the request is left out, as newman does."
    ),
    Code.OUTSIDE_FILE: (
        "verify: a file that a request sends is in none of the directories that may be "
        "read: that of the collection, and those that --files allows. Or a link leads "
        "out of them. A collection can name any file of your machine, so this one is "
        "not looked at, and its part of the request is left out. If the request is to "
        "send it, allow its directory with --files DIR. What comes from stdin, the web "
        "or Postman has no directory of its own."
    ),
}


def no_such(code: str) -> str:
    """What to say of a code that is none."""
    close = difflib.get_close_matches(code, list(Code), n=1)
    remedy = f"Did you mean {str(close[0])!r}?" if close else _ALL
    return f"there is no notice {code[:40]!r}. {remedy}"


_ALL = "`postkiln explain` lists all"


def heard(notices: Iterable[Notice], ignored: Iterable[str]) -> tuple[Notice, ...]:
    """The notices that no pattern silences: `no-example`, or `Folder/*: no-example`."""
    patterns = [_split(each) for each in ignored]
    return tuple(n for n in notices if not any(_is_silenced(n, p) for p in patterns))


def serious(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices that --strict makes errors of: all but of what was asked for."""
    return tuple(each for each in notices if each.code is not Code.EXCLUDED)


def code_of(ignored: str) -> str:
    """The code in a pattern."""
    return _split(ignored)[1]


def _split(ignored: str) -> tuple[str, str]:
    path, _, code = ignored.rpartition(":")
    return path.strip(), code.strip()


def _is_silenced(notice: Notice, pattern: tuple[str, str]) -> bool:
    path, code = pattern
    here = "/".join(notice.path)
    is_there = not path or fnmatchcase(here, path) or fnmatchcase(here, f"{path}/*")
    return notice.code == code and is_there
