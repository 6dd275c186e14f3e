"""The configuration: what it says, where it is found, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postkiln.config import Client, load_config
from postkiln.config_keys import check_package
from postkiln.diagnostics.errors import UsageError


def pyproject(directory: Path, text: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def yaml(directory: Path, text: str) -> Path:
    path = directory / "postkiln.yaml"
    path.write_text(text, encoding="utf-8")
    return path


FULL = """
[[tool.postkiln.client]]
collection = "api/books.json"
output = "src"
package = "books"
environments = ["api/staging.json", "api/local.json"]
include = ["Books/*"]
exclude = ["Books/Old", "Tests"]
dicts = ["$.prices"]
objects = ["$.sizes"]
ignore = ["no-example", "Admin/*: bad-header"]
pull = "postman:12345-aaaa"
env_prefix = "BOOKS"

[tool.postkiln.client.names]
ErrorBody = "Problem"

[tool.postkiln.client.values]
"Books/List" = { "query page" = "required" }
"""

FULL_YAML = """
client:
  - collection: api/books.json
    output: src
    package: books
    environments: [api/staging.json, api/local.json]
    include: [Books/*]
    exclude: [Books/Old, Tests]
    dicts: [$.prices]
    objects: [$.sizes]
    ignore: [no-example, "Admin/*: bad-header"]
    pull: postman:12345-aaaa
    env_prefix: BOOKS
    names: {ErrorBody: Problem}
    values: {Books/List: {query page: required}}
"""


def full(directory: Path) -> Client:
    return Client(
        collection=str(directory / "api/books.json"),
        output=directory / "src",
        package="books",
        environments=(directory / "api/staging.json", directory / "api/local.json"),
        include=("Books/*",),
        exclude=("Books/Old", "Tests"),
        dicts=("$.prices",),
        objects=("$.sizes",),
        ignore=("no-example", "Admin/*: bad-header"),
        pull="postman:12345-aaaa",
        names={"ErrorBody": "Problem"},
        env_prefix="BOOKS",
        values={"Books/List": {"query page": "required"}},
    )


def test_every_key_of_pyproject(tmp_path: Path) -> None:
    place = pyproject(tmp_path, FULL)
    config = load_config(tmp_path)
    assert (config.place, config.clients) == (place, (full(tmp_path),))


def test_yaml_says_the_same(tmp_path: Path) -> None:
    place = yaml(tmp_path, FULL_YAML)
    config = load_config(tmp_path)
    assert (config.place, config.clients) == (place, (full(tmp_path),))


def test_only_the_collection_is_required(tmp_path: Path) -> None:
    pyproject(tmp_path, '[[tool.postkiln.client]]\ncollection = "a.json"\n')
    (client,) = load_config(tmp_path).clients
    assert client == Client(str(tmp_path / "a.json"), tmp_path)


def test_no_environment_variables_are_false(tmp_path: Path) -> None:
    yaml(tmp_path / ".", "client: [{collection: a, env_prefix: false}]")
    assert load_config(tmp_path).clients[0].env_prefix is False
    inner = tmp_path / "inner"
    pyproject(inner, '[[tool.postkiln.client]]\ncollection = "a"\nenv_prefix = false\n')
    assert load_config(inner).clients[0].env_prefix is False


def test_clients_keep_their_order(tmp_path: Path) -> None:
    yaml(tmp_path, "client: [{collection: b}, {collection: a}]")
    names = [Path(client.collection).name for client in load_config(tmp_path).clients]
    assert names == ["b", "a"]


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    elsewhere = (tmp_path / "elsewhere.json").as_posix()
    yaml(tmp_path, f"client: [{{collection: '{elsewhere}'}}]")
    assert load_config(tmp_path).clients[0].collection == elsewhere


def test_is_found_from_below_and_paths_start_at_its_file(tmp_path: Path) -> None:
    pyproject(tmp_path, FULL)
    (tmp_path / "src/deep").mkdir(parents=True)
    assert load_config(tmp_path / "src/deep").clients == (full(tmp_path),)


def test_a_pyproject_that_does_not_mention_postkiln_is_passed_by(
    tmp_path: Path,
) -> None:
    place = pyproject(tmp_path, FULL)
    pyproject(tmp_path / "part", "[tool.other]\nkey = 1\n")
    assert load_config(tmp_path / "part").place == place


def test_the_nearest_one_counts(tmp_path: Path) -> None:
    pyproject(tmp_path, FULL)
    place = pyproject(tmp_path / "part", FULL)
    assert load_config(tmp_path / "part").place == place


def test_two_in_one_directory_contradict(tmp_path: Path) -> None:
    pyproject(tmp_path, FULL)
    yaml(tmp_path, FULL_YAML)
    with pytest.raises(UsageError, match=r"pyproject\.toml and postkiln\.yaml"):
        load_config(tmp_path)


def test_yaml_beside_a_pyproject_of_others_is_fine(tmp_path: Path) -> None:
    pyproject(tmp_path, "[project]\nname = 'x'\n")
    place = yaml(tmp_path, FULL_YAML)
    assert load_config(tmp_path).place == place


def test_none_at_all_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no COLLECTION given, and no configuration"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "names no client"),
        ("client: []", "names no client"),
        ("clients: []", r"unknown key 'clients'\. Did you mean 'client'\?"),
        ("1: 2", "unknown key '1'. Known: client"),
        ("- a", "must be a table of settings, not a list"),
        ("client: {collection: a}", "client must be a list of clients"),
        ("client: [a]", "client 1: must be a table of settings, not a string"),
        ("client: [{}]", "client 1: has no collection"),
        ("client: [{collection: a}, {output: b}]", "client 2: has no collection"),
        ("client: [{colection: a}]", r"client 1: unknown key 'colection'\. Did you"),
        ("client: [{collection: 1}]", "client 1: collection: must be a non-empty string, not a num"),
        ("client: [{collection: ''}]", "must be a non-empty string, not nothing"),
        ("client: [{collection: a, output: yes}]", "output: .* not true or false"),
        ("client: [{collection: a, output: 2020-01-01}]", "output: .* not a date"),
        ("client: [{collection: a, include: b}]", "include: must be a list .* a string"),
        ("client: [{collection: a, include: [{}]}]", "include: .* not a table"),
        ("client: [{collection: a, package: a-b}]", "client 1: package: 'a-b' is no"),
        ("client: [{collection: a, package: 3}]", "client 1: package: must be a non-empty string"),
        ('client: [{collection: "a\\0"}]', "collection: must not contain a NUL"),
        ("client: [{collection: a, ignore: [no-exampel]}]", "client 1: ignore: there is no notice 'no-exampel'"),
        ("client: [{collection: a, ignore: ['A: ']}]", "ignore: there is no notice"),
        ("client: [{collection: a, pull: []}]", "client 1: pull: must be a non-empty string"),
        ("client: [{collection: a, env_prefix: zoho}]", "client 1: env_prefix: 'zoho' is not a prefix"),
        ("client: [{collection: a, env_prefix: ZOHO_}]", "leave out a _ at the end: it is added"),
        ("client: [{collection: a, env_prefix: 'false'}]", r"'false' is not a prefix .* use false$"),
        ("client: [{collection: a, env_prefix: true}]", "env_prefix: must be a non-empty string, not true or f"),
        ("client: [{collection: a, env_prefix: 7}]", "env_prefix: must be a non-empty string, not a number"),
        ("client: [{collection: a, env_prefix: ~}]", "env_prefix: must be a non-empty string, not nothing"),
        ("client: [{collection: a, values: []}]", "client 1: values: must be a table"),
        ("client: [{collection: a, values: {A: b}}]", r"client 1: values\.A: must be a table"),
        ("client: [{collection: a, values: {A: {query b: requird}}}]", r"client 1: values\.A\.query b: a value cannot be 'requird'\. Did you mean 'required'\?"),
        ("client: [", "not YAML: while parsing"),
        ("[" * 5000, "not YAML"),
        ("!!python/object:os.system {}", "not YAML"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_said_with_its_place(
    text: str, problem: str, tmp_path: Path
) -> None:
    place = yaml(tmp_path, text)
    with pytest.raises(UsageError, match=problem) as caught:
        load_config(tmp_path)
    assert str(caught.value).startswith(str(place))
    assert "\n" not in str(caught.value)


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    pyproject(tmp_path, "[tool.postkiln\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml: not TOML: .*line 1"):
        load_config(tmp_path)


def test_a_table_instead_of_a_list_of_tables(tmp_path: Path) -> None:
    pyproject(tmp_path, '[tool.postkiln.client]\ncollection = "a"\n')
    with pytest.raises(UsageError, match="client must be a list of clients"):
        load_config(tmp_path)


def test_text_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "postkiln.yaml").write_bytes(b"client: \xe9")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_config(tmp_path)


@pytest.mark.parametrize("name", ["", "a-b", "1a", "a.b", "../a", "class", "a b"])
def test_what_cannot_be_imported_is_no_package_name(name: str) -> None:
    with pytest.raises(UsageError, match="is not a name for a Python package"):
        check_package(name)


@pytest.mark.parametrize("name", ["a", "zoho_crm", "_x", "книга"])
def test_what_can_be_imported_is_a_package_name(name: str) -> None:
    assert check_package(name) == name


@pytest.mark.parametrize(
    "location", ["postman:1-2", "https://shop.example/c.json", "-"]
)
def test_a_collection_from_elsewhere_is_no_path(location: str, tmp_path: Path) -> None:
    yaml(tmp_path, f"client: [{{collection: '{location}'}}]")
    assert load_config(tmp_path).clients[0].collection == location
