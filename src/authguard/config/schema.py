"""Read and check a config (docs/config.md). This module is imported only if there is a config.

Each mistake raises Refused with one line that names the file and the dotted key:
`authguard.toml: mirrors.alow is not a key; did you mean allow?`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.config.model import (
    REASON,
    SITE_KINDS,
    Allow,
    Config,
    Gate,
    PathRules,
    VersionPackage,
    VersionSite,
    is_reason,
)
from authguard.config.table import Table, TomlSource, bare, choice
from authguard.errors import Refused
from authguard.globs import Glob

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from authguard.digest import Digest

_TOP = (
    "required-version",
    "exclude",
    "mirrors",
    "version",
    "evidence",
    "gate",
    "allow",
    "rules",
    "rules-for",
)
_SEVERITIES = ("error", "warning", "note", "off")
_NETWORK = ("off", "mirrors", "all")
# Patterns are compiled when a key needs them, since a check with a config has no time to spare.
_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?\Z"
_DESTINATION = r"[A-Za-z0-9_.%+@:/\[\]-]+\Z"
_STORE = r"[a-z][a-z0-9+.-]*://[A-Za-z0-9_.%+@:\[\]-]+/?\Z"
_ATTRIBUTE = r"""(?:[A-Za-z_][\w'-]*|"[^"$\\]+")(?:\.(?:[A-Za-z_0-9][\w'-]*|"[^"$\\]+"))*\Z"""
_ARG = r"[A-Za-z_]\w*\Z"
_TAG = r"(?:[A-Za-z0-9_.-]|\{(?:version|sha|sha7)\})+\Z"
_REQUIRED = r"(>=|<=|==|!=|>|<)\s*(\d{1,9}(?:\.\d{1,9}){0,3})\Z"
_TIMEOUT = r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?\Z"


def parse(
    file: str, data: bytes, leaves_tree: Callable[[str], bool] | None = None, *, is_base: bool = False
) -> Config:
    """The config of an authguard.toml. The config of a base may require another version. Raises Refused."""
    text, table = _toml(file, data)
    return _config(TomlSource(file, "", text, leaves_tree), table, is_base)


def parse_pyproject(
    file: str, data: bytes, leaves_tree: Callable[[str], bool] | None = None, *, is_base: bool = False
) -> Config:
    """The config of a pyproject.toml; an empty config if it has no [tool.authguard]. Raises Refused."""
    text, table = _toml(file, data)
    tool = table.get("tool")
    if not isinstance(tool, dict) or "authguard" not in tool:
        return Config()
    return _config(TomlSource(file, "tool.authguard", text, leaves_tree), tool["authguard"], is_base)


def _toml(file: str, data: bytes) -> tuple[str, dict[str, Any]]:
    """Decode and parse; every error is Refused with its line."""
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
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise Refused(f"{file}: not TOML: it has a number of too many digits") from None


def _config(source: TomlSource, data: object, is_base: bool) -> Config:
    top = Table(source, "", data)
    _version(top, is_base)
    top.known(*_TOP)
    config = Config(source.file)
    config.exclude = top.globs("exclude")
    _mirrors(top.table("mirrors"), config)
    config.versions = [_package(table) for table in top.tables("version")]
    evidence = top.table("evidence")
    evidence.known("network")
    if "network" in evidence.data:
        config.network = evidence.word("network", _NETWORK, "off")
    config.gates = _gates(top.tables("gate"))
    config.allows = _allows(source, top.tables("allow"), is_base=is_base)
    config.severities = _severities(top.table("rules"))
    config.path_rules = [_path_rules(table) for table in top.tables("rules-for")]
    return config


def _version(top: Table, is_base: bool) -> None:
    """Refuse a config for another version of authguard. The keys are read later: this version may not know them."""
    value = top.optional("required-version")
    if value is None:
        return
    from authguard import __version__

    for part in value.split(","):
        match = re.match(_REQUIRED, part.strip())
        if match is None:
            raise top.refuse("required-version", f"is {value!r}; write versions such as >=0.2 or >=0.2,<1")
        if not is_base and not _is_met(match[1], _numbers(__version__), _numbers(match[2])):
            raise top.refuse("required-version", f"is {value!r}, and this is authguard {__version__}")


def _is_met(operator: str, one: list[int], other: list[int]) -> bool:
    if operator in ("==", "!="):
        return (one == other) == (operator == "==")
    return (one > other if operator[0] == ">" else one < other) or (operator[1:] == "=" and one == other)


def _numbers(version: str) -> list[int]:
    """Return a version as comparable numbers: 0.2 is 0.2.0."""
    found = [int(each) for each in re.findall(r"\d{1,9}", re.split(r"[a-z+-]", version)[0])]
    return [*found, *[0] * (4 - len(found))]


def _path_rules(table: Table) -> PathRules:
    paths = table.globs("paths")
    if "paths" not in table.data:
        table.known("paths", *(key for key in table.data if _code_of(key) is not None))
    if not paths:
        raise table.refuse("paths", "must name at least one path")
    data = {key: value for key, value in table.data.items() if key != "paths"}
    return PathRules(paths, _severities(Table(table.source, table.name, data)))


def _mirrors(table: Table, config: Config) -> None:
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
                raise renamed.refuse(bare(old), f"names {host!r}, which is not a host name")
        config.mirrors_renamed[old.lower()] = new.lower()


