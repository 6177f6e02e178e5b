"""JSON and TOML as values, with the place of each string."""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authguard.nix import data
from authguard.nix.data import DataOrigin, Unreadable
from authguard.nix.values import Attrs, List, Str, Value
from tests.support.values import plain, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def strings(value: Value) -> Iterator[Str]:
    """All strings in a value."""
    if isinstance(value, Str):
        yield value
    elif isinstance(value, Attrs):
        for item in value.items.values():
            yield from strings(item.force())
    elif isinstance(value, List):
        for item in value.items:
            yield from strings(item.force())


def read(path: str, content: bytes) -> Value:
    """The value of a data file."""
    return data.value(path, content, data.parse(path, content))


@settings(max_examples=200, derandomize=True)
@given(TREES, st.sampled_from([None, 1, 4]), st.booleans())
def test_every_json_string_is_found_in_its_place(tree: object, indent: int | None, escaped: bool) -> None:
    """The span of a string is exactly the string with its quotes, for any keys and neighbours."""
    content = json.dumps(tree, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    try:
        content.decode()
    except UnicodeDecodeError:
        return
    value = read("x.json", content)
    assert plain(value) == tree
    spans = set()
    for string in strings(value):
        assert isinstance(string.origin, DataOrigin)
        start, end = string.origin.span()
        assert json.loads(content[start:end]) == string.literal
        spans.add((start, end))
    assert len(spans) == sum(1 for _ in strings(value))


def test_of_two_equal_keys_the_last_counts() -> None:
    """Every reader of JSON uses the last key; its place is returned too."""
    content = b'{ "a": "one", "a": "two" }'
    (string,) = strings(read("x.json", content))
    assert string.literal == "two"
    assert string.origin is not None
    assert content[slice(*string.origin.span())] == b'"two"'


def test_keys_with_escapes_lead_to_their_strings() -> None:
    """The decoded key is compared, not its spelling."""
    content = rb'{ "\u0061\"b": { "c\\": [ 1, { "d": "x\n" }, "y" ] } }'
    found = {string.literal: string.origin for string in strings(read("x.json", content))}
    assert {name: content[slice(*origin.span())] for name, origin in found.items() if origin} == {
        "x\n": rb'"x\n"',
        "y": b'"y"',
    }


def test_toml_strings_are_found_by_their_keys() -> None:
    """Basic and literal strings are found, in tables and in arrays of tables."""
    content = b'rev = \'abc\'\n[src]\nhash = "sha256-x"\n\n[[crate]]\nname = "n"\nchecksum = "c"\n'
    found = {string.literal: string.origin for string in strings(read("x.toml", content))}
    spans = {name: content[slice(*origin.span())] for name, origin in found.items() if origin}
    assert spans == {"abc": b"'abc'", "sha256-x": b'"sha256-x"', "n": b'"n"', "c": b'"c"'}


def test_equal_toml_keys_in_several_tables_keep_their_places() -> None:
    """Entries of arrays of tables, their own tables, and sets in a list each have a place."""
    content = (
        b'[[pin]]\nhash = "1"\n[pin.of]\nhash = "2"\n[[pin]]\nhash = "3" # "no"\n[[pin.part]]\nhash = \'4\'\n'
        b'[[pin.part]]\nhash = """5"""\n[plain]\nlist = [ 1.5, { hash = "6" }, # ]\n { a.hash = "7" } ]\n'
    )
    found = {string.literal: string.origin for string in strings(read("x.toml", content))}
    spans = {name: content[slice(*origin.span())].strip(b"\"'") for name, origin in found.items() if origin}
    assert spans == {str(number): b"%d" % number for number in range(1, 8)}


def test_a_quoted_toml_key_is_found_and_a_part_of_a_key_is_not() -> None:
    """A key is not found within another key that contains its name."""
    content = b'ab = "1"\n"a" = "2"\n["b.c"]\na-b = "3"\nb = "4"\n[d]\n\'b.c\' = "5"\n'
    found = {string.literal: string.origin for string in strings(read("x.toml", content))}
    assert {name: content[slice(*origin.span())] for name, origin in found.items() if origin} == {
        str(number): f'"{number}"'.encode() for number in range(1, 6)
    }


def test_many_toml_strings_are_found_in_linear_time() -> None:
    """The time to find all places grows with their number, not with its square."""
    content = b"".join(b'[p%d]\nurl = "u"\nhash = "h"\n' % number for number in range(4000))
    start = process_time()
    spans = {string.origin.span() for string in strings(read("x.toml", content)) if string.origin}
    assert len(spans) == 8000
    assert process_time() - start < 6


def test_toml_under_another_name_is_read() -> None:
    """In a lock file no string is lost, and no string causes an error."""
    content = b"a = ']}'\n[[package]]\nchecksum = \"c\"\nx = '\\U'\n"
    value = value_of("lib.importTOML ./Cargo.lock", {"Cargo.lock": content})
    spans = {string.literal: string.origin.span() for string in strings(value) if string.origin is not None}
    assert content[slice(*spans["c"])] == b'"c"'


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("x.json", b'{\n "a": ,\n}', 2),
        ("x.json", b"", 1),
        ("x.json", b'{"a": 1}\n\xff', 2),
        ("x.toml", b"a = 1\nb = \n", 2),
        ("x.toml", b"a = 1\na = 2\n", None),
        ("x.json", b"[" * 100_000, None),
        ("x.toml", b"a = " + b"[" * 5_000, None),
    ],
)
def test_an_unreadable_file_is_reported_with_the_reason(path: str, content: bytes, line: int | None) -> None:
    """The reason has the line, if the parser knows the line."""
    with pytest.raises(Unreadable) as raised:
        data.parse(path, content)
    assert raised.value.reason
    if path.endswith(".json"):
        assert raised.value.line == line


def test_a_mark_at_the_beginning_is_no_text() -> None:
    """A byte order mark is skipped."""
    assert data.parse("x.json", b'\xef\xbb\xbf{"a": "b"}') == {"a": "b"}


def test_files_that_are_too_large_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the limit."""
    monkeypatch.setattr(data, "MAX_BYTES", 1 << 20)
    with pytest.raises(Unreadable, match="larger than 1 MiB"):
        data.parse("x.json", b" " * ((1 << 20) + 1))
