"""The user's cargo configuration: the sources that replace other sources, the registries, and their tokens.

Tokens are found as by cargo (doc.rust-lang.org/cargo/reference/registry-authentication.html). The url of the index
names the registry. Its token is in the environment, or in `credentials.toml` or `config.toml` in CARGO_HOME. It is used
only with the credential provider `cargo:token`; no other provider is run. The configuration of a repository is never
read.
"""

from __future__ import annotations

import glob
import os
import tomllib
from ipaddress import ip_address
from urllib.parse import urlsplit

from authguard.prove.dependencies.npmrc import host_of
from authguard.prove.hashes.limits import Uncomputable
from authguard.system import platform, user_home

TOKEN = "cargo:token"  # noqa: S105 - the name of cargo's provider
ELSEWHERE = {"cargo:wincred": "win32", "cargo:macos-keychain": "darwin", "cargo:libsecret": "linux"}
"""Cargo's providers that ask the operating system, by platform. On another platform cargo skips them."""
_REGISTRY = "CARGO_REGISTRIES_"


class CargoConfig:
    """Settings of cargo: of files in CARGO_HOME, and of the environment."""

    def __init__(
        self, settings: dict[str, object], home: str = "", credentials: dict[str, object] | None = None
    ) -> None:
        """Take the settings, the directory of their relative paths, and the content of credentials.toml."""
        self._settings = settings
        self._home = home
        self._credentials = credentials or {}

    @classmethod
    def of_user(cls) -> CargoConfig:
        """Read the user's configuration. A missing or unreadable file is an empty configuration."""
        home = os.environ.get("CARGO_HOME") or os.path.join(user_home() or os.devnull, ".cargo")
        return cls(_read(home, "config"), home, _read(home, "credentials"))

    @property
    def hosts(self) -> list[str]:
        """The hosts, with their ports, of registries that the user's configuration names."""
        sources = [_table(one) for one in _table(self._settings.get("source")).values()]
        named = [one.get("registry") for one in sources] + list(self._indexes().values())
        urls = [str(one).removeprefix("sparse+") for one in named if one]
        return [host for url in urls if (host := host_of(url))]

    def source(self, name: str) -> dict[str, object]:
        """Return the last replacement in the chain of a source; empty if nothing replaces the source.

        Raises:
            Uncomputable: the chain has no end.
        """
        found: dict[str, object] = {}
        for _ in range(10):
            one = _table(_table(self._settings.get("source")).get(name))
            name = str(one.get("replace-with") or "")
            if one.get("registry") or one.get("local-registry") or one.get("directory"):
                found = one
            if not name:
                return found
            index = self._setting(name, "index")
            if index:
                found = {"registry": index}
        raise Uncomputable("the sources of the cargo configuration replace each other in a circle")

    def crates(self, name: str, version: str) -> list[str]:
        """Return the paths where cargo's own cache and a local registry of the user may have a crate."""
        file = f"{name}-{version}.crate"
        folders = glob.glob(os.path.join(glob.escape(self._home), "registry", "cache", "*"))
        local = self.source("crates-io").get("local-registry")
        if isinstance(local, str):
            folders.append(os.path.join(self._home, local))
        return [os.path.join(folder, file) for folder in folders]

    def token(self, index: str) -> str:
        """Return the token for the registry with an index ("sparse+https://…"), as cargo would send it.

        Raises:
            Uncomputable: cargo has no token, or only a program knows the token.
        """
        name = self._name(index)
        for provider in self._providers(name):
            if provider == TOKEN:
                token = self._setting(name, "token") if name else None
                if isinstance(token, str) and token and token.isprintable() and token.isascii():
                    return token
            elif platform() == ELSEWHERE.get(provider, platform()):
                raise Uncomputable(
                    f"a registry of its crates asks for credentials, and the credential provider {provider} is not run"
                )
        raise Uncomputable("a registry of its crates asks for credentials, and cargo has no token for it")

    def _name(self, index: str) -> str:
        """Return the name of the registry with an index; "" if no registry has this index.

        Raises:
            Uncomputable: several registries have this index.
        """
        stated = self._environment_indexes()
        wanted = index.rstrip("/")
        for indexes in (stated, self._indexes()):
            names = [name for name, one in indexes.items() if one.rstrip("/") == wanted]
            if len(names) > 1:
                raise Uncomputable("several registries of the cargo configuration have one index")
            if names:
                return names[0]
        return ""

    def _indexes(self) -> dict[str, str]:
        """Return the indexes of all registries, by name."""
        registries = _table(self._settings.get("registries"))
        found = {
            name: index
            for name in registries
            if isinstance(index := _table(registries[name]).get("index"), str)
        }
        return {**found, **self._environment_indexes()}

    @staticmethod
    def _environment_indexes() -> dict[str, str]:
        """Return the indexes of registries that the environment names."""
        return {
            name.removeprefix(_REGISTRY).removesuffix("_INDEX").lower(): value
            for name, value in os.environ.items()
            if name.startswith(_REGISTRY) and name.endswith("_INDEX")
        }

    def _setting(self, name: str, key: str) -> object:
        """Return a setting of a registry: of the environment, of credentials.toml, or of config.toml."""
        upper = f"{name}_{key}".upper().replace("-", "_")
        stated = os.environ.get(f"{_REGISTRY}{upper}")
        if stated is not None:
            return stated
        for settings in (self._credentials, self._settings):
            found = _table(_table(settings.get("registries")).get(name)).get(key)
            if found is not None:
                return found
        return None

    def _providers(self, name: str) -> list[str]:
        """Return the credential providers for a registry, in the order in which cargo asks them.

        Raises:
            Uncomputable: none is configured, so cargo sends no token either.
        """
        own = self._setting(name, "credential-provider") if name else None
        if own:
            return [self._provider(own)]
        listed: object = os.environ.get("CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS", "").split()
        listed = listed or _table(self._settings.get("registry")).get("global-credential-providers")
        if not isinstance(listed, list) or not listed:
            raise Uncomputable(
                "a registry of its crates asks for credentials, and cargo has no credential provider"
                " (registry.global-credential-providers)"
            )
        return [self._provider(one) for one in reversed(listed)]

    def _provider(self, stated: object) -> str:
        """Return the name of a credential provider, without its arguments."""
        words = stated.split() if isinstance(stated, str) else stated
        if not isinstance(words, list) or not words:
            return "without a name"
        if len(words) == 1:
            alias = _table(self._settings.get("credential-alias")).get(str(words[0]))
            if alias and not str(words[0]).startswith("cargo:"):
                words = alias.split() if isinstance(alias, str) else alias
        return str(words[0]) if isinstance(words, list) and words else "without a name"


def is_on_this_machine(url: str) -> bool:
    """Tell whether a url names the loopback interface."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(home: str, name: str) -> dict[str, object]:
    """Return the settings of a file in CARGO_HOME. Like cargo, prefer the file without a suffix."""
    for file_name in (name, f"{name}.toml"):
        try:
            with open(os.path.join(home, file_name), "rb") as file:
                return tomllib.load(file)
        except (OSError, ValueError):
            continue
    return {}


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
