"""List: the fixed outputs of a snapshot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from authguard.app.repository import cached_tree
from authguard.app.selection import Selector, demand_output, leaves_tree, prefix_of
from authguard.config.load import load
from authguard.errors import Refused
from authguard.git.ranges import all_of
from authguard.locks import KINDS
from authguard.messages import did_you_mean
from authguard.nix.parse import line_and_column
from authguard.outputs.place import SYSTEMS, plain_platform
from authguard.outputs.urls import first_url, part_of
from authguard.producers import NAMES
from authguard.prove.ecosystems import ecosystem, lock_root
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from authguard.git.git import Git
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import TreeCache

_MOST_WITH_SOURCES = 300
_VERSION = re.compile(r"\d[\w.]*")
_PLATFORM = (
    r"(?i)x86_64|x64|x86|i[3-6]86|amd64|arm(?:v\d\w*|64|32)?|aarch64|riscv64|ppc64(?:le)?|s390x"
    r"|(?:win|linux|darwin|macos|windows|musl)-?(?:32|64)|(?:32|64)-?bit"
)


@dataclass
class ListRequest:
    """The fixed outputs to list: those of a revision (or ":index", ":worktree") with some selectors and properties.

    `with_sources`: a short list also links each dependency hash to the source that it is computed from.
    """

    selectors: list[str] = field(default_factory=list)
    rev: str = ":index"
    producer: str | None = None
    platform: str | None = None
    silent: bool = False
    loud: bool = False
    unresolved: bool = False
    with_sources: bool = False


@dataclass
class Listing:
    """The fixed outputs in the order of their places, the name of the snapshot, and the files that were too large."""

    head: str
    prefix: str
    fixed_outputs: list[FixedOutput]
    large: list[str]


def listing(git: Git, request: ListRequest) -> Listing:
    """Return the fixed outputs. Raises Refused for a selector that matches nothing, and for an unknown property."""
    scope = all_of(git, request.rev, "--rev")
    config = load(scope.target.read_exact, lambda path: leaves_tree(scope.target, path))
    prefix = prefix_of(git)
    selectors = [Selector(text, prefix) for text in request.selectors]
    tree = cached_tree(git, scope.target)
    paths = [
        path
        for path in tree.files
        if not config.excluded(path) and (not selectors or any(one.file(path) for one in selectors))
    ]
    found = [
        each for each in tree.outputs(paths) if not selectors or any(one.selects(each) for one in selectors)
    ]
    large = sorted(path for path, kept in tree.files.items() if "h" in kept.flags)
    demand_output(git, scope, config, selectors, found, large)
    _demand_known(request, tree)
    found = _unique(each for each in found if _is_wanted(each, request))
    found.sort(key=lambda each: (each.path, each.origin.span()))
    if request.with_sources and len(found) <= _MOST_WITH_SOURCES:
        found = _with_sources(tree, found)
    else:
        scripted = [each for each in found if each.kind == "handwritten"][:_MOST_WITH_SOURCES]
        known = _with_sources(tree, scripted) if scripted else []
        linked = {id(each): one for each, one in zip(scripted, known, strict=True)}
        found = [linked.get(id(each), each) for each in found]
    return Listing(scope.target.label, prefix, found, large)


def _unique(found: Iterable[FixedOutput]) -> list[FixedOutput]:
    """Return each fixed output once, even if its file and a file that imports it both result in it."""
    kept: dict[object, FixedOutput] = {}
    for each in found:
        kept.setdefault((each.origin.key, each.attribute, each.producer, each.identity), each)
    return list(kept.values())


def _demand_known(request: ListRequest, tree: TreeCache) -> None:
    """Raise Refused for a producer or a platform that is neither known nor in the tree, since it is misspelt.

    No hash is silent and loud, so both options are refused too.
    """
    if request.silent and request.loud:
        raise Refused("list: no hash is both --silent and --loud")
    if request.producer is None and request.platform is None:
        return
    every = tree.outputs(list(tree.files))
    for option, given, known in (
        ("--producer", request.producer, [*(each.producer for each in every), *NAMES]),
        ("--platform", request.platform, [*filter(None, (each.platform for each in every)), *SYSTEMS]),
    ):
        if given is not None and given not in known and plain_platform(given) not in SYSTEMS:
            raise Refused(f"list: {option}: {given!r} is not known{did_you_mean(given, known)}")


def _with_sources(tree: TreeCache, found: list[FixedOutput]) -> list[FixedOutput]:
    """Return the fixed outputs with the links to their sources, which the cache of a tree does not store."""
    output_tree = tree.output_tree()
    output_tree.collect({each.path for each in found})
    linked: dict[object, list[FixedOutput]] = {}
    for each in output_tree.found:
        linked.setdefault((each.origin.key, each.attribute), []).append(each)
    # A call that uses the hash may be in a file that was not collected. Without that call, only a record is found.
    return [_linked(each, linked.get((each.origin.key, each.attribute), [])) for each in found]


def _linked(each: FixedOutput, found: list[FixedOutput]) -> FixedOutput:
    """Return the one of several fixed outputs with the hash of ``each`` that is ``each``, with its links.

    One expression in a function may be the hash of several.
    """
    alike = [one for one in found if one.record == each.record]
    same = [one for one in alike if one.identity == each.identity]
    return same[0] if same else alike[0] if len(alike) == 1 else each


def _is_wanted(each: FixedOutput, request: ListRequest) -> bool:
    if request.producer is not None and each.producer != request.producer:
        return False
    if request.platform is not None and each.platform is not None:
        wanted = (request.platform, plain_platform(request.platform))
        if each.platform not in wanted and plain_platform(each.platform) not in wanted:
            return False
    if request.silent and is_silent(each) is not True:
        return False
    if request.loud and is_silent(each) is not False:
        return False
    return not (request.unresolved and each.resolved)


def head_as_json(each: FixedOutput) -> dict[str, Any]:
    """Return the first fields of a fixed output in JSON, which are the same in all commands."""
    line, column = line_and_column(each.origin.data, each.origin.span()[0])
    return {
        "path": each.path,
        "line": line,
        "column": column,
        "attribute": each.attribute,
        "producer": each.producer,
        "digest": each.literal,
    }


def as_json(each: FixedOutput) -> dict[str, Any]:
    """Return one fixed output as the object of `list --format json`."""
    return {
        **head_as_json(each),
        "placeholder": each.placeholder,
        "platform": each.platform,
        "store_name": each.store_name,
        "silent": is_silent(each),
        "source": source_of(each),
        "inputs": {one.name: part_of(one.shown, one.form) for one in each.inputs if one.role != "tool"},
        "lock": lock_of(each),
        "resolved": each.resolved,
    }


def lock_of(each: FixedOutput) -> str | None:
    """Return the lock file that decides a dependency hash: its name or, for a script, its path in the source."""
    if each.lock is not None:
        return "package-lock.json" if each.lock == "npm-shrinkwrap.json" else each.lock
    kind = ecosystem(each) if each.kind == "handwritten" else None
    if kind is None:
        return None
    source = each.input("src")
    name = source.output.store_name if source is not None and source.output is not None else None
    root = lock_root(each, "", name or "source")
    return f"{root}/{KINDS[kind].files[-1]}".lstrip("/")


def source_of(each: FixedOutput) -> str | None:
    """Return the source of a fixed output or of its src: `owner/repo@rev`, `host/path@rev`, `pname version`.

    An unknown part of `owner/repo` is a question mark.
    """
    shown = {one.name: part_of(one.shown, one.form) for one in each.inputs if one.known and one.shown}
    rev = next((shown[name] for name in ("rev", "tag", "ref") if name in shown), "")
    at = f"@{shorten(rev)}" if rev else ""
    place = shown.get("repo") or first_url(shown.get("url") or shown.get("urls") or "")
    if "://" not in place and "owner" in shown and (place or at):
        place = f"{shown['owner']}/{place or '?'}"
    if place:
        return place.rpartition("://")[2].removesuffix(".git") + at
    name = next((shown[name] for name in ("pname", "name", "crateName", "imageName") if name in shown), None)
    if name:
        version = shown.get("version") or shown.get("imageDigest") or ""
        return f"{name} {shorten(version)}".rstrip()
    source = each.input("src")
    if source is not None and source.output is not None and source.output is not each:
        return source_of(source.output)
    return at or None


def is_silent(each: FixedOutput) -> bool | None:
    """Tell whether Nix would not notice a stale hash, because no input that can move is part of the store name."""
    if each.store_name is None:
        return None
    if each.row is not None and each.row.nix_checks:
        return False
    if each.local is not None and not each.is_source and each.input("goSum") is None:
        return True  # the lock of this repository can move, and no store name contains it
    stated = [one.form for one in each.inputs if one.name in ("rev", "version")]
    ends = [one.form for one in each.inputs if one.name == "url" and isinstance(one.form, str)]
    if each.version is not None and (not ends or any(each.version.shown in end for end in ends)):
        stated.append(each.version.form)
    moving = [form for form in stated if isinstance(form, str) and form]
    if moving:
        return not any(_is_part(form, each.store_name) for form in moving)
    return not any(_names_version(form.rstrip("/").rpartition("/")[2], each.store_name) for form in ends)


def _is_part(form: str, name: str) -> bool:
    """Tell whether a version or revision is part of a store name."""
    version = _VERSION.search(form.rstrip("/").rpartition("/")[2])
    return form in name or (version is not None and len(version[0]) > 1 and version[0][:7] in name)


def _names_version(end: str, name: str) -> bool:
    """Tell whether the end of a url states a version, and is a store name. `x86_64` and `amd64` are no versions."""
    return end in name and re.search(r"\d", re.sub(_PLATFORM, "", end)) is not None
