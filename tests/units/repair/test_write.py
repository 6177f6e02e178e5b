"""All files are replaced or none; everything except their bytes stays."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from authguard.errors import Refused
from authguard.repair.write import Writing
from tests.support.repos import ROOT
from tests.units.repair.children import in_child, without_rights


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A work tree of three files."""
    made = tmp_path / "work"
    (made / ".git").mkdir(parents=True)
    (made / "sub").mkdir()
    for name in ("a.nix", "b.nix", "sub/c.nix"):
        (made / name).write_text(f"old {name}")
    return made


def writing(root: Path, *names: str, old: str = "old") -> Writing:
    """The replacement of the files that `root` wrote."""
    return Writing(
        str(root),
        str(root / ".git"),
        {name: (f"{old} {name}".encode(), f"new {name}".encode()) for name in names},
    )


def texts(root: Path) -> list[str]:
    """The first word of the three files; the work tree may have no other file."""
    found = sorted(
        str(each.relative_to(root)) for each in root.rglob("*") if each.is_file() and ".git" not in each.parts
    )
    assert [name for name in found if "/." in name or name.startswith(".")] == []
    assert not (root / ".git/authguard/writing").exists()
    return [(root / name).read_text().split()[0] for name in ("a.nix", "b.nix", "sub/c.nix")]


def test_all_files_are_written(root: Path) -> None:
    """Each file has its new bytes, and no other file is left."""
    with writing(root, "a.nix", "b.nix", "sub/c.nix") as made:
        assert [path.read_text().split()[0] for path in (root / "a.nix", root / "sub/c.nix")] == [
            "old",
            "old",
        ]
        made.commit()
    assert texts(root) == ["new", "new", "new"]
    assert made.notes == []


def test_nothing_is_written_without_a_commit(root: Path) -> None:
    """At the end of the context the files are unchanged."""
    with writing(root, "a.nix", "b.nix"):
        pass
    assert texts(root) == ["old", "old", "old"]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o4711])
def test_modes_stay(root: Path, mode: int) -> None:
    """Modes stay with any umask."""
    (root / "a.nix").chmod(mode)
    before = os.umask(0o077)
    try:
        with writing(root, "a.nix") as made:
            made.commit()
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "a.nix").stat().st_mode) == mode


@pytest.mark.needs("root")
def test_owners_stay(root: Path) -> None:
    """A file of another user stays that user's."""
    os.chown(root / "a.nix", 1234, 4321)
    with writing(root, "a.nix") as made:
        made.commit()
    state = (root / "a.nix").stat()
    assert (state.st_uid, state.st_gid) == (1234, 4321)


def test_extended_attributes_stay(root: Path) -> None:
    """Extended attributes stay on a file system that has them."""
    kept = {}
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(root / "a.nix", "user.note", b"mine")
            kept = {"user.note": b"mine"}
        except OSError:
            pass  # this file system has none
    with writing(root, "a.nix") as made:
        made.commit()
    assert (root / "a.nix").read_text() == "new a.nix"
    assert {name: os.getxattr(root / "a.nix", name) for name in kept} == kept


def test_a_link_in_the_repository_is_followed(root: Path) -> None:
    """The link stays, and the target of the link is written."""
    (root / "sub/link.nix").symlink_to("../a.nix")
    (root / "folder").symlink_to("sub")
    files = {"sub/link.nix": (b"old a.nix", b"new"), "folder/c.nix": (b"old sub/c.nix", b"new")}
    with Writing(str(root), str(root / ".git"), files) as made:
        made.commit()
    assert (root / "sub/link.nix").is_symlink()
    assert (root / "folder").is_symlink()
    assert texts(root) == ["new", "old", "new"]


def test_a_file_under_two_paths_is_written_once(root: Path) -> None:
    """The two edits must be the same."""
    (root / "link.nix").symlink_to("a.nix")
    pair = (b"old a.nix", b"new")
    with Writing(str(root), str(root / ".git"), {"a.nix": pair, "link.nix": pair}) as made:
        made.commit()
    assert texts(root) == ["new", "old", "old"]
    both = Writing(str(root), str(root / ".git"), {"a.nix": (b"new", b"1"), "link.nix": (b"new", b"2")})
    with pytest.raises(Refused, match=r"^link\.nix and a\.nix are the same file, and nothing was written$"):
        both.__enter__()


