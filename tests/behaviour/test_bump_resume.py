"""`bump` never ends with a wrong hash: another tag, a second run, hashes that were stale before, other places."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.packaging import Packaging
from tests.support.sourced import FAKE, SOURCES, Sourced

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers import HttpGit
    from tests.support.upstream import Upstream

OTHER_TAG = "--rev", "client=v3.2026020.2"
DEPENDENCIES = (
    "{ stdenv, callPackage }: let sources = callPackage ./sources.nix { }; in stdenv.mkDerivation {\n"
    f'  name = "deps"; inherit (sources) src; outputHash = "{FAKE[:-2]}E="; outputHashMode = "recursive";\n}}\n'
)


def bump(tool: Sourced, version: str, *more: str) -> tuple[int, str, str]:
    """Bump the package, without Nix."""
    return tool.authguard("bump", version, "tool", "--no-nix", *more)


def hashes(tool: Sourced, rev: str = "") -> list[str]:
    """The hashes of the sources."""
    return [line.split('"')[1] for line in tool.text(rev=rev).splitlines() if "hash" in line]


def test_the_nearest_tag_is_offered_as_a_command(tool: Sourced) -> None:
    """The client has other tags since 2026.2.2, and the printed command does the complete bump."""
    code, _, err = bump(tool, "2026.2.2", "--commit")
    assert code == 2
    printed = err.splitlines()[-1].removeprefix("  = help: ")
    assert printed == "git authguard bump 2026.2.2 tool --rev client=v3.2026020.2"
    said = tool.authguard(*printed.split()[2:], "--commit")
    assert said.code == 0, said
    assert 'rev = "v3.2026020.2";' in tool.lines("HEAD^", "HEAD")
    assert 'rev = "version/${version}";' in tool.text()
    assert tool.git("status", "--porcelain") == ""
    assert tool.authguard("verify", "--again", "--head", ":worktree", "tool").code == 0


def test_an_unchanged_tag_is_named_at_the_next_bump(tool: Sourced) -> None:
    """A source with a tag that does not follow the version is not edited, and the output names it."""
    assert bump(tool, "2026.2.2", *OTHER_TAG, "--commit")[0] == 0
    code, out, _ = bump(tool, "2026.2.1")
    assert code == 0
    assert "tool/sources.nix#client  stays at v3.2026020.2; to move it: --rev client=TAG" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--rev", "clinet=v1"), "no source is named 'clinet'; did you mean client?"),
        (("--rev", "client"), "is not SOURCE=TAG"),
        (("--rev", 'client=v1";'), "is not SOURCE=TAG"),
        (("--rev", "client=v3.2026.2.9"), "has no v3.2026.2.9; nearest: "),
    ],
)
def test_a_tag_that_cannot_be_set_changes_nothing(tool: Sourced, words: tuple[str, str], says: str) -> None:
    """The message has the reason: a wrong source, no tag, a wrong character, or a tag that is not there."""
    code, _, err = bump(tool, "2026.2.1", *words)
    assert code == 2
    assert says in err
    assert tool.git("status", "--porcelain") == ""


@pytest.mark.parametrize("version", ["2026.9.9", "2026.2.0-rc7"])
def test_no_tag_of_another_version_is_offered(tool: Sourced, version: str) -> None:
    """No source has a tag of this version: a near tag is of another version, so the newest version is offered."""
    code, _, err = bump(tool, version)
    assert code == 2
    assert "; nearest: version/2026.2." in err
    assert err.splitlines()[-1] == "  = help: git authguard bump latest tool"


@pytest.mark.parametrize("version", ["2026.2.0+b.1", "2026.2.0-2", "2026.2.0_1"])
def test_edited_lines_are_not_listed_as_lines_with_the_old_version(
    tool: Sourced, upstream: Upstream, http: HttpGit, version: str
) -> None:
    """The new version begins with the old one. A line that really has the old one is listed."""
    upstream.monorepo.git("tag", f"version/{version}", "version/2026.2.1^{}")
    upstream.client.git("tag", f"v3.{version}", "v3.2026.2.1^{}")
    upstream.publish()
    (url,) = {line.split('"')[1].rpartition("/")[0] for line in tool.text().splitlines() if "url = " in line}
    tool.write("tool/sources.nix", tool.text().replace(url, http.url))
    tool.write("tool/image.yaml", "image: tool:2026.2.0\n").commit("an image")
    code, out, err = bump(tool, version)
    assert code == 0, (out, err)
    assert out.partition("left, not edited\n")[2] == "  tool/image.yaml:1  image: tool:2026.2.0\n"
    assert tool.text().count(f'version = "{version}"') == 1


def test_a_second_version_of_the_package_is_listed_as_not_edited(tool: Sourced) -> None:
    """The second version is in the importing file."""
    tool.write("tool/default.nix", tool.text("tool/default.nix").replace("2026.2.0", "2026.1.0")).commit(
        "two"
    )
    code, out, err = bump(tool, "2026.2.1")
    assert code == 0, (out, err)
    assert out.partition("left, not edited\n")[2] == '  tool/default.nix:4  version = "2026.1.0";\n'


def test_a_selector_chooses_one_of_two_packages_in_a_file(tool: Sourced) -> None:
    """The message prints this selector, PATH#ATTRIBUTE. The other package is unchanged."""
    one = SOURCES.partition("rec {")[2].replace(
        "URL", tool.text().partition('url = "')[2].partition("/mono")[0]
    )
    for name, known in zip(("src", "client"), hashes(tool), strict=True):
        head, mark, rest = one.partition(f"  {name} = ")
        one = head + mark + rest.replace(FAKE, known, 1)
    text = f"{{ fetchgit }}: {{ a = rec {{{one}; b = rec {{{one}; }}\n"
    tool.write("two.nix", text).commit("two packages in one file")
    code, _, err = tool.authguard("bump", "2026.2.1", "two.nix")
    assert code == 2
    assert (
        "2 packages: 2026.2.0 in two.nix#a; 2026.2.0 in two.nix#b; name the directory, file or PATH#" in err
    )
    code, out, err = tool.authguard("bump", "2026.2.1", "two.nix#b")
    assert code == 0, (out, err)
    assert "left, not edited" not in out
    kept, _, edited = tool.text("two.nix").partition("; b = rec")
    assert kept == text.partition("; b = rec")[0]
    assert 'version = "2026.2.1";' in edited
    assert tool.authguard("verify", "--again", "--head", ":worktree", "two.nix").code == 0


