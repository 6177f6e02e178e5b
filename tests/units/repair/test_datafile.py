"""Hashes in JSON and TOML files: exactly the right string changes, in the spelling of the file."""

from __future__ import annotations

import json

import pytest

from authguard.outputs import summary
from authguard.outputs.model import FixedOutput
from authguard.repair import datafile
from authguard.repair.edits import NotEditable, apply
from authguard.repair.plan import plan
from tests.units.repair.repairing import NEW, after, digest, held, outputs, planned, reasons, repaired

OLD = digest(2)
SLASHED = digest(7)
SLASHED_TOO = digest(13)
assert SLASHED.base64().count("/") == SLASHED_TOO.base64().count("/") == 1

NPINS = (
    '{\n  "pins": {\n    "a": {\n      "type": "Git",\n      "revision": "1",\n      "url": "https://e.org/a.tgz",'
    '\n      "hash": "OLD"\n    },\n\t"b":{"url":"https://e.org/b.tgz","revision":"1","hash" : "OLD"}},'
    '\n  "version": 5}\n'
)


@pytest.mark.parametrize(
    "path", ["npins/sources.json", "nix/sources.json", "pkgs/a/pin.json", "_sources/generated.json"]
)
@pytest.mark.parametrize("style", ["sri", "base32"])
def test_a_moved_pin_is_edited_in_the_spelling_of_its_tool(path: str, style: str) -> None:
    """If two pins have one digest, only the moved pin is edited."""
    spelled = {name: getattr(each, style)() for name, each in (("OLD", OLD), ("NEW", NEW))}
    text = NPINS.replace("OLD", spelled["OLD"])
    made = planned({path: text}, lambda each: NEW if "a" in each.attribute.split(".") else None)
    assert after({path: text}, made)[path] == text.replace(spelled["OLD"], spelled["NEW"], 1)


def test_the_hash_of_a_flake_lock_is_edited() -> None:
    """The attribute narHash of the node gets the digest."""
    text = json.dumps(
        {
            "nodes": {
                "n": {
                    "locked": {"narHash": OLD.sri(), "rev": "a" * 40, "type": "git", "url": "https://e.org"}
                }
            }
        }
    )
    assert repaired({"flake.lock": text})["flake.lock"] == text.replace(OLD.sri(), NEW.sri())


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (SLASHED.sri(), SLASHED_TOO.sri()),
        (SLASHED.sri().replace("/", "\\/"), SLASHED_TOO.sri().replace("/", "\\/")),
        (SLASHED.sri().replace("=", "\\u003D"), SLASHED_TOO.sri().replace("=", "\\u003D")),
        (SLASHED.sri().replace("s", "\\u0073", 1), SLASHED_TOO.sri().replace("s", "\\u0073")),
    ],
)
def test_characters_with_json_escapes_are_escaped_again(before: str, expected: str) -> None:
    """The tool that reads the file would write the same escapes."""
    text = '{"version": "1.0", "url": "https:\\/\\/e.org\\/a", "hash": "%s"}'
    assert repaired({"p.json": text % before}, lambda _: SLASHED_TOO) == {"p.json": text % expected}


@pytest.mark.parametrize("around", ["\ufeff%s", "%s\r\n", "\r\n %s", '[%s, 1e5, NaN, null, true, "\u00e9"]'])
def test_the_json_around_a_hash_stays(around: str) -> None:
    """A byte order mark, line ends, and values such as NaN do not change."""
    text = around % '{"version":\r\n"1.0","sha256":"OLD"}'
    before, expected = (text.replace("OLD", each.hex()) for each in (OLD, NEW))
    assert repaired({"p.json": before}) == {"p.json": expected}


def test_of_two_equal_json_names_the_last_is_edited() -> None:
    """Every reader uses the last member."""
    text = '{"version": "1", "hash": "%s", "hash": "%s"}'
    assert repaired({"p.json": text % (OLD.sri(), OLD.sri())}) == {"p.json": text % (OLD.sri(), NEW.sri())}


