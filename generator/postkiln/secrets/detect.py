"""What is a secret: by the name of what it is the value of, or by what it looks like.

Names are Postman's and HTTP's: header and query keys, form fields, variables.
"""

from __future__ import annotations

import re

from postkiln.model.api import Sample, Secret

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# The patterns of names meet lower case without separators: `X-Api-Key` is `xapikey`.
# As the whole name, or as its last word:
_ALONE = re.compile(
    r"x?auth|x?authorization|x?authkey|cookies?|credentials?|secrets?|jwt"
    r"|passcode|passphrase|passw(or)?d|pwd"
    r"|authentication|bearer|assertion"
)
# At the end of a name: `key` or `id` alone says nothing, so the word before it decides.
_PAIRS = re.compile(
    r"(api|access|private|secret|subscription|auth|signing|encryption|master|account"
    r"|app|application|client|consumer|integration|license|storage|sas)keys?$"
    r"|sess(ion)?id$|authorization$|cookie$|codeverifier$|assertion$"
)
_ANYWHERE = re.compile(r"secret|password|apikey|accesskey|privatekey")
# Words of tokens that are places in a list, and no credentials.
_PAGING = re.compile(
    r"page|paging|pagination|next(page)?|prev(ious)?|start(ing)?|end|continu(ation|e)"
    r"|cursor|sync|changes?|delta|resum(e|ption)|scroll|skip|marker"
)
_TRIVIAL = frozenset(("", "true", "false", "null", "none", "yes", "no", "0", "1"))


def names_secret(name: str) -> bool:
    """Whether a value under this name is a credential, as in `X-Api-Key`.

    A token is, but for those that turn pages (`page_token`, `nextPageToken`).
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if not words:
        return False
    whole = "".join(words)
    if whole.endswith("token"):
        whole = whole.removesuffix("token")
        return not any(map(_PAGING.fullmatch, (whole, *words)))
    return (
        any(map(_ALONE.fullmatch, (whole, words[-1])))
        or _PAIRS.search(whole) is not None
        or _ANYWHERE.search(whole) is not None
    )


# Keys that begin in a form which their issuers have registered or documented.
_MARKS = re.compile(
    r"eyJ[\w-]{8,}\.[\w.-]+"  # a JSON Web Token: `{"` in base64
    r"|\b[rsp]k_(live|test)_\w{8,}"  # Stripe
    r"|\b(AKIA|ASIA)[A-Z0-9]{12,}"  # AWS
    r"|\b(gh[opusr]_|github_pat_)\w{16,}"  # GitHub
    r"|\bxox[abeprs]-[\w-]{8,}"  # Slack
    r"|\bAIza[\w-]{20,}"  # Google
    r"|\bSG\.[\w-]{16,}\.[\w-]{16,}"  # SendGrid
    r"|(?<![0-9])[0-9]{8,10}:[\w-]{35}\b"  # a bot of Telegram
    r"|-----BEGIN [A-Z ]+-----[^-]*(-----END [A-Z ]+-----)?"  # PEM
)
# Long and random: digits and letters without a word between them. Where separators
# are allowed, more has to speak for it, or a path or a slug would match.
_DENSE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9]{32,}={0,2}")
_MIXED = re.compile(
    r"(?=.*[0-9].*[0-9])(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9+/_-]{32,}={0,2}"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def looks_secret(text: str) -> bool:
    """Whether some word of `text` looks like a key: known marks, or long and random.

    So does what follows a scheme of Authorization: `Bearer abcdefg1`.
    """
    if is_marked(text) or _SCHEMED.match(text):
        return True
    return any(map(_looks_random, text.split()))


_SCHEMED = re.compile(r"\s*(bearer|basic)\s+(?=\S*[0-9=])[\w.~+/=-]{7,}\s*$", re.I)


def could_be_secret(text: str) -> bool:
    """Whether `text`, in a secret's place, says more than a scheme (`Bearer`, `OAuth2`)."""
    return looks_secret(text) or _CODED.search(text) is not None


def is_scheme(text: str) -> bool:
    """Whether `text`, beside a credential, only says of what kind it is, if anything."""
    return _SCHEME.fullmatch(text.strip()) is not None


_SCHEME = re.compile(r"|bearer|basic|token|bot|(api-?)?key|oauth2?|jwt|[^\w]*", re.I)

_CODED = re.compile(r"(?=[A-Za-z+/_-]*[0-9])[A-Za-z0-9+/_-]{7,}")


def _looks_random(word: str) -> bool:
    if len(word) < 32:  # as the patterns have it; most words need no search
        return False
    if _UUID.fullmatch(word):  # an identifier far more often than a key
        return False
    return bool(_DENSE.fullmatch(word) or _MIXED.fullmatch(word))


def is_marked(text: str) -> bool:
    """Whether `text` holds a key that says what it is; long and random is not enough."""
    return _MARKS.search(text) is not None


_IN_PROSE = re.compile(
    r"\b(?P<scheme>bearer|basic|digest|token)[ \t]+(?P<token>[\w.~+/=-]*[0-9=+/][\w.~+/=-]*)"
    r"|(?P<name>[\w-]{2,40})(?P<equals>[\"']?\s?[:=]\s?[\"']?)"
    r"(?P<value>(?!//|(?:bearer|basic|digest|token)\b)[^\s<>{}]{3,}[^\s<>{}.,;:)\"'`])"
    r"|(?P<user>//(?=[^\s/@]+@)|-u\s+)(?P<info>[^\s/@:{}]+:[^\s/@{}]+)",
    re.I,
)


def masked(prose: str) -> str:
    """A description without the keys that slipped into it.

    Those that are marked as keys, and those that the text names: `Bearer abc1`, `api_key=abc`,
    `https://user:password@host`, `curl -u user:password`.
    """
    return _IN_PROSE.sub(_mask_match, _MARKS.sub("***", prose))


def _mask_match(match: re.Match[str]) -> str:
    if match["scheme"]:
        return f"{match['scheme']} ***"
    if match["user"]:
        return f"{match['user']}***"
    name, value = match["name"], match["value"]
    if not names_secret(name) or is_trivial(value):
        return match[0]
    # `password: of the user` explains; `password=abc` and `password: abc1` are values.
    if "=" not in match["equals"] and not any(map(str.isdigit, value)):
        return match[0]
    return f"{name}{match['equals']}***"


def is_secret(name: str, text: str) -> bool:
    """Whether the literal `text` under `name` must not be shown."""
    return looks_secret(text) or (names_secret(name) and not is_trivial(text))


def is_trivial(text: str) -> bool:
    """Whether `text` says yes, no or nothing: no secret, whatever it is called."""
    return text.lower() in _TRIVIAL


_USER_INFO = re.compile(r"//[^/?#@]*@")


def holds_user_info(address: str) -> bool:
    """Whether an address carries a user's name or password (RFC 3986, 3.2.1)."""
    return _USER_INFO.search(address) is not None


def sample(name: str, text: str | None) -> Sample:
    """`text` as it may be kept: behind a `Secret` when it is one."""
    if text is None or not is_secret(name, text):
        return text
    return Secret(text)
