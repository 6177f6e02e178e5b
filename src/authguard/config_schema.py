"""Reading and checking a config (contract.md, "Config"). Imported only where there is one.

Every mistake is Refused with one line that names the file and the dotted key:
`authguard.toml: mirrors.alow is not a key; did you mean allow?`.
"""

from __future__ import annotations

import re

from authguard.config import SITE_KINDS, Allow, Config, Gate, Site, VersionPackage
from authguard.errors import Refused
from authguard.globs import Glob
from authguard.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from authguard.fod.digest import Digest

_TOP = ("exclude", "mirrors", "version", "evidence", "gate", "allow", "rules")
_SEVERITIES = ("error", "warning", "note", "off")
_NETWORK = ("off", "mirrors", "all")
# Patterns are compiled when a key needs them, since a check with a config has no time to spare.
_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?\Z"
_DESTINATION = r"[A-Za-z0-9_.%+@:/\[\]-]+\Z"
_STORE = r"[a-z][a-z0-9+.-]*://[A-Za-z0-9_.%+@:\[\]-]+/?\Z"
_ATTRIBUTE = r"""(?:[A-Za-z_][\w'-]*|"[^"$\\]+")(?:\.(?:[A-Za-z_0-9][\w'-]*|"[^"$\\]+"))*\Z"""
_ARG = r"[A-Za-z_]\w*\Z"
_TIMEOUT = r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?\Z"
_CONTROL = r"[\x00-\x1f\x7f]"


class _Table:
    """A TOML table that is read key by key; what nobody asked for is an error."""

    def __init__(self, source: _Source, name: str, data: object) -> None:
        """Take the table's dotted name ("" for the top) and its value, which must be a table."""
        self.source = source
        self.name = name
        if not isinstance(data, dict):
            raise source.refuse(name, f"must be a table, not {_kind(data)}")
        self.data: dict[str, Any] = data

    def key(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def refuse(self, key: str, says: str) -> Refused:
        return self.source.refuse(self.key(key), says)

    def known(self, *keys: str) -> None:
        for key in self.data:
            if key not in keys:
                raise self.refuse(_bare(key), f"is not a key; did you mean {nearest(key, keys)}?")

    def string(self, key: str, default: str | None = None) -> str:
        value = self.optional(key)
        if value is None:
            if default is None:
                raise self.refuse(key, "is missing")
            return default
        return value

    def optional(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(key, f"must be a string, not {_kind(value)}")
        if not value.strip():
            raise self.refuse(key, "must not be empty")
        if re.search(_CONTROL, value):
            raise self.refuse(key, "must not hold control characters")
        return value

    def strings(self, key: str) -> list[str]:
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, f"must be a list of strings, not {_kind(value)}")
        for at, one in enumerate(value):
            if not isinstance(one, str):
                raise self.refuse(f"{key}[{at}]", f"must be a string, not {_kind(one)}")
            if not one.strip() or re.search(_CONTROL, one):
                raise self.refuse(f"{key}[{at}]", "must not be empty or hold control characters")
        return value

    def word(self, key: str, words: tuple[str, ...], default: str) -> str:
        value = self.string(key, default)
        if value not in words:
            raise self.refuse(
                key, f"is {value!r}; it can be {_choice(words)}, and the nearest is {nearest(value, words)}"
            )
        return value

    def table(self, key: str) -> _Table:
        return _Table(self.source, self.key(key), self.data.get(key, {}))

    def tables(self, key: str) -> list[_Table]:
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, f"must be an array of tables ([[{self.key(key)}]]), not {_kind(value)}")
        return [_Table(self.source, f"{self.key(key)}[{at}]", one) for at, one in enumerate(value)]

    def path(self, key: str) -> str:
        return self.source.path(self.key(key), self.string(key))

    def globs(self, key: str) -> list[Glob]:
        values = self.strings(key)
        return [Glob(self.source.pattern(f"{self.key(key)}[{at}]", one)) for at, one in enumerate(values)]


