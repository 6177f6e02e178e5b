"""Submodules: empty directories if they are not fetched, else the content of git and Nix, at any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.prove.hashes import ARCHIVE, CHECKOUT, RAW, RAW_EXPORT, Selection, Uncomputable, of_git
from authguard.prove.hashes.submodules import resolve
from tests.support.repos import Repo
from tests.units.prove.hashes.oracle import archived, by_fetch_git, by_fetch_tree, checked_out, hashed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nix import Nix


class Upstream:
    """Three repositories with relative urls: top has middle twice, and middle has inner."""

    def __init__(self, root: Path) -> None:
        """Make the repositories below `root`."""
        self.root = root
        self.asked: list[tuple[bytes, str, str]] = []
        inner = Repo(root / "inner").write("n", "inner\n").write("empty", "")
        inner.commit("inner")
        middle = Repo(root / "middle").write("text.txt", "a\nb\n").write("gone", "x").write("id", "$Id$\n")
        middle.write(".gitattributes", "*.txt text eol=crlf\ngone export-ignore\nid ident\n")
        middle.git("submodule", "--quiet", "add", "../inner", "in/ner")
        middle.commit("middle")
        self.top = Repo(root / "top").write("a/b/c", "c\n").write("a/x", "x\n").write("z", "z\n")
        self.top.git("submodule", "--quiet", "add", "../middle", "a/mod")
        self.top.git("submodule", "--quiet", "add", "--name", "other name", "../middle", "mod.d")
        self.top.write("mod/file", "sorts between").write("mod.c", "and here")
        self.commit = self.top.commit("top")

    @property
    def git_dir(self) -> str:
        """The git directory of the top repository."""
        return str(self.top.path / ".git")

    @property
    def url(self) -> str:
        """The url of the top repository."""
        return f"https://forge.example/some/{self.top.path.name}.git/"

    def fetched(self, path: bytes, url: str, commit: str) -> tuple[str, str]:
        """Take the place of the mirrors."""
        self.asked.append((path, url, commit))
        return str(self.root / url.rpartition("/")[2] / ".git"), commit


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """Three new repositories."""
    return Upstream(tmp_path)


@pytest.mark.needs("nix-instantiate")
def test_a_submodule_that_is_not_fetched_is_an_empty_directory(
    upstream: Upstream, tmp_path: Path, nix: Nix
) -> None:
    """All four contents have the empty directory."""
    where, commit = upstream.git_dir, upstream.commit
    checkout = checked_out(upstream.top, commit, tmp_path / "checkout")
    assert (checkout / "a/mod").is_dir()
    assert of_git(where, commit, CHECKOUT) == hashed(checkout)
    assert of_git(where, commit, ARCHIVE) == hashed(archived(upstream.top, commit, tmp_path / "archive"))
    assert of_git(where, commit, RAW) == by_fetch_tree(nix, upstream.top, commit)
    assert of_git(where, commit, RAW_EXPORT) == by_fetch_git(nix, upstream.top, commit)


@pytest.mark.needs("nix-instantiate")
def test_a_fetched_submodule_has_its_content_at_any_depth(
    upstream: Upstream, tmp_path: Path, nix: Nix
) -> None:
    """The same rules apply to each submodule. The fetch gets its path, url and commit."""
    where, commit = upstream.git_dir, upstream.commit
    checkout = checked_out(upstream.top, commit, tmp_path / "checkout", submodules=True)
    found = of_git(where, commit, CHECKOUT, submodules=upstream.fetched, url=upstream.url)
    assert found == hashed(checkout)
    middle = upstream.top.git("rev-parse", "HEAD:a/mod")
    inner = Repo(tmp_path / "middle", init=False).git("rev-parse", "HEAD:in/ner")
    assert upstream.asked == [
        (b"a/mod", "https://forge.example/some/middle", middle),
        (b"a/mod/in/ner", "https://forge.example/some/inner", inner),
        (b"mod.d", "https://forge.example/some/middle", middle),
        (b"mod.d/in/ner", "https://forge.example/some/inner", inner),
    ]
    raw = of_git(where, commit, RAW, submodules=upstream.fetched, url=upstream.url)
    assert raw == by_fetch_tree(nix, upstream.top, commit, submodules=True)
    assert raw != found
    archive = of_git(where, commit, ARCHIVE, submodules=upstream.fetched)
    assert archive == of_git(where, commit, ARCHIVE)


@pytest.mark.needs("nix-instantiate")
def test_only_nix_fetches_a_submodule_that_is_never_updated(
    upstream: Upstream, tmp_path: Path, nix: Nix
) -> None:
    """With `update = none` git leaves the submodule empty, but Nix fetches it."""
    upstream.top.git("config", "--file", ".gitmodules", "submodule.other name.update", "none")
    commit = upstream.top.commit("none")
    checkout = checked_out(upstream.top, commit, tmp_path / "checkout", submodules=True)
    assert not list((checkout / "mod.d").iterdir())
    found = of_git(upstream.git_dir, commit, CHECKOUT, submodules=upstream.fetched, url=upstream.url)
    assert found == hashed(checkout)
    raw = of_git(upstream.git_dir, commit, RAW, submodules=upstream.fetched, url=upstream.url)
    assert raw == by_fetch_tree(nix, upstream.top, commit, submodules=True)


@pytest.mark.needs("nix-instantiate")
def test_a_submodule_without_a_url_is_refused(upstream: Upstream, tmp_path: Path, nix: Nix) -> None:
    """Git refuses to update a submodule without a url, and Nix makes an empty directory."""
    upstream.top.git("config", "--file", ".gitmodules", "--remove-section", "submodule.other name")
    commit = upstream.top.commit("no url")
    with pytest.raises(Uncomputable, match=r"no url for the submodule mod\.d"):
        of_git(upstream.git_dir, commit, CHECKOUT, submodules=upstream.fetched)
    with pytest.raises(AssertionError, match="No url found"):
        checked_out(upstream.top, commit, tmp_path / "checkout", submodules=True)
    raw = of_git(upstream.git_dir, commit, RAW, submodules=upstream.fetched, url=upstream.url)
    assert raw == by_fetch_tree(nix, upstream.top, commit, submodules=True)


def test_a_gitmodules_that_cannot_be_read_is_refused(upstream: Upstream) -> None:
    """Git cannot read the file either."""
    upstream.top.write(".gitmodules", "[submodule\nnonsense")
    commit = upstream.top.record("x", "--all")
    with pytest.raises(Uncomputable, match=r"\.gitmodules cannot be read"):
        of_git(upstream.git_dir, commit, CHECKOUT, submodules=upstream.fetched)


def test_a_submodule_that_contains_itself_is_refused(upstream: Upstream) -> None:
    """A submodule with the url of its own repository is not followed for ever."""

    def again(path: bytes, url: str, commit: str) -> tuple[str, str]:
        del path, url, commit
        return upstream.git_dir, upstream.commit

    with pytest.raises(Uncomputable, match="more than 50 deep"):
        of_git(upstream.git_dir, upstream.commit, CHECKOUT, submodules=again)


def test_only_a_fetch_makes_submodules_outside_of_a_sparse_checkout(
    upstream: Upstream, tmp_path: Path
) -> None:
    """`git submodule update` makes these submodules, and `git checkout` alone does not."""
    for number, (lines, cone) in enumerate(((["a/b"], True), (["/z"], False), (["a"], True))):
        part = Selection(lines, cone)
        for fetched in (True, False):
            checkout = checked_out(
                upstream.top,
                upstream.commit,
                tmp_path / f"checkout-{number}-{fetched}",
                sparse=lines,
                cone=cone,
                submodules=fetched,
            )
            found = of_git(
                upstream.git_dir,
                upstream.commit,
                CHECKOUT,
                selection=part,
                submodules=upstream.fetched if fetched else None,
                url=upstream.url,
            )
            assert found == hashed(checkout), (lines, fetched)


def test_a_submodule_may_be_the_root(upstream: Upstream, tmp_path: Path) -> None:
    """For a directory inside a submodule, only Nix can compute the hash."""
    part = Selection(["a/mod"], cone=False, root_dir="a/mod")
    found = of_git(
        upstream.git_dir,
        upstream.commit,
        CHECKOUT,
        selection=part,
        submodules=upstream.fetched,
        url=upstream.url,
    )
    checkout = checked_out(upstream.top, upstream.commit, tmp_path / "checkout", submodules=True)
    assert found == hashed(checkout / "a/mod")
    inside = Selection(["a/mod/in"], cone=False, root_dir="a/mod/in")
    with pytest.raises(Uncomputable, match="inside a submodule"):
        of_git(upstream.git_dir, upstream.commit, CHECKOUT, selection=inside, submodules=upstream.fetched)


@pytest.mark.parametrize(
    ("parent", "url", "wanted"),
    [
        ("https://h/a/b", "../c", "https://h/a/c"),
        ("https://h/a/b/", "../../c/", "https://h/c"),
        ("https://h/a/b.git", "./c", "https://h/a/b.git/c"),
        ("https://h/a/b", ".././../c", "https://h/c"),
        ("git@h:a/b.git", "../c.git", "git@h:a/c.git"),
        ("git@h:b.git", "../c.git", "git@h:c.git"),
        ("https://h/a/b", "https://other/c", "https://other/c"),
        ("https://h/a/b", "c", "c"),
        ("", "../c", "../c"),
    ],
)
def test_a_relative_url_is_resolved_as_in_git(tmp_path: Path, parent: str, url: str, wanted: str) -> None:
    """Another url is unchanged."""
    assert resolve(parent, url) == wanted
    if parent and url.startswith("."):
        repo = Repo(tmp_path / "r")
        blob = repo.git("rev-parse", repo.commit("x"))
        repo.git("remote", "add", "origin", parent)
        repo.write(".gitmodules", f'[submodule "s"]\n\tpath = s\n\turl = {url}\n')
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{blob},s")
        repo.git("submodule", "--quiet", "init", "s")
        assert repo.git("config", "submodule.s.url") == wanted


def test_a_url_above_everything_is_refused() -> None:
    """The url has more `..` than there are directories."""
    with pytest.raises(Uncomputable, match="leads above"):
        resolve("h", "../../c")
