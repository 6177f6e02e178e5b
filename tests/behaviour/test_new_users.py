"""Questions that new users asked in a wrong way, or too early: each gets a true answer, or one line and exit code 2."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support import forked
from tests.support.guarded import REAL, package
from tests.support.repos import Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

REFS = {"PRE_COMMIT_FROM_REF": "HEAD~1", "PRE_COMMIT_TO_REF": "HEAD"}
"""The range that a hook manager hands over."""


def said(repo: Repo, *words: str) -> tuple[int, str, str]:
    """Run the real command. Returns its exit code, stdout and stderr."""
    done = forked.run([*words], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error"))
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A package at version 2 with the hash of version 1, committed."""
    made = Repo(tmp_path / "repo").write("pkgs/tool.nix", package(1))
    made.commit("version 1")
    made.write("pkgs/tool.nix", package(2, 1)).commit("version 2, hash kept")
    return made


def test_check_all_names_the_command_that_finds_stale_hashes(repo: Repo) -> None:
    """Nothing is staged. A plain `check` says so."""
    shown = on_terminal([REAL, "check", "--all"], repo.path, repo.environment(), 200)
    assert (shown.code, shown.text) == (
        0,
        "no findings: 1 file, 1 fixed output; git authguard audit finds stale hashes\n",
    )
    shown = on_terminal([REAL, "check"], repo.path, repo.environment(), 200)
    assert shown.text == "nothing is staged, so nothing was checked\n"


@pytest.mark.parametrize("text", ["nonsense", "2026-13-45", "HEAD~99", "release-2"])
def test_a_misspelt_revision_is_no_date(repo: Repo, text: str) -> None:
    """Git would read the misspelt name as a date, and the audit would pass."""
    assert said(repo, "audit", "--since", text) == (
        2,
        "",
        f"authguard: audit: '{text}' is neither a revision nor a date (2026-01-31, '2 weeks ago', yesterday)\n",
    )


@pytest.mark.parametrize(
    ("text", "code"), [("HEAD~1", 1), ("20 years ago", 1), ("2023-11-14", 1), ("yesterday", 0)]
)
def test_audit_since_accepts_a_revision_or_a_date(repo: Repo, text: str, code: int) -> None:
    """The dates are those that git reads."""
    assert said(repo, "audit", "--since", text)[0] == code


@pytest.mark.parametrize("words", ["audit", "build", "check --base HEAD", "list --rev HEAD~1"])
def test_a_message_says_that_head_has_no_commit_yet(tmp_path: Path, words: str) -> None:
    """HEAD is a known revision before the first commit."""
    repo = Repo(tmp_path / "repo").write("tool.nix", package(1)).stage()
    assert said(repo, *words.split()) == (2, "", "authguard: HEAD has no commit yet\n")


def test_absolute_paths_and_paths_through_parents_are_selectors(repo: Repo) -> None:
    """Editors pass such paths. A path that leads out of the repository, or past it, is refused."""
    name = repo.path.name
    for path in (
        f"{repo.path}/pkgs/tool.nix#hash",
        f"../{name}/pkgs",
        str(repo.path),
        f"{repo.path}/../{name}/pkgs/",
    ):
        code, out, _ = said(repo, "list", path)
        assert (code, out.count("\n")) == (0, 1), path
    (repo.path.parent / "link").symlink_to(repo.path)
    assert said(repo, "list", f"{repo.path.parent}/link/pkgs/tool.nix")[0] == 0
    for path in (str(repo.path.parent), f"{repo.path}2/tool.nix", "../tool.nix"):
        assert said(repo, "list", path) == (2, "", f"authguard: {path!r} is outside this repository\n")


def test_explain_accepts_a_directory_with_and_without_a_slash(repo: Repo) -> None:
    """A word that is neither a rule nor a path is still refused."""
    assert "pkgs/tool.nix:" in said(repo, "explain", "pkgs")[1]
    assert said(repo, "explain", "pkgs") == said(repo, "explain", "pkgs/")
    assert said(repo, "explain", "pkg")[0] == 2


