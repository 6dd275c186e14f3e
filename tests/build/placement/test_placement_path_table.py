"""One row, one example at least, and one that just does not fit: paths."""

from __future__ import annotations

import pytest
from build.placement.placed import Example, asked, path_decision, untested

from postkiln.build.placement.tables.path_table import PATH_TABLE

SECRET = "path: a key that says that it is one"
CHOOSING = "path: a variable that chooses another"
SIGNED = "path: a variable that stands for a query with a credential"
QUERY = "path: a variable that stands for a query"
LEADING = "path: a variable that all paths begin with"
OF_THE_API = "path: a variable with a value, for all of the API by its name"
SAMPLE = "path: a sample"
OTHER = "path: any other variable"


def example(
    row: str, key: str, *targets: str, near: str = "", **values: str
) -> Example:
    request, *others = asked(*targets)
    return Example(row, key, request, tuple(others), values, near)


EXAMPLES = (
    example(SECRET, "", "/hooks/ghp_" + "a1B2" * 9),
    example(SAMPLE, "", "/hooks/" + "a1B2" * 10, near=SECRET),  # no prefix of a key
    example(CHOOSING, "stage", "/{{{{stage}}_path}}", stage="dev", dev_path="x"),
    example(OTHER, "stage", "/{{stage}}_path", near=CHOOSING),
    example(SIGNED, "sas_token", "/files/{{sas_token}}"),
    example(SIGNED, "query_key", "/files/{{query_key}}", query_key="?key=x"),
    example(QUERY, "filter", "/files/{{filter}}", filter="?all=1", near=SIGNED),
    example(QUERY, "filter", "/files/{{filter}}&x=1", filter="?all=1"),
    example(QUERY, "query_string", "/files/{{query_string}}"),
    example(OTHER, "sas_token", "/{{sas_token}}/files", near=SIGNED),
    example(OTHER, "signed", "/files/{{signed}}", signed="sv=2", near=QUERY),
    example(OTHER, "query_string", "/{{query_string}}/files", near=QUERY),
    example(LEADING, "project", "/{{project}}/a", "/{{project}}/b", "/{{project}}/c"),
    example(
        *(LEADING, "project", "/v1/{{project}}/a", "/v1/{{project}}/b"),
        *("/v1/{{project}}/c", "/health"),
    ),
    example(
        *(OTHER, "project", "/{{project}}/a", "/{{project}}/b", "/{{project}}/b/1"),
        near=LEADING,  # two words follow
    ),
    example(
        *(OTHER, "project", "/{{project}}/a", "/{{project}}/b", "/{{project}}/c"),
        *("/health", "/status"),
        near=LEADING,  # three of five
    ),
    example(OF_THE_API, "version", "/{{version}}/users", version="v2"),
    example(OF_THE_API, "api_version", "/users/{{api_version}}", api_version="v2"),
    example(OF_THE_API, "basePath", "/{{basePath}}/users", basePath="api"),
    example(OF_THE_API, "tenant", "/{{tenant}}/users", tenant="acme"),
    example(OF_THE_API, "realm", "/realms/{{realm}}/users", realm="main"),
    example(OF_THE_API, "region", "/{{region}}/users", region="eu"),
    example(OF_THE_API, "stage", "/{{stage}}/users", stage="dev"),
    example(OTHER, "version", "/{{version}}/users", near=OF_THE_API),
    example(OTHER, "version", "/{{version}}/users", version="", near=OF_THE_API),
    example(OTHER, "user", "/users/{{user}}", user="ann", near=OF_THE_API),
    example(OTHER, "versionId", "/users/{{versionId}}", versionId="1", near=OF_THE_API),
    example(SAMPLE, "order_id", "/orders/17"),
    example(OTHER, "id", "/orders/:id", near=SAMPLE),
    example(OTHER, "id", "/orders({{id}})"),
    example(OTHER, "id", "/orders/{id}.json"),
    example(OTHER, "id", "/orders/<id>"),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_row_that_fits_decides(example: Example) -> None:
    assert path_decision(example).row == example.row


def test_every_row_has_an_example() -> None:
    rows = [row.says for row in PATH_TABLE]
    assert untested(rows, EXAMPLES) == []
