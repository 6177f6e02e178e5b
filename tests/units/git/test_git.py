"""Git runs without a change to the user's directory, index or environment, and its failures are reported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.git.git import EMPTY_TREES, Git
from tests.support.repos import ROOT, Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one commit."""
    made = Repo(tmp_path / "r")
    made.write("a.nix", "1").commit("first")
    return made


def opened(repo: Repo) -> Git:
    """The repository as authguard reads it."""
    return Git(str(repo.path))


def test_run_returns_the_output_of_git(repo: Repo) -> None:
    """Standard output comes back as bytes."""
    assert opened(repo).run("cat-file", "blob", "HEAD:a.nix") == b"1"


def test_a_filter_that_cannot_be_switched_off(repo: Repo) -> None:
    """Each call reports the filter: no call continues with the filters of git."""
    repo.git("config", "filter.a=b.clean", "false")
    git = opened(repo)
    for _ in range(2):
        with pytest.raises(Refused, match="a filter of git has a name with ="):
            git.disable_filters()


def test_stdin_and_output_beyond_any_pipe(repo: Repo) -> None:
    """A megabyte in and several megabytes out pass without a deadlock."""
    oid = repo.oid("HEAD:a.nix")
    asked = f"{oid}\n".encode() * 30_000
    assert len(opened(repo).run("cat-file", "--batch", stdin=asked)) == 30_000 * (len(oid) + 10)


def test_stderr_beyond_any_pipe(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git prints a trace to stderr together with its output: both are read completely."""
    monkeypatch.setenv("GIT_TRACE_PACKET", "1")
    monkeypatch.setenv("GIT_TRACE", "1")
    many = "\n".join(f"refs/heads/b{n}" for n in range(2000))
    repo.git("update-ref", "--stdin", stdin="".join(f"create {ref} HEAD\n" for ref in many.splitlines()))
    said = Git(str(repo.path))
    with pytest.raises(Refused):
        said.run("-c", "alias.loud=!for i in $(seq 20000); do echo error: line $i >&2; done; exit 1", "loud")


def test_the_first_line_of_git_becomes_the_message(repo: Repo) -> None:
    """The user reads the first message of git."""
    with pytest.raises(Refused, match=r"^git cat-file: Not a valid object name nowhere$"):
        opened(repo).run("cat-file", "blob", "nowhere")


def test_other_exit_codes_may_be_answers(repo: Repo) -> None:
    """An exit code that the caller expects is no failure."""
    assert opened(repo).run("rev-parse", "--verify", "--quiet", "nowhere", ok=(1,)) == b""


def test_not_a_repository(tmp_path: Path) -> None:
    """The message names the directory."""
    with pytest.raises(Refused, match=f"^not a git repository: {tmp_path}$"):
        Git(str(tmp_path)).facts()


def test_not_a_repository_names_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no directory is passed, the message names the current directory."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match=f"^not a git repository: {tmp_path}$"):
        Git().facts()


def test_a_removed_current_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a directory that was removed the message is one clear line."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Refused, match=r"current (working )?directory"):
        Git().facts()


def test_no_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git, the error says so."""
    monkeypatch.setenv("PATH", str(repo.path))
    with pytest.raises(Refused, match="git is not installed, or not on PATH"):
        opened(repo).facts()


@pytest.mark.needs("root")
def test_an_owner_that_git_does_not_trust(repo: Repo) -> None:
    """The message has the command that allows the repository, and authguard changes no setting."""
    for where in (repo.path, repo.path / ".git"):
        os.chown(where, 12345, 12345)
    with pytest.raises(Refused, match=r"does not trust .*git config --global --add safe.directory"):
        opened(repo).facts()


def test_facts_of_a_repository(repo: Repo) -> None:
    """Every fact is right, from a sub-directory and after a second commit."""
    first = repo.oid("HEAD")
    second = repo.write("sub/b.nix", "2").commit("second")
    facts = Git(str(repo.path / "sub")).facts()
    assert (facts.toplevel, facts.prefix) == (str(repo.path), "sub/")
    assert facts.git_dir == facts.common_dir == str(repo.path / ".git")
    assert (facts.is_bare, facts.is_shallow, facts.object_format) == (False, False, "sha1")
    assert (facts.head, facts.head_tree, facts.parents) == (second, repo.oid("HEAD^{tree}"), [first])


def test_facts_before_the_first_commit(tmp_path: Path) -> None:
    """HEAD is None on an unborn branch."""
    facts = opened(Repo(tmp_path / "r")).facts()
    assert (facts.head, facts.head_tree, facts.parents) == (None, None, [])
    assert facts.toplevel == str(tmp_path / "r")


def test_facts_of_a_merge(repo: Repo) -> None:
    """A merge has all its parents."""
    ours = repo.commit("ours")
    theirs = repo.branch("side", "HEAD~1").commit("theirs")
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "-m", "merge", "side")
    assert opened(repo).facts().parents == [ours, theirs]


def test_facts_of_a_bare_repository(repo: Repo, tmp_path: Path) -> None:
    """There is no work tree."""
    bare = repo.clone(tmp_path / "b.git", "--bare")
    facts = opened(bare).facts()
    assert (facts.is_bare, facts.toplevel, facts.git_dir) == (True, None, str(bare.path))
    assert facts.head == repo.oid("HEAD")


