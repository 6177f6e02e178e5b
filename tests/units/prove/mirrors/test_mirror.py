"""Questions to a mirror, over HTTP as forges serve it."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from authguard.prove.mirrors import NoSuchRevision, NotAllowed
from authguard.prove.mirrors.failures import NotACommit, Withheld
from authguard.prove.mirrors.repository import TREES
from tests.support.servers import HttpGit
from tests.support.upstream import CLIENT, MONOREPO, Upstream
from tests.units.prove.mirrors.conftest import New

RELEASE = "version/2026.2.0"


def test_the_list_of_tags_has_the_commit_of_each_tag(
    made_upstream: Upstream, http: HttpGit, new: New
) -> None:
    """An annotated tag has its commit too. The server is asked once in a while."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    tags = mirror.tags()
    assert list(tags) == [RELEASE, "version/2026.2.1", "version/2026.2.2"]
    assert (
        tags[RELEASE]
        == made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
        != made_upstream.monorepo.oid(RELEASE)
    )
    assert tags["version/2026.2.1"] == made_upstream.monorepo.oid("version/2026.2.1")
    asked = http.count("refs")
    assert new().at(f"{http.url}/{MONOREPO}").tags() == tags
    assert http.count("refs") == asked
    assert new().at(f"{http.url}/{MONOREPO}").tags(fresh=True) == tags
    assert new(remember=0).at(f"{http.url}/{MONOREPO}").tags() == tags
    assert http.count("refs") == asked + 2


