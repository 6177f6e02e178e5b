""".gitattributes in a tree: checkouts and archives convert, omit and fill in files, as git does."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from authguard.prove.hashes import (
    ARCHIVE,
    CHECKOUT,
    RAW,
    RAW_EXPORT,
    Incomplete,
    Selection,
    Uncomputable,
    of_git,
)
from tests.support.repos import Repo
from tests.units.prove.hashes.oracle import archived, by_fetch_git, by_fetch_tree, checked_out, hashed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix


FILES: dict[str, str | bytes] = {
    "unix.txt": "one\ntwo\n",
    "dos.txt": "one\r\ntwo\r\n",
    "mixed.txt": "one\r\ntwo\nthree\r",
    "binary.bin": b"\0\1\2\n\r\n\xff",
    "id.c": "/* $Id$ */\n$Id: old $\n$Id: foreign and long $ x\n$Identity$\n",
    "utf.txt": "grüße\nzwei\n",
    "deep/unix.txt": "three\nfour\n",
    "deep/er/id.c": "$Id$\n",
    "deep/er/sub.txt": "commit $Format:%H$ by $Format:%an <%ae>, %ad$\n",
    "version.txt": "$Format:%H$\n$Format:%T %P %ct %cI %s%n%b$ $Format:no end\n$Format:100%%$\n",
    "tests/a": "a\n",
    "tests/deep/b": "b\n",
    "docs/only": "c\n",
    "docs/tests/x": "d\n",
    "with space.txt": "x\n",
}

ATTRIBUTES = {
    "eol": {"": "*.txt text eol=crlf\n"},
    "eol-of-all": {"": "* eol=crlf\n"},
    "text-auto": {"": "* text=auto\n"},
    "text-auto-crlf": {"": "* text=auto eol=crlf\n"},
    "binary-not": {"": "* text=auto eol=crlf\n*.bin binary\n*.c -text\n"},
    "lf": {"": "* text eol=lf\n"},
    "crlf-of-old": {"": "*.txt crlf\n*.c crlf=input\n"},
    "ident": {"": "*.c ident\n"},
    "ident-unset-below": {"": "*.c ident\n", "deep/er": "*.c -ident\n"},
    "utf-16": {"": "utf.txt working-tree-encoding=UTF-16\n"},
    "utf-16-crlf": {"": "utf.txt text working-tree-encoding=UTF-16LE eol=crlf\n"},
    "utf-16-with-mark": {"": "utf.txt working-tree-encoding=UTF-16LE-BOM\n"},
    "latin-1": {"": "utf.txt text working-tree-encoding=ISO-8859-1\n"},
    "ignored-files": {"": "*.c export-ignore\n/unix.txt export-ignore\n.gitattributes export-ignore\n"},
    "ignored-directories": {"": "tests export-ignore\ndocs/ export-ignore\n"},
    "ignored-but-not-below": {"": "tests export-ignore\ntests/deep/b -export-ignore\n"},
    "ignored-all-of-a-directory": {"": "/tests/a export-ignore\n/tests/deep/b export-ignore\n"},
    "ignored-only-below": {"": "/tests/deep export-ignore\n/deep/er/* export-ignore\n"},
    "ignored-from-below": {"docs": "* export-ignore\n", "deep": "er export-ignore\n"},
    "ignored-with-a-value": {"": "*.c export-ignore=true\n*.bin export-ignore=\n"},
    "substituted": {"": "version.txt export-subst\ndeep/er/sub.txt export-subst\n"},
    "substituted-and-converted": {"": "*.txt export-subst text eol=crlf\n"},
    "macro": {"": "[attr]dos text eol=crlf\n[attr]gone export-ignore\n*.txt dos\ntests gone\n"},
    "macro-unset": {"": "[attr]dos text eol=crlf\n*.txt dos\ndeep/* !dos !eol\n"},
    "nested": {
        "": "*.txt text eol=crlf\n",
        "deep": "*.txt text eol=lf\n*.c ident\n",
        "deep/er": "* eol=crlf\n",
    },
    "quoted": {"": '"with space.txt" text eol=crlf\n# a comment with export-ignore\n'},
    "nonsense": {"": "*.txt eol=CRLF\n!x eol=crlf\n*.c ident=yes\nexport-ignore\n\0eol=crlf\n"},
    "long-line": {"": f"{'x' * 3000} eol=crlf\n*.c ident\n"},
    "lfs": {"": "*.bin filter=lfs diff=lfs merge=lfs -text\n"},
    "everything": {
        "": "* text=auto eol=crlf\n*.c ident export-ignore\nversion.txt export-subst\ndocs export-ignore\n"
    },
}


def repository(tmp_path: Path, attributes: dict[str, str]) -> Repo:
    """A repository of FILES with .gitattributes by directory. Its commit has exactly these entries."""
    repo = Repo(tmp_path / "r")
    for path, content in FILES.items():
        repo.write(path, content)
    (repo.path / "deep/unix.txt").chmod(0o755)
    repo.link("link.txt", "unix.txt")
    repo.commit("files")
    for directory, text in attributes.items():
        repo.write(f"{directory}/.gitattributes" if directory else ".gitattributes", text)
    repo.git("add", "--", ":(glob)**/.gitattributes")
    repo.record("attributes\n\nWith a body.")
    return repo


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes_have_the_effect_that_git_gives_them(
    tmp_path: Path, nix: Nix, attributes: dict[str, str]
) -> None:
    """The hash of each kind of content is the hash from the tool that makes this content."""
    repo = repository(tmp_path, attributes)
    where, commit = str(repo.path / ".git"), repo.oid("HEAD")
    assert of_git(where, commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))
    assert of_git(where, commit, ARCHIVE) == hashed(archived(repo, commit, tmp_path / "archive"))
    if any("export-ignore" in text for text in attributes.values()):
        assert of_git(where, commit, RAW_EXPORT) == by_fetch_git(nix, repo, commit)
    else:
        assert of_git(where, commit, RAW_EXPORT) == of_git(where, commit, RAW)


@pytest.mark.needs("nix-instantiate")
def test_the_four_contents_differ(tmp_path: Path, nix: Nix) -> None:
    """One commit has four hashes. The attributes do not change the blobs."""
    repo = repository(tmp_path, ATTRIBUTES["everything"])
    commit = repo.oid("HEAD")
    found = {
        rules: of_git(str(repo.path / ".git"), commit, rules)
        for rules in (CHECKOUT, ARCHIVE, RAW, RAW_EXPORT)
    }
    assert len(set(found.values())) == 4
    assert found[RAW] == by_fetch_tree(nix, repo, commit)


UNSTEADY = {
    "%d": "names: $Format:%d$\n",
    "%D": "$Format:%H %D$\n",
    "%h": "$Format:%h$\n",
    "%p": "$Format:%p$\n",
    "%t": "$Format:%t$\n",
    "%(describe)": "$Format:%(describe)$\n",
    "%(describe:tags=true)": "$Format:%(describe:tags=true)$\n",
    "%cr": "$Format:%cr$\n",
    "%aN": "$Format:%aN$\n",
    "%+d": "$Format:%s%+d$\n",
    "%G?": "x $Format:%H$ $Format:%G?$",
}


@pytest.mark.parametrize("placeholder", UNSTEADY)
def test_an_archive_that_depends_on_the_day_is_refused(tmp_path: Path, placeholder: str) -> None:
    """The error names the placeholder and the file; the other contents are known."""
    repo = Repo(tmp_path / "r").write("src/version.py", UNSTEADY[placeholder])
    repo.write(".gitattributes", "version.py export-subst\n")
    commit = repo.commit("all")
    where = str(repo.path / ".git")
    with pytest.raises(Uncomputable) as caught:
        of_git(where, commit, ARCHIVE)
    assert placeholder[:3] in caught.value.reason
    assert "src/version.py" in caught.value.reason
    assert of_git(where, commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))


def test_a_placeholder_in_an_excluded_file_has_no_effect(tmp_path: Path) -> None:
    """The file is not packed."""
    repo = Repo(tmp_path / "r").write("gone/version.py", UNSTEADY["%d"]).write("a", "$Format:%d$\n")
    repo.write(".gitattributes", "gone export-ignore\nversion.py export-subst\n")
    commit = repo.commit("all")
    found = of_git(str(repo.path / ".git"), commit, ARCHIVE)
    assert found == hashed(archived(repo, commit, tmp_path / "archive"))


def test_the_parents_are_known_in_a_shallow_mirror(tmp_path: Path) -> None:
    """The text %P is replaced by the parents, although a mirror of depth one does not have them."""
    repo = Repo(tmp_path / "r").write("a", "$Format:%P$\n").write(".gitattributes", "a export-subst\n")
    repo.commit("first")
    commit = repo.commit("second")
    mirror = repo.clone(tmp_path / "mirror", "--bare", "--depth=1")
    found = of_git(str(mirror.path), commit, ARCHIVE)
    assert found == hashed(archived(repo, commit, tmp_path / "archive"))


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 1\n"


def test_a_checkout_has_only_the_pointers_of_git_lfs(tmp_path: Path) -> None:
    """With fetchLFS, and in an archive, only Nix can compute the hash."""
    repo = Repo(tmp_path / "r").write("a.bin", POINTER).write(".gitattributes", "*.bin filter=lfs -text\n")
    commit = repo.commit("all")
    where = str(repo.path / ".git")
    assert of_git(where, commit, CHECKOUT) == hashed(checked_out(repo, commit, tmp_path / "checkout"))
    for rules, lfs in ((CHECKOUT, True), (RAW, True), (ARCHIVE, False)):
        with pytest.raises(Uncomputable, match=r"a\.bin is in Git LFS"):
            of_git(where, commit, rules, lfs=lfs)
    other = Repo(tmp_path / "other").write("a.bin", "text").write(".gitattributes", "*.bin filter=lfs\n")
    plain = other.commit("all")
    where = str(other.path / ".git")
    assert of_git(where, plain, CHECKOUT, lfs=True) == of_git(where, plain, CHECKOUT)


def test_an_encoding_that_git_does_not_know_changes_no_file(tmp_path: Path) -> None:
    """Git prints a warning."""
    repo = (
        Repo(tmp_path / "r").write("a", "text\n").write(".gitattributes", "a working-tree-encoding=NO-SUCH\n")
    )
    repo.git("add", ".gitattributes")
    repo.git(
        "update-index",
        "--add",
        "--cacheinfo",
        f"100644,{repo.git('hash-object', '-w', '--no-filters', 'a')},a",
    )
    commit = repo.record("all")
    found = of_git(str(repo.path / ".git"), commit, CHECKOUT)
    assert found == hashed(checked_out(repo, commit, tmp_path / "checkout"))


def test_an_order_of_bytes_that_glibc_does_not_use_is_refused(tmp_path: Path) -> None:
    """A text that cannot be UTF-16 is unchanged, as with another iconv: its hash is not guessed."""
    repo = (
        Repo(tmp_path / "r").write("a", b"\xc3").write(".gitattributes", "a working-tree-encoding=utf-16\n")
    )
    repo.git("add", ".gitattributes")
    blob = repo.git("hash-object", "-w", "--no-filters", "a")
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},a")
    with pytest.raises(Uncomputable, match="with another byte order"):
        of_git(str(repo.path / ".git"), repo.record("all"), CHECKOUT)


def test_attributes_above_a_part_of_the_tree_decide_too(tmp_path: Path) -> None:
    """The part is a sparse checkout or a rootDir."""
    repo = repository(tmp_path, ATTRIBUTES["nested"])
    where, commit = str(repo.path / ".git"), repo.oid("HEAD")
    checkout = checked_out(repo, commit, tmp_path / "checkout", sparse=["deep/er"], cone=False)
    part = Selection(["deep/er"], cone=False)
    assert of_git(where, commit, CHECKOUT, selection=part) == hashed(checkout)
    root = Selection(["deep/er"], cone=False, root_dir="deep/er")
    assert of_git(where, commit, CHECKOUT, selection=root) == hashed(checkout / "deep/er")


def test_missing_attributes_are_named(tmp_path: Path) -> None:
    """While git would ignore the missing object, authguard asks for it."""
    repo = repository(tmp_path, ATTRIBUTES["eol"])
    commit = repo.oid("HEAD")
    bare = repo.clone(tmp_path / "bare", "--bare", "--filter=blob:none", "--depth=1")
    for rules in (CHECKOUT, ARCHIVE, RAW_EXPORT):
        with pytest.raises(Incomplete) as caught:
            of_git(str(bare.path), commit, rules)
        assert caught.value.oid == repo.oid("HEAD:.gitattributes")


@pytest.mark.parametrize("seed", range(6))
def test_random_attributes_have_the_effect_that_git_gives_them(tmp_path: Path, seed: int) -> None:
    """The lines of .gitattributes are random, and so are their directories."""
    chance = random.Random(seed)  # noqa: S311 - for variety, not for secrecy
    patterns = [
        "*",
        "*.txt",
        "*.c",
        "tests",
        "docs/",
        "/deep",
        "deep/**",
        "er",
        "**/x",
        "a",
        "[du]*",
        "*.bin",
    ]
    words = [
        *(
            "export-ignore",
            "-export-ignore",
            "!export-ignore",
            "eol=crlf",
            "eol=lf",
            "text",
            "-text",
            "text=auto",
        ),
        *("ident", "-ident", "export-subst", "-export-subst", "binary", "working-tree-encoding=UTF-16LE"),
    ]
    attributes = {
        directory: "".join(
            f"{chance.choice(patterns)} {' '.join(chance.sample(words, chance.randint(1, 3)))}\n"
            for _ in range(chance.randint(1, 5))
        )
        for directory in ("", "deep", "deep/er", "tests", "docs")
        if not directory or chance.random() < 0.5
    }
    repo = repository(tmp_path, attributes)
    where, commit = str(repo.path / ".git"), repo.oid("HEAD")
    assert of_git(where, commit, ARCHIVE) == hashed(archived(repo, commit, tmp_path / "archive")), attributes
    checkout = hashed(checked_out(repo, commit, tmp_path / "checkout"))
    assert of_git(where, commit, CHECKOUT) == checkout, attributes
