"""Key paths into YAML, TOML and JSON, and the places of the values that they find."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.config.keypath import (
    BadKeyPath,
    KeyUnreadable,
    find_in_json,
    find_in_toml,
    find_in_yaml,
    parse_keypath,
)

if TYPE_CHECKING:
    from authguard.config.keypath import Found

YAML = """\
# what runs where
services:
  - name: ntfy
    current-version: v2.11.0
  - name: authentik   # from source
    upstream: &x
      - a
    current-version: "2026.2.0"
float: 1.10
"""

TOML = """\
[project]
name = "x"
version = '1.2.3'

[tool.thing]
list = [
  "a",
  # version = "no"
  "b",
]
[[package]]
name = "a"
version = "0.1"
[[package]]
version = "0.2"
name = "b"
nested = { deep."er key" = 7 }
"""

JSON = """\
{
  "name": "x", "version": "0.9",
  "version": "1.0\\u002e1",
  "packages": [
    {"name": "a", "version": "0.1"},
    {"name": "b",
     "version": 2}
  ],
  "a.b": {"": {"c": true}}
}
"""


def place(found: Found | None) -> tuple[str, int, int] | None:
    """Return a found value as a tuple."""
    return None if found is None else (found.value, found.line, found.column)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("services[name=authentik].current-version", ("2026.2.0", 8, 22)),
        ("services[0].current-version", ("v2.11.0", 4, 22)),
        ('services[name="ntfy"].name', ("ntfy", 3, 11)),
        ("float", ("1.10", 9, 8)),
        ("services[name=other].name", None),
        ("services.name", None),
        ("services[7].name", None),
        ("services", None),
        ("services[name=authentik].upstream[0]", ("a", 7, 9)),
    ],
)
def test_a_key_path_finds_a_scalar_of_yaml(path: str, expected: tuple[str, int, int] | None) -> None:
    """The scalar is as it is written, with its line."""
    assert place(find_in_yaml(YAML, parse_keypath(path))) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("project.version", ("1.2.3", 3, 11)),
        ("package[name=a].version", ("0.1", 13, 11)),
        ("package[name=b].version", ("0.2", 15, 11)),
        ("package[1].name", ("b", 16, 8)),
        ('package[1].nested.deep."er key"', ("7", 17, 28)),
        ("tool.thing.list[1]", ("b", 10, 1)),
        ("tool.version", None),
        ("tool.thing", None),
        ("package[2].name", None),
    ],
)
def test_a_key_path_finds_a_value_of_toml(path: str, expected: tuple[str, int, int] | None) -> None:
    """For a value in one line, the line is exact; for a list over several lines, it is the last line of the list."""
    assert place(find_in_toml(TOML, parse_keypath(path))) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("version", ("1.0.1", 3, 14)),
        ("packages[name=b].version", ("2", 7, 17)),
        ("packages[0].version", ("0.1", 5, 30)),
        ('"a.b"', None),
        ("packages[name=c].version", None),
        ("packages[3]", None),
        ("name.x", None),
    ],
)
def test_a_key_path_finds_a_value_of_json(path: str, expected: tuple[str, int, int] | None) -> None:
    """If two members have one name, the last member is used, as in every reader."""
    assert place(find_in_json(JSON, parse_keypath(path))) == expected


@pytest.mark.parametrize(
    "path", ["", ".a", "a..b", "a.", "a b", "a[", "a[x]", "a[x=1", "[0]a", "a.[0]", "$.a"]
)
def test_a_text_that_is_no_key_path_is_refused(path: str) -> None:
    """The error comes when the config is read, and not later."""
    with pytest.raises(BadKeyPath):
        parse_keypath(path)


def test_an_unreadable_file_is_reported_with_its_line() -> None:
    """The message has the format and the line."""
    steps = parse_keypath("a")
    with pytest.raises(KeyUnreadable, match=r"^not JSON: expecting value at line 2$"):
        find_in_json('{"a":\n}', steps)
    with pytest.raises(KeyUnreadable, match=r"too many digits$"):
        find_in_toml("a = " + "9" * 5000, parse_keypath("a"))
    with pytest.raises(KeyUnreadable, match=r"^not TOML: line 2: "):
        find_in_toml("a = 1\nb\n", steps)
    with pytest.raises(KeyUnreadable, match=r"^not YAML: line 2: "):
        find_in_yaml("a: 1\n b: [\n", steps)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{" * 100_000,
        '{"a":' * 100_000,
        "a: " * 10_000,
        "&a [*a]",
        "!!python/object:os.system x",
    ],
)
def test_hostile_files_run_and_crash_nothing(text: str) -> None:
    """The files have deep nesting, aliases of themselves or tags."""
    steps = parse_keypath("a[0].b")
    for find in (find_in_json, find_in_toml, find_in_yaml):
        try:
            find(text, steps)
        except KeyUnreadable:
            continue


KEYS = st.text("abc-_", min_size=1, max_size=4)
VALUES = st.recursive(
    st.text(max_size=6) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.sampled_from([None, 1, 4]), st.data())
def test_every_scalar_of_a_json_is_found(
    document: dict[str, object], indent: int | None, data: st.DataObject
) -> None:
    """The path to each scalar finds it, at its place in the text."""
    value: object = document
    path = ""
    while isinstance(value, dict | list) and value:
        if isinstance(value, dict):
            key = data.draw(st.sampled_from(sorted(value)))
            path += f".{key}" if path else key
            value = value[key]
        else:
            at = data.draw(st.integers(0, len(value) - 1))
            path += f"[{at}]"
            value = value[at]
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    found = find_in_json(text, parse_keypath(path))
    if isinstance(value, dict | list):
        assert found is None
        return
    assert found is not None
    line = text.split("\n")[found.line - 1][found.column - 1 :]
    assert line.startswith(json.dumps(value, ensure_ascii=False))
