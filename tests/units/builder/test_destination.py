"""The allowed forms of an ssh destination and of a store; others never reach ssh or Nix."""

from __future__ import annotations

import pytest

from authguard.builder.destination import demand_destination, demand_store
from authguard.errors import Refused

GOOD = (
    "ringtail",
    "ringtail.tail8d86e.ts.net",
    "erich@ringtail",
    "build_er",
    "10.0.0.1",
    "fe80::1%eth0",
    "2001:db8::1",
    "ssh://ringtail",
    "ssh://me@ringtail:2222",
    "ssh://[2001:db8::1]:22/",
)
BAD = (
    "",
    "-oProxyCommand=touch /tmp/x",
    "-host",
    "me@-host",
    "-me@host",
    "host name",
    "host\nname",
    "host\n",
    "host;id",
    "host$(id)",
    "host`id`",
    "host'x",
    'host"x',
    "host|id",
    "host&",
    "host>x",
    "host\\x",
    "%h",
    "host\x00",
    "host\u202e",
    "hôte",
    "a/b",
    "ssh://-host",
    "ssh://host/path",
    "ssh://host?x=y",
    "ssh://host:port",
    "http://host",
)


@pytest.mark.parametrize("text", GOOD)
def test_a_destination_is_a_host_with_or_without_a_user(text: str) -> None:
    """The host is a name or an address. A url may have a port."""
    assert demand_destination(text, "x") == text


@pytest.mark.parametrize("text", BAD)
def test_other_texts_are_no_destination(text: str) -> None:
    """The texts are options, commands, or have characters with a meaning for a shell."""
    with pytest.raises(Refused, match="is not an ssh destination"):
        demand_destination(text, "x")


@pytest.mark.parametrize("text", ["ssh-ng://ringtail", "ssh://me@ringtail", "ssh-ng://[::1]"])
def test_a_store_is_a_scheme_and_a_host(text: str) -> None:
    """A user may be part of the host."""
    assert demand_store(text, "x") == text


@pytest.mark.parametrize(
    "text",
    [
        "ssh-ng://host?remote-program=touch",
        "ssh-ng://host?",
        "ssh-ng://host#x",
        "ssh-ng://-host",
        "ssh-ng://host:22",
        "ssh-ng://host/path",
        "ssh-ng://ho st",
        "file:///tmp/x",
        "s3://bucket",
        "https://cache",
        "unix:///tmp/x",
        "local",
        "auto",
        "/nix/store",
        "",
    ],
)
def test_other_texts_are_no_store(text: str) -> None:
    """A store with another scheme, a query or a path is refused."""
    with pytest.raises(Refused, match="is not a store to build in"):
        demand_store(text, "x")


def test_a_query_is_named_in_the_message() -> None:
    """A query could run a command on this machine."""
    with pytest.raises(Refused, match="could run commands on this machine"):
        demand_store("ssh-ng://host?remote-program=x", "x")