def test_an_option_without_its_value_is_refused(repo: Repo) -> None:
    """The message lists the values, if there are few."""
    assert said(repo, "audit", "--fail-on") == (
        2,
        "",
        "authguard: audit: argument --fail-on: it needs a value: stale, suspect or unknown\n",
    )
    assert "it needs a value: text, short, json, " in said(repo, "check", "--format")[2]
    assert said(repo, "check", "--base")[2] == "authguard: check: argument --base: expected one argument\n"


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        ("list", "a revision with --rev"),
        ("check --all", "a revision with --head"),
        ("check", "a range with --base and --head"),
    ],
)
def test_the_remedy_in_a_bare_repository_is_an_option_of_the_command(
    repo: Repo, tmp_path: Path, command: str, remedy: str
) -> None:
    """The message names an option that the command has."""
    repo.git("clone", "--quiet", "--bare", ".", "../bare.git")
    bare = Repo(tmp_path / "bare.git", init=False)
    assert said(bare, *command.split())[2] == f"authguard: a bare repository has no index: name {remedy}\n"


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            "check HEAD~1..HEAD",
            "matches no file of the index; a range of commits is --base HEAD~1 --head HEAD",
        ),
        ("check HEAD", "matches no file of the index; it is a revision: use --head, --base or --rev"),
        ("list pkgs/tol.nix", "matches no file of the index; did you mean pkgs/tool.nix?"),
        ("list pkg/tool.nix", "matches no file of the index; did you mean pkgs/tool.nix?"),
        ("list pkg/other.nix", "matches no file of the index"),
        ("list *.nix", "matches no file of the index; a SELECTOR is a path, not a pattern"),
        ("list nothing/alike", "matches no file of the index"),
        ("-C pkgs list tol.nix", "matches no file of the index; did you mean tool.nix?"),
        ("audit pkgs/tol.nix", "matches no fixed output; did you mean pkgs/tool.nix?"),
        ("audit HEAD~1", "matches no fixed output; it is a revision: use --head, --base or --rev"),
        ("fix pkgs/tol.nix", "matches no fixed output of the work tree; did you mean pkgs/tool.nix?"),
        ("verify pkg", "matches no fixed output of the index; did you mean pkgs?"),
        ("check pkgs/tool.nix:1", "matches no fixed output of the index; did you mean pkgs/tool.nix:16?"),
    ],
)
def test_a_selector_that_matches_nothing_is_refused_with_advice(repo: Repo, words: str, end: str) -> None:
    """The message names the probable intention."""
    code, out, err = said(repo, *words.split())
    assert (code, out) == (2, "")
    assert err.endswith(f"' {end}\n")


@pytest.mark.parametrize("option", ["--base", "--head"])
def test_a_range_as_one_revision_is_refused_with_both_options(repo: Repo, option: str) -> None:
    """The range has the syntax of git log."""
    assert said(repo, "check", option, "HEAD~1..HEAD") == (
        2,
        "",
        "authguard: unknown revision: HEAD~1..HEAD; a range of commits is --base HEAD~1 --head HEAD\n",
    )


@pytest.mark.parametrize(
    ("rev", "near"), [("release-1.O", "release-1.0"), ("relaese-1.0~1", "release-1.0~1"), ("HAED^", "HEAD^")]
)
def test_a_revision_with_a_similar_name_is_proposed(repo: Repo, rev: str, near: str) -> None:
    """The proposal is a branch or a tag."""
    repo.git("tag", "release-1.0")
    for words in (["check", "--base", rev], ["list", "--rev", rev]):
        says = f"authguard: unknown revision: {rev}; did you mean {near}?\n"
        assert said(repo, *words) == (2, "", says)
    assert said(repo, "list", "--rev", "HEAD~99")[2] == "authguard: unknown revision: HEAD~99\n"


def test_the_options_of_other_tools_are_refused_with_our_name(repo: Repo) -> None:
    """Hook managers name these options --from-ref and --to-ref."""
    for theirs, own in (("--from-ref", "--base"), ("--to-ref=HEAD", "--head")):
        _, _, err = said(repo, "check", theirs, "HEAD")
        assert err == f"authguard: check: there is no option '{theirs}'; did you mean {own}?\n"


def test_findings_outside_of_the_selection_are_counted(repo: Repo) -> None:
    """The output does not say that nothing is stale."""
    repo.write("pkgs/tool.nix", package(3, 1)).write("other.nix", "{ }\n").stage()
    for words in (["--ignore", "AG2"], ["--ignore", "stale-source-hash"], ["--select", "AG9"], ["other.nix"]):
        shown = on_terminal([REAL, "check", *words], repo.path, repo.environment(), 200)
        assert shown.code == 0
        assert shown.text == "no findings in this selection, 1 outside of it: 2 files, 1 fixed output\n"