def _package(table: Table) -> VersionPackage:
    table.known("package", "sites")
    package = table.string("package")
    sites = [_site(site) for site in table.tables("sites")]
    if len(sites) < 2:
        raise table.refuse("sites", "must name at least two places, or there is nothing to compare")
    return VersionPackage(package, sites)


def _site(table: Table) -> VersionSite:
    table.known("path", *SITE_KINDS)
    path = table.path("path")
    kinds = [kind for kind in SITE_KINDS if kind in table.data]
    if len(kinds) != 1:
        says = f"has both {kinds[0]} and {kinds[1]}" if kinds else f"has none of {choice(SITE_KINDS)}"
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
        from authguard.config.keypath import BadKeyPath, parse_keypath

        try:
            parse_keypath(key)
        except BadKeyPath as error:
            raise table.refuse(kind, f"is {key!r}: {error}") from None
    return VersionSite(path, kind, key)


def _check_regex(table: Table, pattern: str) -> None:
    from authguard.config.bounded_regex import BadPattern, compile_pattern

    try:
        groups = compile_pattern(pattern).groups
    except BadPattern as error:
        raise table.refuse("regex", f"is not a regular expression: {error}") from None
    if groups > 1:
        raise table.refuse("regex", f"has {groups} groups; it may have one group, for the version, or none")


def _gates(tables: list[Table]) -> list[Gate]:
    gates: list[Gate] = []
    for table in tables:
        gate = _gate(table)
        if any(gate.name == other.name for other in gates):
            raise table.refuse("name", f"is {gate.name!r}, which is the name of another gate too")
        gates.append(gate)
    return gates


def _gate(table: Table) -> Gate:
    table.known(
        "name",
        "paths",
        "file",
        "attribute",
        "builder",
        "store",
        "nix-options",
        "timeout",
        "when-unreachable",
        "tag",
    )
    builder, store, attribute = (
        table.optional("builder"),
        table.optional("store"),
        table.optional("attribute"),
    )
    if builder is not None and store is not None:
        raise table.refuse("store", "is given as well as builder; a gate has only one of them")
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
        tag=_tag(table),
    )


def _tag(table: Table) -> str | None:
    """Return the template of a tag: letters, digits, . _ - and the fields {version}, {sha} and {sha7}."""
    value = table.optional("tag")
    if value is not None and not re.match(_TAG, value):
        raise table.refuse("tag", f"is {value!r}; write a tag such as v{{version}}-{{sha7}}-nix")
    return value


def _timeout(table: Table) -> int | None:
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


def _allows(source: TomlSource, tables: list[Table], *, is_base: bool) -> list[Allow]:
    allows = []
    lines = source.allow_lines
    for at, table in enumerate(tables):
        table.known("rule", "path", "digest", "reason")
        rule = table.string("rule")
        code = _code_of(rule)
        if code is None:
            raise table.refuse("rule", f"is {rule!r}, {_wrong_rule(rule)}")
        pattern = source.pattern(table.key("path"), table.string("path"))
        allows.append(
            Allow(
                rule=code,
                path=Glob(pattern),
                digest=_digest(table),
                reason=_reason(table, is_base=is_base),
                line=lines[at] if len(lines) == len(tables) else 1,
            )
        )
    return allows


def _reason(table: Table, *, is_base: bool) -> str:
    """The reason of an [[allow]] table. The word REASON, which printed tables contain, is no reason.

    The config of a base is only compared, so any reason is accepted there.
    """
    reason = table.string("reason")
    if is_base:
        return reason
    if reason.strip() == REASON:
        raise table.refuse("reason", f"is still {REASON!r}; write why the finding is wrong here")
    if not is_reason(reason):
        raise table.refuse("reason", "has no letter and no digit; write why the finding is wrong here")
    return reason


_BARE = {"sha256": (44, 52, 64), "sha512": (88, 103, 128)}
"""The lengths of a digest without the name of its algorithm: in base 64, 32 and 16."""


def _digest(table: Table) -> Digest | None:
    """The digest of an [[allow]] table, in any encoding. A bare digest is sha256 or sha512, by its length."""
    from authguard.digest import BadDigest, parse

    value = table.optional("digest")
    if value is None:
        return None
    bare = ":" not in value and "-" not in value
    algorithm = next((name for name in ("sha256", "sha512") if len(value) in _BARE[name]), None)
    if bare and algorithm is None:
        raise table.refuse("digest", f"has {len(value)} characters, and is no sha256 or sha512 digest")
    try:
        return parse(value, algorithm if bare else None)
    except BadDigest as error:
        raise table.refuse("digest", error.reason) from None


def _severities(table: Table) -> dict[str, str]:
    """Return the severity of each rule, by its code. A key is the code or the name of a rule."""
    severities: dict[str, str] = {}
    for key in table.data:
        code = _code_of(key)
        if code is None:
            raise table.refuse(bare(key), f"is {_wrong_rule(key)}")
        if code in severities:
            raise table.refuse(bare(key), f"sets the severity of {code} a second time")
        severities[code] = table.word(key, _SEVERITIES, "")
    return severities


def _code_of(text: str) -> str | None:
    """Return the code of the rule with this code or name; None for an unknown rule."""
    from authguard.rules.registry import code_of

    return code_of(text)


def _wrong_rule(text: str) -> str:
    """Return the error about a text that is no rule, with the most similar code or name, if there is one."""
    from authguard.rules.registry import similar

    meant = similar(text)
    return f"not a rule{f'; did you mean {meant}?' if meant is not None else ''}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
