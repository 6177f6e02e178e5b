"""The variables of a build's environment that can change what the build downloads."""

from __future__ import annotations

import re

from authguard.nix.values import Attrs, Choice, Const, Value, choice

_GO_DOWNLOADS = r"GOFLAGS|GOWORK|GO111MODULE"
"""The variables of Go's environment that decide which modules it downloads.

Others (GOPROXY, GOSUMDB, GOPRIVATE) decide from where; go.sum has the hashes of the files of each module.
"""
_GO_PROXIED = rf"{_GO_DOWNLOADS}|GO(?:PROXY|PRIVATE|NOPROXY|NOSUMDB|SUMDB|INSECURE|VCS|AUTH)"
"""The variables that decide the content if proxyVendor keeps Go's cache, which names the origin of a module."""


def deciding(env: Value, *, of_go: bool, is_proxied: bool) -> Value:
    """Return an environment without the variables that decide nothing, in each option of a conditional one."""
    if isinstance(env, Choice):
        options = {
            key: deciding(_or_none(option), of_go=of_go, is_proxied=is_proxied)
            for key, option in env.options.items()
        }
        return choice(env.selector, options)
    if not isinstance(env, Attrs):
        return env
    return of_go_downloads(env, is_proxied) if of_go else without_compiler(env)


def _or_none(env: Value) -> Value:
    """Return no variables for null."""
    return Attrs({}) if isinstance(env, Const) and env.value is None else env


def of_go_downloads(env: Attrs, is_proxied: bool) -> Attrs:
    """Return the part of an environment that can change which modules Go downloads.

    If ``is_proxied``, proxyVendor may keep Go's cache.
    """
    names = _GO_PROXIED if is_proxied else _GO_DOWNLOADS
    kept = {name: item for name, item in env.items.items() if re.fullmatch(names, name)}
    return Attrs(kept, env.rest)


def without_compiler(env: Attrs) -> Attrs:
    """Return an environment without the variables of the C compiler, which downloads nothing."""
    return Attrs({name: item for name, item in env.items.items() if not name.startswith("CGO_")}, env.rest)