def test_the_line_of_counts_has_the_findings_outside(repo: Repo) -> None:
    """The selection has one finding, and one is outside of it."""
    repo.write("other.nix", package(5)).commit("other")
    repo.write("other.nix", package(6, 5)).write("pkgs/tool.nix", package(3, 1)).stage()
    assert "\n2 errors\n" in said(repo, "check")[1]
    assert "\n1 error; 1 finding outside of this selection\n" in said(repo, "check", "other.nix")[1]


def test_rules_can_be_selected_by_name(repo: Repo) -> None:
    """--select and --ignore accept names. A misspelt name is an error, even if there is nothing to report."""
    for words in (["--select", "stale-source-hsh"], ["--ignore", "stale-source-hsh"]):
        for _ in range(2):
            code, _, err = said(repo, "check", *words)
            assert (code, err) == (
                2,
                "authguard: no rule has the code or name 'stale-source-hsh'; did you mean stale-source-hash?\n",
            )
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    assert said(repo, "check", "--select", "stale-source-hash,AG9")[0] == 1
    assert said(repo, "check", "--ignore", "Stale-Source-Hash")[0] == 0


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("3 pkg", "'pkg' is no file of the work tree; did you mean pkgs?"),
        ("3 nowhere", "'nowhere' is no file of the work tree"),
        ("pkgs/tool.nix", "bump takes the VERSION first: git authguard bump VERSION pkgs/tool.nix"),
        ("pkgs 3", "bump takes the VERSION first: git authguard bump 3 pkgs"),
    ],
)
def test_bump_explains_wrong_words(repo: Repo, words: str, end: str) -> None:
    """The directory is misspelt, or the words are in another order."""
    assert said(repo, "bump", *words.split()) == (2, "", f"authguard: {end}\n")


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (
            "--producer fetchgthub",
            "list: --producer: 'fetchgthub' is not known; did you mean fetchFromGitHub?",
        ),
        ("--producer nothing-alike", "list: --producer: 'nothing-alike' is not known"),
        (
            "--platform x86_64-linx",
            "list: --platform: 'x86_64-linx' is not known; did you mean x86_64-linux?",
        ),
    ],
)
def test_list_refuses_a_misspelt_property(repo: Repo, words: str, end: str) -> None:
    """Without an error, `list` would print nothing, or everything."""
    assert said(repo, "list", *words.split()) == (2, "", f"authguard: {end}\n")


def test_list_accepts_each_known_producer_and_platform(repo: Repo) -> None:
    """A known producer without an output lists nothing. A platform can have the name of a release."""
    assert said(repo, "list", "--producer", "fetchgit") == (0, "", "")
    for platform in ("aarch64-darwin", "darwin-arm64"):
        assert said(repo, "list", "--platform", platform)[1].count("\n") == 1


def test_allow_refuses_a_misspelt_builder(repo: Repo) -> None:
    """Only `local` and builders of the config are accepted; --global accepts any builder."""
    gate = 'name = "g"\npaths = ["**"]\nfile = "pkgs/tool.nix"\nbuilder = "ringtail"\n'
    repo.write("authguard.toml", f"[[gate]]\n{gate}").stage()
    for name, remedy in (
        ("lcoal", "did you mean local?"),
        ("ringtial", "did you mean ringtail?"),
        ("network-all", "did you mean network:all?"),
        ("10.0.0.7", "a host with a private address is host:10.0.0.7"),
        ("AG201", "to allow it anyway: git config --add authguard.builders AG201"),
    ):
        says = f"authguard: allow: no gate of the config names a builder '{name}'; {remedy}\n"
        assert said(repo, "allow", name) == (2, "", says)
    assert said(repo, "allow", "ringtail", "local")[0] == 0
    _, _, err = said(repo, "allow", "https://x.example")
    assert err.startswith("authguard: allow: the builder is 'https://x.example', which is not a store")


def test_a_gate_that_can_never_pass_is_refused(repo: Repo) -> None:
    """The commit that brings the gate is refused, and not the first push. `doctor` also shows a gate without files."""
    gate = 'name = "g"\npaths = ["packages/**"]\nfile = "pkgs/tol.nix"\n'
    repo.write("authguard.toml", f"[[gate]]\n{gate}")
    untracked = "! config            authguard.toml is not used; git does not track it yet (git add)\n"
    assert untracked in said(repo, "doctor", "--offline")[1]
    repo.stage()
    fault = "the gate 'g' can never pass: pkgs/tol.nix is not in this tree; did you mean pkgs/tool.nix?"
    assert said(repo, "check") == (2, "", f"authguard: authguard.toml: {fault}\n")
    code, out, _ = said(repo, "doctor", "--offline")
    assert (code, [line[20:] for line in out.splitlines() if line.startswith("! gate")]) == (
        1,
        [fault, "no file is in the paths of 'g': packages/**"],
    )
    repo.commit("the gate, without hooks")
    repo.write("other.nix", "{ }\n").stage()
    assert said(repo, "check")[0] == 0