@pytest.mark.parametrize(
    ("link", "target", "says"),
    [
        ("a.nix", "../outside.nix", "a.nix is a link that leaves the repository"),
        ("a.nix", "/etc/hostname", "a.nix is a link that leaves the repository"),
        ("a.nix", ".git/config", "a.nix is in a git directory"),
    ],
)
def test_a_link_that_leads_elsewhere_is_refused(root: Path, link: str, target: str, says: str) -> None:
    """Nothing outside of the work tree is written, and no file of git."""
    (root.parent / "outside.nix").write_text("old a.nix")
    (root / link).unlink()
    (root / link).symlink_to(target)
    with pytest.raises(Refused, match=f"^{says}, and nothing was written$"):
        writing(root, "a.nix", "b.nix").__enter__()
    assert (root / "b.nix").read_text() == "old b.nix"
    assert (root.parent / "outside.nix").read_text() == "old a.nix"


def test_a_folder_that_leads_elsewhere_is_refused(root: Path) -> None:
    """The link may be at any place of the path."""
    (root / "sub").rename(root.parent / "moved")
    (root / "sub").symlink_to("../moved")
    with pytest.raises(Refused, match=r"^sub/c\.nix is a link that leaves the repository"):
        writing(root, "sub/c.nix").__enter__()


def test_a_file_of_two_names_is_reported(root: Path) -> None:
    """The other name keeps the old text."""
    os.link(root / "a.nix", root.parent / "other")
    with writing(root, "a.nix") as made:
        made.commit()
    assert made.notes == ["a.nix has 1 other name (hard links), which keep the old text"]
    assert (root.parent / "other").read_text() == "old a.nix"


def test_a_file_that_changed_meanwhile_stops_all_writes(root: Path) -> None:
    """The file changed after it was read."""
    with pytest.raises(Refused, match=r"^b\.nix changed meanwhile, and nothing was written$"):
        writing(root, "b.nix", old="other").__enter__()
    assert texts(root) == ["old", "old", "old"]


@pytest.mark.parametrize("how", ["bytes", "file", "gone"])
def test_a_file_that_changes_at_the_last_moment_stops_all_writes(root: Path, how: str) -> None:
    """The bytes of the file changed, another file with the same bytes replaced it, or it was removed."""
    with writing(root, "a.nix", "b.nix") as made:
        if how == "bytes":
            (root / "b.nix").write_text("mine")
        elif how == "gone":
            (root / "b.nix").unlink()
        else:
            (root / "new").write_text("old b.nix")
            (root / "new").rename(root / "b.nix")
        with pytest.raises(Refused, match=r"^b\.nix.*, and nothing was written$"):
            made.commit()
    assert (root / "a.nix").read_text() == "old a.nix"
    assert [each.name for each in root.iterdir() if each.name.startswith(".a")] == []


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("error", [PermissionError(1, "Operation not permitted"), KeyboardInterrupt()])
def test_a_failed_replacement_restores_the_other_files(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException
) -> None:
    """The files that were replaced before get their old bytes back: an immutable file is found late."""
    replace, left = os.replace, failing

    def counting(source: str, target: str) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", counting)
    expected = Refused if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught, writing(root, "a.nix", "b.nix", "sub/c.nix") as made:
        made.commit()
    assert texts(root) == ["old", "old", "old"]
    if isinstance(error, OSError):
        name = ("a.nix", "b.nix", "sub/c.nix")[failing]
        assert (
            str(caught.value)
            == f"{name} cannot be replaced: Operation not permitted, and nothing was written"
        )


def test_a_read_only_directory_stops_all_writes(root: Path) -> None:
    """The message has one line, and other directories are not written either."""
    (root / "sub").chmod(0o555)

    def act() -> None:
        without_rights()
        with writing(root, "a.nix", "sub/c.nix") as made:
            made.commit()

    assert in_child(act) == (0, "Refused: sub/c.nix: Permission denied, and nothing was written")
    assert texts(root) == ["old", "old", "old"]


def test_a_read_only_file_stops_all_writes(root: Path) -> None:
    """The owner made the file read-only on purpose."""
    (root / "a.nix").chmod(0o444)

    def act() -> None:
        without_rights()
        with writing(root, "a.nix", "b.nix") as made:
            made.commit()

    assert in_child(act) == (0, "Refused: a.nix is not writable, and nothing was written")
    assert texts(root) == ["old", "old", "old"]


