"""The table, the lines, the Markdown and the flowchart of `list`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from authguard.report.context import StreamFacts
from authguard.report.listing import ListRow, lines, markdown, mermaid, table

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
SOURCE = ListRow(
    path="pkgs/a/default.nix",
    line=7,
    attribute="src",
    producer="fetchFromGitHub",
    source="owner/a@v1",
    digest=DIGEST,
    lock=None,
    noticed="silent",
)
VENDORED = ListRow(
    path="pkgs/a/default.nix",
    line=112,
    attribute="vendorHash",
    producer="buildGoModule",
    source="owner/a@v1",
    digest=DIGEST,
    lock="go.sum",
    noticed="loud",
    sources=[SOURCE.key()],
)
NASTY = ListRow(
    path="x\n|`.nix",
    line=1,
    attribute="a\tb",
    producer="fetch]",
    source="a very long source " * 9 + "end",
    digest="",
    lock=None,
    noticed="-",
)


def test_a_table_groups_by_file() -> None:
    """The table has one heading for each file, aligned columns, and short digests."""
    assert table([SOURCE, VENDORED], StreamFacts(width=100)).splitlines() == [
        "  line  attribute   producer         source      digest     lock    Nix",
        "pkgs/a/default.nix",
        "     7  src         fetchFromGitHub  owner/a@v1  pVQ34cZY…  -       silent",
        "   112  vendorHash  buildGoModule    owner/a@v1  pVQ34cZY…  go.sum  loud",
        "2 fixed outputs, 1 silent",
    ]


@pytest.mark.parametrize(("width", "lines"), [(50, 9), (80, 6), (120, 6)])
def test_a_table_fits(width: int, lines: int) -> None:
    """A long source keeps its start and its end, the revision; no text of a file breaks a line."""
    text = table([SOURCE, NASTY], StreamFacts(width=width, unicode=False))
    assert text.isascii()
    assert all(len(line) <= width for line in text.splitlines())
    assert "~" in text
    assert "a very " in text
    assert "end  " in text
    assert len(text.splitlines()) == lines


@pytest.mark.parametrize("width", [50, 80])
def test_a_usual_source_is_not_cut(width: int) -> None:
    """At 80 columns `owner/repo@rev` matters more than the digest and the lock; at 50 columns a row is two lines."""
    usual = replace(VENDORED, source="hercules-ci/flake-parts@v1.22")
    shown = {
        50: [
            "  line  attribute",
            "          source                         Nix",
            "pkgs/a/default.nix",
            "   112  vendorHash",
            "          hercules-ci/flake-parts@v1.22  loud",
        ],
        80: [
            "  line  attribute   producer       source                         lock    Nix",
            "pkgs/a/default.nix",
            "   112  vendorHash  buildGoModule  hercules-ci/flake-parts@v1.22  go.sum  loud",
        ],
    }
    assert table([usual], StreamFacts(width=width)).splitlines()[:-1] == shown[width]


def test_a_long_attribute_has_its_own_line() -> None:
    """On a narrow terminal the attribute is not cut: a selector that is cut cannot be copied."""
    long = replace(VENDORED, attribute="packages.x86_64-linux.tool.passthru.vendorHash")
    assert table([SOURCE, long], StreamFacts(width=50)).splitlines() == [
        "  line  attribute               source      Nix",
        "pkgs/a/default.nix",
        "     7  src                     owner/a@v1  silent",
        "   112  packages.x86_64-linux.tool.passthru.vendorHash",
        "                                owner/a@v1  loud",
        "2 fixed outputs, 1 silent",
    ]


def test_an_empty_table_says_so() -> None:
    """The text is one line."""
    assert table([], StreamFacts()) == "no fixed output to list\n"


def test_lines_have_six_fields() -> None:
    """For any names, `cut -f` finds each column."""
    shown = lines([SOURCE, VENDORED, NASTY]).splitlines()
    assert [line.count("\t") for line in shown] == [5, 5, 5]
    assert shown[0].split("\t") == [
        "pkgs/a/default.nix:7#src",
        "fetchFromGitHub",
        "owner/a@v1",
        DIGEST,
        "-",
        "silent",
    ]


def test_markdown_has_one_row_for_each_output() -> None:
    """No text of a cell can end the row."""
    shown = markdown([SOURCE, NASTY]).splitlines()
    assert len(shown) == 4
    assert shown[2].startswith("| `pkgs/a/default.nix:7#src` | fetchFromGitHub | owner/a@<!-- -->v1 |")
    assert shown[3].startswith("| ``x\\n\\|`.nix:1#a\\tb`` |")


def test_the_drawing_has_all_parts_of_the_reach() -> None:
    """The parts are source, hash, lock file, dependency hash and component."""
    assert mermaid([SOURCE, VENDORED]).splitlines() == [
        "flowchart LR",
        '  n0["src<br>pkgs/a/default.nix:7"]',
        '  n1["vendorHash<br>pkgs/a/default.nix:112"]',
        '  n2(["owner/a@v1"])',
        "  n2 --> n0",
        "  n0 --> n1",
        '  n3[/"go.sum"/]',
        "  n3 --> n1",
        '  n4[["pkgs/a"]]',
        "  n1 --> n4",
    ]
    assert mermaid([]) == "flowchart LR\n"
