"""The plain hooks are written beside other hooks, run by real git, and removed completely."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from authguard.cli import main
from authguard.errors import Refused
from authguard.git import hooks

# Replaces git-authguard: it records its arguments, and ends with the requested exit code.
RECORDER = """#!/bin/sh
{ echo "guard $*"; [ "$2" != --pre-push ] || cat; } >>"$GUARD_LOG"
exit "${GUARD_STATUS:-0}"
"""
EARLIER = """#!/bin/sh
{ echo "earlier $*"; [ "${0##*/}" != pre-push.before-authguard ] || cat; } >>"$GUARD_LOG"
exit "${EARLIER_STATUS:-0}"
"""


class Repository:
    """A repository with one commit and hooks that start the recorder."""

    def __init__(self, root: Path, log: Path) -> None:
        """Take an existing directory, and the file that the recorder writes."""
        self.root, self.log = root, log
        self.hooks = root / ".git" / "hooks"

    def git(self, *arguments: str, status: int = 0) -> str:
        """Run git in the repository, expect the status, and return both outputs."""
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == status, done
        return done.stdout + done.stderr

    def commit(self, status: int = 0) -> str:
        """Commit a change."""
        self.git("config", "commit.count", os.urandom(8).hex())
        (self.root / "file").write_text(os.urandom(8).hex())
        self.git("add", "file")
        return self.git("commit", "-q", "-m", "change", status=status)

    def put(self, name: str, text: str = EARLIER, mode: int = 0o755) -> Path:
        """Write a hook of the user."""
        path = self.hooks / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def said(self) -> list[str]:
        """Return the records since the last call."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


def program(directory: Path) -> Path:
    """Write the recorder into a new directory, as git-authguard."""
    directory.mkdir(parents=True)
    path = directory / "git-authguard"
    path.write_text(RECORDER)
    path.chmod(0o755)
    return path


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository as the current directory, with the recorder on PATH."""
    log = tmp_path / "log"
    monkeypatch.setenv("GUARD_LOG", str(log))
    monkeypatch.setenv("PATH", f"{program(tmp_path / 'it is bin').parent}{os.pathsep}{os.environ['PATH']}")
    made = Repository(tmp_path / "repository", log)
    made.root.mkdir()
    made.git("init", "-q", "-b", "main")
    made.commit()
    monkeypatch.chdir(made.root)
    return made


def everything(directory: Path) -> dict[str, tuple[int, bytes]]:
    """Names, modes and contents of all files in a directory, and the targets of links."""
    return {
        entry.name: (
            entry.lstat().st_mode,
            os.fsencode(entry.readlink()) if entry.is_symlink() else entry.read_bytes(),
        )
        for entry in directory.iterdir()
    }


def test_a_commit_is_judged_and_stopped(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook that install wrote starts `check`, and its failure stops the commit."""
    assert main(["install"]) == 0
    repo.commit()
    assert repo.said() == ["guard check"]
    monkeypatch.setenv("GUARD_STATUS", "1")
    repo.commit(status=1)
    assert repo.git("log", "--oneline").count("\n") == 2


def test_a_clean_merge_is_judged(repo: Repository) -> None:
    """A merge without conflicts runs pre-merge-commit alone."""
    repo.git("switch", "-q", "-c", "side")
    (repo.root / "other").write_text("other")
    repo.git("add", "other")
    repo.git("commit", "-q", "-m", "side")
    repo.git("switch", "-q", "main")
    main(["install"])
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert repo.said() == ["guard check"]


def test_a_push_passes_every_ref_to_both_hooks(repo: Repository, tmp_path: Path) -> None:
    """The earlier hook and authguard both get the remote's name and address, and all lines of stdin."""
    repo.git("init", "-q", "--bare", str(tmp_path / "remote"))
    repo.git("remote", "add", "origin", str(tmp_path / "remote"))
    repo.git("branch", "second")
    repo.put("pre-push")
    main(["install"])
    repo.git("push", "-q", "origin", "main", "second")
    said = repo.said()
    head = repo.git("rev-parse", "HEAD").strip()
    refs = [f"refs/heads/{name} {head} refs/heads/{name} {'0' * 40}" for name in ("main", "second")]
    remote = f"origin {tmp_path / 'remote'}"
    assert said == [f"earlier {remote}", *refs, "guard check --pre-push origin", *refs]


