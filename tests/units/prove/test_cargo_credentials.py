"""Tokens of cargo: where they are found, which hosts get them, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.prove.dependencies import cargo
from authguard.prove.dependencies.cache import ContentCache
from authguard.prove.dependencies.cargo_config import CargoConfig, is_on_this_machine
from authguard.prove.dependencies.ecosystem import Tools
from authguard.prove.dependencies.fetching import Fetcher, WantedFile
from authguard.prove.dependencies.programs import Programs
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.mirrors.failures import Denied
from tests.support.private_crates import TOKEN, PrivateRegistry
from tests.support.servers import Files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROVIDERS = '[registry]\nglobal-credential-providers = ["cargo:token"]\n'


def nothing(*_: object) -> None:
    """Fetch no git tree."""


def computed(tmp_path: Path, lock: str) -> bytes:
    """Return the digest for a lock."""
    fetcher = Fetcher(ContentCache(str(tmp_path / "cache")), lambda _: None)
    return cargo.digest(
        lock.encode(), Tools(fetcher.fetch, fetcher.read_all, nothing, Programs(), is_open=True)
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty CARGO_HOME."""
    path = tmp_path / "cargo"
    path.mkdir()
    monkeypatch.setenv("CARGO_HOME", str(path))
    return path


@pytest.fixture
def private(tmp_path: Path, home: Path) -> Iterator[PrivateRegistry]:
    """Serve a private registry with one crate, which cargo's configuration names `mine`."""
    (tmp_path / "private").mkdir()
    with PrivateRegistry(tmp_path / "private") as server:
        server.configure()
        server.publish("left", b"left")
        (home / "config.toml").write_text(
            f'{PROVIDERS}[registries.mine]\nindex = "sparse+{server.url}/"\n', encoding="utf-8"
        )
        yield server


def test_the_token_in_credentials_toml_is_sent(private: PrivateRegistry, home: Path, tmp_path: Path) -> None:
    """The first request has no token, as in cargo. The registry answers 401, and gets the token from then on."""
    (home / "credentials.toml").write_text(f'[registries.mine]\ntoken = "{TOKEN}"\n')
    assert computed(tmp_path, private.lock("left", b"left"))
    assert private.sent == [
        ("/config.json", None),
        ("/config.json", TOKEN),
        ("/dl/left/1.0.0/download", TOKEN),
    ]