TOML = {
    "basic": '[a]\nversion = "1.0"\nhash = "OLD" # OLD\n',
    "literal": "[a]\nversion = '1.0'\nhash = 'OLD'\n",
    "multi-line": '[a]\nversion = "1.0"\nhash = """OLD"""\n',
    "multi-line literal": "[a]\nversion = '1.0'\nhash = '''\nOLD'''\n",
    "dotted": 'a.version = "1.0"\na.hash = "OLD"\n',
    "inline": 'a = { version = "1.0", hash = "OLD" }\n',
    "array of tables": '[[a]]\nversion = "1.0"\nhash = "OLD"\n[[a]]\nversion = "2.0"\nx = 1\n',
    "quoted key": '[a]\nversion = "1.0"\n"hash" = "OLD"\n',
    "comment first": '# hash = "OLD"\n[a]\nversion = "1.0"\nhash = "OLD"\n',
    "another key first": '[b]\nother = "OLD"\n[a]\nversion = "1.0"\nhash = "OLD"\n',
    "CRLF": '[a]\r\nversion = "1.0"\r\nhash = "OLD"\r\n',
    "byte order mark": '\ufeff[a]\nversion = "1.0"\nhash = "OLD"\n',
    "dates and numbers": '[a]\nversion = "1.0"\nhash = "OLD"\nwhen = 2026-01-01T00:00:00Z\nx = nan\n',
}


@pytest.mark.parametrize("name", TOML)
def test_toml_strings_of_every_kind_are_edited(name: str) -> None:
    """A comment and another value with the same text stay."""
    text = TOML[name]
    mark = text.rindex("OLD") if name != "basic" else text.index("OLD")
    expected = text[:mark] + NEW.sri() + text[mark + 3 :]
    found = outputs(held({"p.toml": text.replace("OLD", OLD.sri())}))
    wanted = [each for each in found if str(each.origin.key[1]).endswith("'hash')")]
    made = planned(
        {"p.toml": text.replace("OLD", OLD.sri())},
        lambda each: NEW if each.origin.key == wanted[0].origin.key else None,
    )
    assert made.left == []
    assert after({"p.toml": text.replace("OLD", OLD.sri())}, made) == {
        "p.toml": expected.replace("OLD", OLD.sri())
    }


def of_data(path: str, text: str, keys: tuple[str | int, ...], said: str) -> FixedOutput:
    """A fixed output with a hash from a data file, at these keys."""
    from authguard.nix.data import DataOrigin

    return FixedOutput("fetchurl", "source", DataOrigin(path, text.encode(), keys), said, [])


@pytest.mark.parametrize("quotes", ['""', "''", '""""""'])
def test_an_empty_toml_string_gets_the_hash(quotes: str) -> None:
    """The edit is between the quotes, after other empty strings."""
    text = f'x = ""\ny = \'\'\n[a]\nversion = "1.0"\nhash = {quotes}\n'
    expected = text.replace(
        f"hash = {quotes}", f"hash = {quotes[: len(quotes) // 2]}{NEW.sri()}{quotes[len(quotes) // 2 :]}"
    )
    edit, said = datafile.edit(of_data("p.toml", text, ("a", "hash"), ""), NEW)
    assert said == NEW.sri()
    if quotes != '""""""':
        assert text[: edit.start] + edit.new.decode() + text[edit.end :] == expected


def test_a_hash_that_a_call_reads_is_edited_in_the_data_file() -> None:
    """The package is not edited."""
    files = {
        "x.nix": "fetchurl (lib.importJSON ./p.json).a",
        "y.nix": "fetchurl { inherit (builtins.fromTOML (builtins.readFile ./q.toml)) url hash; }",
        "p.json": '{"a": {"url": "https://e.org/a.tgz", "hash": ""}}',
        "q.toml": f'url = "https://e.org/b.tgz"\nhash = "{OLD.sri()}"\n',
    }
    expected = {
        **files,
        "p.json": files["p.json"].replace('""', f'"{NEW.sri()}"'),
        "q.toml": files["q.toml"].replace(OLD.sri(), NEW.sri()),
    }
    assert repaired(files) == expected


def test_a_lock_file_is_edited_as_toml() -> None:
    """A call reads the file as TOML, so its suffix does not matter."""
    text = f'[[package]]\nurl = "https://e.org/a"\nhash = "{OLD.sri()}"\n'
    edit, _ = datafile.edit(of_data("deps.lock", text, ("package", 0, "hash"), OLD.sri()), NEW)
    assert text[: edit.start] + edit.new.decode() + text[edit.end :] == text.replace(OLD.sri(), NEW.sri())


