"""The report for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from authguard.report import render
from authguard.report.commands import argv, of_group
from authguard.report.context import ReportContext, StreamFacts
from authguard.report.text import wrap
from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place, moved_input, place_at
from authguard.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
PATH = "containers/authentik/sources.nix"
SOURCE = f"""\
{{ pkgs }}:
rec {{
  version = "2026.2.0";
  src = pkgs.fetchgit {{
    hash = "{DIGEST}";
  }};
}}
"""
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def context(prefix: str = "", reader: Callable[[str], bytes | None] | None = None) -> ReportContext:
    """The report context of one judged file."""
    files = {PATH: SOURCE.encode()}
    return ReportContext(
        bases=["0" * 40],
        head=":index",
        files=1,
        fixed_outputs=1,
        unresolved=0,
        reader=reader or files.get,
        prefix=prefix,
    )


def stale() -> Finding:
    """A forgotten hash."""
    return RULES["AG201"].finding(
        Place(PATH, 5, 12, 5, 65),
        "src: rev moved from version/2025.12.4 to version/2026.2.0 (with fetchSubmodules), but the hash did not; "
        "Nix will not notice",
        verdict="stale",
        help=f"git authguard fix {PATH}#src",
        fixed_output=FixedOutputRef("src", "fetchgit", DIGEST, "authentik"),
        because=[
            moved_input("rev", "what", "version/2025.12.4", "version/2026.2.0", PATH, 3),
            moved_input("fetchSubmodules", "how", None, "true", "other.nix", 16),
        ],
        evidence=[Evidence("history", "this hash stood with 2025.12.4")],
        nix_notices=False,
    )


def suspect() -> Finding:
    """A vendor hash of the same package."""
    return RULES["AG203"].finding(
        Place("containers/authentik/authentik-server.nix", 21, 16, 21, 69),
        "vendorHash stayed: src moved from 2025.12.4 to 2026.2.0, and nothing here tells whether the dependencies "
        "moved too",
        verdict="suspect",
        help="git authguard fix containers/authentik/authentik-server.nix#vendorHash",
        fixed_output=FixedOutputRef("vendorHash", "buildGoModule", DIGEST, "authentik-server-go-modules"),
        because=[moved_input("src", "what", "2025.12.4", "2026.2.0", PATH, 4)],
        nix_notices=True,
    )


def test_a_complete_finding_is_rendered_letter_by_letter() -> None:
    """The report is for a pipe."""
    assert (
        render("text", [stale()], context(), StreamFacts())
        == f"""\
error[AG201] src: rev moved from version/2025.12.4 to version/2026.2.0 (with
    fetchSubmodules), but the hash did not
 --> {PATH}:5:12
  |
5 |     hash = "{DIGEST}";
  |            {"^" * 53}
  = rev              version/2025.12.4 → version/2026.2.0   line 3
  = fetchSubmodules  added: true                            other.nix:16
  = history: this hash stood with 2025.12.4
  = Nix will not notice: it finds the old output by this hash and the name
      authentik
  = help: git authguard fix --stage '{PATH}#src'

1 error
  why, and waiver  git authguard explain '{PATH}#src'
  the rule         git authguard explain AG201
"""
    )


def test_a_suspect_is_reported_in_short() -> None:
    """The report omits the line of the source, and does not speak of a failed build."""
    assert (
        render("text", [suspect()], context(), StreamFacts())
        == """\
warning[AG203] vendorHash stayed: src moved from 2025.12.4 to 2026.2.0, and
    nothing here tells whether the dependencies moved too
 --> containers/authentik/authentik-server.nix:21:16
  = help: git authguard fix --stage 'containers/authentik/authentik-server.nix#vendorHash'

1 warning
  why, and waiver
    git authguard explain 'containers/authentik/authentik-server.nix#vendorHash'
  the rule         git authguard explain AG203