def test_a_token_in_a_variable_has_priority(
    private: PrivateRegistry, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has an old token."""
    (home / "credentials.toml").write_text('[registries.mine]\ntoken = "old"\n')
    monkeypatch.setenv("CARGO_REGISTRIES_MINE_TOKEN", TOKEN)
    assert computed(tmp_path, private.lock("left", b"left"))


def test_a_registry_of_the_environment_is_used(
    private: PrivateRegistry, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable names the index, and its registry is used instead of that of the file."""
    (home / "credentials.toml").write_text(
        f'[registries.of-ci]\ntoken = "{TOKEN}"\n[registries.mine]\ntoken = "old"\n'
    )
    monkeypatch.setenv("CARGO_REGISTRIES_OF_CI_INDEX", f"sparse+{private.url}")
    with pytest.raises(Uncomputable, match="no token"):  # the name of the variable is of_ci
        computed(tmp_path, private.lock("left", b"left"))
    monkeypatch.setenv("CARGO_REGISTRIES_OF_CI_TOKEN", TOKEN)
    assert computed(tmp_path, private.lock("left", b"left"))
    assert CargoConfig.of_user().hosts.count(f"127.0.0.1:{private.port}") == 2


def test_a_registry_that_replaces_crates_io_gets_its_token(
    private: PrivateRegistry, home: Path, tmp_path: Path
) -> None:
    """The token of the registry is found by the url of its index."""
    with (home / "config.toml").open("a") as file:
        file.write(f'token = "{TOKEN}"\n[source.crates-io]\nreplace-with = "mine"\n')
    lock = private.lock("left", b"left").replace(f"sparse+{private.url}/", cargo.CRATES_IO[0])
    assert computed(tmp_path, lock)
    assert private.sent[-1] == ("/dl/left/1.0.0/download", TOKEN)


def test_the_host_of_the_crates_gets_the_token(private: PrivateRegistry, home: Path, tmp_path: Path) -> None:
    """The host that config.json names gets the token too. Another host gets none after a redirect."""
    (home / "credentials.toml").write_text(f'[registries.mine]\ntoken = "{TOKEN}"\n')
    (tmp_path / "crates").mkdir()
    (tmp_path / "other").mkdir()
    with PrivateRegistry(tmp_path / "crates") as crates, PrivateRegistry(tmp_path / "other") as other:
        other.publish("left", b"left")
        private.configure(dl=f"{crates.url}/dl")
        crates.publish("left", b"left")
        assert computed(tmp_path, private.lock("left", b"left"))
        assert crates.sent == [("/dl/left/1.0.0/download", TOKEN)]
        crates.redirect = other.url
        private.publish("right", b"right")
        other.publish("right", b"right")
        with pytest.raises(Denied, match="401"):
            computed(tmp_path, private.lock("right", b"right"))
        assert other.sent == [("/dl/right/1.0.0/download", None)]


def test_a_public_registry_gets_no_token(home: Path, tmp_path: Path) -> None:
    """The user has a token for the registry."""
    (home / "credentials.toml").write_text(f'[registries.mine]\ntoken = "{TOKEN}"\n')
    (tmp_path / "public").mkdir()
    with PrivateRegistry(tmp_path / "public") as server:
        (home / "config.toml").write_text(
            f'{PROVIDERS}[registries.mine]\nindex = "sparse+{server.url}/"\n', encoding="utf-8"
        )
        server.configure(**{"auth-required": False})
        server.publish("left", b"left")
        server.required = None
        assert computed(tmp_path, server.lock("left", b"left"))
        assert {token for _, token in server.sent} == {None}


def test_a_public_config_may_ask_for_a_token(home: Path, tmp_path: Path) -> None:
    """Only config.json is served without a token: its `auth-required` decides about the crates."""
    (tmp_path / "half").mkdir()
    (tmp_path / "crates").mkdir()
    with Files(tmp_path / "half") as index, PrivateRegistry(tmp_path / "crates") as crates:
        crates.publish("left", b"left")
        crates.configure()
        (index.root / "config.json").write_bytes((crates.root / "config.json").read_bytes())
        (home / "config.toml").write_text(
            f'{PROVIDERS}[registries.mine]\nindex = "sparse+{index.url}/"\ntoken = "{TOKEN}"\n'
        )
        lock = crates.lock("left", b"left").replace(crates.url, index.url)
        assert computed(tmp_path, lock)
        assert crates.sent == [("/dl/left/1.0.0/download", TOKEN)]


def test_a_lock_cannot_send_a_token_to_another_registry(
    private: PrivateRegistry, home: Path, tmp_path: Path
) -> None:
    """The user's configuration does not name the registry of the lock."""
    (home / "credentials.toml").write_text(f'[registries.mine]\ntoken = "{TOKEN}"\n')
    (tmp_path / "foreign").mkdir()
    with PrivateRegistry(tmp_path / "foreign") as foreign:
        foreign.configure()
        with pytest.raises(Uncomputable, match="no token"):
            computed(tmp_path, foreign.lock("left", b"left"))
        assert foreign.sent == [("/config.json", None)]
    assert not private.sent


def test_a_rejected_token_is_reported(private: PrivateRegistry, home: Path, tmp_path: Path) -> None:
    """The message has the url and the status, and no token."""
    (home / "credentials.toml").write_text('[registries.mine]\ntoken = "expired-token"\n')
    with pytest.raises(Denied, match=r"config\.json is denied \(401\)") as caught:
        computed(tmp_path, private.lock("left", b"left"))
    assert "expired-token" not in str(caught.value)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("", "no credential provider"),
        (
            '[registry]\nglobal-credential-providers = ["cargo:token-from-stdout pass"]\n',
            "token-from-stdout is not",
        ),
        (
            '[registry]\nglobal-credential-providers = ["cargo:token", "/bin/helper"]\n',
            "/bin/helper is not run",
        ),
        ('[registries.mine]\ncredential-provider = ["helper", "-p"]\n', "provider helper is not run"),
        (f'{PROVIDERS}[registries.mine]\ncredential-provider = "cargo:paseto"\n', "cargo:paseto is not run"),
        (
            f'{PROVIDERS}[registries.mine]\ncredential-provider = "x"\n[credential-alias]\nx = ["helper"]\n',
            "helper",
        ),
        (f"{PROVIDERS}[registries.mine]\ntoken = 5\n", "no token"),
        (f'{PROVIDERS}[registries.mine]\ntoken = "two\\nlines"\n', "no token"),
        (PROVIDERS, "no token"),
    ],
)
def test_a_credential_provider_that_is_a_program_is_refused(
    private: PrivateRegistry, home: Path, tmp_path: Path, config: str, words: str
) -> None:
    """The message names the program. A missing token is refused too."""
    index = f'index = "sparse+{private.url}/"\n'
    if "[registries.mine]\n" in config:
        config = config.replace("[registries.mine]\n", f"[registries.mine]\n{index}")
    else:
        config += f"[registries.mine]\n{index}"
    (home / "config.toml").write_text(config)
    with pytest.raises(Uncomputable, match=words):
        computed(tmp_path, private.lock("left", b"left"))
    assert private.sent == [("/config.json", None)]