class _Source:
    """The file that is read: what names it in messages, and where its [[allow]] tables stand."""

    def __init__(self, file: str, prefix: str, text: str, leaves_tree: Callable[[str], bool] | None) -> None:
        """`prefix` is "tool.authguard" in pyproject.toml, else empty."""
        self.file = file
        self.prefix = prefix
        self.leaves_tree = leaves_tree
        header = re.compile(
            r"\s*\[\[\s*" + "".join(rf"{one}\s*\.\s*" for one in prefix.split(".") if one) + r"allow\s*\]\]"
        )
        self.allow_lines = [at for at, line in enumerate(text.split("\n"), 1) if header.match(line)]

    def refuse(self, key: str, says: str) -> Refused:
        dotted = ".".join(part for part in (self.prefix, key) if part)
        return Refused(f"{self.file}: {dotted} {says}" if dotted else f"{self.file}: the config {says}")

    def pattern(self, key: str, value: str) -> str:
        """A path pattern that stays in the tree."""
        if value.startswith("/") or value[1:2] == ":" or "\\" in value:
            raise self.refuse(key, f"is {value!r}; paths are relative to the root, with / between the parts")
        if ".." in value.split("/"):
            raise self.refuse(key, f"is {value!r}; a path may not hold ..")
        return value

    def path(self, key: str, value: str) -> str:
        """A path of one file in the tree, without `.` and doubled slashes."""
        self.pattern(key, value)
        parts = [part for part in value.split("/") if part not in ("", ".")]
        if not parts or value.endswith("/"):
            raise self.refuse(key, f"is {value!r}; it must name a file")
        path = "/".join(parts)
        if self.leaves_tree is not None and self.leaves_tree(path):
            raise self.refuse(key, f"is {value!r}, which leaves the tree through a symlink")
        return path


def parse(file: str, data: bytes, leaves_tree: Callable[[str], bool] | None = None) -> Config:
    """The config of an authguard.toml. Raises Refused."""
    text, table = _toml(file, data)
    return _config(_Source(file, "", text, leaves_tree), table)


def parse_pyproject(file: str, data: bytes, leaves_tree: Callable[[str], bool] | None = None) -> Config:
    """The config of a pyproject.toml; an empty one if it has no [tool.authguard]. Raises Refused."""
    text, table = _toml(file, data)
    tool = table.get("tool")
    if not isinstance(tool, dict) or "authguard" not in tool:
        return Config()
    return _config(_Source(file, "tool.authguard", text, leaves_tree), tool["authguard"])


def _toml(file: str, data: bytes) -> tuple[str, dict[str, Any]]:
    """Decode and parse; whatever is wrong is Refused with its line."""
    import tomli

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"{file}:{line}: not TOML: it is not UTF-8") from None
    text = text.replace("\r\n", "\n")
    try:
        return text, tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        says = str(error).partition(" (at ")[0]
        raise Refused(f"{file}:{error.lineno}:{error.colno}: not TOML: {_lower(says)}") from None
    except RecursionError:
        raise Refused(f"{file}: not TOML: nested too deeply") from None


def _config(source: _Source, data: object) -> Config:
    top = _Table(source, "", data)
    top.known(*_TOP)
    config = Config(source.file)
    config.exclude = top.globs("exclude")
    _mirrors(top.table("mirrors"), config)
    config.versions = [_package(table) for table in top.tables("version")]
    evidence = top.table("evidence")
    evidence.known("network")
    config.network = evidence.word("network", _NETWORK, "off")
    config.gates = _gates(top.tables("gate"))
    config.allows = _allows(source, top.tables("allow"))
    config.severities = _severities(top.table("rules"))
    return config


def _mirrors(table: _Table, config: Config) -> None:
    table.known("allow", "renamed")
    for at, value in enumerate(table.strings("allow")):
        host, slash, rest = value.rstrip("/").partition("/")
        if not re.match(_HOST, host):
            raise table.refuse(f"allow[{at}]", f"is {value!r}; write a host, or host/path, without a scheme")
        config.mirrors_allow.append(f"{host.lower()}{slash}{rest}")
    renamed = table.table("renamed")
    for old in renamed.data:
        new = renamed.string(old)
        for host in (old, new):
            if not re.match(_HOST, host):
                raise renamed.refuse(_bare(old), f"names {host!r}, which is not a host name")
        config.mirrors_renamed[old.lower()] = new.lower()


def _package(table: _Table) -> VersionPackage:
    table.known("package", "sites")
    package = table.string("package")
    sites = [_site(site) for site in table.tables("sites")]
    if len(sites) < 2:
        raise table.refuse("sites", "must name at least two places, or there is nothing to compare")
    return VersionPackage(package, sites)


def _site(table: _Table) -> Site:
    table.known("path", *SITE_KINDS)
    path = table.path("path")
    kinds = [kind for kind in SITE_KINDS if kind in table.data]
    if len(kinds) != 1:
        says = f"has both {kinds[0]} and {kinds[1]}" if kinds else f"has none of {_choice(SITE_KINDS)}"
        raise table.source.refuse(table.name, f"{says}; a site has exactly one")
    kind = kinds[0]
    key = table.string(kind)
    if kind == "attribute" and not re.match(_ATTRIBUTE, key):
        raise table.refuse(kind, f"is {key!r}, which is not an attribute path")
    if kind == "arg" and not re.match(_ARG, key):
        raise table.refuse(kind, f"is {key!r}, which is not the name of an ARG")
    if kind == "regex":
        _check_regex(table, key)
    if kind in ("yaml", "toml", "json"):
        from authguard.keypath import BadKeyPath, parse_keypath

        try:
            parse_keypath(key)
        except BadKeyPath as error:
            raise table.refuse(kind, f"is {key!r}: {error}") from None
    return Site(path, kind, key)