def test_bump_and_fix_wait_until_a_conflict_is_resolved(tool: Sourced) -> None:
    """Before that nothing is proved or written."""
    tool.git("switch", "--quiet", "--create", "other")
    for branch, version in (("other", "2026.2.1"), ("main", "2026.2.2")):
        tool.git("switch", "--quiet", branch)
        tool.write("tool/sources.nix", tool.text().replace("2026.2.0", version)).commit(version)
    assert tool.run("merge", "other").returncode == 1
    for words in (("bump", "2026.2.1", "tool"), ("bump", "latest", "tool"), ("fix",), ("fix", "--stage")):
        said = tool.authguard(*words)
        assert said == (
            2,
            "",
            "authguard: unmerged: tool/sources.nix; resolve the conflict and git add first\n",
        )


def test_each_command_names_a_package_that_git_does_not_track(tool: Sourced) -> None:
    """The message says how to add it."""
    tool.write("new/sources.nix", tool.text())
    commands = (("bump", "2026.2.1"), ("fix",), ("check",), ("list",), ("verify",), ("explain",))
    for words in commands:
        said = tool.authguard(*words, "new" if words[0] == "bump" else "new/sources.nix#src")
        assert said.code == 2
        assert "; git does not track it yet (git add)" in said.err, (words, said)


