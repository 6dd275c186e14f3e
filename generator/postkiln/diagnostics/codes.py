"""The table of notices: for each code its wording, what it means, and what to do.

A new notice is a member here, and a call of `notice` with its fields where it arises.
`postkiln explain` and the configuration's `ignore` know it from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

_NO_AUTH = "auth type {type!r} is not supported: {requests} sent without"


class _Row(str):
    """A code, its wording with fields in braces, what it means and what to do.

    A code with several cases has a wording for each, by name; "" is the usual one.
    `is_requested`: the user asked for it, so --strict lets it pass.
    """

    _value_: str
    wordings: Mapping[str, str]
    meaning: str
    is_requested: bool

    def __new__(
        cls,
        code: str,
        wording: str | Mapping[str, str],
        meaning: str,
        *,
        is_requested: bool = False,
    ) -> _Row:
        row = super().__new__(cls, code)
        row.wordings = {"": wording} if isinstance(wording, str) else wording
        row.meaning = meaning
        row.is_requested = is_requested
        return row


class Code(StrEnum):
    """What a notice is about. Codes are stable: people filter by them."""

    def __init__(self, row: _Row) -> None:
        self.wordings = row.wordings
        self.meaning = row.meaning
        self.is_requested = row.is_requested

    NO_URL = _Row(
        "no-url",
        {
            "": "the request has no address and is left out",
            "no_host": "the address of the request names no host: it is left out",
        },
        "The request has no address, or one without a host, so there is nothing to "
        "call. It gets no method. Give it an address in Postman, or leave it out "
        "with --exclude.",
    )
    NO_METHOD = _Row(
        "no-method",
        "the request says no method: it is sent as GET",
        "The request says no method. It is sent as GET, as Postman does. Choose a "
        "method in Postman.",
    )
    UNSUPPORTED_SCHEME = _Row(
        "unsupported-scheme",
        "{scheme}:// is not HTTP: the request is left out",
        "The address is not HTTP (ws://, grpc:// and the like). The request gets no "
        "method. Leave it out with --exclude, or call it with a library for its "
        "protocol.",
    )
    UNUSABLE_ITEM = _Row(
        "unusable-item",
        {
            "": 'element {number} of the "item" list is no object and was skipped',
            "folder": "a folder that also holds a request: the request is left out",
            "unlisted": "no list of the collection names the request: it is left out",
            "method": "{method!r} is no HTTP method: the request is left out",
        },
        "Something in the list of requests is none: no object, a method that HTTP "
        "does not allow, or, in an old collection, a request that no list names. It "
        "is left out.",
    )
    RAW_DISAGREES = _Row(
        "raw-disagrees",
        '"raw" of the url shows another {part} than its parts; the parts count',
        "The address is in the file twice, as text and in parts, and the two "
        "differ. Postman sends the parts, and so does the client. Save the request "
        "in Postman again to make them agree.",
    )
    PATH_TEXT = _Row(
        "path-text",
        "{name} stands inside a part of the path: it is text, and no variable",
        "In Postman `:name` is a variable only where it is all that stands between two "
        "slashes. Elsewhere it is sent as it is written. Write `{{{{name}}}}` in Postman "
        "to make it a variable.",
    )
    UNSUPPORTED_AUTH = _Row(
        "unsupported-auth",
        {
            "": _NO_AUTH,
            "ntlm": f"{_NO_AUTH}; give the client an httpx2 client whose auth speaks it, "
            "as the README shows",
            "user_info": "the user info of the address is left out beside an API key",
        },
        "The client does not speak this type of auth: requests are sent without. "
        "Give the client an httpx2 client that does, or send the headers with each "
        "call.",
    )
    SCRIPT_CHANGES_REQUEST = _Row(
        "script-changes-request",
        "a pre-request script, which is not run, changes the request: {lines}",
        "A pre-request script changes the request or sets variables. Scripts are "
        "not run. Do in your own code what it does, with arguments and headers of "
        "the call.",
    )
    UNSUPPORTED_BEHAVIOR = _Row(
        "unsupported-behavior",
        "{settings}: set on the httpx2 client that you give as http",
        "A setting of the connection (TLS, protocol version) is not the client's to "
        "follow. Give it an httpx2 client with that setting.",
    )
    BODY_INCOMPLETE = _Row(
        "body-incomplete",
        "",  # not made any more, but configurations may still ignore it
        "A part of the body cannot be expressed and is left out of the method.",
    )
    BODY_NOT_JSON = _Row(
        "body-not-json",
        "the body is labelled JSON and does not parse: it is taken as text",
        "The body is labelled JSON and does not parse, even with its variables "
        "filled in. The method takes text. Correct the body in Postman to get typed "
        "arguments.",
    )
    EXAMPLE_NOT_JSON = _Row(
        "example-not-json",
        "the example {example!r} is labelled JSON and is not: {error}",
        "A saved answer is labelled JSON and does not parse. It says nothing about "
        "the type of the answer. Correct or delete the example in Postman.",
    )
    NO_EXAMPLE = _Row(
        "no-example",
        "requests without a saved 2xx answer: {count} of {total} ({requests})",
        "No successful answer is saved for these requests, so what they return has "
        "no type of its own. Save an answer as an example in Postman.",
    )
    BAD_HEADER = _Row(
        "bad-header",
        {
            "": "the header {header!r} holds a character HTTP forbids: it is left out",
            "name": "the header {header!r} has a name HTTP forbids: it is left out",
        },
        "HTTP forbids this name or value of a header. The header is left out; "
        "Postman refuses to send such a request.",
    )
    UNKNOWN_KEY = _Row(
        "unknown-key",
        "Postman knows no key {key!r} {where}: it is left out",
        "A file of a v3 collection has a key that Postman does not know. Postman "
        "drops it without a word, and so what it says is not sent. Often it is a v2 "
        "spelling (header for headers, body.mode for body.type).",
    )
    UNUSABLE_VALUE = _Row(
        "unusable-value",
        {
            "": "{key!r} must be {wanted}: it is left out",
            "no_kind": "the file does not say what it is: it is read as '$kind: {kind}'",
        },
        "A value in a v3 collection is not of the kind it has to be. It is left out.",
    )
    UNSUPPORTED_KIND = _Row(
        "unsupported-kind",
        "a {kind} is not HTTP: it is left out",
        "A request of a v3 collection is not HTTP (gRPC, WebSocket, MQTT and "
        "others). It gets no method.",
    )
    MULTI_AUTH = _Row(
        "multi-auth",
        {
            "": "{count} auths to choose from: none is taken. Give the headers with each "
            "call",
            "rules": "an auth for some addresses only is left out. Give the headers with "
            "each call",
        },
        "A v3 collection has several auths to choose from, or one for some "
        "addresses only. None is taken, because which of them a request needs is "
        "not known. Leave one, or send the headers with each call.",
    )
    UNUSED_FILE = _Row(
        "unused-file",
        "no request has this example: it is left out",
        "A file of a v3 collection belongs to no request. It is left out; mostly "
        "its request was renamed or deleted. Rename or delete it, too.",
    )
    DUPLICATE_KEY = _Row(
        "duplicate-key",
        "some objects spell a key twice, the last counts: {keys}",
        "An object in the JSON spells a key twice. The last one counts, as in "
        "Postman. Often a merge went wrong.",
    )
    CYCLIC_VARIABLE = _Row(
        "cyclic-variable",
        "variables that lead round in a circle have no value: {variables}",
        "The values of variables lead round in a circle, so they have none. Postman "
        "gives up after 19 steps and sends what is left. The client asks for it as "
        "for a variable without a value. Give it a value in Postman.",
    )
    NOT_PYTHON = _Row(
        "not-python",
        "the method made of it is no Python ({problem}): the request is left out. Please "
        "report it, it is a fault of postkiln",
        "Python cannot read the method that was made of the request. It is left out, "
        "so that the rest of the client can be used. This is a fault of postkiln: "
        "please report it with the request. Until it is mended, another name for the "
        "request or its parameters may help.",
    )
    EMPTY = _Row(
        "empty",
        "there is no request to call: the client has no methods",
        "Nothing is left to call: the collection is empty, or everything in it was "
        "left out.",
    )
    EXCLUDED = _Row(
        "excluded",
        {
            "": "{count} of {total} requests left out by --include or --exclude",
            "no_match": "the pattern {pattern!r} matches no request",
        },
        "--include or --exclude left requests out, or one of their patterns matches "
        "nothing. This is what was asked for: --strict lets it pass.",
        is_requested=True,
    )
    DECIDED_ANEW = _Row(
        "decided-anew",
        "the lock is of an earlier postkiln: what values are was decided anew: {kinds}",
        "The lock was written before locks kept what each value of a request is: an "
        "argument, an option of the client, or a constant. That was decided once more, "
        "and is kept from now on; names that were there stayed. Read the difference of "
        "the package before you commit it; `postkiln check` shows it, and `--json` lists "
        "all that moved. What you would rather have otherwise is said in the table "
        "`values` of the configuration. --strict lets it pass: it is said once.",
        is_requested=True,
    )
    MISSING_FILE = _Row(
        "missing-file",
        "the file {file!r} is missing: it is left out of the request",
        "verify: a file that a request sends is not where the collection says. Its "
        "part of the request is left out, as newman does.",
    )
    OUTSIDE_FILE = _Row(
        "outside-file",
        "the file {file!r} is in no directory that may be read: it is left out of the "
        "request. --files DIR allows a directory",
        "verify: a file that a request sends is in none of the directories that may be "
        "read: that of the collection, and those that --files allows. Or a link leads "
        "out of them. A collection can name any file of your machine, so this one is "
        "not looked at, and its part of the request is left out. If the request is to "
        "send it, allow its directory with --files DIR. What comes from stdin, the web "
        "or Postman has no directory of its own.",
    )
