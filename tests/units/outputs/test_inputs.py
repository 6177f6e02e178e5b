"""The inputs of a fixed output, from the attributes of a call."""

from __future__ import annotations

from authguard.nix.canonical import Canonical
from authguard.nix.values import Attrs
from authguard.outputs.inputs import Reader, normalised, shown
from authguard.outputs.model import Input
from tests.support.collected import A, github, one
from tests.support.values import value_of

ID = "0123456789abcdef0123456789abcdef01234567"


def inputs(text: str) -> dict[str, tuple[str, object]]:
    """The role and form of every input of the only fixed output in a text."""
    return {each.name: (each.role, each.form) for each in one(text).inputs}


def test_the_tag_of_a_source_decides() -> None:
    """The owner is a location; beside a commit id, the name of the repository is a location too."""
    assert inputs(github()) == {"owner": ("where", "o"), "repo": ("what", "r"), "rev": ("what", "v1.0")}
    assert inputs(github(rev=ID))["repo"] == ("where", "r")


def test_urls_are_split_into_inputs() -> None:
    """A url is split into content and location; of several urls, the first is used."""
    text = f'fetchurl {{ urls = [ "https://a/x-1.tgz" "https://b/y" ]; hash = "{A}"; }}'
    assert inputs(text) == {"host": ("where", "https://a"), "url": ("what", "/x-1.tgz")}
    git = f'fetchgit {{ url = "https://a/o/r.git"; rev = "v1"; hash = "{A}"; }}'
    assert inputs(git) == {"url": ("where", "https://a/o"), "repo": ("what", "r"), "rev": ("what", "v1")}


def test_a_partly_known_url_has_a_known_host() -> None:
    """The path of the url is unknown, so the output is not resolved."""
    found = one(f'v: fetchurl {{ url = "https://a/x-${{v}}.tgz"; hash = "{A}"; }}')
    by_name = {each.name: each for each in found.inputs}
    assert by_name["host"].form == "https://a"
    assert by_name["url"].known is False
    assert not found.resolved


def test_an_input_has_the_place_of_its_deciding_literal() -> None:
    """The call may have a variable instead of the literal."""
    text = 'let version = "1.0"; in ' + github(rev="v${version}") + ' // { v = "1.0"; }'
    found = one(text)
    revision = found.input("rev")
    assert revision is not None
    assert (revision.form, revision.shown, revision.path) == ("v1.0", "v1.0", "x.nix")
    plain = one('let rev = "v1.0"; in ' + github(rev="${rev}").replace('"${rev}"', "rev")).input("rev")
    assert plain is not None
    assert plain.offset == len("let rev = ")


def test_an_input_may_have_a_dotted_name_and_null_is_none() -> None:
    """An input may be in a set of its own; null is no input."""
    value = value_of('{ a.b = "x"; n = null; }')
    assert isinstance(value, Attrs)
    reader = Reader(lambda: Canonical(None), value)
    found = reader.input("a.b", "what")
    assert found is not None
    assert found.form == "x"
    assert [reader.input(name, "what") for name in ("a.c", "n", "z.z")] == [None, None, None]


def test_revisions_have_one_name() -> None:
    """The names rev, tag and ref mean the same input; beside a commit id, the other inputs decide nothing."""
    tag = Input("tag", "what", "refs/tags/v1", "v1", True)
    assert [(each.name, each.form) for each in normalised([tag])] == [("rev", "v1")]
    both = [Input("rev", "what", ID, ID, True), Input("ref", "what", "main", "main", True)]
    assert [(each.name, each.form) for each in normalised(both)] == [("rev", ID)]


def test_every_kind_of_value_has_a_text_for_people() -> None:
    """An unknown call has three dots, or the text of its form."""
    texts = {
        '"a${x.y}"': "a${y}",
        "true": "true",
        "null": "null",
        "./a": "./a",
        '[ "a" 1 ]': "[ a 1 ]",
        "if c then 1 else 2": "1 or 2",
        "x.y": "y",
        "f 1": "…",
    }
    assert {text: shown(value_of(text), None) for text in texts} == texts
    assert shown(value_of("f 1"), "form") == "form"
