"""The files that are sent to a builder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from authguard.builder.source import BuildSource, literals
from authguard.errors import Refused
from authguard.git.git import Git
from authguard.git.ranges import snapshot_of
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository."""
    return Repo(tmp_path / "r")


def source(repo: Repo, file: str = "pkg/x.nix") -> BuildSource:
    """The files of HEAD that are sent."""
    git = Git(str(repo.path))
    return BuildSource(git, snapshot_of(git, repo.oid("HEAD")), file)


def sent(repo: Repo, file: str = "pkg/x.nix") -> dict[str, bytes]:
    """The content of the files of HEAD that are sent, by path."""
    return {os.fsdecode(path): data for path, _, data in source(repo, file).files()}


def test_blobs_are_sent_as_they_were_committed(repo: Repo) -> None:
    """Attributes for archives and line ends do not change the blobs, and neither does the work tree."""
    repo.write(".gitattributes", "*.txt export-subst\n*.secret export-ignore\n*.crlf text eol=crlf\n")
    repo.write("pkg/a.txt", "$Format:%H$").write("pkg/a.secret", "s").write("pkg/a.crlf", "1\n2\n")
    repo.write("pkg/x.nix", "./a.txt").commit()
    repo.write("pkg/x.nix", "changed").write("pkg/new", "new").remove("pkg/a.txt")
    assert sent(repo) == {
        "pkg/x.nix": b"./a.txt",
        "pkg/a.txt": b"$Format:%H$",
        "pkg/a.secret": b"s",
        "pkg/a.crlf": b"1\n2\n",
    }


def test_modes_and_links_are_sent_as_git_keeps_them(repo: Repo, tmp_path: Path) -> None:
    """A submodule is an empty directory."""
    other = Repo(tmp_path / "other").write("f", "1")
    other.commit()
    repo.write("pkg/x.nix", "1").write("pkg/run", "#!").link("pkg/here", "run").link(
        "pkg/nowhere", "/etc/passwd"
    )
    (repo.path / "pkg" / "run").chmod(0o755)
    repo.git("submodule", "--quiet", "add", str(other.path), "pkg/sub")
    repo.commit()
    modes = {os.fsdecode(path): (mode, data) for path, mode, data in source(repo).files()}
    assert modes == {
        "pkg/x.nix": (0o100644, b"1"),
        "pkg/run": (0o100755, b"#!"),
        "pkg/here": (0o120000, b"run"),
        "pkg/nowhere": (0o120000, b"/etc/passwd"),
        "pkg/sub": (0o160000, b""),
    }


def test_imports_of_other_folders_are_sent(repo: Repo) -> None:
    """Files that path literals name, the files that these files name, and all files behind links are sent."""
    repo.write("pkg/x.nix", "[ (import ../lib/a.nix) ../data ../linked/c.nix (import ../many/${name}.nix) ]")
    repo.write("lib/a.nix", "import ./deep/d.nix").write("lib/deep/d.nix", "../../top.nix").write(
        "top.nix", "1"
    )
    repo.write("data/one", "1").write("data/sub/two", "2").link("data/away", "../target/file")
    repo.write("target/file", "t").link("linked", "real").write("real/c.nix", "./e.nix").write(
        "real/e.nix", "1"
    )
    repo.write("many/m.nix", "1").write("many/n.nix", "1")
    needed = {path for path in repo.stage().git("ls-files").split() if path != "authguard.toml"}
    repo.write("lib/unused.nix", "1").write("target/other", "o").write("other/z.nix", "1")
    repo.write("README", "../other in prose").commit()
    assert set(sent(repo)) == needed


def test_a_directory_is_sent_whole(repo: Repo) -> None:
    """An imported directory, and the directory of the gate, are sent with every file."""
    repo.write("pkg/x.nix", "import ../lib { }").write("pkg/notes.md", "n").write("pkg/sub/y", "y")
    repo.write("lib/default.nix", "./a.nix").write("lib/a.nix", "1").write("lib/b.nix", "2").write(
        "else", "e"
    ).commit()
    assert set(sent(repo)) == {
        "pkg/x.nix",
        "pkg/notes.md",
        "pkg/sub/y",
        "lib/default.nix",
        "lib/a.nix",
        "lib/b.nix",
    }