@pytest.mark.parametrize(
    ("platform", "listed", "found"),
    [
        ("linux", ["cargo:token", "cargo:macos-keychain", "cargo:wincred"], True),
        ("linux", ["cargo:token", "cargo:libsecret"], False),
        ("linux", ["cargo:libsecret", "cargo:token"], True),
        ("darwin", ["cargo:token", "cargo:libsecret"], True),
        ("darwin", ["cargo:token", "cargo:macos-keychain"], False),
    ],
)
def test_the_last_provider_has_priority(
    monkeypatch: pytest.MonkeyPatch, platform: str, listed: list[str], found: bool
) -> None:
    """Cargo skips providers of another platform."""
    monkeypatch.setattr("sys.platform", platform)
    config = CargoConfig(
        {
            "registry": {"global-credential-providers": listed},
            "registries": {"mine": {"index": "sparse+https://r.example.org/", "token": TOKEN}},
        }
    )
    if found:
        assert config.token("sparse+https://r.example.org") == TOKEN
    else:
        with pytest.raises(Uncomputable, match=listed[-1]):
            config.token("sparse+https://r.example.org")


def test_two_registries_with_one_index_are_refused() -> None:
    """Cargo refuses such a configuration too."""
    one = {"index": "sparse+https://r.example.org/", "token": TOKEN}
    config = CargoConfig(
        {"registry": {"global-credential-providers": ["cargo:token"]}, "registries": {"a": one, "b": one}}
    )
    with pytest.raises(Uncomputable, match="several registries"):
        config.token("sparse+https://r.example.org/")


def test_no_token_is_sent_without_tls(home: Path, tmp_path: Path) -> None:
    """A registry on this machine needs no TLS."""
    (home / "config.toml").write_text(
        f'{PROVIDERS}[registries.mine]\nindex = "sparse+http://r.example.org/"\ntoken = "{TOKEN}"\n'
    )
    sent: list[tuple[object, ...]] = []

    def read(*wanted: object) -> None:
        sent.append(wanted[2:])
        raise Denied("denied", 401)

    used = Tools(nothing, read, nothing, Programs(), is_open=True)  # type: ignore[arg-type]
    text = (
        'version = 4\n[[package]]\nname = "left"\nversion = "1.0.0"\n'
        f'source = "sparse+http://r.example.org/"\nchecksum = "{"0" * 64}"\n'
    )
    with pytest.raises(Uncomputable, match="without TLS"):
        cargo.digest(text.encode(), used)
    assert sent == [({},)]
    assert [is_on_this_machine(f"http://{one}/x") for one in ("[::1]:1", "127.9.0.1", "localhost:8")] == [
        True
    ] * 3
    assert not is_on_this_machine("http://localhost.example.org/")


def test_a_token_is_not_shown() -> None:
    """A token is not part of the text of an object, which a log could contain."""
    assert TOKEN not in repr(WantedFile("u", "sha256", b"", (), (("Authorization", TOKEN),)))
