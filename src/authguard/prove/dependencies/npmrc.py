"""The user's npm configuration: the registries, their credentials, and the certificates that TLS trusts.

npm reads its settings from the environment (`npm_config_registry`), the user's file and the global file, in this
order. The `.npmrc` of a repository is never read, since the repository would then choose the host.
"""

from __future__ import annotations

import base64
import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from authguard.system import user_home

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

PUBLIC = tuple(f"registry.{domain}" for domain in ("npmjs.org", "yarnpkg.com"))
"""The default hosts in locks. npm and yarn use the configured registry in place of them."""

_VARIABLE = re.compile(r"\$\{([^}]+)\}")


class NpmConfig:
    """Settings by name. The names of npm's own settings are in lower case."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        """Store the settings: for each name, the value with the highest priority."""
        self._settings = dict(settings)

    @classmethod
    def of_user(cls) -> NpmConfig:
        """Read the same settings as npm. A missing or unreadable file is an empty file."""
        env = {
            key[len("npm_config_") :].lower().replace("_", "-"): value
            for key, value in os.environ.items()
            if key.lower().startswith("npm_config_") and "//" not in key
        }
        home = user_home()
        settings: dict[str, str] = {}
        for path in (
            *(f"{prefix}/etc/npmrc" for prefix in ("/usr/local", "/usr", "")),
            env.get("globalconfig", ""),
            env.get("userconfig", os.path.join(home, ".npmrc") if home else ""),
        ):
            settings.update(_read(path) if path else {})
        return cls({**settings, **env})

    @property
    def registry(self) -> str:
        """The configured registry, without a slash at its end; "" for the public registry."""
        return self._settings.get("registry", "").rstrip("/")

    @property
    def _registries(self) -> list[str]:
        """The urls of all registries in the user's configuration."""
        return [
            self.registry,
            *(value for key, value in self._settings.items() if key.endswith(":registry")),
        ]

    @property
    def hosts(self) -> list[str]:
        """The hosts, with ports, in the user's configuration, which may have a private address."""
        return [host for one in self._registries if (host := host_of(one))]

    def contents(self) -> list[str]:
        """Return the directory of npm's own cache with tarballs by digest; nothing if there is no home directory."""
        home = user_home()
        cache = self._settings.get("cache") or (os.path.join(home, ".npm") if home else "")
        return [os.path.join(cache, "_cacache", "content-v2")] if cache else []

    def address(self, url: str) -> tuple[str, dict[str, str]]:
        """Return the url to request for a url of the lock, and the headers with the user's credentials for it."""
        parts = urlsplit(url)
        if parts.hostname in PUBLIC and self._settings.get("replace-registry-host") != "never":
            scope = parts.path.split("/")[1] if parts.path.startswith("/@") else ""
            registry = (self._settings.get(f"{scope}:registry", "") if scope else "").rstrip("/")
            registry = registry or self.registry
            if registry.startswith(("https://", "http://")):
                url = f"{registry}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return url, self._credentials(url)

    def trusted(self) -> ssl.SSLContext:
        """Return the TLS settings: npm's `cafile` is trusted too."""
        import ssl

        from authguard.prove.hashes.connection import trusted

        context = trusted()
        cafile = self._settings.get("cafile")
        if cafile:
            try:
                context.load_verify_locations(cafile=cafile)
            except (OSError, ssl.SSLError):
                return context
        return context

    def _credentials(self, url: str) -> dict[str, str]:
        """Return the headers for a url: the headers of the longest `//host/path/` with which the url begins.

        Without TLS, headers are sent only if the user's own setting has such a url: a lock must not decide this.
        """
        without_tls = {host for one in self._registries if one.startswith("http:") and (host := host_of(one))}
        if not url.startswith("https:") and host_of(url) not in without_tls:
            return {}
        bare = url.partition(":")[2]
        while "/" in bare.rstrip("/").removeprefix("//") or bare.rstrip("/").removeprefix("//"):
            bare = bare.rstrip("/")
            for prefix in (bare, f"{bare}/"):
                token = self._settings.get(f"{prefix}:_authToken")
                if token:
                    return {"Authorization": f"Bearer {token}"}
                stated = self._settings.get(f"{prefix}:_auth")
                user = self._settings.get(f"{prefix}:username")
                password = self._settings.get(f"{prefix}:_password")
                if stated:
                    return {"Authorization": f"Basic {stated}"}
                if user and password:
                    try:
                        plain = base64.b64decode(password).decode("utf-8", "replace")
                    except ValueError:
                        return {}
                    both = base64.b64encode(f"{user}:{plain}".encode()).decode()
                    return {"Authorization": f"Basic {both}"}
            bare = bare.rpartition("/")[0]
            if bare in ("", "/"):
                break
        return {}


def host_of(url: str) -> str | None:
    """Return HOST:PORT of a url, or None if the url has no host."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None
    return f"{parts.hostname}:{port}" if parts.hostname and port else None


def _read(path: str) -> dict[str, str]:
    """Return the settings of one file; `${NAME}` in a setting is a variable of the environment."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read(1 << 20).split("\n")
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in lines:
        name, mark, value = line.partition("=")
        name = _expanded(name.strip())
        if mark and name and name[0] not in "#;":
            found[name] = _expanded(value.strip().strip("\"'"))
    return found


def _expanded(text: str) -> str:
    return _VARIABLE.sub(lambda match: os.environ.get(match[1].rstrip("?"), match[0]), text)
