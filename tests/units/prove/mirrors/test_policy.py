"""The hosts that may be asked: the compared host is the host that git asks."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.prove.mirrors import NotAllowed, Policy
from authguard.prove.mirrors.address import parse

HOSTS = ["forge.example/mirrors", "git.example:2222", "[2001:db8::1]"]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://forge.example/mirrors/authentik.git", None),
        ("https://FORGE.Example/mirrors/authentik.git", "https://forge.example/mirrors/authentik.git"),
        ("HTTPS://forge.example:443/mirrors/authentik/", "https://forge.example/mirrors/authentik"),
        ("http://forge.example/mirrors/authentik", None),
        ("https://me:token@forge.example/mirrors/authentik", None),
        ("ssh://git@forge.example/mirrors/authentik", None),
        ("git@forge.example:mirrors/authentik.git", None),
        ("forge.example:/mirrors/authentik.git", None),
        ("git://forge.example/mirrors/authentik", None),
        ("ssh://git@git.example:2222/anything/at/all.git", None),
        ("[git.example:2222]:anything.git", None),
        ("https://forge.example/mirrors/with%20space%2Bplus", None),
    ],
)
def test_a_mirror_of_the_config_is_allowed(url: str, asked: str | None) -> None:
    """The url is made of its parts."""
    assert Policy("mirrors", HOSTS).demand(url).url == (asked or url)


@pytest.mark.parametrize(
    "url",
    [
        "https://forge.example/mirrors-of-others/authentik",
        "https://forge.example/Mirrors/authentik",
        "https://forge.example/other/authentik",
        "https://forge.example/mirror",
        "https://forge.example:8443/mirrors/authentik",
        "https://git.example/anything",
        "ssh://git.example/anything",
        "https://forge.example.evil.example/mirrors/authentik",
        "https://evil-forge.example/mirrors/authentik",
        "https://forge.example@evil.example/mirrors/authentik",
        "https://forge.example:443@evil.example/mirrors/authentik",
        "https://evil.example/forge.example/mirrors/authentik",
        "https://forge.example./mirrors/authentik",
        "git@evil.example:mirrors/authentik",
        "forge.example@evil.example:mirrors/authentik",
        "https:forge.example/mirrors/authentik",
    ],
)
def test_a_host_that_is_no_mirror_is_not_asked(url: str) -> None:
    """With "mirrors" the host is not asked, with "all" the host is asked."""
    with pytest.raises(NotAllowed, match="not one of the mirrors"):
        Policy("mirrors", HOSTS).demand(url)
    assert Policy("all").demand(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example#@forge.example/mirrors/x",
        "https://evil.example?@forge.example/mirrors/x",
        "https://evil.example\\@forge.example/mirrors/x",
        "https://forge.example@evil@forge.example/mirrors/x",
        "https://forge.example%2f@evil.example/%2e%2e/x%2fy",
        "https://forge.example%00.evil.example/mirrors/x",
        "https://forge.example /mirrors/x",
        "https://forge.example\t/mirrors/x",
        "https://forge.example/mirrors/x\n",
        "https://forge.example/mirrors/x\x1b[2J",
        "https://fоrge.example/mirrors/x",  # noqa: RUF001 - a Cyrillic o is the point
        "https://forge.example/mirrors/../other/x",
        "https://forge.example/mirrors/%2e%2e/other/x",
        "https://forge.example/mirrors/.%2E/other/x",
        "https://forge.example/mirrors/%252e%252e/other/x",
        "https://forge.example/mirrors/..%2fother/x",
        "https://forge.example/mirrors/./x",
        "https://forge.example//mirrors/x",
        "https://forge.example/mirrors//x",
        "https://forge.example/mirrors/x?service=other",
        "https://forge.example/mirrors/x#fragment",
        "https://forge.example/mirrors/%0d%0aHost:evil",
        "https://forge.example/mirrors/100%",
        "https://forge.example:0/mirrors/x",
        "https://forge.example:65536/mirrors/x",
        "https://forge.example:22:22/mirrors/x",
        "https://-forge.example/mirrors/x",
        "https:///mirrors/x",
        "https://forge.example",
        "https://forge.example/",
        "ssh://-oProxyCommand=id/mirrors/x",
        "ssh://-oProxyCommand=id@forge.example/mirrors/x",
        "ssh://me:secret@forge.example/mirrors/x",
        "git://me@forge.example/mirrors/x",
        "-oProxyCommand=id@forge.example:mirrors/x",
        "-oProxyCommand=id:mirrors/x",
        "forge.example:-x",
        "forge.example:mirrors/../x",
        "443:ssh://",
        "forge.example:",
        "--upload-pack=id",
        "ext::sh -c id",
        "ext::id",
        "fd::17",
        "https::https://forge.example/mirrors/x",
        "ftp://forge.example/mirrors/x",
        "ssh+git://forge.example/mirrors/x",
        "file://forge.example/srv/x",
        "file:///srv/../etc/x",
        "/srv/x?y",
        "/srv/x#y",
        "mirrors/x",
        "../x",
        "",
    ],
)
@pytest.mark.parametrize("network", ["mirrors", "all"])
def test_a_url_with_two_readings_is_refused(url: str, network: str) -> None:
    """A url that starts a program is refused too."""
    with pytest.raises(NotAllowed) as caught:
        Policy(network, [*HOSTS, "evil.example"], files=True).demand(url)
    assert str(caught.value).isprintable()


def test_no_host_is_asked_without_the_network() -> None:
    """The network is "off", and the host is in the config."""
    policy = Policy("off", HOSTS)
    with pytest.raises(NotAllowed, match="the network is off"):
        policy.demand("https://forge.example/mirrors/x")
    assert policy.address("https://forge.example/mirrors/x").shown == "https://forge.example/mirrors/x"


def test_no_host_is_asked_without_mirrors() -> None:
    """The config has no host."""
    with pytest.raises(NotAllowed):
        Policy("mirrors").demand("https://forge.example/x")


@pytest.mark.parametrize("url", ["file:///srv/git/x.git", "/srv/git/x.git", "file://localhost/srv/git/x.git"])
def test_a_local_path_is_used_only_if_the_user_allows_files(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's GIT_ALLOW_PROTOCOL decides."""
    monkeypatch.delenv("GIT_ALLOW_PROTOCOL", raising=False)
    with pytest.raises(NotAllowed, match="on this disk"):
        Policy("all").demand(url)
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "https:file")
    for network in ("all", "mirrors"):
        assert Policy(network).demand(url).path == "/srv/git/x.git"
    with pytest.raises(NotAllowed, match="the network is off"):
        Policy("off").demand(url)


