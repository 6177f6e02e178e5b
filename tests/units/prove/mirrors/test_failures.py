"""Servers that refuse, fail or redirect: one clear line, one try, then a pause for later processes too."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from authguard.errors import Unreachable
from authguard.prove.mirrors import Limits, Mirrors, NotAllowed, Policy, Unanswered
from authguard.prove.mirrors.failures import (
    CannotReach,
    ConnectionBroken,
    Denied,
    NoRepository,
    OutOfTime,
    RateLimited,
    Redirected,
    TooLarge,
)
from tests.support.servers import HttpGit, Raw
from tests.support.upstream import CLIENT, MONOREPO, Upstream
from tests.units.prove.mirrors.conftest import New

RELEASE = "version/2026.2.0"
TAG = "v3.2026.2.0"


def fails(question: Callable[[], object], kind: type[Unanswered]) -> str:
    """The one line of a failure of exactly this kind, which ends a run with 3."""
    with pytest.raises(Unanswered) as caught:
        question()
    assert type(caught.value) is kind, caught.value
    assert isinstance(caught.value, Unreachable)
    assert caught.value.exit_code == 3
    text = str(caught.value)
    assert text.isprintable()
    assert len(text) < 400
    return text


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (401, Denied, "denies access to http://{host}/monorepo.git"),
        (403, Denied, "denies access to http://{host}/monorepo.git (status 403)"),
        (404, NoRepository, "there is no repository at http://{host}/monorepo.git"),
        (410, NoRepository, "there is no repository at http://{host}/monorepo.git"),
        (429, RateLimited, "{host} limits requests (status 429)"),
        (500, ConnectionBroken, "the server failed (status 500)"),
        (503, ConnectionBroken, "the server failed (status 503)"),
    ],
)
def test_a_refusal_pauses_the_requests_of_every_process(
    http: HttpGit, new: New, status: int, kind: type[Unanswered], says: str
) -> None:
    """There is one request, then none during the pause, in any process; with `insist` there is one more request."""
    url = f"{http.url}/{MONOREPO}"
    http.refuse = status
    assert says.format(host=http.host) in fails(lambda: new().at(url).commit(RELEASE), kind)
    assert len(http.asked) == 1
    http.refuse = None
    for question in (
        lambda: new().at(url).commit(RELEASE),
        lambda: new().at(url).tags(),
        lambda: new().at(url).complete("1" * 40),
    ):
        again = fails(question, kind)
        assert says.format(host=http.host) in again
        assert "; will retry after " in again
    assert len(http.asked) == 1
    assert new(insist=True).at(url).commit(RELEASE)
    assert new().at(url).commit("version/2026.2.1")


def test_a_run_that_insists_fails_once_too(http: HttpGit, new: New) -> None:
    """A run that ignores the failures of earlier runs remembers its own failures."""
    http.refuse = 403
    with pytest.raises(Denied):
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    mirrors = new(insist=True)
    for name in (MONOREPO, CLIENT, MONOREPO):
        with pytest.raises(Denied):
            mirrors.at(f"{http.url}/{name}").commit(RELEASE)
    assert len(http.asked) == 2


@pytest.mark.parametrize(
    ("status", "full_host"), [(401, True), (403, True), (429, True), (404, False), (500, False)]
)
def test_a_failure_pauses_the_host_or_only_the_repository(
    http: HttpGit, new: New, status: int, full_host: bool
) -> None:
    """The complete host is paused if another failure could ban the user; else only this repository."""
    http.refuse = status
    with pytest.raises(Unanswered):
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    http.refuse = None
    other = new().at(f"{http.url}/{CLIENT}")
    if full_host:
        with pytest.raises(Unanswered, match="will retry after"):
            other.commit(TAG)
        assert len(http.asked) == 1
    else:
        assert other.commit(TAG)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("1", 1), ("77", 77), ("86400", 3600), ("soon", 300), (None, 300), ("-5", 300)],
)
def test_the_server_sets_the_length_of_the_pause(
    http: HttpGit, new: New, cache: Path, retry_after: str | None, seconds: int
) -> None:
    """The pause is that of the server, up to an hour; without a time from the server, five minutes."""
    http.refuse, http.retry_after = 429, retry_after
    with pytest.raises(RateLimited):
        new().at(f"{http.url}/{MONOREPO}").tags()
    with pytest.raises(RateLimited) as caught:
        new().at(f"{http.url}/{MONOREPO}").tags()
    assert caught.value.wait is not None
    assert seconds - 1.5 < caught.value.wait <= seconds
    if retry_after == "77":
        assert "asks to wait 77 s" in str(caught.value)


def test_the_server_is_asked_again_after_the_pause(
    http: HttpGit, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock shows a time after the pause."""
    http.refuse, http.retry_after = 503, "600"
    with pytest.raises(RateLimited):
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    http.refuse = None
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)