def test_a_read_only_git_directory_stops_all_writes(root: Path) -> None:
    """If the list of temporary files cannot be written, no temporary file is made."""
    (root / ".git").chmod(0o555)

    def act() -> None:
        without_rights()
        writing(root, "a.nix").__enter__()

    assert in_child(act) == (0, f"Refused: {root}/.git/authguard: Permission denied, and nothing was written")
    assert texts(root) == ["old", "old", "old"]


def test_a_limit_of_the_file_size_stops_all_writes(root: Path) -> None:
    """The limit of the system is in the middle of the second file."""
    files = {"a.nix": (b"old a.nix", b"x"), "b.nix": (b"old b.nix", b"x" * 100_000)}

    def act() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        with Writing(str(root), str(root / ".git"), files) as made:
            made.commit()

    assert in_child(act) == (0, "Refused: b.nix: File too large, and nothing was written")
    assert texts(root) == ["old", "old", "old"]


FULL = """\
import os, sys
from authguard.errors import Refused
from authguard.repair.write import Writing
root = sys.argv[1]
os.mkdir(f"{root}/.git")
for name in ("a.nix", "b.nix"):
    open(f"{root}/{name}", "w").write("old")
try:
    with Writing(root, f"{root}/.git", {"a.nix": (b"old", b"new"), "b.nix": (b"old", b"x" * 100_000)}) as made:
        made.commit()
except Refused as error:
    print(error)
print(sorted(os.listdir(root)), *(open(f"{root}/{name}").read() for name in ("a.nix", "b.nix")))
"""


def test_a_full_disk_stops_all_writes(tmp_path: Path) -> None:
    """The test uses a file system of 64 kB. If none can be mounted, a limit replaces it."""
    (tmp_path / "full.py").write_text(FULL)
    small = tmp_path / "small"
    small.mkdir()
    alone = ["unshare", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode != 0:
        alone = []
    mount = 'mount -t tmpfs -o size=64k tmpfs "$1" 2>/dev/null' if alone else "false"
    script = f'{mount} || ulimit -f 50; exec "$2" "$3" "$1"'
    done = subprocess.run(
        [*alone, "sh", "-c", script, "sh", str(small), sys.executable, str(tmp_path / "full.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    said, state = done.stdout.splitlines()
    assert said in (
        "b.nix: No space left on device, and nothing was written",
        "b.nix: File too large, and nothing was written",
    )
    assert state == "['.git', 'a.nix', 'b.nix'] old old"


def test_of_two_runs_at_once_the_second_is_refused(root: Path) -> None:
    """The second run changes no file of the first."""
    with writing(root, "a.nix") as first:
        with pytest.raises(Refused, match=r"^another authguard is writing to this repository"):
            writing(root, "b.nix").__enter__()
        first.commit()
    assert texts(root) == ["new", "old", "old"]


def test_a_list_may_only_name_our_own_files(root: Path) -> None:
    """A damaged list deletes nothing except temporary files with names of this form."""
    ours = root / f".a.nix.authguard-{'0' * 16}"
    ours.write_text("")
    (root / ".git/authguard").mkdir()
    names = [str(root / "b.nix"), "", str(ours), f".b.authguard-{'0' * 16}", str(root / "sub/.x.authguard-0")]
    (root / ".git/authguard/writing").write_bytes("\0".join(names).encode() + b"\0\xff")
    with writing(root, "a.nix") as made:
        made.commit()
    assert texts(root) == ["new", "old", "old"]


def test_file_names_may_have_any_bytes(root: Path) -> None:
    """One name has the longest possible length, and one is not UTF-8."""
    for name in ("n" * 251 + ".nix", os.fsdecode(b"\xff\n.nix")):
        (root / name).write_text("old")
        with Writing(str(root), str(root / ".git"), {name: (b"old", b"new")}) as made:
            made.commit()
        assert (root / name).read_text() == "new"


@pytest.mark.parametrize("what", ["folder", "fifo", "nothing"])
def test_a_path_that_is_no_file_stops_all_writes(root: Path, what: str) -> None:
    """The message names the path."""
    (root / "a.nix").unlink()
    if what == "folder":
        (root / "a.nix").mkdir()
    elif what == "fifo":
        os.mkfifo(root / "a.nix")
    with pytest.raises(Refused, match=r"a\.nix.*, and nothing was written$"):
        writing(root, "a.nix", "b.nix").__enter__()
    assert (root / "b.nix").read_text() == "old b.nix"
