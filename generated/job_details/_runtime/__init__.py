"""What is the same in every client: requests, transport, decoding, errors.

These modules are copied verbatim into each generated package as `_runtime`; they import
nothing of postkiln, and nothing outside the standard library but httpx2.

Here is what describes an operation. It is light: httpx2 is loaded with `client`, which
has the clients and resources that generated ones derive from (`settings` has the
settings of these); the errors are in `errors`, what models are made of in `model`.
"""

from .behavior import Behavior
from .omit import OMIT, Omit
from .operation import ClientSpec, Operation, Option, Outcomes, no_outcomes
from .request.spec import (
    Body,
    FileBody,
    FormBody,
    GraphqlBody,
    JsonBody,
    MultipartBody,
    Part,
    Query,
    TextBody,
)

__all__ = [
    "OMIT",
    "Behavior",
    "Body",
    "ClientSpec",
    "FileBody",
    "FormBody",
    "GraphqlBody",
    "JsonBody",
    "MultipartBody",
    "Omit",
    "Operation",
    "Option",
    "Outcomes",
    "Part",
    "Query",
    "TextBody",
    "no_outcomes",
]
