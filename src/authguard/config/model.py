"""The config of the judged snapshot, as values.

Every check loads this module; load.py reads the config, and schema.py checks it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.digest import Digest
    from authguard.globs import Glob

FILE = "authguard.toml"
PYPROJECT = "pyproject.toml"
REASON = "REASON"
"""The word in printed waivers that the user replaces by a reason."""
BLANK = "\u115f\u1160\u3164\uffa0"
"""Letters that nobody can see: the fillers of Hangul."""
_UPWARD = r"(?i)(?:^|/)(?:\.|%2e){2}(?:/|$)"
"""The part `..` of a path, in each spelling: a client goes to the directory above."""

SITE_KINDS = ("attribute", "regex", "arg", "yaml", "toml", "json")


def is_reason(text: str) -> bool:
    """Tell whether a text has a letter or a digit that people can see."""
    return any(one.isalnum() and one not in BLANK for one in text)


class VersionSite:
    """One place with a version: `kind` is one of SITE_KINDS, `key` the value of that key, `path` the file."""

    __slots__ = ("key", "kind", "path")

    def __init__(self, path: str, kind: str, key: str) -> None:
        """A site with a key that is valid for its kind."""
        self.path = path
        self.kind = kind
        self.key = key

    def words(self) -> str:
        """The site as a message names it."""
        named = {"regex": "the line by regex", "arg": f"ARG {self.key}"}.get(self.kind, self.key)
        return f"{named} in {self.path}"


class VersionPackage:
    """A [[version]] table: a package and all sites of its version."""

    __slots__ = ("package", "sites")

    def __init__(self, package: str, sites: list[VersionSite]) -> None:
        """A package with at least two sites."""
        self.package = package
        self.sites = sites


class Gate:
    """A [[gate]] table. `timeout` is in seconds (None: no limit); never both `builder` and `store`.

    `tag` is the template of CI's tag for a build, or None.
    """

    __slots__ = (
        "attribute",
        "builder",
        "file",
        "name",
        "nix_options",
        "paths",
        "store",
        "tag",
        "timeout",
        "when_unreachable",
    )

    def __init__(
        self,
        *,
        name: str,
        paths: list[Glob],
        file: str,
        attribute: str | None,
        builder: str | None,
        store: str | None,
        nix_options: list[str],
        timeout: int | None,
        when_unreachable: str,
        tag: str | None = None,
    ) -> None:
        """A gate that the repository requests. The user's permissions decide whether the gate may run."""
        self.name = name
        self.paths = paths
        self.file = file
        self.attribute = attribute
        self.builder = builder
        self.store = store
        self.nix_options = nix_options
        self.timeout = timeout
        self.when_unreachable = when_unreachable
        self.tag = tag

    @property
    def kind(self) -> str:
        """The word "gate", or "build" for a directory without a table in the config: that one has no paths."""
        return "gate" if self.paths else "build"

    @property
    def words(self) -> str:
        """The gate as the start of a sentence names it."""
        return f"the gate {self.name!r}" if self.paths else f"the build of {self.name!r}"


class Allow:
    """An [[allow]] table: it waives findings of `rule` in `path`, with `digest` only findings about this digest."""

    __slots__ = ("digest", "line", "path", "reason", "rule")

    def __init__(self, *, rule: str, path: Glob, digest: Digest | None, reason: str, line: int) -> None:
        """A waiver with its reason; `line` is the line of the table in the config file."""
        self.rule = rule
        self.path = path
        self.digest = digest
        self.reason = reason
        self.line = line


class PathRules:
    """A [[rules-for]] table: the severities of rules in the files that one of ``paths`` matches."""

    __slots__ = ("paths", "severities")

    def __init__(self, paths: list[Glob], severities: dict[str, str]) -> None:
        """Store both. There is at least one path."""
        self.paths = paths
        self.severities = severities


class Config:
    """All settings of a config. Without a config file, `path` is None and all other settings are empty.

    `exclude`: files that are never judged. `mirrors_allow`: hosts, or paths on hosts (AG301).
    `mirrors_renamed`: old host to new (AG302). `versions`: [[version]]. `network`: "off", "mirrors", "all" or None.
    `gates`, `allows`: their tables. `severities`: rule code to error, warning, note or off.
    `path_rules`: [[rules-for]].
    `is_excluded_too`, `is_mirrored_too` and `stricter`: functions of the base's config, which must agree
    (loosening.py).
    """

    __slots__ = (
        "_excluded",
        "allows",
        "exclude",
        "gates",
        "is_excluded_too",
        "is_mirrored_too",
        "mirrors_allow",
        "mirrors_renamed",
        "network",
        "path",
        "path_rules",
        "severities",
        "stricter",
        "versions",
    )

    def __init__(self, path: str | None = None) -> None:
        """An empty config, which schema.py fills."""
        self.path = path
        self.exclude: list[Glob] = []
        self.mirrors_allow: list[str] = []
        self.mirrors_renamed: dict[str, str] = {}
        self.versions: list[VersionPackage] = []
        self.network: str | None = None
        self.gates: list[Gate] = []
        self.allows: list[Allow] = []
        self.severities: dict[str, str] = {}
        self.path_rules: list[PathRules] = []
        self.stricter: Callable[[str, str], str | None] | None = None
        self.is_excluded_too: Callable[[str], bool] | None = None
        self.is_mirrored_too: Callable[[str], bool] | None = None
        self._excluded: dict[str, bool] = {}

    def excluded(self, path: str) -> bool:
        """Whether a file is never judged."""
        found = self._excluded.get(path)
        if found is None:
            found = self._excluded[path] = any(glob.matches(path) for glob in self.exclude)
        if not found:
            return False
        return self.is_excluded_too is None or self.is_excluded_too(path)

    def severity(self, code: str, path: str) -> str | None:
        """The severity of a rule in a file; None if the config has no severity. The last matching table is used."""
        if self.stricter is not None:
            return self.stricter(code, path)
        found = self.severities.get(code)
        for one in self.path_rules:
            if code in one.severities and any(glob.matches(path) for glob in one.paths):
                found = one.severities[code]
        return found

    def mirrored(self, location: str) -> bool:
        """Whether `host/path` (without scheme and user) is on an allowed mirror; True if no mirror is named."""
        if self.is_mirrored_too is not None and not self.is_mirrored_too(location):
            return False
        if not self.mirrors_allow:
            return True
        host, slash, rest = location.partition("/")
        if re.search(_UPWARD, rest):
            return False
        location = f"{host.lower()}{slash}{rest}"
        return any(location == one or location.startswith(f"{one}/") for one in self.mirrors_allow)
