"""The formats short and json, and the choice among formats."""

from __future__ import annotations

import json

import pytest

from authguard.errors import Refused
from authguard.report import demand_format, render
from authguard.report.context import ReportContext, StreamFacts
from authguard.rules.finding import FixedOutputRef, Place, place_at
from authguard.rules.registry import RULES

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
FOUND = RULES["AG207"].finding(
    Place("pkg/a.nix", 7, 12, 7, 14),
    "src: the hash is empty",
    fixed_output=FixedOutputRef("src", "fetchgit", ""),
)


def context(bases: list[str], prefix: str = "") -> ReportContext:
    """The facts about a check, with counts that are different numbers."""
    return ReportContext(
        bases=bases,
        head=":index",
        files=3,
        fixed_outputs=6,
        unresolved=2,
        reader=lambda _: None,
        prefix=prefix,
    )


def test_a_short_report_has_one_line_for_a_finding() -> None:
    """The line is `PATH:LINE:COL: severity CODE message`, with the path for an editor in that directory."""
    assert (
        render("short", [FOUND], context([]), StreamFacts())
        == "pkg/a.nix:7:12: error AG207 src: the hash is empty\n"
    )
    assert render("short", [FOUND], context([], "pkg"), StreamFacts()) == (
        "a.nix:7:12: error AG207 src: the hash is empty\n"
    )


def test_json_is_the_documented_object() -> None:
    """The JSON has its fields in their order, and paths from the root, even in another current directory."""
    text = render("json", [FOUND], context(["a" * 40, "b" * 40], "pkg"), StreamFacts(color=True))
    document = json.loads(text)
    assert list(document) == ["version", "bases", "base", "head", "findings", "checked"]
    assert document["version"] == 1
    assert document["bases"] == ["a" * 40, "b" * 40]
    assert document["base"] == "a" * 40
    assert document["head"] == ":index"
    assert document["findings"] == [{**FOUND.as_json(), "command": None, "help": None}]
    assert document["checked"] == {"files": 3, "fixed_outputs": 6, "unresolved": 2}
    assert text.endswith("}\n")


def test_json_without_findings_is_a_document() -> None:
    """If there is no base, the value is null."""
    document = json.loads(render("json", [], context([]), StreamFacts()))
    assert document["base"] is None
    assert document["bases"] == []
    assert document["findings"] == []


def test_json_keeps_the_bytes_of_a_path() -> None:
    """The path is not UTF-8, and the document is ASCII."""
    path = b"a\xff.nix".decode("utf-8", "surrogateescape")
    text = render("json", [RULES["AG901"].finding(place_at(path, 1, 1), "m")], context([]), StreamFacts())
    assert text.isascii()
    assert json.loads(text)["findings"][0]["path"].encode("utf-8", "surrogateescape") == b"a\xff.nix"


@pytest.mark.parametrize(
    ("name", "near"),
    [("jsn", "did you mean json"), ("tomato", "it can be text, short"), ("srif", "did you mean sarif")],
)
def test_an_unknown_format_is_refused(name: str, near: str) -> None:
    """The refusal names the formats that exist."""
    with pytest.raises(Refused, match=rf"there is no format '{name}'; {near}"):
        render(name, [], context([]), StreamFacts())
    with pytest.raises(Refused):
        demand_format(name)
