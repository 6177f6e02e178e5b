"""The commands that authguard prints do what they say, pasted into the shells that people use."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.behaviour.test_messages import GOLDEN
from tests.support.packaging import DIRECTORY, REAL, Packaging
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sourced import Sourced

SHELLS = {
    "bash": ["bash", "--norc", "-c"],
    "zsh": ["zsh", "--no-rcs", "-o", "extendedglob", "-c"],
    "fish": ["fish", "--no-config", "-c"],
}
PACKAGE = """\
{{ fetchFromGitHub }}:
fetchFromGitHub {{
  owner = "example";
  repo = "tool";
  githubBase = "forge.invalid";
  rev = "v{version}";
  hash = "sha256-{letter}Jfks9e+0Wl5o0On2076bVdyVSn1rDzsRcHwj6vL2vw=";
}}
"""
GATE = """\
[[gate]]
name = "tool"
paths = ["**"]
file = "default.nix"
attribute = "tool"
builder = "builder.invalid"
"""

RUN_HERE = {
    "AUTHGUARD_SKIP=build git push",
    "git authguard audit",
    "git authguard check",
    "git authguard explain",
    "git authguard fix",
    "git authguard list",
    "git authguard verify",
    "git config --add",
    "git config --global",
    "git fetch --deepen",
    "git fetch --refetch",
    "git fetch --unshallow",
    "git remote set-head",
}
RUN_ELSEWHERE = {
    "git authguard build": "tests/behaviour/test_gate_push.py: with a builder behind a real sshd",
    "git authguard help": "tests/behaviour/project/test_guides.py and tests/units/cli/test_help.py",
    "git authguard install": "tests/behaviour/test_gate_push.py: beside pre-commit and prek",
    "nix log": "a store at the end of ssh-ng:// keeps its own logs",
    "ssh-keygen -R": "it changes the user's own known hosts",
}
COMMAND = re.compile(
    r"(?<![\w-])(?:git (?:authguard (?!is)[a-z]+|config --\w+|fetch --[a-z]+|remote [a-z-]+)"
    r"|AUTHGUARD_SKIP=\w+ git push|ssh-keygen -R|nix log)"
)

pytestmark = pytest.mark.needs("bash", "zsh", "fish")


class User:
    """A user with a repository, a shell and a git config, who has allowed nothing yet."""

    def __init__(self, repo: Repo, shell: str, home: Path) -> None:
        """Take the repository and the name of the shell."""
        home.mkdir()
        self.repo = repo
        self.shell = SHELLS[shell]
        kept = {
            name: value for name, value in repo.environment().items() if not name.startswith("GIT_CONFIG_")
        }
        self.env = {
            **kept,
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "AUTHGUARD_SSH_COMMAND": "false",
            "PATH": f"{REAL.parent}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, *words: str, on_terminal: bool = False) -> tuple[int, str]:
        """Run a program, and return its exit code and its output."""
        if not on_terminal:
            done = subprocess.run(
                words,
                cwd=self.repo.path,
                env=self.env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            return done.returncode, done.stdout
        master, slave = os.openpty()
        with subprocess.Popen(words, cwd=self.repo.path, env=self.env, stdout=slave, stderr=slave) as process:
            os.close(slave)
            text = b""
            try:
                while data := os.read(master, 4096):
                    text += data
            except OSError:
                pass  # no process has the terminal open any more
        os.close(master)
        return process.returncode, text.decode().replace("\r\n", "\n")

    def authguard(self, *words: str, on_terminal: bool = False) -> tuple[int, str]:
        """Run git-authguard."""
        return self.run(str(REAL), *words, on_terminal=on_terminal)

    def paste(self, command: str) -> tuple[int, str]:
        """Run a printed command in the shell."""
        return self.run(*self.shell, command)


def printed(text: str, pattern: str) -> str:
    """Return the command that a pattern finds in an output: the first group, or the complete match."""
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1] if found.re.groups else found[0]


@pytest.fixture(params=SHELLS)
def user(request: pytest.FixtureRequest, tmp_path: Path) -> User:
    """A user with one package at v1."""
    repo = Repo(tmp_path / "a repository")
    repo.write("tool.nix", PACKAGE.format(version=1, letter="B"))
    repo.commit("first")
    return User(repo, request.param, tmp_path / "home")


def bump(user: User, version: int = 2, letter: str = "B") -> None:
    """Move the version; with another letter, move the hash too."""
    text = PACKAGE.format(version=version, letter=letter)
    user.repo.write("tool.nix", text.replace("CJfks9e", "CIgkt0f") if letter == "C" else text)


def test_every_printed_command_has_a_test() -> None:
    """A new command in a message needs a test here, or an entry that names another test."""
    texts = "".join((GOLDEN / name).read_text() for name in ("errors.txt", "notes.txt", "texts.txt"))
    assert set(COMMAND.findall(texts)) == RUN_HERE | set(RUN_ELSEWHERE)


def helps(packaging: Packaging, *arguments: str) -> list[str]:
    """Return the commands of a report, indented or labelled."""
    lines = packaging.authguard("check", *arguments).out.splitlines()
    return [
        line.split("help: ")[-1].strip()
        for line in lines
        if "git authguard" in line and ";" not in line and "authguard explain" not in line
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_one_printed_command_fixes_a_bump_in_each_shell(packaging: Packaging, shell: str) -> None:
    """The command stages its edits too, so that the next check of the index does not report them."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    found = helps(packaging, "--ignore", "AG203")
    assert found == [f"git authguard bump --stage 2026.2.1 {DIRECTORY}"]
    done = subprocess.run(
        [*SHELLS[shell], found[0]],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 3), done  # hashes that need Nix are named
    report = json.loads(packaging.authguard("check", "--format", "json").out)
    assert {finding["code"] for finding in report["findings"]} <= {"AG202", "AG203"}, done  # these need Nix