def test_a_damaged_memory_of_failures_is_read_as_empty(http: HttpGit, new: New, cache: Path) -> None:
    """No failure is remembered for more than an hour, whatever the clock did."""
    http.refuse = 403
    with pytest.raises(Denied):
        new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
    http.refuse = None
    (file,) = (cache / "pauses").iterdir()
    complete = file.read_text()
    for text in (
        complete[:20],
        "[]",
        "",
        complete.replace('"until": ', '"until": 9'),
        complete.replace("Denied", "Exception"),
    ):
        file.write_text(text)
        assert new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)
        file.write_text(complete)
        with pytest.raises(Denied):
            new().at(f"{http.url}/{MONOREPO}").tags(fresh=True)


def test_credentials_in_the_url_work_and_are_never_shown(http: HttpGit, new: New) -> None:
    """Wrong credentials are refused."""
    http.credentials = ("me", "geheim")
    url = f"http://me:falsch@{http.host}/{MONOREPO}"
    text = fails(lambda: new().at(url).commit(RELEASE), Denied)
    assert "falsch" not in text
    assert len(http.asked) <= 2
    assert new(insist=True).at(f"http://me:geheim@{http.host}/{MONOREPO}").commit(RELEASE)


def test_a_credential_helper_of_the_user_is_used(
    http: HttpGit, new: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The helper asks no question."""
    http.credentials = ("me", "geheim")
    (tmp_path / "credentials").write_text(f"http://me:geheim@127.0.0.1%3a{http.port}\n")
    config = tmp_path / "gitconfig"
    config.write_text(f'[credential]\n\thelper = store --file "{tmp_path / "credentials"}"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert new().at(f"{http.url}/{MONOREPO}").commit(RELEASE)


def test_a_redirect_to_another_host_is_not_followed(http: HttpGit, new: New) -> None:
    """The message names the target of the redirect."""
    http.redirect = f"http://localhost:{http.port}/elsewhere"
    text = fails(lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), Redirected)
    assert f"redirects to http://localhost:{http.port}/elsewhere/monorepo.git, which is not followed" in text
    assert len(http.asked) == 1


def test_the_credentials_of_a_redirect_are_not_shown(http: HttpGit, new: New) -> None:
    """The header of the server is shown without control characters."""
    http.redirect = "http://me:geheim@evil.example/\x1b[2J"
    assert "geheim" not in fails(lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), Redirected)


def test_a_redirect_to_another_port_is_not_followed(upstream: Upstream, http: HttpGit, new: New) -> None:
    """Another port is another server."""
    with HttpGit(upstream.served) as other:
        http.redirect = other.url
        fails(lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), Redirected)
        assert other.asked == []


def test_a_redirect_on_the_same_host_is_followed(upstream: Upstream, http: HttpGit, new: New) -> None:
    """A repository that moved is found, unless the config does not allow the new place."""
    (upstream.served / "old").mkdir()
    http.moved = {f"/old/{MONOREPO}": f"/{MONOREPO}"}
    url = f"{http.url}/old/{MONOREPO}"
    commit = new().at(url).commit(RELEASE)
    assert commit == upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    assert new().at(url).read(commit, ["uv.lock"])["uv.lock"]
    assert new("mirrors", [http.host], remember=0).at(url).tags()
    fails(lambda: new("mirrors", [f"{http.host}/old"], remember=0).at(url).tags(), Redirected)


def test_redirects_in_a_circle_end_after_some_steps(http: HttpGit, new: New) -> None:
    """Two repositories of one host redirect to each other."""
    http.moved = {f"/{MONOREPO}": f"/{CLIENT}", f"/{CLIENT}": f"/{MONOREPO}"}
    fails(lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), Redirected)
    assert len(http.asked) < 6


@pytest.mark.parametrize("rev", [RELEASE, "c" * 40, "abcdef12"])
def test_a_login_page_is_no_repository(new: New, rev: str) -> None:
    """Git reads the page as a repository without refs, which does not show that a revision is missing."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
    with Raw(lambda connection, _: connection.sendall(page)) as server:
        fails(lambda: new().at(server.url).commit(rev), NoRepository)


def test_a_slow_server_is_not_asked_again(http: HttpGit, new: New) -> None:
    """The time limit ends the first request."""
    http.delay = 30
    begun = time.monotonic()
    text = fails(lambda: new(seconds=0.6).at(f"{http.url}/{MONOREPO}").commit(RELEASE), CannotReach)
    assert "does not answer in time" in text
    fails(lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), CannotReach)
    assert time.monotonic() - begun < http.delay


def test_the_silence_of_a_server_is_a_failure(http: HttpGit, new: New) -> None:
    """The limit of silence applies, however much time is left."""
    http.stall = 100
    text = fails(lambda: new(silence=0.6).at(f"{http.url}/{MONOREPO}").commit(RELEASE), CannotReach)
    assert "no data came" in text


def test_a_waiting_process_sees_the_progress(made_upstream: Upstream, http: HttpGit, cache: Path) -> None:
    """The progress has the url, and no control characters."""
    http.stall = 700
    stated: list[tuple[str, str]] = []
    watch = lambda url, line: stated.append((url, line))  # noqa: E731 - shorter than a function
    mirrors = Mirrors(str(cache), Policy("all"), Limits(silence=0.8), watch=watch)
    with pytest.raises(CannotReach):
        mirrors.at(f"http://me:geheim@{http.host}/{MONOREPO}").complete(made_upstream.monorepo.oid("main"))
    assert {url for url, _ in stated} == {f"{http.url}/{MONOREPO}"}
    assert any("objects" in line for _, line in stated)
    assert all(line.isprintable() for _, line in stated)