def test_each_form_of_a_revision_has_its_commit(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """The revision is a tag, a branch, a full ref name, or a commit, which no ref has to name."""
    url = f"{http.url}/{MONOREPO}"
    inner = made_upstream.monorepo.oid("main~2")
    asked = [RELEASE, f"refs/tags/{RELEASE}", "version/2026.2.1", "main", "HEAD", "refs/heads/main", inner]
    commits = {rev: made_upstream.monorepo.oid(f"{rev}^{{commit}}") for rev in asked}
    mirror = new().at(url)
    assert {rev: mirror.commit(rev) for rev in asked} == commits
    assert mirror.commit(made_upstream.monorepo.oid(RELEASE)) == commits[RELEASE]
    requests = len(http.asked)
    mirror = new().at(url)
    assert {rev: mirror.commit(rev) for rev in asked} == commits
    assert len(http.asked) == requests


def test_a_part_of_a_commits_name_is_found_by_the_refs(upstream: Upstream, http: HttpGit, new: New) -> None:
    """The commit is found if a tag or branch points at it; else it is unknown, but not missing."""
    mirror = new().at(f"{http.url}/{CLIENT}")
    commit = upstream.client.oid("v3.2026.2.0")
    assert mirror.commit(commit[:12]) == mirror.commit(commit.upper()) == commit
    inner = upstream.client.commit("inner")
    upstream.client.commit("outer")
    upstream.publish()
    with pytest.raises(Withheld, match="an abbreviated commit id"):
        mirror.commit(inner[:20])
    with pytest.raises(NoSuchRevision):
        mirror.commit("20260203")


def test_a_branch_counts_for_a_moment(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """The answer about a tag is used for ever, unless a new answer is requested."""
    url = f"{http.url}/{CLIENT}"
    for rev, again in (("main", True), ("v3.2026.2.0", False)):
        new().at(url).commit(rev)
        for mirrors, asks in ((new(), False), (new(remember=0), again)):
            before = len(http.asked)
            assert mirrors.at(url).commit(rev) == made_upstream.client.oid(rev)
            assert (len(http.asked) > before) is asks


def test_a_moved_tag_is_seen_at_the_next_request(upstream: Upstream, http: HttpGit, new: New) -> None:
    """A branch has its old commit until the next request."""
    url = f"{http.url}/{CLIENT}"
    before = new().at(url).commit("nightly")
    after = upstream.move_tag("nightly")
    assert before != after
    assert new().at(url).commit("nightly") == before
    assert new().at(url).commit("nightly", fresh=True) == after
    assert new().at(url).commit("nightly") == after
    assert new().at(url).listing(before).keys() < new().at(url).listing(after).keys()


def test_a_removed_tag_is_gone_at_the_next_request(upstream: Upstream, http: HttpGit, new: New) -> None:
    """Upstream deletes the tag."""
    url = f"{http.url}/{CLIENT}"
    new().at(url).commit("nightly")
    upstream.client.git("tag", "--delete", "nightly")
    upstream.publish()
    with pytest.raises(NoSuchRevision):
        new().at(url).commit("nightly", fresh=True)
    with pytest.raises(NoSuchRevision):
        new().at(url).commit("nightly")


def test_an_unknown_revision_is_reported_with_the_nearest(http: HttpGit, new: New) -> None:
    """A second question soon after sends no request."""
    url = f"{http.url}/{CLIENT}"
    with pytest.raises(NoSuchRevision) as caught:
        new().at(url).commit("v3.2026.2.2")
    assert caught.value.nearest == ["v3.2026020.2", "v3.2026.2.1", "v3.2026.2.0"]
    assert caught.value.rev == "v3.2026.2.2"
    assert str(caught.value) == f"{url} has no revision v3.2026.2.2; the nearest is v3.2026020.2"
    assert http.count("fetch") == 0
    requests = len(http.asked)
    with pytest.raises(NoSuchRevision):
        new().at(url).commit("v3.2026.2.2")
    assert len(http.asked) == requests


def test_a_mirror_still_answers_after_an_unknown_commit(
    made_upstream: Upstream, http: HttpGit, new: New
) -> None:
    """Object ids of SHA-1 and of SHA-256 are asked for."""
    mirror = new().at(f"{http.url}/{CLIENT}")
    for length in (64, 40, 64):
        with pytest.raises(NoSuchRevision) as caught:
            mirror.commit("1" * length)
        assert caught.value.nearest == []
    assert mirror.commit("v3.2026.2.0") == made_upstream.client.oid("v3.2026.2.0")


def test_a_revision_that_is_no_name_never_reaches_git(http: HttpGit, new: New) -> None:
    """The revision is neither an option nor a part of a refspec."""
    mirror = new().at(f"{http.url}/{CLIENT}")
    with pytest.raises(NotAllowed):
        mirror.commit("--upload-pack=id")
    assert http.asked == []
    for rev in ("v3.2026.2.0:refs/heads/x", "refs/tags/*", "v3.2026.2.0^{commit}"):
        with pytest.raises(NoSuchRevision):
            mirror.commit(rev)


def test_an_object_that_is_no_commit_is_refused(upstream: Upstream, http: HttpGit, new: New) -> None:
    """A tag of a tree has no commit."""
    upstream.client.git("tag", "tree", "HEAD^{tree}")
    upstream.publish()
    mirror = new().at(f"{http.url}/{CLIENT}")
    for rev in ("tree", upstream.client.oid("HEAD^{tree}")):
        with pytest.raises(NotACommit, match="is a tree, not a commit"):
            mirror.commit(rev)


def test_the_listing_of_a_commit_is_that_of_git(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """No file is fetched."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    listing = mirror.listing(commit)
    stated = {}
    for line in made_upstream.monorepo.git("ls-tree", "-r", "-z", RELEASE).split("\0")[:-1]:
        words, _, path = line.partition("\t")
        mode, kind, oid = words.split()
        stated[path.encode()] = (int(mode, 8), oid, kind)
    assert listing == stated
    assert stat.S_ISLNK(listing[b"LOCK"].mode)
    assert listing[b"lifecycle/run"].mode & 0o111
    assert http.count("fetch") == 1
    assert new().at(f"{http.url}/{MONOREPO}").listing(commit) == stated
    assert http.count("fetch") == 1


def test_names_of_files_may_have_any_bytes(upstream: Upstream, http: HttpGit, new: New) -> None:
    """Paths are bytes, and a submodule is a commit."""
    repo = upstream.client
    (repo.path / "caf\udce9.txt").write_text("latin-1")
    repo.write("new\nline", "n").stage()
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    commit = repo.record("odd")
    upstream.publish()
    mirror = new().at(f"{http.url}/{CLIENT}")
    listing = mirror.listing(commit)
    assert listing[b"sub"] == (0o160000, "1" * 40, "commit")
    assert mirror.read(commit, [b"caf\xe9.txt", b"new\nline", b"sub", b"sub/x"]) == {
        b"caf\xe9.txt": b"latin-1",
        b"new\nline": b"n",
        b"sub": None,
        b"sub/x": None,
    }
    assert mirror.read(commit, ["caf\udce9.txt"]) == {"caf\udce9.txt": b"latin-1"}


def test_one_fetch_brings_all_missing_files(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """The files are never fetched again."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    paths = ["uv.lock", "web/package-lock.json", "go.mod", "go.sum", "nowhere", "web"]
    fetches = http.count("fetch")
    files = mirror.read(commit, paths)
    assert http.count("fetch") == fetches + 1
    for path in paths[:4]:
        assert files[path] == (made_upstream.monorepo.git("show", f"{RELEASE}:{path}") + "\n").encode()
    assert files["nowhere"] is files["web"] is None
    assert new().at(f"{http.url}/{MONOREPO}").read(commit, paths) == files
    assert http.count("fetch") == fetches + 1
    other = mirror.commit("version/2026.2.1")
    fetches = http.count("fetch")
    assert mirror.read(other, paths)["uv.lock"] != files["uv.lock"]
    assert http.count("fetch") == fetches + 1


def test_links_are_followed(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """Links lead to a file, through a directory, out of the tree, to nothing and in a circle."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    files = mirror.read(
        commit, ["LOCK", "uv.lock", "ui/package.json", "ui", "outside", "none", "turn", "uv.lock/x"]
    )
    assert files["LOCK"] == files["uv.lock"] is not None
    assert (
        files["ui/package.json"]
        == made_upstream.monorepo.git("show", f"{RELEASE}:web/package.json").encode() + b"\n"
    )
    assert files["ui"] is files["outside"] is files["none"] is files["turn"] is files["uv.lock/x"] is None
    assert http.count("fetch") <= 4


def test_one_fetch_brings_all_objects_of_a_commit(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """Later, files are read from these objects."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    fetches = http.count("fetch")
    git_dir = mirror.complete(commit)
    assert http.count("fetch") == fetches + 1
    every = ["git", "--git-dir", git_dir, "rev-list", "--objects", "--missing=print", "--no-walk", commit]
    objects = subprocess.run(every, capture_output=True, text=True, check=True).stdout.splitlines()
    assert not [line for line in objects if line.startswith("?")]
    here = made_upstream.monorepo.git("rev-list", "--objects", "--no-walk", commit).splitlines()
    assert sorted(line.split()[0] for line in objects) == sorted(line.split()[0] for line in here)
    assert new().at(f"{http.url}/{MONOREPO}").complete(commit) == git_dir
    assert mirror.read(commit, ["uv.lock"])["uv.lock"]
    assert http.count("fetch") == fetches + 1


def test_each_of_several_releases_is_complete(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """The second fetch brings only the missing objects."""
    mirror = new().at(f"{http.url}/{MONOREPO}")
    for tag in (RELEASE, "version/2026.2.1", "version/2026.2.2"):
        commit = made_upstream.monorepo.oid(f"{tag}^{{commit}}")
        git_dir = mirror.complete(commit)
        done = subprocess.run(
            ["git", "--git-dir", git_dir, "archive", "--format=tar", commit], capture_output=True, check=True
        )
        assert (
            done.stdout
            == made_upstream.archive(made_upstream.monorepo, commit, "whole.tar", "--prefix=").read_bytes()
        )


def test_a_missing_commit_is_an_answer(http: HttpGit, new: New) -> None:
    """The server says that it does not have the commit."""
    with pytest.raises(NoSuchRevision):
        new().at(f"{http.url}/{MONOREPO}").complete("1" * 40)


def test_local_commits_need_no_network(http: HttpGit, new: New) -> None:
    """Without the network, a mirror answers from its own objects, and says that it may not fetch the rest."""
    url = f"{http.url}/{MONOREPO}"
    commit = new().at(url).commit(RELEASE)
    new().at(url).read(commit, ["uv.lock"])
    requests = len(http.asked)
    mirror = new("off").at(url)
    assert mirror.commit(RELEASE) == commit
    assert mirror.read(commit, ["uv.lock"])["uv.lock"]
    for question in (
        lambda: mirror.read(commit, ["go.sum"]),
        lambda: mirror.commit("version/2026.2.1"),
        lambda: mirror.commit(RELEASE, fresh=True),
        lambda: mirror.complete(commit),
        lambda: mirror.tags(),
    ):
        with pytest.raises(NotAllowed, match="the network is off"):
            question()
    assert len(http.asked) == requests


def test_only_the_mirrors_of_the_config_are_asked(http: HttpGit, new: New) -> None:
    """No request goes to another host."""
    url = f"{http.url}/{MONOREPO}"
    with pytest.raises(NotAllowed, match="not one of the mirrors"):
        new("mirrors", ["forge.example"]).at(url).commit(RELEASE)
    assert http.asked == []
    assert new("mirrors", [f"{http.host}/{MONOREPO}"]).at(url).commit(RELEASE)


def test_nothing_of_the_users_is_written(http: HttpGit, new: New, cache: Path) -> None:
    """A mirror writes only to the cache, for its user alone; no file has a url with credentials."""
    url = f"http://me:geheim@{http.host}/{MONOREPO}"
    mirror = new().at(url)
    mirror.complete(mirror.commit(RELEASE))
    mirror.read(mirror.commit("version/2026.2.1"), ["uv.lock"])
    with pytest.raises(NoSuchRevision):
        mirror.commit("nowhere")
    for path in cache.rglob("*"):
        assert "geheim" not in path.name
        assert not path.is_file() or b"geheim" not in path.read_bytes()
    homes = [path for path in (cache / "1").iterdir() if path.is_dir()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in homes] == [0o700]
    assert (homes[0] / TREES / "HEAD").is_file()