@pytest.mark.parametrize("shell", SHELLS)
def test_a_selector_is_one_word_of_every_shell(packaging: Packaging, shell: str) -> None:
    """With extendedglob in zsh a # is a pattern, so the command quotes it."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    finding = json.loads(
        packaging.authguard("check", "--format", "json", f"{DIRECTORY}/sources.nix#src").out
    )["findings"][0]
    assert finding["command"] == ["git", "authguard", "fix", "--stage", f"{DIRECTORY}/sources.nix#src"]
    done = subprocess.run(
        [*SHELLS[shell], finding["help"]],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "wrote and staged 1 hash in 1 file" in done.stderr) == (0, True), done
    left = packaging.authguard("check", f"{DIRECTORY}/sources.nix#src")
    assert (left.code, left.out) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_verify_names_the_fix_of_a_wrong_hash(packaging: Packaging, shell: str) -> None:
    """The last line names a command and its effect."""
    sources = packaging.path / DIRECTORY / "sources.nix"
    sources.write_text(sources.read_text().replace('version = "2026.2.0"', 'version = "2026.2.1"'))
    packaging.git("add", "--all")
    said = packaging.authguard("verify", f"{DIRECTORY}/sources.nix#src")
    command = printed(said.err, r"to write the true hashes: (git authguard fix .*)")
    done = subprocess.run(
        [*SHELLS[shell], command],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "wrote and staged 1 hash in 1 file" in done.stderr) == (0, True), done
    assert packaging.authguard("verify", f"{DIRECTORY}/sources.nix#src").code == 0


@pytest.mark.parametrize("number", [4, 13])
def test_verify_names_the_fix_of_many_wrong_hashes(tool: Sourced, number: int) -> None:
    """The command names exactly the wrong hashes, also many, and no right hash of the same files."""
    right = tool.text()
    wrong = right.replace("sha256-y0q", "sha256-y1q")
    assert wrong != right
    for each in range(number):
        tool.write(f"t{each}/sources.nix", wrong)
        tool.write(f"r{each}/sources.nix", right)
    tool.commit("wrong")
    said = tool.authguard("verify", "--all")
    assert said.code == 1
    words = shlex.split(printed(said.err, r"to write the true hashes: (git authguard fix .*)"))
    assert words[:4] == ["git", "authguard", "fix", "--stage"]
    assert sorted(words[4:]) == sorted(f"t{each}/sources.nix#src" for each in range(number))
    done = tool.authguard(*words[2:])
    assert done.code == 0, done
    assert tool.authguard("verify", "--all").code == 0


def test_check_names_the_check_of_the_work_tree(user: User) -> None:
    """With nothing staged a check of the index has nothing to judge."""
    bump(user)
    code, text = user.authguard("check", on_terminal=True)
    assert code == 0
    assert user.paste(printed(text, r"git authguard check --head :worktree"))[0] == 1


def test_check_names_the_explanation_of_the_worst_finding(user: User) -> None:
    """The summary has the command."""
    bump(user)
    user.repo.stage()
    code, text = user.paste(printed(user.authguard("check")[1], r"git authguard explain AG201"))
    assert (code, text.splitlines()[0]) == (0, "AG201 stale-source-hash")


def test_a_refused_selector_names_the_list_of_all_selectors(user: User) -> None:
    """The selector matches nothing."""
    code, text = user.authguard("check", "other.nix:3")
    assert code == 2
    command = printed(text, r"(git authguard list)\b")
    assert user.paste(command)[0] == 0


def test_a_hash_that_moved_alone_names_its_verification(user: User) -> None:
    """The rule is AG206. The host in the command does not exist, so the hash is not proved."""
    bump(user, version=1, letter="C")
    user.repo.stage()
    command = printed(user.authguard("check")[1], r"= help: (git authguard verify .*)")
    code, text = user.paste(f"{command} --no-nix --quiet")
    assert code == 3, text


def test_a_note_names_the_command_that_asks_for_the_default_branch(user: User) -> None:
    """The clone has no refs/remotes/origin/HEAD."""
    remote = user.repo.clone(user.repo.path.parent / "remote", "--bare").path
    user.repo.git("remote", "add", "origin", remote.as_uri())
    user.repo.git("fetch", "--quiet", "origin")
    user.repo.git("remote", "set-head", "origin", "--delete")
    bump(user, letter="C")
    user.repo.commit("second")
    push = f"refs/heads/topic {user.repo.oid('HEAD')} refs/heads/topic {'0' * 40}\n"
    text = _pushed(user, push)
    assert user.paste(printed(text, r"git remote set-head origin --auto"))[0] == 0
    assert user.repo.git("symbolic-ref", "refs/remotes/origin/HEAD") == "refs/remotes/origin/main"
    assert "set-head" not in _pushed(user, push)


def _pushed(user: User, line: str) -> str:
    """Judge a push as the hook does, and return the printed text."""
    done = subprocess.run(
        [REAL, "check", "--pre-push", "origin"],
        cwd=user.repo.path,
        env=user.env,
        input=line,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def test_a_shallow_clone_names_the_fetch_of_more_history(user: User) -> None:
    """The command fetches enough commits for the base, and then the check has an answer."""
    bump(user, letter="C")
    for number in range(4):
        user.repo.commit(f"{number}")
    clone = user.repo.clone(user.repo.path.parent / "clone", "--depth=1")
    user.repo = clone
    user.env["GIT_ALLOW_PROTOCOL"] = "file"
    code, text = user.authguard("check", "--base", "HEAD~2", "--head", "HEAD")
    assert code == 2
    command = printed(text, r"git fetch --deepen=\d+ origin|git fetch --unshallow")
    assert user.paste(command)[0] == 0
    code, text = user.authguard("check", "--base", "HEAD~2", "--head", "HEAD")
    assert code == 0, text


def test_build_names_the_command_that_allows_its_builder(user: User) -> None:
    """After the command, the build runs the ssh command of the builder, which is `false` in this test."""
    user.repo.write("authguard.toml", GATE).write("default.nix", "{ tool = null; }")
    user.repo.commit("a gate")
    code, text = user.authguard("build")
    assert code == 2
    assert user.paste(printed(text, r"git config --add authguard.builders .*"))[0] == 0
    code, text = user.authguard("build")
    assert (code, "builder.invalid starts no shell" in text) == (3, True), text


def test_allow_names_the_command_for_each_request_of_the_config(user: User) -> None:
    """After these commands, each request is allowed."""
    user.repo.write("authguard.toml", f'[evidence]\nnetwork = "mirrors"\n\n{GATE}').write(
        "default.nix", "{ }"
    )
    user.repo.stage()
    found = re.findall(r"to allow it:\n +(git .*)", user.authguard("allow")[1])
    assert len(found) == 2
    for command in found:
        assert user.paste(command)[0] == 0
    assert "not allowed" not in user.authguard("allow")[1]


def test_a_refused_push_names_the_push_without_its_build(user: User) -> None:
    """A variable before the command skips the build once."""
    remote = user.repo.path.parent / "remote"
    user.repo.git("init", "--quiet", "--bare", str(remote))
    user.repo.write("authguard.toml", GATE).write("default.nix", "{ tool = null; }")
    user.repo.commit("a gate")
    user.repo.git("config", "push.default", "current")
    user.repo.git("config", "authguard.builders", "builder.invalid")
    user.repo.git("remote", "add", "origin", str(remote))
    assert user.authguard("install", "pre-push")[0] == 0
    code, text = user.run("git", "push", "origin")
    assert code == 1, text
    code, text = user.paste(printed(text, r"AUTHGUARD_SKIP=build git push"))
    assert code == 0, text
    assert user.repo.git("ls-remote", str(remote)) != ""


def test_a_first_push_names_the_audit(user: User) -> None:
    """The remote is empty, so the push has nothing to compare with."""
    remote = user.repo.path.parent / "remote"
    user.repo.git("init", "--quiet", "--bare", str(remote))
    user.repo.git("remote", "add", "origin", str(remote))
    text = _pushed(user, f"refs/heads/main {user.repo.oid('HEAD')} refs/heads/main {'0' * 40}\n")
    assert user.paste(printed(text, r"git authguard audit\b"))[0] == 0


def test_verify_names_the_command_that_allows_a_private_address(user: User) -> None:
    """The address is asked after the user allows it."""
    user.repo.write(
        "tool.nix",
        PACKAGE.format(version=2, letter="B")
        .replace('owner = "example";\n  repo = "tool"', 'url = "http://127.0.0.1:1/tool.git"')
        .replace("fetchFromGitHub", "fetchgit"),
    )
    code, text = user.authguard("verify", "--no-nix", "--head", ":worktree", "tool.nix")
    assert code == 3, text
    assert user.paste(printed(text, r"git config --add authguard.hosts \S+"))[0] == 0
    assert "private address" not in user.authguard("verify", "--no-nix", "--head", ":worktree", "tool.nix")[1]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a directory to another user")
def test_check_names_how_to_allow_the_repository_of_another_user(user: User) -> None:
    """The command changes the user's git config."""
    for path in [user.repo.path, *user.repo.path.rglob("*")]:
        os.chown(path, 12345, 12345)
    code, text = user.authguard("check")
    assert code == 2
    assert user.paste(printed(text, r"git config --global --add safe.directory .*"))[0] == 0
    assert user.authguard("check")[0] == 0