"""
    )


def test_a_report_without_findings_is_empty() -> None:
    """The text has no line break."""
    assert render("text", [], context(), StreamFacts(color=True)) == ""
    assert render("short", [], context(), StreamFacts()) == ""


def test_findings_are_sorted_and_counted() -> None:
    """Errors come first, then paths. The summary counts from error to note and explains the worst finding."""
    note = RULES["AG304"].finding(
        place_at("z.nix", 1, 1), "m", fixed_output=FixedOutputRef("src", "f", DIGEST)
    )
    text = render("text", [note, stale(), suspect(), stale()], context(), StreamFacts())
    heads = re.findall(r"^(\w+)\[(AG\d+)\]", text, re.MULTILINE)
    assert heads == [("error", "AG201"), ("error", "AG201"), ("warning", "AG203"), ("note", "AG304")]
    assert "\n2 errors, 1 warning, 1 note\n" in text
    assert text.endswith("\n  the rule         git authguard explain AG201\n")


def test_several_groups_get_one_command() -> None:
    """The findings of one bump have one command already; the findings of several bumps are counted."""
    other = stale()._replace(place=place_at("other/a.nix", 5, 12), because=[])
    found = [stale(), other]
    assert "\n  fix all 2        git authguard fix --stage\n" in render(
        "text", found, context(), StreamFacts()
    )
    assert "fix all" not in render("text", [stale(), stale()], context(), StreamFacts())
    complete_tree = context()
    complete_tree.bases = []
    narrowed = context()
    narrowed.is_part = True
    for other_context in (complete_tree, narrowed):  # a fix of the whole index would fix fewer or more hashes
        text = render("text", found, other_context, StreamFacts(width=120))
        assert re.search(rf"\n  fix all 2 +git authguard fix --stage '{PATH}#src'\n", text)


def test_errors_beside_warnings_get_a_command() -> None:
    """The command `fix` may not be able to prove the warnings; in the index one command fixes all that moved."""
    other = stale()._replace(
        place=place_at("other/a.nix", 5, 12), because=[], help="git authguard fix other/a.nix#src"
    )
    doubtful = other._replace(
        code="AG203",
        severity="warning",
        place=place_at("third/a.nix", 5, 12),
        help="git authguard fix third/a.nix#src",
    )
    audited = context()
    audited.bases = []
    text = render("text", [stale(), other, doubtful], audited, StreamFacts(width=120))
    assert f"\n  fix 2 errors  git authguard fix --stage '{PATH}#src' 'other/a.nix#src'\n" in text
    assert "\n  fix all 3     git authguard fix " in text
    assert " errors  " not in render("text", [stale(), other, doubtful], context(), StreamFacts(width=120))


def test_the_errors_of_an_audit_are_named_if_some_are_suspects() -> None:
    """`--audited stale` takes stale hashes, also those that the config made warnings."""

    def of(name: int, severity: str, verdict: str) -> Finding:
        place, fix = place_at(f"{name}.nix", 5, 12), f"git authguard fix {name}.nix#src"
        return stale()._replace(place=place, because=[], help=fix, severity=severity, verdict=verdict)

    found = [of(name, "error", "suspect") for name in range(5)] + [of(5, "warning", "stale")]
    tree = context()
    tree.bases = []
    tree.head, tree.audit, tree.words_of_fix = "1" * 40, {"unknown": 0}, []
    text = render("text", found, tree, StreamFacts())
    assert "\n  fix all 6        git authguard fix --audited suspect\n" in text
    files = "0.nix 1.nix 2.nix 3.nix 4.nix"
    assert f"\n  fix 5 errors\n    git authguard fix --audited suspect {files}\n" in text


def test_the_last_lines_count_what_a_command_fixes() -> None:
    """A finding that `fix` cannot fix is not counted, and the whole is named."""
    other = stale()._replace(place=place_at("other/a.nix", 5, 12), because=[], help="git authguard fix a.nix")
    by_hand = stale()._replace(place=place_at("third/a.nix", 5, 12), because=[], help="write it by hand")
    text = render("text", [stale(), other, by_hand], context(), StreamFacts(width=120))
    assert "\n  fix 2 of 3       git authguard fix --stage\n" in text
    one = [by_hand._replace(place=place_at(PATH, 9, 1)), stale()]
    two = stale()._replace(place=place_at(PATH, 7, 1), help=f"git authguard fix {PATH}#other")
    text = render("text", [*one, two], context(), StreamFacts(width=120))
    assert "\nhelp for 2 of these 3 findings:\n    git authguard fix " in text
    everything = context()
    everything.bases = []
    warning = RULES["AG203"].finding(place_at("z.nix", 1, 1), "m", help="git authguard fix z.nix#a")
    text = render("text", [stale(), other, by_hand, warning], everything, StreamFacts(width=120))
    assert "\n  fix 2 of 3 errors  git authguard fix " in text
    assert "\n  fix 3 of 4         git authguard fix " in text


def test_many_files_of_an_audit_get_one_command() -> None:
    """An audit names one command for exactly its findings; a check names the files of a few packages."""
    found = [
        stale()._replace(
            place=place_at(f"{name}.nix", 5, 12), because=[], help=f"git authguard fix {name}.nix#src"
        )
        for name in range(60)
    ]
    tree = context()
    tree.bases = []
    assert "fix all 60" not in render("text", found, tree, StreamFacts())
    tree.head, tree.audit, tree.words_of_fix = "1" * 40, {"unknown": 0}, []
    assert "\n  fix all 60       git authguard fix --audited stale\n" in render(
        "text", found, tree, StreamFacts()
    )
    tree.words_of_fix = ["--online", "pkgs"]
    command = "git authguard fix --audited stale --online pkgs"
    assert f"\n  fix all 60       {command}\n" in render("text", found, tree, StreamFacts())
    assert f"\n{command}\n" in render("markdown", found, tree, StreamFacts())
    tree.words_of_fix = None
    assert "\n    git authguard fix '0.nix#src' '1.nix#src' " in render("text", found, tree, StreamFacts())


def test_loud_findings_say_that_the_build_will_fail() -> None:
    """The message has the new store name, if it is known."""
    found = stale()._replace(nix_notices=True)
    says = "= Nix will notice late: this hash is new under the name authentik, so the build will fail"
    assert says in render("text", [found], context(), StreamFacts(width=120))


def test_colours_change_nothing_but_colours() -> None:
    """Without escape sequences the coloured report is the same as the plain one."""
    findings = [stale(), suspect()]
    plain = render("text", findings, context(), StreamFacts())
    coloured = render("text", findings, context(), StreamFacts(color=True))
    assert "\x1b[1;31merror[AG201]" in coloured
    assert ESCAPE.sub("", coloured) == plain


def test_a_width_is_kept() -> None:
    """Only places, commands and lines of inputs are not broken."""
    for width in (40, 60, 100):
        text = render("text", [stale()], context(), StreamFacts(width=width))
        long = [line for line in text.split("\n") if len(line) > width]
        assert all(
            re.match(r" *(-->|= help:|= rev|= fetchSub|= Nix will not)|why, and|(    )?git authguard", line)
            for line in long
        )


def test_paths_are_relative_to_the_current_directory() -> None:
    """The paths of commands are relative too."""
    text = render("text", [stale()], context("containers/ntfy"), StreamFacts())
    assert " --> ../authentik/sources.nix:5:12\n" in text
    assert "help: git authguard fix --stage '../authentik/sources.nix#src'\n" in text
    assert "../../other.nix:16" in text


def with_help(repair: str) -> Finding:
    """Return a finding with this help."""
    return RULES["AG201"].finding(place_at(PATH, 5, 12), "m", help=repair)


def test_a_command_is_for_the_current_directory_and_the_index() -> None:
    """Versions and options are not taken for paths, and commands of other tools are not changed."""
    here = context("containers")
    for repair, words in (
        ("git authguard bump 1.0 containers/a", ["git", "authguard", "bump", "--stage", "1.0", "a"]),
        ("git authguard verify --all", ["git", "authguard", "verify", "--all"]),
        ("nix flake update nixpkgs", ["nix", "flake", "update", "nixpkgs", "--flake", ".."]),
        (
            "nix flake update nixpkgs --flake ./containers/x",
            ["nix", "flake", "update", "nixpkgs", "--flake", "./x"],
        ),
        ("npins update nixpkgs", ["npins", "--directory", "../npins", "update", "nixpkgs"]),
        ("npins --directory containers/p update n", ["npins", "--directory", "p", "update", "n"]),
        ("niv update nixpkgs", ["niv", "--sources-file", "../nix/sources.json", "update", "nixpkgs"]),
        (
            "nix flake update nixpkgs --flake ./nixos/x",
            ["nix", "flake", "update", "nixpkgs", "--flake", "../nixos/x"],
        ),
        (
            "git authguard fix 'containers/a b.nix#x' c#y",
            ["git", "authguard", "fix", "--stage", "a b.nix#x", "../c#y"],
        ),
        ("resolve the conflict", None),
        ("git authguard fix 'a", None),
    ):
        assert argv(with_help(repair), here) == words
    here.head = ":worktree"
    assert argv(with_help("git authguard fix a.nix#x"), here) == ["git", "authguard", "fix", "../a.nix#x"]


def test_a_group_is_fixed_by_one_command() -> None:
    """The command is a bump of the package, or one fix with all selectors; commands of other tools stay."""
    fixes = [with_help(f"git authguard fix a.nix#{name}") for name in "xyz"]
    other = with_help("nix flake update nixpkgs")
    start = ["git", "authguard"]
    assert of_group([*fixes, other], context()) == [
        [*start, "fix", "--stage", "a.nix#x", "a.nix#y", "a.nix#z"],
        ["nix", "flake", "update", "nixpkgs"],
    ]
    bump = with_help("git authguard bump 1.0 a")
    assert of_group([*fixes, bump], context()) == [[*start, "bump", "--stage", "1.0", "a"]]
    many = [with_help(f"git authguard fix a.nix#{number}") for number in range(9)]
    assert of_group(many, context()) == [[*start, "fix", "--stage", "--base", "HEAD", "a.nix"]]
    audited = context()
    audited.head, audited.audit = "1" * 40, {"unknown": 0}
    assert len(of_group(many, audited)[0]) == 3 + 9
    audited.words_of_fix = ["--online"]
    assert of_group(many, audited) == [[*start, "fix", "--audited", "stale", "--online", "a.nix"]]


def test_errors_come_first() -> None:
    """A warning of another file is not first."""
    text = render("text", [suspect(), stale()], context(), StreamFacts())
    assert text.startswith("error[AG201]")


def test_a_stream_that_is_not_utf_8_gets_ascii() -> None:
    """An arrow has two ASCII characters there."""
    text = render("text", [stale()], context(), StreamFacts(unicode=False))
    assert "version/2025.12.4 -> version/2026.2.0" in text
    assert text.isascii()


def test_a_source_that_cannot_be_read_is_not_shown() -> None:
    """A partial clone may lack the blob, for example."""
    text = render("text", [stale()], context(reader=lambda _: None), StreamFacts())
    assert " | " not in text
    assert "  = rev " in text


NASTY = st.text(st.characters(), max_size=30)


@given(path=NASTY, value=NASTY, attribute=NASTY, line=st.binary(max_size=60), width=st.integers(40, 120))
def test_nothing_of_a_repository_reaches_the_terminal_raw(
    path: str, value: str, attribute: str, line: bytes, width: int
) -> None:
    """Paths, values, attributes and sources may have any characters."""
    found = RULES["AG201"].finding(
        Place(path or "x", 1, 2, 1, 9),
        f"{attribute}: {value}",
        verdict="stale",
        help=f"git authguard fix {path}#{attribute}",
        fixed_output=FixedOutputRef(attribute, "fetchgit", value, value),
        because=[moved_input(attribute, "what", value, path, path, 1)],
        evidence=[Evidence("history", value)],
        nix_notices=False,
    )
    for name in ("text", "short"):
        shown = render(name, [found], context(reader=lambda _: line), StreamFacts(width=width))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_a_short_line_is_not_broken() -> None:
    """A line break in a path would forge a second finding."""
    found = RULES["AG901"].finding(place_at("a\nb.nix", 3, 1), "Nix would not parse this file: x\ny")
    assert render("short", [found], context(), StreamFacts()) == (
        "a\\nb.nix:3:1: error AG901 Nix would not parse this file: x\\ny\n"
    )


@given(st.text("ab ", max_size=80), st.integers(4, 20), st.integers(4, 20))
def test_wrap_loses_nothing(text: str, first: int, rest: int) -> None:
    """Only spaces become line breaks, and only a single word may make a line too long."""
    lines = wrap(text, first, rest)
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    for at, line in enumerate(lines):
        assert len(line) <= (first if at == 0 else rest) or " " not in line.strip()