@pytest.mark.parametrize("commit", [False, True])
def test_a_revision_that_was_set_by_hand_gets_its_hash(tool: Sourced, commit: bool) -> None:
    """The hash is proved and written with the others, and a commit has the revision too."""
    old = hashes(tool)
    tool.write("tool/sources.nix", tool.text().replace("v3.${version}", "v3.2026020.2"))
    code, out, err = bump(tool, "2026.2.2", *(["--commit"] if commit else []))
    assert code == 0, (out, err)
    assert "left, not edited" not in out
    assert tool.authguard("verify", "--again", "--head", ":worktree", "tool").code == 0
    assert hashes(tool)[1] != old[1]
    if commit:
        assert 'rev = "v3.2026020.2";' in tool.lines("HEAD^", "HEAD")
        assert tool.git("status", "--porcelain") == ""


def test_a_version_that_was_set_by_hand_gets_its_hashes(tool: Sourced) -> None:
    """Bump writes the other place too, and commits. Unstaged lines are not committed."""
    text = tool.text().replace("2026.2.0", "2026.2.1").replace("rec {", "rec {\n\n  # unstaged")
    tool.write("tool/sources.nix", text)
    code, out, err = bump(tool, "2026.2.1", "--commit")
    assert code == 0, (out, err)
    assert tool.git("log", "-1", "--format=%s") == "tool: 2026.2.0 -> 2026.2.1"
    assert len(tool.lines("HEAD^", "HEAD")) == 4
    assert tool.lines() == ["", "# unstaged"]
    assert tool.authguard("check", "--base", "HEAD^", "--head", "HEAD") == (0, "", "")


def test_the_same_bump_again_fixes_hashes_that_are_stale_in_head(tool: Sourced) -> None:
    """The version was committed without its hashes."""
    for name in ("tool/sources.nix", "tool/default.nix"):
        tool.write(name, tool.text(name).replace("2026.2.0", "2026.2.1"))
    tool.commit("2026.2.1, without its hashes")
    code, out, err = bump(tool, "2026.2.1")
    assert code == 0, (out, err)
    assert len(tool.lines()) == 2
    assert tool.authguard("verify", "--again", "--head", ":worktree", "tool").code == 0
    tool.git("checkout", "--quiet", "tool")
    code, _, _ = bump(tool, "2026.2.1", "--offline")
    assert code == 3


def test_bump_replaces_a_placeholder_and_a_wrong_hash(tool: Sourced) -> None:
    """The version stays the same."""
    client = hashes(tool)[1]
    tool.write("tool/sources.nix", tool.text().replace(client, "")).commit("unfinished")
    assert bump(tool, "2026.2.0")[0] == 0
    assert hashes(tool)[1] == client
    tool.write("tool/sources.nix", tool.text().replace(client, FAKE))
    assert bump(tool, "2026.2.0")[0] == 0
    assert hashes(tool)[1] == client


def test_a_second_run_names_unproved_hashes(tool: Sourced) -> None:
    """The exit code is not 0 while a hash is not proved, and each run prints the command."""
    tool.write("tool/deps.nix", DEPENDENCIES).commit("dependencies")
    for _ in range(2):
        code, out, _ = bump(tool, "2026.2.1", "--commit")
        assert code == 3
        assert "  = help: git authguard bump 2026.2.1 tool --commit -f FILE --builder HOST" in out
        assert len(tool.lines()) == 4
        assert tool.git("diff", "--cached") == ""


def test_a_source_that_cannot_be_fetched_changes_nothing(tool: Sourced, http: HttpGit) -> None:
    """The server of one source of the new version answers with status 503."""
    tool.write("other.nix", "{ }")
    http.refuse = 503
    tool.write(
        "tool/sources.nix", tool.text().replace(tool.text().split('"')[3].rpartition("/")[0], http.url)
    )
    tool.write("tool/sources.nix", tool.text().replace("/client-go.git", "/client-go.git/"))
    code, _, err = bump(tool, "2026.2.1")
    assert code == 3
    assert "nothing was changed" in err
    assert tool.text().count("2026.2.1") == 0