@pytest.mark.parametrize(
    ("path", "text", "keys", "said"),
    [
        ("p.toml", f'hash = "\\u0073{OLD.sri()[1:]}"\n', ("hash",), OLD.sri()),
        ("p.toml", f'hash = "{OLD.sri()}"\n', ("other",), OLD.sri()),
        ("p.json", f'{{"hash": "{OLD.sri()}"}}', ("other",), OLD.sri()),
        ("p.json", f'{{"hash": "{OLD.sri()}"}}', ("hash",), "something else"),
        ("p.toml", 'hash = ["", ""]\n', ("hash", 7), ""),
    ],
)
def test_an_uncertain_place_is_not_edited(
    path: str, text: str, keys: tuple[str | int, ...], said: str
) -> None:
    """A string may have escapes, keys may lead nowhere, or the text may be another."""
    each = of_data(path, text, keys, said)
    made = plan(held({path: text}), [each], {each: NEW})
    assert made.repairs == []
    assert {why for _, why in reasons(made)} <= {
        "its place in the file is not certain",
        "its file would not read as it should with the true hash in it",
    }


@pytest.mark.parametrize("name", TOML)
def test_stored_outputs_are_edited_exactly_or_not_at_all(name: str) -> None:
    """Stored outputs have no keys any more: they are found by text and span."""
    text = TOML[name].replace("OLD", OLD.sri())
    snapshot = held({"p.toml": text, "p.json": NPINS.replace("OLD", OLD.sri())})
    found = [each for each in outputs(snapshot) if each.literal]
    kept = summary.load(summary.dump(found), snapshot.read)
    for each in kept:
        try:
            edit, _ = datafile.edit(each, NEW)
        except NotEditable:
            continue
        content = snapshot.read(each.path) or b""
        changed = apply(content, [edit])
        old, new = OLD.sri().encode(), NEW.sri().encode()
        assert changed.count(new) == 1
        assert changed.replace(new, old) == content
        assert datafile.says_only(each.path, content, changed, {datafile.pointer_of(each): NEW.sri()})
    assert sum(each.path == "p.json" for each in kept) == 2


def test_other_changes_are_found() -> None:
    """Another value, key or type is a change, and so is a line that is no data."""
    before = b'{"a": "x", "b": [1, "y"]}'
    assert datafile.says_only("p.json", before, b'{"a": "z", "b": [1, "y"]}', {("a",): "z"})
    for other in (
        b'{"a": "z", "b": [1, "z"]}',
        b'{"a": "z", "b": [1.0, "y"]}',
        b'{"a": "z"}',
        b"{",
        b'{"a": "q", "b": [1, "y"]}',
    ):
        assert not datafile.says_only("p.json", before, other, {("a",): "z"})
    assert not datafile.says_only("p.json", before, before, {("c",): "z"})
    assert not datafile.says_only("p.json", before, before, {("b", 0): "z"})
    assert datafile.says_only("p.json", before, b'{"a": "x", "b": [1, "z"]}', {("b", 1): "z"})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "cabal.project",
            (
                "packages: .\n\nsource-repository-package\n  type: git\n  location: https://e.org/a\n  tag: v1\n"
                "  --sha256: OLD\n\nsource-repository-package\n  location: https://e.org/b\n"
                "  tag: v1\n  --sha256: OLD\n"
            ),
        ),
        (
            "stack.yaml",
            (
                "extra-deps:\n- git: https://e.org/a\n  commit: v1\n  # nix-sha256: OLD\n"
                "- git: https://e.org/b\n  commit: v1\n  # nix-sha256: OLD\n"
            ),
        ),
    ],
)
def test_a_hash_in_a_comment_of_a_haskell_project_is_edited(path: str, text: str) -> None:
    """The hash of the next repository is unchanged."""
    text = text.replace("OLD", OLD.sri())
    made = planned(
        {path: text}, lambda each: NEW if any("e.org/a" in one.shown for one in each.inputs) else None
    )
    assert after({path: text}, made)[path] == text.replace(OLD.sri(), NEW.sri(), 1)
