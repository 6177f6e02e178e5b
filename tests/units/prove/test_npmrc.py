"""The user's npm settings: which request gets which credentials."""

from __future__ import annotations

import pytest

from authguard.prove.dependencies.npmrc import NpmConfig

SETTINGS = {
    "registry": "https://npm.example.org/",
    "@plain:registry": "http://plain.example.org/npm/",
    "//npm.example.org/:_authToken": "secure",
    "//plain.example.org/npm/:_authToken": "plain",
    "//other.example.org/:_authToken": "other",
}


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://npm.example.org/a/-/a-1.tgz", "secure"),
        ("http://npm.example.org/a/-/a-1.tgz", None),
        ("http://npm.example.org:443/a/-/a-1.tgz", None),
        ("HTTP://npm.example.org/a/-/a-1.tgz", None),
        ("http://plain.example.org/npm/a/-/a-1.tgz", "plain"),
        ("https://plain.example.org/npm/a/-/a-1.tgz", "plain"),
        ("https://plain.example.org/a/-/a-1.tgz", None),
        ("https://other.example.org/a.tgz", "other"),
        ("http://other.example.org/a.tgz", None),
        ("https://npm.example.org.evil.example/a.tgz", None),
        ("https://npm.example.org@evil.example/a.tgz", None),
        ("https://evil.example/?//npm.example.org/", None),
    ],
)
def test_a_token_is_sent_only_to_its_host_and_path(url: str, token: str | None) -> None:
    """Without TLS, the token is sent only if the user names the registry by an http url."""
    assert NpmConfig(SETTINGS).address(url)[1] == ({"Authorization": f"Bearer {token}"} if token else {})