def test_places_that_are_not_edited_are_listed(tool: Sourced) -> None:
    """Listed are comments and lines near the package's name, not the same number in another package."""
    tool.write("tool/sources.nix", tool.text().replace("# What we build", "# 2026.2.0 has no arm build"))
    tool.write("services.yaml", "services:\n  - name: tool\n    current-version: v2026.2.0\n")
    tool.write("argocd/tool/kustomization.yaml", "images:\n  - name: x\n    newTag: v2026.2.0-2d4098e-nix\n")
    tool.write("argocd/other/kustomization.yaml", "images:\n  - name: x\n    newTag: v2026.2.0-nix\n")
    tool.write("tool/x.lock", "2026.2.0\n").commit("more")
    _, out, _ = bump(tool, "2026.2.1", "--dry-run")
    left = out[out.index("\nleft, not edited\n") :].splitlines()[2:]
    assert left == [
        "  argocd/tool/kustomization.yaml:3  newTag: v2026.2.0-2d4098e-nix",
        "  services.yaml:3  current-version: v2026.2.0",
        "  tool/sources.nix:2  # 2026.2.0 has no arm build",
    ]
    document = json.loads(bump(tool, "2026.2.1", "--format", "json", "--commit")[1])
    assert [(each["path"], each["line"]) for each in document["stated"]] == [
        ("argocd/tool/kustomization.yaml", 3),
        ("services.yaml", 3),
        ("tool/sources.nix", 2),
    ]
    _, out, err = bump(tool, "2026.2.1")
    assert "already" in err
    again = json.loads(bump(tool, "2026.2.1", "--format", "json", "--commit")[1])
    assert (again["results"], again["committed"], again["left"]) == ([], None, [])
    assert again.keys() == document.keys()


SITES = """\
[[version]]
package = "tool"
sites = [
  { path = "tool/sources.nix", attribute = "version" },
  { path = "tool/default.nix", regex = '^\\s*version\\s*=\\s*"([^"]+)"' },
  { path = "tool/note.txt", regex = 'tool (\\S+)' },
]
"""


@pytest.mark.parametrize("more", [["--dry-run"], [], ["--stage"], ["--commit"]])
def test_a_place_that_two_version_sites_name_is_edited_once(tool: Sourced, more: list[str]) -> None:
    """A regex and a literal of Nix name the same place. The bump is with and without a commit."""
    tool.write("authguard.toml", SITES).write("tool/note.txt", "tool v2026.2.0\n").commit("sites")
    code, out, err = bump(tool, "2026.2.1", *more)
    assert code == 0, (out, err)
    assert out.count('+  version = "2026.2.1";') == 2
    assert "+tool v2026.2.1" in out
    assert "left, not edited" not in out


def test_the_printed_bump_makes_sites_that_disagree_right(tool: Sourced) -> None:
    """One site moved alone, and the finding proposes a bump of its package."""
    other = SITES.replace('"tool"', '"other"').replace("tool/default.nix", "more/a.nix")
    other = other.replace("tool/sources.nix", "more/b.nix").replace("tool/note.txt", "note.txt")
    tool.write("authguard.toml", SITES + other).write("tool/note.txt", "tool v2026.2.0\n")
    for path in ("more/a.nix", "more/b.nix"):
        tool.write(path, '{\n  version = "1.0";\n}\n')
    tool.write("note.txt", "tool 1.0\n").commit("sites")
    tool.write("tool/note.txt", "tool v2026.2.1\n").git("add", "--all")
    found = json.loads(tool.authguard("check", "--format", "json").out)["findings"]
    assert [(each["code"], each["path"]) for each in found] == [
        ("AG101", "tool/default.nix"),
        ("AG101", "tool/sources.nix"),
    ]
    assert {each["help"] for each in found} == {"git authguard bump --stage 2026.2.1 tool"}
    said = tool.authguard(*found[0]["command"][2:])
    assert said.code == 0, said
    assert tool.authguard("check").code == 0
    assert tool.text(rev=":").count("2026.2.1") == 1