def test_a_gate_whose_file_is_renamed_is_refused(repo: Repo) -> None:
    """The commit that renames or removes the file is refused, and no later commit."""
    gate = 'name = "g"\npaths = ["**"]\nfile = "gate/default.nix"\n'
    repo.write("gate/default.nix", "{ }\n# the gate\n").write("gate/defaults.nix", "{ }\n")
    repo.write("authguard.toml", f"[[gate]]\n{gate}").commit("a gate")
    first = repo.oid("HEAD")
    repo.git("mv", "gate/default.nix", "gate/main.nix")
    fault = "the gate 'g' can never pass: gate/default.nix is not in this tree; did you mean gate/main.nix?"
    refused = (2, "", f"authguard: authguard.toml: {fault}\n")
    assert said(repo, "check") == refused
    repo.commit("renamed, without hooks")
    assert said(repo, "check", "--base", first) == refused
    built = said(repo, "build", "--builder", "local")
    assert "authguard: gate g: gate/default.nix is not in " in built[2], built
    repo.write("other.nix", "{ }\n").stage()
    assert said(repo, "check")[0] == 0
    repo.write("authguard.toml", f"[[gate]]\n{gate}".replace("default", "main")).stage()
    assert said(repo, "check")[0] == 0


def test_findings_are_reported_beside_a_gate_that_can_never_pass(repo: Repo) -> None:
    """The exit code is 2, on stdout is the report, and the documents are complete."""
    gate = 'name = "g"\npaths = ["**"]\nfile = "gate/default.nix"\n'
    repo.write("gate/default.nix", "{ }\n# the gate\n").write("authguard.toml", f"[[gate]]\n{gate}")
    repo.commit("a gate")
    repo.git("mv", "gate/default.nix", "gate/main.nix")
    fault = "the gate 'g' can never pass: gate/default.nix is not in this tree; did you mean gate/main.nix?"
    line = f"authguard: authguard.toml: {fault}\n"
    for form in ("json", "sarif"):
        code, out, err = said(repo, "check", "--format", form)
        assert (code, err, isinstance(json.loads(out), dict)) == (2, line, True)
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    code, out, err = said(repo, "check")
    assert (code, err.startswith(line), "AG201" in out) == (2, True, True), out + err
    assert said(repo, "check", "--exit-zero")[0] == 2
    assert said(repo, "check", "--quiet") == (2, "", line)
    code, out, _ = said(repo, "check", "--format", "json")
    assert (code, '"AG201"' in out) == (2, True)
    repo.commit("renamed, without hooks")
    assert said(repo, "check", "--base", "HEAD^", "--head", "HEAD")[0] == 2


def test_a_gate_in_a_directory_that_is_a_link_is_refused(repo: Repo) -> None:
    """The renamed file is below another directory than the config names. A link that leads elsewhere removes it too."""
    repo.write("real/default.nix", "{ }\n# the gate\n").write("other/a.nix", "{ }\n")
    (repo.path / "gate").symlink_to("real")
    repo.write("authguard.toml", '[[gate]]\nname = "g"\npaths = ["**"]\nfile = "gate/default.nix"\n')
    repo.commit("a gate")
    repo.write("other/b.nix", "{ }\n").stage()
    assert said(repo, "check")[0] == 0
    repo.git("mv", "real/default.nix", "real/main.nix")
    fault = "the gate 'g' can never pass: gate/default.nix is not in this tree"
    refused = (2, "", f"authguard: authguard.toml: {fault}; did you mean real/main.nix?\n")
    assert said(repo, "check") == refused
    repo.git("mv", "real/main.nix", "real/default.nix")
    assert said(repo, "check")[0] == 0
    (repo.path / "gate").unlink()
    (repo.path / "gate").symlink_to("other")
    repo.stage()
    code, _, err = said(repo, "check")
    assert (code, fault in err) == (2, True), err