def test_a_partial_clone_names_the_fetch_of_its_missing_objects(user: User) -> None:
    """The finding is AG904."""
    bump(user, letter="C")
    user.repo.commit("second")
    user.repo = user.repo.clone(user.repo.path.parent / "clone", "--filter=blob:none")
    user.env["GIT_ALLOW_PROTOCOL"] = "file"
    code, text = user.authguard("check", "--base", "HEAD~1", "--head", "HEAD")
    assert code == 1, text
    assert user.paste(printed(text, r"git fetch --refetch --no-filter"))[0] == 0
    code, text = user.authguard("check", "--base", "HEAD~1", "--head", "HEAD")
    assert code == 0, text


def test_a_hook_names_the_program_outside_of_path(user: User) -> None:
    """A hook manager runs a program that the user's own shell does not find."""
    bump(user)
    user.repo.stage()
    hidden = user.repo.path.parent / "of a manager"
    shutil.copytree(REAL.parent, hidden, symlinks=True)
    user.env["PATH"] = "/usr/bin:/bin"
    user.env["PRE_COMMIT"] = "1"
    code, text = user.run(str(hidden / "git-authguard"), "check")
    assert code == 1
    program = printed(text, r"or run it without an install: (.*)")
    assert user.paste(f"{program} --version")[0] == 0
