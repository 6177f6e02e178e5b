"""Servers with fewer or other features than a present forge: the answers are the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from authguard.prove.mirrors import Mirror, NoSuchRevision, Unanswered
from authguard.prove.mirrors.failures import Damaged, NoRepository, Withheld
from tests.support.servers import GitDaemon, HttpGit
from tests.support.upstream import CLIENT, MONOREPO, Upstream
from tests.units.prove.mirrors.conftest import New

RELEASE = "version/2026.2.0"
LOCKS = ["uv.lock", "web/package-lock.json", "LOCK"]


def answers(mirror: Mirror, upstream: Upstream) -> None:
    """Compare all answers about one release with the upstream itself."""
    repo = upstream.monorepo
    commit = mirror.commit(RELEASE)
    assert commit == repo.oid(f"{RELEASE}^{{commit}}")
    assert mirror.commit("main") == repo.oid("main")
    assert mirror.tags()[RELEASE] == commit
    listed = repo.git("ls-tree", "-r", "-z", "--name-only", RELEASE).split("\0")[:-1]
    assert [path.decode() for path in mirror.listing(commit)] == listed
    lock = repo.git("show", f"{RELEASE}:uv.lock").encode() + b"\n"
    assert mirror.read(commit, LOCKS)["uv.lock"] == mirror.read(commit, LOCKS)["LOCK"] == lock
    archive = ["git", "--git-dir", mirror.complete(commit), "archive", "--format=tar", commit]
    complete = subprocess.run(archive, capture_output=True, check=True).stdout
    assert complete == upstream.archive(repo, commit, "all.tar", "--prefix=").read_bytes()
    with pytest.raises(NoSuchRevision) as caught:
        mirror.commit("version/2026.2.3")
    assert caught.value.nearest[0] == "version/2026.2.2"


def test_a_server_without_filters_sends_the_files_once(
    made_upstream: Upstream, http: HttpGit, new: New
) -> None:
    """If filters are refused, the first fetch brings the files, and they are not fetched again for a hash."""
    http.filters = False
    mirror = new().at(f"{http.url}/{MONOREPO}")
    commit = mirror.commit(RELEASE)
    mirror.complete(commit)
    mirror.read(commit, LOCKS)
    assert http.count("info") == 1
    answers(mirror, made_upstream)
    visits = http.count("info")
    other = mirror.commit("version/2026.2.1")
    mirror.read(other, LOCKS)
    mirror.complete(other)
    assert http.count("info") == visits + 1


def test_a_mirror_works_after_its_server_drops_filters(
    made_upstream: Upstream, http: HttpGit, new: New
) -> None:
    """A server omits objects that the mirror seems to have; missing objects are fetched when they are needed."""
    url = f"{http.url}/{MONOREPO}"
    new().at(url).commit("version/2026.2.1")
    http.filters = False
    answers(new().at(url), made_upstream)


def test_the_older_protocol_gives_the_same_answers(made_upstream: Upstream, http: HttpGit, new: New) -> None:
    """The server speaks only protocol 0."""
    http.protocol = 0
    answers(new().at(f"{http.url}/{MONOREPO}"), made_upstream)


def test_a_server_may_send_only_the_commits_of_its_refs(upstream: Upstream, http: HttpGit, new: New) -> None:
    """With protocol 0 and without allowAnySHA1InWant, any other commit is a clear failure."""
    http.protocol = 0
    http.any_commit = False
    url = f"{http.url}/{MONOREPO}"
    answers(new().at(url), upstream)
    repo = upstream.monorepo
    for rev in ("version/2026.2.1^{commit}", f"{RELEASE}^{{commit}}", "main"):
        assert new().at(url).commit(repo.oid(rev)) == repo.oid(rev)
    inner = repo.commit("before it")
    repo.commit("after it")
    upstream.publish()
    with pytest.raises(Withheld, match="does not send that commit"):
        new().at(url).commit(inner)
    with pytest.raises(Withheld):
        new().at(url).complete(inner)


def test_a_server_of_plain_files_gives_the_same_answers(
    made_upstream: Upstream, http: HttpGit, new: New
) -> None:
    """The server sends the complete history, since it cannot send a part."""
    http.dumb = True
    url = f"{http.url}/{MONOREPO}"
    answers(new().at(url), made_upstream)
    inner = made_upstream.monorepo.oid("main~2")
    assert new().at(url).commit(inner) == inner
    with pytest.raises(NoSuchRevision):
        new().at(url).commit("1" * 40)


def test_a_git_daemon_gives_the_same_answers(made_upstream: Upstream, daemon: GitDaemon, new: New) -> None:
    """The protocol is that of git itself."""
    answers(new().at(f"{daemon.url}/{MONOREPO}"), made_upstream)
    with pytest.raises(NoRepository, match="no repository at git://"):
        new().at(f"{daemon.url}/nowhere.git").commit(RELEASE)


def test_a_git_daemon_that_exports_nothing_has_no_repository(daemon: GitDaemon, new: New) -> None:
    """The message says that there is no repository."""
    daemon.exports = False
    with pytest.raises(NoRepository):
        new().at(f"{daemon.url}/{MONOREPO}").commit(RELEASE)


def test_a_local_path_gives_the_same_answers(made_upstream: Upstream, new: New) -> None:
    """The user allows files."""
    answers(new(files=True).at(str(made_upstream.served / MONOREPO)), made_upstream)
    answers(new(files=True).at((made_upstream.served / MONOREPO).as_uri()), made_upstream)
    with pytest.raises(NoRepository):
        new(files=True).at(str(made_upstream.served / "nowhere.git")).commit(RELEASE)


@pytest.mark.parametrize("protocol", [2, 0])
def test_a_repository_with_sha256_gives_the_same_answers(tmp_path: Path, new: New, protocol: int) -> None:
    """The mirror finds out the algorithm."""
    upstream = Upstream(tmp_path / "sha256", "sha256")
    with HttpGit(upstream.served) as server:
        server.protocol = protocol
        answers(new().at(f"{server.url}/{MONOREPO}"), upstream)
        commit = upstream.client.oid("v3.2026.2.0")
        assert len(commit) == 64
        for length in (40, 64, 40):
            with pytest.raises(NoSuchRevision):
                new().at(f"{server.url}/{CLIENT}").commit("1" * length)
        assert new().at(f"{server.url}/{CLIENT}").commit(commit) == commit
        assert new().at(f"{server.url}/{CLIENT}").commit("v3.2026.2.0") == commit


def test_a_mirror_follows_a_change_to_sha256(
    upstream: Upstream, http: HttpGit, tmp_path: Path, new: New
) -> None:
    """Upstream made its repository again."""
    url = f"{http.url}/{CLIENT}"
    new().at(url).commit("v3.2026.2.0")
    other = Upstream(tmp_path / "sha256", "sha256")
    for name in (CLIENT, MONOREPO):
        shutil.rmtree(upstream.served / name)
        shutil.copytree(other.served / name, upstream.served / name)
    assert new().at(url).commit("v3.2026.2.1") == other.client.oid("v3.2026.2.1")
    assert new().at(url).commit("v3.2026.2.0", fresh=True) == other.client.oid("v3.2026.2.0")


def test_a_server_that_sends_rubbish_is_reported(upstream: Upstream, http: HttpGit, new: New) -> None:
    """The pack does not have the requested objects."""
    http.dumb = True
    bare = upstream.served / MONOREPO
    for file in [*bare.glob("objects/pack/*"), *bare.glob("objects/??/*")]:
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:40] + b"rubbish")
    with pytest.raises(Unanswered) as caught:
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    assert isinstance(caught.value, Damaged)
    assert "\n" not in str(caught.value)