def test_a_missing_version_site_is_reported_with_its_table(repo: Repo) -> None:
    """The commit changes no site, but brings the table. Older tables are not reported."""
    table = '[[version]]\npackage = "tool"\nsites = [{ path = "pkgs/tool.nix", attribute = "verson" }, '
    table += '{ path = "pkgs/tool.nix", attribute = "version" }]\n'
    repo.write("authguard.toml", table).stage()
    code, out, _ = said(repo, "check", "--format", "short")
    assert code == 1
    assert "the config says that verson in pkgs/tool.nix states the version" in out
    absent = table.replace("pkgs/tool.nix", "pkgs/tol.nix", 1)
    repo.write("authguard.toml", f"# sites\n{absent}").stage()
    code, out, _ = said(repo, "check", "--format", "short")
    assert (code, out.startswith("authguard.toml:4:1: error AG101 ")) == (1, True), out
    repo.write("authguard.toml", table).commit("the table, without hooks")
    repo.write("authguard.toml", f'{table}\n[rules]\nAG203 = "error"\n').stage()
    assert said(repo, "check")[0] == 0


def test_explain_shows_the_waivers_of_a_rule(repo: Repo) -> None:
    """The waivers and severities of this repository come last. A broken config does not hide the explanation."""
    repo.write("pkgs/a.nix", '{ x = "y"; # authguard: allow stale-source-hash one tree\n}\n')
    repo.write("pkgs/b.nix", '{ x = "y"; # authguard: allow AG205 another rule\n}\n')
    repo.write("notes.md", "`# authguard: allow AG201 REASON of this page`\n")
    repo.write("tool.py", "# authguard: allow AG201 a comment of Python\n")
    allow = '[[allow]]\nrule = "AG201"\npath = "npins/*"\nreason = "two channels"\n'
    repo.write("authguard.toml", f'[rules]\nAG201 = "warning"\n\n{allow}').stage()
    block = (
        "\nIn this repository\n"
        "  a.nix:1  one tree\n"
        "  ../authguard.toml:4  npins/*: two channels\n"
        "  ../authguard.toml  severity warning\n"
    )
    assert said(repo, "-C", "pkgs", "explain", "AG201")[1].endswith(block)
    assert "In this repository" not in said(repo, "explain", "AG202")[1]
    repo.write("authguard.toml", "exclud = []\n").stage()
    code, out, _ = said(repo, "explain", "AG201")
    assert (code, "In this repository" in out) == (0, False)


def test_explain_takes_rules_or_selectors(repo: Repo) -> None:
    """The message does not call the file unknown."""
    assert said(repo, "explain", "pkgs", "AG201") == (
        2,
        "",
        "authguard: explain takes rules or selectors, not both: 'pkgs' is a selector\n",
    )


def test_explain_names_the_source_of_a_dependency_hash(repo: Repo) -> None:
    """The src of the package is an input, and is shown by its own inputs."""
    text = (
        "{ buildGoModule, fetchFromGitHub }: buildGoModule rec {\n"
        '  pname = "t"; version = "VERSION"; vendorHash = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI=";\n'
        '  src = fetchFromGitHub { owner = "o"; repo = "t"; rev = version;\n'
        '    hash = "sha256-P6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="; };\n}\n'
    )
    repo.write("go.nix", text.replace("VERSION", "1.0")).commit("1.0")
    repo.write("go.nix", text.replace("VERSION", "1.1")).stage()
    assert "src o/t@1.0 → o/t@1.1 (decides the content)" in said(repo, "explain", "go.nix#vendorHash")[1]


def test_the_path_of_a_package_is_proposed_for_its_name(repo: Repo) -> None:
    """A user names a directory or a file without the directories above it, or an attribute without its file."""
    repo.write("pkgs/misc/viewer/default.nix", package(3)).stage()
    assert said(repo, "list", "viewer")[2].endswith("; did you mean pkgs/misc/viewer?\n")
    assert said(repo, "check", "viewer/default.nix")[2].endswith(
        "; did you mean pkgs/misc/viewer/default.nix?\n"
    )
    assert said(repo, "-C", "pkgs/misc", "list", "iewer/default.nix")[2].endswith(
        "; did you mean viewer/default.nix?\n"
    )
    assert said(repo, "explain", "viewer")[2] == (
        "authguard: 'viewer' is neither a rule nor a file of this repository; "
        "git authguard list shows the selector of each hash\n"
    )