def test_a_renamed_host_has_to_be_a_mirror() -> None:
    """Over http and https the new name is asked, and must be in the list; ssh keeps its host."""
    renamed = {"forge.old.example": "forge.example", "old.example:8443": "new.example:9443"}
    policy = Policy("mirrors", ["forge.example/mirrors"], renamed)
    assert policy.demand("https://forge.old.example/mirrors/x").url == "https://forge.example/mirrors/x"
    with pytest.raises(NotAllowed, match="not one of the mirrors"):
        policy.demand("https://forge.old.example/other/x")
    with pytest.raises(NotAllowed, match="not one of the mirrors"):
        policy.demand("git@forge.old.example:mirrors/x")
    other = Policy("all", (), renamed).demand("https://me:secret@old.example:8443/x")
    assert other.url == "https://me:secret@new.example:9443/x"


def test_credentials_are_not_shown() -> None:
    """Neither the credentials of a valid url, nor those of an invalid url, are shown."""
    address = Policy("all").address("https://me:geheim@forge.example/x")
    assert address.shown == "https://forge.example/x"
    assert "geheim" in address.url
    for url in ("https://me:geheim@forge.example/../x", "gopher://geheim@forge.example/x"):
        with pytest.raises(NotAllowed) as caught:
            Policy("all").address(url)
        assert "geheim" not in str(caught.value)


PIECES = st.sampled_from(
    [
        *"/:@.-%?#\\[] ",
        "https:",
        "//",
        "forge.example",
        "evil.example",
        "git",
        "ssh://",
        "mirrors",
        "%2e",
        "..",
        "443",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_compared_host_is_asked(url: str) -> None:
    """Each url is refused, or every program reads the same host in it, also after a second reading."""
    try:
        address = Policy("all", files=True).demand(url)
    except NotAllowed:
        return
    assert parse(address.url).url == address.url
    if "://" in url and address.scheme != "file":
        split = urlsplit(url)
        assert (split.hostname or "").strip("[]") == address.host.strip("[]")
        assert split.query == split.fragment == ""
    decoded = address.path if address.scheme == "file" or address.scp else unquote(address.path)
    assert ".." not in decoded.split("/")
