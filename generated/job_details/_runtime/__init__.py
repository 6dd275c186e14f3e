"""What is the same in every client: requests, transport, decoding, errors.

These modules are copied verbatim into each generated package as `_runtime`; they import
nothing of postkiln, and nothing outside the standard library but httpx2.

Here is what describes an operation. It is light: httpx2 is loaded with `client`, which
has the clients and resources that generated ones derive from (`settings` has what these
can be told); the errors are in `errors`, what models are made of in `model`.
"""

from .omit import OMIT, Omit
from .operation import (
    ApiKey,
    Auth,
    Basic,
    Bearer,
    Body,
    ClientSpec,
    FileBody,
    FormBody,
    GraphqlBody,
    JsonBody,
    MultipartBody,
    OAuth2,
    Operation,
    Option,
    Outcomes,
    Part,
    Query,
    TextBody,
    no_outcomes,
)

__all__ = [
    "OMIT",
    "ApiKey",
    "Auth",
    "Basic",
    "Bearer",
    "Body",
    "ClientSpec",
    "FileBody",
    "FormBody",
    "GraphqlBody",
    "JsonBody",
    "MultipartBody",
    "OAuth2",
    "Omit",
    "Operation",
    "Option",
    "Outcomes",
    "Part",
    "Query",
    "TextBody",
    "no_outcomes",
]