@pytest.mark.parametrize(
    ("paths", "version", "help_text"),
    [
        (("a/x.nix", "a/y.txt", "b/x.nix", "b/y.txt"), "2.0", "git authguard bump --stage 2.0 a"),
        (("a/x.nix", "a/y.txt", "a/z.nix", "b/y.txt"), "2.0", "git authguard bump --stage 2.0 a/x.nix"),
        (("x.nix", "a/y.txt", "x.nix", "b/y.txt"), "2.0", "git authguard bump --stage 2.0 a"),
        (("x.nix", "y.txt", "x.nix", "y.txt"), "2.0", "state one version in both places"),
        (("a/x.nix", "a/y.txt", "b/x.nix", "b/y.txt"), "$(date)", "state one version in both places"),
        (("a/x.nix", "a/y.txt"), "2.0", "git authguard bump --stage 2.0 a"),
        (("x.nix", "y.txt"), "2.0", "git authguard bump --stage 2.0"),
    ],
)
def test_the_printed_command_names_a_directory_of_this_package_only(
    tmp_path: Path, paths: tuple[str, ...], version: str, help_text: str
) -> None:
    """Only this package has a version site in the directory, or in a file of the directory.

    No command contains a text that is no version.
    """
    repo = Packaging(tmp_path / "r", "https://example.org")
    tables = ""
    for number, pair in enumerate(zip(paths[::2], paths[1::2], strict=True)):
        sites = ", ".join(f"{{ path = '{path}', regex = 'p{number} = \"([^\"]+)\"' }}" for path in pair)
        tables += f'[[version]]\npackage = "p{number}"\nsites = [ {sites} ]\n'
    text = '{{\n  p0 = "{0}";\n  p1 = "{1}";\n}}\n'
    for path in paths:
        repo.write(path, text.format("1.0", "1.0"))
    repo.write("authguard.toml", tables).commit("sites")
    repo.write(paths[0], text.format(version, "1.0")).stage()
    found = json.loads(repo.authguard("check", "--format", "json").out)["findings"]
    assert [each["help"] for each in found if each["code"] == "AG101"] == [help_text]


def test_the_terminal_offers_the_tags(tool: Sourced) -> None:
    """The user chooses a tag, and the bump goes on. An empty answer changes nothing."""
    import os
    import pty
    import subprocess

    from tests.support.packaging import REAL

    for typed, code in ((b"\n", 2), (b"1\n", 0)):
        leader, follower = pty.openpty()
        env = tool.surroundings()
        env.pop("CI", None)
        command = [str(REAL), "bump", "2026.2.2", "tool"]
        with subprocess.Popen(
            command, cwd=tool.path, env=env, stdin=follower, stderr=follower, stdout=subprocess.DEVNULL
        ) as process:
            os.close(follower)
            shown = b""
            while b"none] " not in shown:
                shown += os.read(leader, 4096)
            os.write(leader, typed)
            while True:
                try:
                    if not os.read(leader, 4096):
                        break
                except OSError:
                    break
            assert process.wait(600) == code
        os.close(leader)
        assert b"1  v3.2026020.2" in shown
    assert 'rev = "v3.2026020.2";' in tool.lines()


@pytest.mark.parametrize("name", ["tool/default.nix", "tool/sources.nix"])
def test_a_second_run_finishes_a_bump_that_was_killed_between_files(tool: Sourced, name: str) -> None:
    """Only one file has its new text."""
    assert bump(tool, "2026.2.1", "--commit")[0] == 0
    done = tool.oid("HEAD^{tree}")
    new = tool.text(name)
    tool.git("reset", "--quiet", "--hard", "HEAD^")
    tool.write(name, new)
    code, out, err = bump(tool, "2026.2.1", "--commit")
    assert code == 0, (out, err)
    assert tool.oid("HEAD^{tree}") == done
    assert tool.git("status", "--porcelain") == ""
    assert tool.git("log", "-1", "--format=%s") == "tool: 2026.2.0 -> 2026.2.1"