def test_a_file_that_names_the_root_needs_every_file(repo: Repo) -> None:
    """A file at the root needs every file too."""
    repo.write("x.nix", "1").write("a/b", "1").write("c", "1").commit()
    assert set(sent(repo, "x.nix")) == {"x.nix", "a/b", "c"}
    repo.write("pkg/x.nix", "src = ../.;").commit()
    assert set(sent(repo)) == {"x.nix", "a/b", "c", "pkg/x.nix"}


def test_paths_that_leave_the_repository_are_not_sent(repo: Repo) -> None:
    """Nix reports the missing file."""
    repo.write("pkg/x.nix", "../../outside.nix + /etc/passwd + ~/x + <nixpkgs>").write(
        "outside.nix", "1"
    ).commit()
    assert set(sent(repo)) == {"pkg/x.nix"}


def test_links_in_a_circle_are_sent_unchanged(repo: Repo) -> None:
    """The search for files ends."""
    repo.write("pkg/x.nix", "import ../a/f.nix").link("a", "b").link("b", "a").commit()
    assert set(sent(repo)) <= {"pkg/x.nix", "a", "b"}


def test_names_may_have_any_bytes(repo: Repo) -> None:
    """The names are sent with the bytes that git has."""
    name = os.fsdecode(b"pkg/\xff\n 'x'")
    repo.write("pkg/x.nix", "1").write(name, "odd").commit()
    assert sent(repo)[name] == b"odd"


def test_a_file_that_the_commit_lacks_is_reported(repo: Repo) -> None:
    """The message names the file and the commit."""
    oid = repo.write("a", "1").commit()
    with pytest.raises(Refused, match=f"pkg/x.nix is not in {oid[:12]}"):
        source(repo)


def test_content_that_a_partial_clone_lacks_is_reported(repo: Repo, tmp_path: Path) -> None:
    """The content cannot be sent, and nothing is fetched."""
    repo.write("pkg/x.nix", "./data").write("pkg/data", "d" * 100).commit()
    clone = repo.clone(tmp_path / "c", "--filter=blob:none", "--no-checkout")
    with pytest.raises(Refused, match=r"pkg/x\.nix is not in this clone"):
        sent(clone)
    clone.git("cat-file", "blob", "HEAD:pkg/x.nix")
    with pytest.raises(Refused, match="pkg/data is not in this clone"):
        sent(clone)


def test_a_very_large_file_is_sent(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is larger than the limit for files that are read at once."""
    monkeypatch.setattr("authguard.git.objects.LARGEST", 1000)
    repo.write("pkg/x.nix", "1").write("pkg/large", b"\0" * 5000).commit()
    assert sent(repo)["pkg/large"] == b"\0" * 5000


def test_the_fingerprint_depends_only_on_the_sent_files(repo: Repo) -> None:
    """Content, names and modes count."""
    repo.write("pkg/x.nix", "1").write("pkg/run", "2").write("other", "3").commit()
    prints = [source(repo).fingerprint()]
    repo.write("other", "changed").commit("elsewhere")
    assert source(repo).fingerprint() == prints[0]
    for change in (
        lambda: repo.write("pkg/run", "4"),
        lambda: (repo.path / "pkg" / "run").chmod(0o755),
        lambda: (repo.path / "pkg" / "run").rename(repo.path / "pkg" / "ran"),
    ):
        change()
        repo.commit()
        prints.append(source(repo).fingerprint())
    assert len(set(prints)) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import ./a.nix", ["./a.nix"]),
        ("[ ../x ../../y/z.json ./. ../. a/b ]", ["../x", "../../y/z.json", "./.", "../.", "a/b"]),
        ("./${name}.nix", ["."]),
        ("../lib/${name}/x.nix", ["../lib"]),
        ("../lib/a-${name}", ["../lib"]),
        ('./. + "/../x"', ["./.", "./../x"]),
        ("\"../x\" + \"a/b\" + ''cd ../..''", []),
        ("# ../x\n/* ../y */ 1", []),
        ("/etc/x + ~/y + <nixpkgs/lib> + https://example.org/x", []),
        ("a / b", []),
    ],
)
def test_path_literals_are_found_in_code(text: str, expected: list[str]) -> None:
    """Strings that climb from a path count too. Text, comments and other kinds of path do not."""
    assert sorted(literals(text.encode())) == sorted(expected)
