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


def test_every_call_reports_a_filter_that_cannot_be_switched_off(repo: Repo) -> None:
    """No call continues with the filters of git."""
    repo.git("config", "filter.a=b.clean", "false")
    git = opened(repo)
    for _ in range(2):
        with pytest.raises(Refused, match="a filter of git has a name with ="):
            git.disable_filters()


def test_large_input_and_output_cause_no_deadlock(repo: Repo) -> None:
    """A megabyte goes in and several megabytes come out."""
    oid = repo.oid("HEAD:a.nix")
    asked = f"{oid}\n".encode() * 30_000
    assert len(opened(repo).run("cat-file", "--batch", stdin=asked)) == 30_000 * (len(oid) + 10)


def test_a_large_stderr_causes_no_deadlock(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git prints twenty thousand lines to stderr, and traces together with its output."""
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


def test_a_directory_that_is_no_repository_is_named(tmp_path: Path) -> None:
    """The message has the directory that was passed."""
    with pytest.raises(Refused, match=f"^not a git repository: {tmp_path}$"):
        Git(str(tmp_path)).facts()


def test_without_a_directory_the_message_names_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current directory is not a repository."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match=f"^not a git repository: {tmp_path}$"):
        Git().facts()


def test_a_removed_current_directory_has_a_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is one line of git."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(Refused, match=r"current (working )?directory"):
        Git().facts()


def test_a_missing_git_is_reported(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names PATH."""
    monkeypatch.setenv("PATH", str(repo.path))
    with pytest.raises(Refused, match="git is not installed, or not on PATH"):
        opened(repo).facts()


@pytest.mark.needs("root")
def test_an_owner_that_git_does_not_trust_is_refused(repo: Repo) -> None:
    """The message has the command that allows the repository, and authguard changes no setting."""
    for where in (repo.path, repo.path / ".git"):
        os.chown(where, 12345, 12345)
    with pytest.raises(Refused, match=r"does not trust .*git config --global --add safe.directory"):
        opened(repo).facts()


def test_the_facts_of_a_repository_are_right(repo: Repo) -> None:
    """The facts are read from a sub-directory, after a second commit."""
    first = repo.oid("HEAD")
    second = repo.write("sub/b.nix", "2").commit("second")
    facts = Git(str(repo.path / "sub")).facts()
    assert (facts.toplevel, facts.prefix) == (str(repo.path), "sub/")
    assert facts.git_dir == facts.common_dir == str(repo.path / ".git")
    assert (facts.is_bare, facts.is_shallow, facts.object_format) == (False, False, "sha1")
    assert (facts.head, facts.head_tree, facts.parents) == (second, repo.oid("HEAD^{tree}"), [first])


def test_the_facts_have_no_head_before_the_first_commit(tmp_path: Path) -> None:
    """HEAD is None on an unborn branch."""
    facts = opened(Repo(tmp_path / "r")).facts()
    assert (facts.head, facts.head_tree, facts.parents) == (None, None, [])
    assert facts.toplevel == str(tmp_path / "r")


def test_the_facts_of_a_merge_have_all_parents(repo: Repo) -> None:
    """The order of the parents is kept."""
    ours = repo.commit("ours")
    theirs = repo.branch("side", "HEAD~1").commit("theirs")
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "-m", "merge", "side")
    assert opened(repo).facts().parents == [ours, theirs]


def test_a_bare_repository_has_no_work_tree(repo: Repo, tmp_path: Path) -> None:
    """The top level is None."""
    bare = repo.clone(tmp_path / "b.git", "--bare")
    facts = opened(bare).facts()
    assert (facts.is_bare, facts.toplevel, facts.git_dir) == (True, None, str(bare.path))
    assert facts.head == repo.oid("HEAD")


def test_the_git_directory_has_no_work_tree_but_is_not_bare(repo: Repo) -> None:
    """The top level is None here too."""
    facts = Git(str(repo.path / ".git")).facts()
    assert (facts.is_bare, facts.toplevel) == (False, None)


def test_a_linked_work_tree_has_its_own_git_directory(repo: Repo, tmp_path: Path) -> None:
    """The linked work tree shares the common directory."""
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    facts = Git(str(tmp_path / "linked")).facts()
    assert facts.toplevel == str(tmp_path / "linked")
    assert facts.common_dir == str(repo.path / ".git")
    assert facts.git_dir == str(repo.path / ".git" / "worktrees" / "linked")


def test_the_path_of_a_repository_may_have_any_byte(tmp_path: Path) -> None:
    """The path has newlines, and bytes that are no text."""
    repo = Repo(Path(os.fsdecode(os.fsencode(tmp_path) + b"/new\nline \xff")))
    repo.write("s\nt/a", "1").commit("first")
    facts = Git(str(repo.path / "s\nt")).facts()
    assert (facts.toplevel, facts.prefix) == (str(repo.path), "s\nt/")
    assert facts.common_dir == str(repo.path / ".git")


def test_object_names_have_64_digits_in_a_sha256_repository(tmp_path: Path) -> None:
    """The empty tree has another name in such a repository."""
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    head = repo.write("a", "1").commit("first")
    facts = opened(repo).facts()
    assert (facts.object_format, facts.head, len(head)) == ("sha256", head, 64)
    assert facts.is_oid(head)
    assert not facts.is_oid(head[:40])
    assert facts.empty_tree == EMPTY_TREES["sha256"] == repo.git("hash-object", "-t", "tree", os.devnull)


def test_a_head_with_a_missing_commit_is_reported_as_damage(repo: Repo) -> None:
    """The message has the name of the commit."""
    head = repo.oid("HEAD")
    (repo.path / ".git" / "objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(Refused, match=f"damaged: HEAD is {head}"):
        opened(repo).facts()


def test_revisions_are_resolved_and_odd_texts_are_not(repo: Repo) -> None:
    """An option, an empty name and an unknown name are no revisions."""
    git = opened(repo)
    repo.git("tag", "-a", "-m", "tag", "v1")
    assert git.resolve("v1") == git.resolve("main") == repo.oid("HEAD")
    assert git.resolve("v1", "tree") == repo.oid("HEAD^{tree}")
    for odd in ("--all", "-h", "", "nowhere", "a\0b", "HEAD:a.nix", "v1^{/x"):
        assert git.resolve(odd) is None, odd


def test_git_gets_an_environment_without_fetches_locks_or_prompts(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git speaks English, and uses the user's index under the same relative path."""
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


def test_git_runs_without_standard_descriptors(repo: Repo) -> None:
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