@pytest.mark.parametrize("name", list(hooks.HOOKS))
def test_an_earlier_hook_runs_first_and_its_failure_ends_it(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """If the earlier hook fails, authguard is not run, and the hook's status is returned."""
    repo.put(name)
    main(["install"])
    hook = [str(repo.hooks / name), "a b", "c"]
    assert subprocess.run(hook, stdin=subprocess.DEVNULL, check=False).returncode == 0
    runs = "guard check --pre-push a b" if name == "pre-push" else "guard check"
    assert repo.said() == ["earlier a b c", runs]
    monkeypatch.setenv("EARLIER_STATUS", "7")
    assert subprocess.run(hook, stdin=subprocess.DEVNULL, check=False).returncode == 7
    assert repo.said() == ["earlier a b c"]
    monkeypatch.setenv("EARLIER_STATUS", "0")
    monkeypatch.setenv("GUARD_STATUS", "3")
    assert subprocess.run(hook, stdin=subprocess.DEVNULL, check=False).returncode == 3


def test_an_earlier_hook_that_git_would_not_run_is_not_run(repo: Repository) -> None:
    """A hook without the executable bit does not run, as before."""
    repo.put("pre-commit", mode=0o644)
    main(["install"])
    repo.commit()
    assert repo.said() == ["guard check"]


def test_a_second_install_changes_nothing(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A second install does not even write the files again."""
    repo.put("pre-commit")
    main(["install"])
    before = everything(repo.hooks), (repo.hooks / "pre-commit").stat().st_ino
    capsys.readouterr()
    assert main(["install"]) == 0
    assert (everything(repo.hooks), (repo.hooks / "pre-commit").stat().st_ino) == before
    assert capsys.readouterr().out == ".git/hooks: authguard's hooks are installed already\n"


def test_install_prints_its_actions(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """There is one line for each hook, with a relative path; a dry run prints the same lines and changes nothing."""
    repo.put("pre-commit", EARLIER.replace("${0##*/}", "$(basename $0)"))
    before = everything(repo.hooks)
    lines = [
        ".git/hooks/pre-commit: written",
        ".git/hooks/pre-commit.before-authguard: the hook that was there; it runs first from now on",
        ".git/hooks/pre-commit.before-authguard: note: it reads its own file name, which has changed",
        ".git/hooks/pre-push: written",
    ]
    assert main(["install", "--dry-run", "pre-commit", "pre-push"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"dry run: {line}" for line in lines]
    assert everything(repo.hooks) == before
    assert main(["install", "pre-commit", "pre-push"]) == 0
    assert capsys.readouterr().out.splitlines() == lines
    assert not (repo.hooks / "pre-merge-commit").exists()
    installed = everything(repo.hooks)
    assert main(["uninstall", "--dry-run"]) == 0
    assert everything(repo.hooks) == installed
    assert capsys.readouterr().out.splitlines() == [
        "dry run: .git/hooks/pre-commit: restored",
        "dry run: .git/hooks/pre-push: removed",
    ]
    assert main(["uninstall", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_uninstall_restores_earlier_hooks(
    repo: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each hook has its bytes and its mode: a script, a working link, a broken link. Nothing else is left."""
    (repo.hooks / "pre-commit").write_bytes(b"#!/bin/sh\r\n\xff\x00 no newline")
    (repo.hooks / "pre-commit").chmod(0o4751)
    target = tmp_path / "shared-hook"
    target.write_text(EARLIER)
    target.chmod(0o755)
    (repo.hooks / "pre-merge-commit").symlink_to("../../../shared-hook")
    (repo.hooks / "pre-push").symlink_to("nowhere")
    before = everything(repo.hooks)
    main(["install"])
    assert len(everything(repo.hooks)) == len(before) + 3
    hook = [str(repo.hooks / "pre-merge-commit")]
    assert subprocess.run(hook, check=False).returncode == 0
    assert repo.said() == ["earlier ", "guard check"]
    assert main(["uninstall"]) == 0
    assert everything(repo.hooks) == before
    capsys.readouterr()
    assert main(["uninstall"]) == 0
    assert capsys.readouterr().out == ".git/hooks: authguard has no hook there\n"
    assert everything(repo.hooks) == before


def test_an_edited_hook_is_not_destroyed(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither install nor uninstall changes the hook; uninstall removes the other hooks and ends with 2."""
    main(["install"])
    edited = repo.hooks / "pre-commit"
    text = edited.read_text() + "# mine\n"
    edited.write_text(text)
    with pytest.raises(Refused, match=r"^\.git/hooks/pre-commit was written by authguard and edited since"):
        main(["install"])
    assert edited.read_text() == text
    assert main(["uninstall"]) == 2
    said = capsys.readouterr().err
    assert said == (
        "authguard: .git/hooks/pre-commit was edited since authguard wrote it, so it was kept: delete it by hand\n"
    )
    assert edited.read_text() == text
    assert not (repo.hooks / "pre-push").exists()


def test_a_hook_that_replaced_ours_is_kept(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """If another hook replaced authguard's hook, both the other hook and the earlier hook stay."""
    repo.put("pre-commit")
    main(["install"])
    repo.put("pre-commit", "#!/bin/sh\nexit 0\n")
    before = everything(repo.hooks)
    with pytest.raises(Refused, match="are both hooks that authguard did not write"):
        main(["install"])
    assert everything(repo.hooks) == before
    assert main(["uninstall", "pre-commit"]) == 2
    assert "is another hook now" in capsys.readouterr().err
    assert everything(repo.hooks) == before


def test_a_hook_of_ours_that_was_deleted_gives_way_to_the_earlier(repo: Repository) -> None:
    """Uninstall restores the earlier hook although authguard's hook is gone; install runs it again."""
    earlier = repo.put("pre-commit")
    main(["install"])
    earlier.unlink()
    main(["install"])
    repo.commit()
    assert repo.said() == ["earlier ", "guard check"]
    earlier.unlink()
    main(["uninstall"])
    assert earlier.read_text() == EARLIER


def test_nothing_is_written_where_one_hook_is_in_the_way(repo: Repository) -> None:
    """The refusal comes before anything is written."""
    main(["install", "pre-push"])
    (repo.hooks / "pre-push").write_text((repo.hooks / "pre-push").read_text() + "# mine\n")
    before = everything(repo.hooks)
    with pytest.raises(Refused):
        main(["install"])
    assert everything(repo.hooks) == before


def test_a_kill_in_the_middle_is_repaired(repo: Repository) -> None:
    """After a kill, one file has both names: install finishes, and uninstall restores."""
    earlier = repo.put("pre-commit")
    before = everything(repo.hooks)
    (repo.hooks / "pre-commit.before-authguard").hardlink_to(earlier)
    assert main(["uninstall"]) == 0
    assert everything(repo.hooks) == before
    (repo.hooks / "pre-commit.before-authguard").hardlink_to(earlier)
    assert main(["install"]) == 0
    repo.commit()
    assert repo.said() == ["earlier ", "guard check"]
    assert main(["uninstall"]) == 0
    assert everything(repo.hooks) == before


@pytest.mark.parametrize("links", [True, False])
def test_a_full_disk_leaves_everything_as_it_was(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """The error is one line, and no second name and no temporary file remains, also on a disk without hard links."""
    repo.put("pre-commit")
    before = everything(repo.hooks)
    replace = os.replace

    def full(source: str, target: str) -> None:
        if source.endswith(hooks.SUFFIX):
            replace(source, target)
        else:
            raise OSError(errno.ENOSPC, "No space left on device", target)

    def unsupported(source: str, target: str, *, follow_symlinks: bool) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", source)

    monkeypatch.setattr(os, "replace", full)
    if not links:
        monkeypatch.setattr(os, "link", unsupported)
    with pytest.raises(Refused, match=r"pre-commit: No space left on device$"):
        main(["install"])
    assert everything(repo.hooks) == before


def test_hooks_outside_the_repository_are_refused(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks outside, by core.hooksPath or by a link, cause one clear line, and nothing is written."""
    outside = tmp_path / "outside"
    outside.mkdir()
    repo.git("config", "core.hooksPath", str(outside))
    with pytest.raises(
        Refused, match=r'outside of it \(see core\.hooksPath\).* --pre-push "\$1" \|\| exit 1` to pre-push\Z'
    ):
        main(["install"])
    with pytest.raises(Refused, match=r"outside of it.* authguard writes none there\Z"):
        main(["uninstall"])
    repo.git("config", "--unset", "core.hooksPath")
    repo.hooks.rename(tmp_path / "moved")
    repo.hooks.symlink_to(tmp_path / "moved")
    before = everything(tmp_path / "moved")
    with pytest.raises(Refused, match=r"outside of it"):
        main(["install"])
    assert not list(outside.iterdir())
    assert everything(tmp_path / "moved") == before


def test_hooks_inside_the_work_tree_are_this_repositorys(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative core.hooksPath is relative to the root, in each current directory."""
    repo.git("config", "core.hooksPath", ".githooks")
    (repo.root / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(repo.root / "deep" / "er")
    main(["install"])
    assert {path.name for path in (repo.root / ".githooks").iterdir()} == set(hooks.HOOKS)
    repo.commit()
    assert repo.said() == ["guard check"]


def test_husky_keeps_its_hooks(repo: Repository) -> None:
    """A hook of husky does not work under another name, so the hook is not moved."""
    (repo.root / ".husky" / "_").mkdir(parents=True)
    repo.git("config", "core.hooksPath", ".husky/_")
    lines = r"`git authguard check \|\| exit 1` to \.husky/pre-commit and \.husky/pre-merge-commit, "
    push = r'`git authguard check --pre-push "\$1" \|\| exit 1` to \.husky/pre-push\Z'
    with pytest.raises(Refused, match=f"add the line {lines}{push}"):
        main(["install"])
    with pytest.raises(Refused, match=f"add the line {push}"):
        main(["install", "pre-push"])
    with pytest.raises(Refused, match=r"authguard writes none there\Z"):
        main(["uninstall"])
    assert not list((repo.root / ".husky" / "_").iterdir())


@pytest.mark.parametrize("at", [0, 1])
def test_the_line_for_a_hook_refuses_in_each_place(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """A hook goes on after a command that fails, and its last command decides."""
    lines = ["true"]
    lines.insert(at, hooks.line("pre-commit"))
    repo.put("pre-commit", "\n".join(["#!/bin/sh", *lines, ""]))
    repo.commit()
    monkeypatch.setenv("GUARD_STATUS", "1")
    repo.commit(status=1)
    assert repo.said() == ["guard check"] * 2


def test_linked_work_trees_share_the_hooks(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed in a linked work tree, the hooks judge commits in that work tree and in the main work tree."""
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")
    assert main(["install"]) == 0
    assert (repo.hooks / "pre-commit").exists()
    repo.commit()
    linked = Repository(tmp_path / "linked", repo.log)
    linked.commit()
    assert repo.said() == ["guard check", "guard check"]
    assert main(["uninstall"]) == 0
    assert not (repo.hooks / "pre-commit").exists()


def test_a_submodule_has_separate_hooks(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hooks are written below .git of the superproject, which gets no hooks itself."""
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "part")
    monkeypatch.chdir(repo.root / "part")
    assert main(["install"]) == 0
    assert (repo.root / ".git" / "modules" / "part" / "hooks" / "pre-commit").exists()
    assert not (repo.hooks / "pre-commit").exists()


def test_a_missing_hooks_directory_is_made(repo: Repository) -> None:
    """A repository made from an empty template has no such directory."""
    for sample in repo.hooks.iterdir():
        sample.unlink()
    repo.hooks.rmdir()
    assert main(["install", "--dry-run"]) == 0
    assert not repo.hooks.exists()
    assert main(["install"]) == 0
    repo.commit()
    assert repo.said() == ["guard check"]


def test_a_bare_repository_and_no_repository_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of the two can have a commit."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="not a git repository"):
        main(["install"])
    subprocess.run(["git", "init", "-q", "--bare", "bare"], check=True)
    monkeypatch.chdir(tmp_path / "bare")
    with pytest.raises(Refused, match="pre-receive"):
        main(["install"])


@pytest.mark.parametrize("name", list(hooks.HOOKS))
def test_a_hook_without_authguard_says_so(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The hook does not pass: one line says how to install authguard, and the status is 2."""
    main(["install"])
    (repo.root.parent / "it is bin" / "git-authguard").unlink()
    done = subprocess.run(
        [repo.hooks / name],
        env={"PATH": "/usr/bin:/bin"},
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("authguard: git-authguard is not on PATH: install it")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("place", ["it's $HOME `here`", "a\nb", os.fsdecode(b"\xff")])
def test_the_hook_remembers_where_authguard_is(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """An editor may start git with another PATH; the path of a directory may have any characters."""
    monkeypatch.setenv("PATH", f"{program(tmp_path / 'x' / place).parent}{os.pathsep}{os.environ['PATH']}")
    main(["install"])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    repo.commit()
    assert repo.said() == ["guard check"]


@pytest.mark.needs("pre-commit")
def test_a_hook_manager_that_comes_later_runs_all_three(repo: Repository) -> None:
    """`pre-commit install` renames our hook, which still finds the earlier hook."""
    repo.put("pre-commit")
    main(["install"])
    (repo.root / ".pre-commit-config.yaml").write_text("repos: []\n")
    repo.git("add", ".pre-commit-config.yaml")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], check=True, capture_output=True)
    repo.commit()
    assert repo.said() == ["earlier ", "guard check"]


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("pre-comit", "there is no hook 'pre-comit' here; did you mean pre-commit?"),
        ("--dry", "install: there is no option '--dry'; did you mean --dry-run?"),
    ],
)
def test_bad_usage_is_one_line(repo: Repository, argument: str, says: str) -> None:
    """The message suggests the nearest option, and nothing is written."""
    before = everything(repo.hooks)
    with pytest.raises(Refused) as refused:
        main(["install", argument])
    assert str(refused.value) == says
    assert everything(repo.hooks) == before


def test_short_options_go_together(repo: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Short options can be joined, as with git."""
    before = everything(repo.hooks)
    assert main(["install", "-nq"]) == 0
    assert capsys.readouterr().out == ""
    assert everything(repo.hooks) == before