def test_the_end_of_the_time_causes_no_pause(http: HttpGit, new: New) -> None:
    """The end of the run's time is no failure of the server."""
    http.delay = 30
    url = f"{http.url}/{MONOREPO}"
    fails(lambda: new(until=time.monotonic() + 0.5).at(url).commit(RELEASE), OutOfTime)
    fails(lambda: new(until=time.monotonic() - 1).at(url).commit(RELEASE), OutOfTime)
    http.delay = 0
    assert new().at(url).commit(RELEASE)


@pytest.mark.parametrize("cut", [20, 150, 800])
def test_a_fetch_after_a_cut_connection_works(
    made_upstream: Upstream, http: HttpGit, new: New, cut: int
) -> None:
    """The connection is cut in the greeting, in the list of refs or in the pack."""
    url = f"{http.url}/{MONOREPO}"
    commit = made_upstream.monorepo.oid(f"{RELEASE}^{{commit}}")
    http.cut = cut
    text = fails(lambda: new().at(url).complete(commit), ConnectionBroken)
    assert text.startswith("the connection to http://127.0.0.1")
    http.cut = None
    mirror = new(insist=True).at(url)
    assert mirror.commit(RELEASE) == commit
    assert Path(mirror.complete(commit)).is_dir()


def test_a_fetch_that_is_too_large_is_ended(upstream: Upstream, http: HttpGit, new: New) -> None:
    """The files of the fetch are removed."""
    import random

    upstream.client.write("large", random.Random(1).randbytes(3 << 20)).commit("large")  # noqa: S311
    upstream.client.git("tag", "large")
    upstream.publish()
    http.stall = 2 << 20
    mirror = new(growth=1 << 20).at(f"{http.url}/{CLIENT}")
    commit = mirror.commit("large")
    text = fails(lambda: mirror.complete(commit), TooLarge)
    assert "more than 1 MiB" in text
    home = next(path for path in Path(mirror.home).iterdir() if path.name == "whole")
    assert sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) < 1 << 20


def closed_port() -> int:
    """A port without a server."""
    with socket.create_server(("127.0.0.1", 0)) as once:
        port: int = once.getsockname()[1]
        return port


@pytest.mark.parametrize("scheme", ["http", "https", "git", "ssh"])
def test_a_port_without_a_server_cannot_be_reached(new: New, scheme: str) -> None:
    """The connection fails by each protocol; after that the host is paused."""
    url = f"{scheme}://127.0.0.1:{closed_port()}/x/y.git"
    text = fails(lambda: new().at(url).commit(TAG), CannotReach)
    assert "cannot be reached" in text
    assert "will retry after" in fails(lambda: new().at(url).commit(TAG), CannotReach)


def test_an_unknown_host_cannot_be_reached(new: New) -> None:
    """The message says that the name is not known."""
    text = fails(lambda: new().at("http://nowhere.invalid/x.git").commit(TAG), CannotReach)
    assert "its name is not known" in text


def test_a_command_of_the_user_asks_again(http: HttpGit, new: New) -> None:
    """A host that was never reached is asked again, once by each run. A refusal is still remembered."""
    port = closed_port()
    url = f"http://127.0.0.1:{port}/{MONOREPO}"
    assert "will retry" not in fails(lambda: new().at(url).commit(RELEASE), CannotReach)
    assert "will retry after" in fails(lambda: new().at(url).commit(RELEASE), CannotReach)
    mirrors = new(retries=True)
    for _ in range(2):
        assert "will retry" not in fails(lambda: mirrors.at(url).commit(RELEASE), CannotReach)
    http.refuse = 403
    url = f"{http.url}/{MONOREPO}"
    assert "will retry" not in fails(lambda: new().at(url).commit(RELEASE), Denied)
    again = fails(lambda: new(retries=True).at(url).commit(RELEASE), Denied)
    assert again.endswith(", or now with --online")
    assert len(http.asked) == 1


def test_an_https_url_needs_a_server_with_tls(http: HttpGit, new: New) -> None:
    """The error says that the connection is not secure."""
    url = f"https://{http.host}/{MONOREPO}"
    assert "no secure connection" in fails(lambda: new().at(url).commit(RELEASE), CannotReach)


def test_a_protocol_that_the_user_forbids_is_not_used(
    http: HttpGit, new: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's GIT_ALLOW_PROTOCOL is never extended."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ssh:ext")
    assert "transport 'http' not allowed" in fails(
        lambda: new().at(f"{http.url}/{MONOREPO}").commit(RELEASE), NotAllowed
    )
    assert http.asked == []


def test_output_of_the_other_machine_is_made_printable(http: HttpGit, new: New) -> None:
    """Unusual characters of a url are shown as numbers."""
    http.refuse = 404
    text = fails(lambda: new().at(f"{http.url}/caf\u00e9\u202etig.git").commit(RELEASE), NoRepository)
    assert "\u202e" not in text