def test_facts_inside_the_git_directory(repo: Repo) -> None:
    """There is no work tree, but the repository is not bare."""
    facts = Git(str(repo.path / ".git")).facts()
    assert (facts.is_bare, facts.toplevel) == (False, None)


def test_facts_of_a_linked_work_tree(repo: Repo, tmp_path: Path) -> None:
    """The linked work tree has its own git directory, and shares the common directory."""
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    facts = Git(str(tmp_path / "linked")).facts()
    assert facts.toplevel == str(tmp_path / "linked")
    assert facts.common_dir == str(repo.path / ".git")
    assert facts.git_dir == str(repo.path / ".git" / "worktrees" / "linked")


def test_facts_of_a_directory_with_newlines_and_no_text(tmp_path: Path) -> None:
    """The path of a repository may have any byte."""
    repo = Repo(Path(os.fsdecode(os.fsencode(tmp_path) + b"/new\nline \xff")))
    repo.write("s\nt/a", "1").commit("first")
    facts = Git(str(repo.path / "s\nt")).facts()
    assert (facts.toplevel, facts.prefix) == (str(repo.path), "s\nt/")
    assert facts.common_dir == str(repo.path / ".git")


def test_facts_of_a_sha256_repository(tmp_path: Path) -> None:
    """In such a repository object names have 64 digits, and the empty tree has another name."""
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    head = repo.write("a", "1").commit("first")
    facts = opened(repo).facts()
    assert (facts.object_format, facts.head, len(head)) == ("sha256", head, 64)
    assert facts.is_oid(head)
    assert not facts.is_oid(head[:40])
    assert facts.empty_tree == EMPTY_TREES["sha256"] == repo.git("hash-object", "-t", "tree", os.devnull)


def test_facts_of_a_head_with_a_missing_commit(repo: Repo) -> None:
    """A damaged repository is reported as damaged."""
    head = repo.oid("HEAD")
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(Refused, match=f"damaged: HEAD is {head}"):
        opened(repo).facts()


def test_resolve(repo: Repo) -> None:
    """Revisions become commits; an option, an empty name and an unknown name do not."""
    git = opened(repo)
    repo.git("tag", "-a", "-m", "tag", "v1")
    assert git.resolve("v1") == git.resolve("main") == repo.oid("HEAD")
    assert git.resolve("v1", "tree") == repo.oid("HEAD^{tree}")
    for odd in ("--all", "-h", "", "nowhere", "a\0b", "HEAD:a.nix", "v1^{/x"):
        assert git.resolve(odd) is None, odd


def test_the_environment_that_git_gets(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git does not fetch, lock or ask, speaks English, and uses the user's index under the same relative path."""
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    said = Git().run("-c", "alias.env=!env", "env").decode().splitlines()
    for line in (
        *("GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0"),
        *("LC_ALL=C", "GIT_INDEX_FILE=.git/other"),
    ):
        assert line in said
    assert Path.cwd() == repo.path


def test_git_dies_with_its_reader(repo: Repo) -> None:
    """A git ends if its answer is discarded, although Python ignores SIGPIPE."""
    process = opened(repo).start("-c", "alias.forever=!yes", "forever")
    process.discard()
    with pytest.raises(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)


def test_without_standard_descriptors(repo: Repo) -> None:
    """A hook may be started with stdin, stdout and stderr closed."""
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'src')!r}]\n"
        "from authguard.git.git import Git\n"
        f"git = Git({str(repo.path)!r})\n"
        f"data = git.objects.read(git.resolve('HEAD'))\n"
        "assert git.run('cat-file', '--batch', stdin=b'HEAD:a.nix\\n').endswith(b'1\\n')\n"
        f"open({str(repo.path / 'said')!r}, 'w').write(data.kind)\n"
    )
    command = f'exec "{sys.executable}" -c "$1" <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command, "sh", script], check=False).returncode == 0
    assert (repo.path / "said").read_text() == "commit"


def descriptors() -> list[str]:
    """The open descriptors of this process, if /proc exists."""
    return sorted(each.name for each in Path("/proc/self/fd").glob("*"))


def test_no_descriptor_is_left_open(repo: Repo) -> None:
    """No descriptor is left after answers, after failures and after the long-lived process."""
    before = descriptors()
    git = opened(repo)
    git.facts()
    git.run("cat-file", "--batch", stdin=b"HEAD\n")
    with pytest.raises(Refused):
        git.run("cat-file", "blob", "nowhere")
    assert git.objects.read(repo.oid("HEAD")) is not None
    assert len(list(git.objects.stream([repo.oid("HEAD"), "0" * 40]))) == 2
    git.close()
    assert descriptors() == before


@pytest.mark.parametrize("staged", [True, False])
def test_started_processes_are_ended(repo: Repo, staged: bool) -> None:
    """Processes with and without a request are ended."""
    before = descriptors()
    unasked, asked = opened(repo), opened(repo)
    for git in (unasked, asked):
        git.begin(staged)
    assert asked.facts().head == repo.oid("HEAD")
    assert asked.staged().finish() == b""
    processes = [each.pid for each in (unasked._started, unasked._staged) if each is not None]
    for git in (unasked, asked):
        git.close()
    for process in processes:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
    assert len(processes) == 1 + staged
    assert descriptors() == before