def test_list_and_audit_count_an_imported_pin_once(repo: Repo) -> None:
    """A call in a file that another file imports is one row."""
    pins = "".join(
        f'  {name}.src = fetchurl {{ url = "https://a.example/{name}-1.0.tar.gz"; hash = "{digest}"; }};\n'
        for name, digest in (
            ("a", "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="),
            ("b", "sha256-P6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="),
        )
    )
    repo.write("_sources/generated.nix", f"{{ fetchurl, fetchgit }}:\n{{\n{pins}}}\n")
    repo.write(
        "default.nix",
        "{ pkgs, ... }: let pins = import ./_sources/generated.nix { inherit (pkgs) fetchurl fetchgit; };\n"
        "in { a = pkgs.mkDerivation { inherit (pins.a) src; }; }\n",
    ).commit("pins")
    rows = said(repo, "list", ".")[1].splitlines()
    assert [row.split("\t")[0].partition(":")[2] for row in rows] == ["3#a.src", "4#b.src", "16#hash"]
    assert said(repo, "audit")[1].endswith("\n3 hashes: 1 stale, 0 suspect, 0 not resolved\n")


def test_the_revision_in_a_url_is_named(repo: Repo) -> None:
    """`list`, the finding and `explain` name the revision or the version, not the url in its place."""
    text = (
        "{ fetchurl, fetchFromGitHub, names }: {\n"
        '  a = fetchurl { url = "https://github.com/o/r/archive/v1.VERSION.tar.gz";\n'
        '    hash = "sha256-O6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="; };\n'
        '  b = fetchurl { url = "https://static.crates.io/crates/ab/ab-1.VERSION.crate";\n'
        '    hash = "sha256-P6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="; };\n'
        '  c = fetchFromGitHub { owner = "o"; repo = names.c; rev = "v1"; '
        'hash = "sha256-Q6iGqc7hC4YqNdzAwR6rIc+w9KHcqTpJzgnZqwhOhkI="; };\n}\n'
    )
    repo.write("a.nix", text.replace("VERSION", "0")).commit("1.0")
    repo.write("a.nix", text.replace("VERSION", "1")).stage()
    listed = said(repo, "list", "a.nix")[1].splitlines()
    assert [line.split("\t")[2] for line in listed] == ["o/r@v1.1", "ab 1.1", "o/?@v1"]
    short = said(repo, "check", "--format", "short")[1]
    assert "a: rev moved from v1.0 to v1.1, but the hash is still that of o/r v1.0" in short
    assert "b: version moved from 1.0 to 1.1" in short
    assert "rev v1.0 → v1.1 (decides the content)" in said(repo, "explain", "a.nix#a")[1]


def test_a_misspelt_skip_skips_nothing(repo: Repo) -> None:
    """A line says why the check runs."""
    repo.write("pkgs/tool.nix", package(3, 1)).stage()
    done = subprocess.run(
        [REAL, "check", "--quiet"],
        cwd=repo.path,
        env={**repo.environment(), "AUTHGUARD_SKIP": "chek,build"},
        capture_output=True,
        text=True,
        check=False,
    )
    says = "authguard: AUTHGUARD_SKIP names 'chek', which is neither check nor build\n"
    assert (done.returncode, done.stderr) == (1, says)


def test_a_hook_says_that_nothing_is_staged(repo: Repo) -> None:
    """`pre-commit run --all-files` in CI would seem to have checked everything."""
    says = "nothing is staged, so nothing was checked: run the hook with --from-ref and --to-ref, "
    env = {**repo.environment(), "PRE_COMMIT": "1"}
    for refs, said_ in (({}, f"authguard: {says}or git authguard audit\n"), (REFS, "")):
        done = subprocess.run(
            [REAL, "check", "--exit-zero"],
            cwd=repo.path,
            env={**env, **refs},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr.partition("authguard: git authguard is not on")[0]) == (0, said_)


def test_a_config_that_is_not_tracked_is_named(repo: Repo) -> None:
    """On a terminal, a line says that the index is judged without this config."""
    repo.write("authguard.toml", '[rules]\nAG201 = "off"\n').write("other.nix", "{ }\n")
    repo.git("add", "other.nix")
    shown = on_terminal([REAL, "check"], repo.path, repo.environment(), 200)
    assert "authguard: authguard.toml is not used; git does not track it yet (git add)\n" in shown.text
    repo.stage()
    assert "not used" not in on_terminal([REAL, "check"], repo.path, repo.environment(), 200).text