def _check_regex(table: _Table, pattern: str) -> None:
    from authguard.linear_regex import BadPattern, compile_pattern

    try:
        groups = compile_pattern(pattern).groups
    except BadPattern as error:
        raise table.refuse("regex", f"is not a regular expression of RE2: {error}") from None
    if groups > 1:
        raise table.refuse("regex", f"has {groups} groups; one group, or none, says what the version is")


def _gates(tables: list[_Table]) -> list[Gate]:
    gates: list[Gate] = []
    for table in tables:
        gate = _gate(table)
        if any(gate.name == other.name for other in gates):
            raise table.refuse("name", f"is {gate.name!r}, as is that of another gate")
        gates.append(gate)
    return gates


def _gate(table: _Table) -> Gate:
    table.known(
        "name", "paths", "file", "attribute", "builder", "store", "nix-options", "timeout", "when-unreachable"
    )
    builder, store, attribute = (
        table.optional("builder"),
        table.optional("store"),
        table.optional("attribute"),
    )
    if builder is not None and store is not None:
        raise table.refuse("store", "stands beside builder; a gate has one of them")
    if builder is not None and (builder.startswith("-") or not re.match(_DESTINATION, builder)):
        raise table.refuse("builder", f"is {builder!r}, which is not an ssh destination")
    if store is not None and not re.match(_STORE, store):
        raise table.refuse("store", f"is {store!r}; only scheme and host may be given, as in ssh-ng://host")
    if attribute is not None and not re.match(_ATTRIBUTE, attribute):
        raise table.refuse("attribute", f"is {attribute!r}, which is not an attribute path")
    paths = table.globs("paths")
    if not paths:
        raise table.refuse("paths", "must name at least one path")
    return Gate(
        name=table.string("name"),
        paths=paths,
        file=table.path("file"),
        attribute=attribute,
        builder=builder,
        store=store,
        nix_options=table.strings("nix-options"),
        timeout=_timeout(table),
        when_unreachable=table.word("when-unreachable", ("block", "warn"), "block"),
    )


def _timeout(table: _Table) -> int | None:
    """`2h`, `90m`, `1h30m`, `45s` as seconds."""
    value = table.optional("timeout")
    if value is None:
        return None
    match = re.match(_TIMEOUT, value)
    seconds = 0
    if match:
        hours, minutes, rest = (int(one or 0) for one in match.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    if not seconds:
        raise table.refuse("timeout", f"is {value!r}; write a time such as 2h, 90m or 1h30m")
    return seconds


def _allows(source: _Source, tables: list[_Table]) -> list[Allow]:
    allows = []
    lines = source.allow_lines
    for at, table in enumerate(tables):
        table.known("rule", "path", "digest", "reason")
        rule = table.string("rule")
        wrong = _wrong_code(rule)
        if wrong:
            raise table.refuse("rule", f"is {rule!r}, {wrong}")
        pattern = source.pattern(table.key("path"), table.string("path"))
        allows.append(
            Allow(
                rule=rule.upper(),
                path=Glob(pattern),
                digest=_digest(table),
                reason=table.string("reason"),
                line=lines[at] if len(lines) == len(tables) else 1,
            )
        )
    return allows


def _digest(table: _Table) -> Digest | None:
    """The digest of an [[allow]] table, in any encoding; a bare one is sha256 or sha512 by its length."""
    from authguard.fod.digest import BadDigest, parse

    value = table.optional("digest")
    if value is None:
        return None
    bare = ":" not in value and "-" not in value
    try:
        return parse(
            value, {44: "sha256", 52: "sha256", 64: "sha256"}.get(len(value), "sha512") if bare else None
        )
    except BadDigest as error:
        raise table.refuse("digest", error.reason) from None


def _severities(table: _Table) -> dict[str, str]:
    severities = {}
    for code in table.data:
        wrong = _wrong_code(code)
        if wrong:
            raise table.refuse(_bare(code), f"is {wrong}")
        severities[code.upper()] = table.word(code, _SEVERITIES, "")
    return severities


def _wrong_code(code: str) -> str | None:
    """What is wrong with the code of a rule, naming the nearest that is right; None if nothing is."""
    from authguard.rules import CODES, NAMES

    if code.upper() in CODES:
        return None
    for known, name in NAMES.items():
        if name == code.lower():
            return f"the name of a rule; write its code, {known}"
    return f"not the code of a rule; did you mean {nearest(code, CODES)}?"


def _bare(key: str) -> str:
    """A key as TOML would write it: quoted unless it is a bare one."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", key):
        return key
    import json

    return json.dumps(key)


def _choice(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _kind(value: object) -> str:
    """What TOML calls a value of this type."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, list):
        return "an array"
    return "a table" if isinstance(value, dict) else "a date"
