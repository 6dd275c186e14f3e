"""What the name of a key or a variable says: the one table of words.

A name is read by its words: `apiVersion`, `api-version` and `API_VERSION` are the same.
"""

from __future__ import annotations

import re
from enum import Enum

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


class Says(Enum):
    """What a name may say. The pattern is matched with its words, joined by blanks."""

    VERSION = r"(.* )?((?!(con|in|re)version)\w*version|ver|v)( \d+)?"
    FORMAT = r"(.* )?(format|fmt|alt|output|response type|media type)"
    LOCALE = r"(.* )?(locale|lang|language|culture|market|hl)( (code|id|tag))?"
    BASE_PATH = (
        r"((api|server|url|service) )?(base|root|context) ?path|api (path|root|base)"
    )
    PREFIX = r"(.* )?prefix"
    TENANT = r"(.* )?tenant( (id|name|key))?"
    REALM = r"(.* )?realm( (id|name))?"
    REGION = (
        r"(.* )?region( (id|name|code))?"
        r"|(?!.*time ?zone)(.* )?(datacenter|data center|zone)( (name|code))?"
    )
    STAGE = r"(.* )?(stage|env|environment)( name)?"
    BRANCH = r"(.* )?branch( name)?"
    ORIGIN = (
        r"(.* )?(endpoint|host|server|base|origin)( (url|uri))?"
        r"|(base|server|root) ?ur[il]|host( .*)?"
    )
    QUERY_STRING = r"(.* )?(sas|query ?string|query ?params?)( (token|url|key))?|sas\w*"
    SIGNED_QUERY = (
        r"(.* )?(sas|token|key|secret|signature)( .*)?|sas\w*"  # of a query string
    )
    ONE_THING = (
        r"(.* )?((?!(in)?valid|(un|pre)?paid|void|grid|hybrid|android)\w*id|ids"
        r"|identifier|ref|reference( number)?|e ?mail|email|q|query|search|uuid|guid)"
    )
    PAGING = (
        r"(.* )?(page|pages|paging|limit|offset|size|skip|take|top|cursor|marker|count"
        r"|start|from|per page|page ?size|max|max ?results|maxresults|num|rows|first|last"
        r"|after|before|next|(continuation|page|pagination|next|delta|sync) ?token|start index|usemarker)"
        r"( (number|size|token|id))?"
    )
    SORTING = (
        r"(.* )?(sorting|sorts|order|order ?by|direction|dir|asc|desc"
        r"|sort( ?(by|order|attr|attribute|column|direction|dir|field|key|type))?)"
    )
    FIELDS = (
        r"(.* )?(fields?|select|expand|expands|expansions?|include|includes|included|exclude|embed"
        r"|projection|view|columns|properties|attributes|populate|with)( (fields|type))?"
        r"|(should )?(include|exclude|expand|embed) .*"
    )
    SELECTOR = r"action|op|operation|cmd|command|comp|restype|res type|grant ?type"
    KIND = r"type|method"  # a selector only where requests differ in it
    PROTOCOL = r"json ?rpc|method"  # of a body: JSON-RPC, and the like
    ONCE = r"(.* )?(signature|sig|sign|hmac|timestamp|time stamp|nonce|(request|correlation|conversation|trace) ?id)"
    IDEMPOTENCY = r".*idempoten.*|pay ?pal request id"
    ONE_CALL = (
        r"if .*|range|content range|(content )?digest|content md ?5|(x (\w+ )?)?date"
        r"|(.* )?(signature|sig|time ?stamp|nonce)"
        r"|(.* )?(request|correlation|conversation|transaction|trace|span) ?id|trace ?parent|trace ?state"
        r"|baggage|b ?3|x b ?3 .*|x amzn trace id|x cloud trace context|uber trace id"
    )
    READING = r"(accept|content|sec) .*|accept|origin|referr?er|dnt|pragma|cache control|x requested with"
    TRANSPORT = r"connection|keep alive|transfer encoding|te|trailers?|upgrade|expect|proxy connection"
    WHO = (
        r"(.* )?(user|role|organi[sz]ation|org|company|account|customer|tenant|group|city"
        r"|source|destination)( (id|name|code|key))?"
    )


_PATTERNS = {each: re.compile(each.value) for each in Says}


def says(name: str, *meanings: Says) -> bool:
    """Whether a name says one of these."""
    joined = " ".join(words_of(name))
    return any(_PATTERNS[each].fullmatch(joined) for each in meanings)


_VERSION = re.compile(
    r"v?\d+(\.\d+)*((alpha|beta|rc|preview)\d*)?|v\d+\w*|latest", re.I
)


def is_version(segment: str) -> bool:
    """Whether a segment of a path is a version: `v2`, `2.0`, `v1beta1`."""
    return _VERSION.fullmatch(segment) is not None
