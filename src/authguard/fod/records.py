"""Records: a hash that stands in data beside a revision, a version or a url, while its fetcher stands elsewhere.

Two thirds of the hashes that move in real histories are of this kind: JSON and TOML pins, sets of versions,
generated files.
"""

from __future__ import annotations

from authguard.fod import flake, storename
from authguard.fod.calls import decode, options
from authguard.fod.catalogue import by_attribute, by_name
from authguard.fod.hashnames import classify
from authguard.fod.inputs import normalised, place, shown
from authguard.fod.model import FixedOutput, Input
from authguard.fod.place import attribute, binding_names, package
from authguard.fod.platforms import is_platform
from authguard.fod.urls import is_full_id
from authguard.nix import data
from authguard.nix.data import DataOrigin
from authguard.nix.values import Attrs, Origin, Str, Thunk
from authguard.patterns import compiled, lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from authguard.fod.anchors import Anchor
    from authguard.fod.collect import Collector
    from authguard.nix.parse import Source

_WHAT = lazily(
    r"(?:[a-z]\w*?)?(?:[vV]ersion|[rR]ev(?:ision)?|[tT]ag|[uU]rls?|[rR]ef|[cC]ommit|imageDigest|[bB]uildId|[rR]elease)"
    r"|repo|build|snapshot|slug|artifactId|id|file|path"
)
_WHERE = lazily(r"owner|host|domain|registry|server|group")
_STRONG = lazily(
    r".*(?:[vV]ersion|[rR]ev(?:ision)?|[tT]ag|[uU]rls?|[cC]ommit|imageDigest|[bB]uildId|[rR]elease|[rR]ef|build|snapshot)"
)
_NEVER = frozenset(
    {
        "lockfileVersion", "stateVersion", "schemaVersion", "configVersion", "fetcherVersion", "dontVersion",
        "minVersion", "homepage", "finalPackage", "goVersion", "npmDepsFetcherVersion", "prev", "changelogUrl",
    }
)  # fmt: skip
_VERSIONISH = lazily(r".*\d+[._]\d+.*|[0-9a-f]{40}")
_ENTRIES = frozenset({"outputHashes", "gitHashes", "cargoOutputHashes"})
_LOCKS = frozenset({"cargoLock", "cargoLocks"})
_LONGEST_NAME = 100
_SHORTEST = 22
"""No digest has fewer characters, in any spelling: the "y" of a kernel's CONFIG_SHA256 is not even a placeholder."""
MAX_OUTWARD = 6
MAX_RECORDS = 12_000
"""A data file that pins more than this is not judged; the recipes of MELPA, the most that is known, are 10,000."""


def of_literal(collector: Collector, source: Source, anchor: Anchor) -> Iterator[FixedOutput]:
    """Yield the record of a hash literal of a .nix file that no call consumed."""
    node = anchor.literal
    if node is None:
        return
    names = binding_names(source, anchor.nodes)
    kind = _kind(names)
    value = collector.evaluator.eval(source, node, collector.evaluator.top_scope())
    text = value.literal if isinstance(value, Str) else None
    if kind is None or text is None or not _is_hash(names, text):
        return
    origin = Origin(source.path, source.data, node.start_byte, node.end_byte)
    inputs = _keys(names)
    if not is_entry(names):
        found = _around(collector, source, anchor.nodes, _assumed(collector, source, anchor.nodes))
        inputs.extend(_of_one_name(names, found))
    made = FixedOutput("record", kind, origin, text, normalised(inputs))
    _finish(made, names, text)
    if _is_no_hash(made):
        return
    if kind == "dependency":
        _find_lock(collector, made, names[-1])
    made.attribute = attribute(collector.evaluator, origin)
    made.package = (source.path, package(collector.evaluator, origin))
    yield made


def _kind(names: list[str]) -> str | None:
    """Return "source" or "dependency" by the nearest name that says which hash it is."""
    for name in reversed(names[-3:]):
        kind = classify(name)
        if kind is not None:
            return kind
    return "source" if names else None


def _is_hash(names: list[str], text: str) -> bool:
    """Tell whether a literal is a hash: typed, or called one (a bare digest may be a key, or a fingerprint)."""
    if text.startswith(("sha256-", "sha512-", "sha1-")):
        return classify(names[-1]) is not None or not _is_secret(names)
    if classify(names[-1]) is not None:
        return True
    return bool(text) and is_platform(names[-1]) and _digest_like(text)


def _is_secret(names: list[str]) -> bool:
    return (
        compiled(r"[kK]ey|[tT]oken|[sS]ecret|[pP]assword|[fF]ingerprint|[cC]ert").search(names[-1])
        is not None
    )


def _digest_like(text: str) -> bool:
    return (
        compiled(r"(?:sha\d+:)?(?:[0-9a-f]{64}|[0-9a-z]{52}|[A-Za-z0-9+/]{43}=)").fullmatch(text) is not None
    )


def _keys(names: list[str]) -> list[Input]:
    """Return the names on the way to a hash that belong to its identity: a platform, a version, a crate."""
    found = []
    for name in names:
        if is_platform(name):
            found.append(Input("platform", "what", name, name, True))
        elif name is names[-1] and (
            is_entry(names) or (classify(name) is None and _VERSIONISH.fullmatch(name))
        ):
            found.append(Input("key", "what", name, name, True))
    return found


def _is_no_hash(made: FixedOutput) -> bool:
    """Tell whether a text under a hash-like name is no hash at all: a file name, a kernel option, a version range."""
    if made.placeholder:
        return 0 < len(made.literal) < _SHORTEST and not made.literal.startswith("sha")
    if made.problem is None:
        return False
    if compiled(r"(?:md5|sha\d+)=").match(made.literal):
        return True  # opam's form, which Nix does not know
    return compiled(r"(?:\w+[-:])?[A-Za-z0-9+/=]{30,}\s*").fullmatch(made.literal) is None


def is_entry(names: list[str]) -> bool:
    """Tell whether a hash is one of a set of them, whose key says what it is of: `outputHashes."foo-1.2"`.

    What stands around such a set (the version of the package) decides nothing.
    """
    if len(names) > 1 and (names[-2] in _ENTRIES or not _LOCKS.isdisjoint(names[:-1])):
        return True
    return bool(names) and is_full_id(names[-1])


def _finish(made: FixedOutput, names: list[str], text: str) -> None:
    made.record = True
    decode(made, text, _algorithm(names[-1] if names else "hash", text), fake=False)
    made.platform = next((name for name in names if is_platform(name)), None)
    if made.platform is not None:
        stem = names[: names.index(made.platform)]
        made.group = ("record", made.path, ".".join(stem), names[-1] if names[-1] != made.platform else "")
    made.version = next((each for each in made.inputs if each.name == "version"), None)


def _find_lock(collector: Collector, made: FixedOutput, name: str) -> None:
    """Take the lock file beside a dependency hash for the one that decides it, where there is one."""
    row = by_attribute(name)
    folder = made.path.rpartition("/")[0]
    for lock in row.lock if row is not None else ():
        if collector.evaluator.kind(f"{folder}/{lock}" if folder else lock) == "file":
            made.local, made.lock = folder, lock
            return


def _algorithm(name: str, text: str) -> str | None:
    """Return the algorithm that a record's attribute implies, or that a bare digest has by its length."""
    for algorithm in ("sha256", "sha512", "sha1", "md5"):
        if algorithm in name.lower():
            return algorithm if not text.startswith("sha") or text.startswith(algorithm) else None
    if text.startswith(("sha", "md5")) or not text:
        return None
    return "sha512" if len(text) in (128, 103, 88) else "sha1" if len(text) == 40 else "sha256"


def _of_one_name(names: list[str], inputs: list[Input]) -> list[Input]:
    """Return the inputs that are named for the same thing as a hash, where there are any, else all of them.

    Beside `lumisTargets.hash` stand `lumisVersion`, which decides it, and the `version` of the package.
    """
    for name in reversed(names):
        words = compiled(r"[a-z0-9]+|[A-Z][a-z0-9]*|[^A-Za-z0-9]+").findall(name[:_LONGEST_NAME])
        for most in range(len(words), 0, -1):
            stem = "".join(words[:most])
            own = [each for each in inputs if each.name.startswith(stem) and len(each.name) > len(stem)]
            if len(stem) > 2 and any(_STRONG.fullmatch(each.name) for each in own):
                return own
    return inputs


def _assumed(collector: Collector, source: Source, nodes: list[Node]) -> dict[object, str]:
    """Return what holds where a hash is taken, by selector: that of `if new then "…" else "…"` in its binding."""
    at = max((number for number, node in enumerate(nodes) if node.type == "binding"), default=-1)
    if not any(node.type == "if_expression" for node in nodes[at + 1 :]):
        return {}
    stated = nodes[at].child_by_field_name("expression") if at >= 0 else None
    if stated is None:
        return {}
    scope = collector.lexical.scope(source, [*nodes[: at + 1], stated])
    value = collector.evaluator.thunk(source, stated, scope).force()
    for assume, _, literal in options(value, {}, None):
        origin = literal.origin if isinstance(literal, Str) else None
        if origin is not None and origin.span()[0] == nodes[-1].start_byte and origin.path == source.path:
            return assume
    return {}


def _around(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs that stand beside a hash: in its own set, else in the nearest around it that has any."""
    outward = 0
    strong = False
    inputs: list[Input] = []
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type not in ("attrset_expression", "rec_attrset_expression", "let_expression"):
            continue
        found = _beside(collector, source, nodes[: at + 1], assume)
        known = {each.name for each in inputs}
        inputs.extend(each for each in found if each.name not in known)
        strong = strong or any(_STRONG.fullmatch(each.name) for each in found)
        outward += 1
        if strong or outward >= MAX_OUTWARD:
            break
    return inputs


def version_around(collector: Collector, source: Source, nodes: list[Node]) -> Input | None:
    """Return the version that stands nearest around a place: in its own set, or in a set or `let` around it."""
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type in ("attrset_expression", "rec_attrset_expression", "let_expression"):
            for each in _beside(collector, source, nodes[: at + 1], {}):
                if each.name == "version":
                    return each
    return None


def _beside(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs that the bindings of the set ``nodes[-1]`` state."""
    if assume:
        return _stated(collector, source, nodes, assume)
    key = (source.path, nodes[-1].start_byte)
    known = collector.beside.get(key)
    if known is None:
        known = collector.beside[key] = _stated(collector, source, nodes, assume)
    return known


def _stated(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    names: dict[str, Thunk] = {}
    scope = None
    for child in nodes[-1].named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            attrpath, value = (
                binding.child_by_field_name("attrpath"),
                binding.child_by_field_name("expression"),
            )
            if attrpath is None or value is None or attrpath.named_child_count != 1:
                continue
            name = source.text(attrpath).strip('"')
            if role(name) is None:
                continue
            if scope is None:
                scope = collector.lexical.scope(source, [*nodes, child, binding, value])
            names[name] = collector.evaluator.thunk(source, value, scope)
    found = []
    for name, thunk in names.items():
        known = thunk.force()
        if isinstance(known, Attrs):
            continue
        canonical = collector.reader.forms(assume)
        form = canonical.of(known)
        found.append(
            Input(
                name,
                role(name) or "what",
                form,
                shown(known, form),
                not canonical.unknown,
                *place(known, thunk),
            )
        )
    return found


_MOST_KNOWN = 4096
_roles: dict[str, str | None] = {}
"""What was asked before: the same few names stand in every record."""


def role(name: str) -> str | None:
    """Return the role that a record's attribute has by its name, or None for one that decides nothing."""
    if name not in _roles:
        if len(_roles) >= _MOST_KNOWN:
            _roles.clear()
        _roles[name] = _role(name)
    return _roles[name]


def _role(name: str) -> str | None:
    if name in _NEVER or classify(name) is not None:
        return None
    if _WHERE.fullmatch(name):
        return "where"
    return "what" if _WHAT.fullmatch(name) else None


# -- data files ----------------------------------------------------------------------------------------


def of_data(path: str, content: bytes, consumed: set[tuple[object, ...]]) -> list[FixedOutput]:
    """Return the fixed outputs that a JSON or TOML file pins. Raises `data.Unreadable`."""
    if not has_hashes(content):
        return []
    tree = data.parse(path, content)
    if path.rpartition("/")[2] == "flake.lock":
        return list(_flake(path, content, tree))
    tool = is_tool_pin(path, tree)
    found: list[FixedOutput] = []
    for pointer, text, parents in _strings(tree, (), ()):
        names = [str(part) for part in pointer if isinstance(part, str)]
        if not names or not (classify(names[-1]) or is_platform(names[-1]) or text.startswith("sha256-")):
            continue
        kind = _kind(names)
        origin = DataOrigin(path, content, pointer)
        if kind is None or origin.key in consumed or not _is_hash(names, text) or not text:
            continue
        inputs = _keys(names) if is_entry(names) else [*_keys(names), *_data_around(path, parents)]
        made = FixedOutput(
            _tool_name(path) if tool else "record", "pin" if tool else kind, origin, text, normalised(inputs)
        )
        _finish(made, names, text)
        if _is_no_hash(made):
            continue
        made.tool = tool
        made.attribute = ".".join(
            names[:-1] if len(names) > 1 and names[-1] in ("hash", "sha256", "sha512") else names
        )
        made.package = (path, ".".join(names[:-1]))
        if tool:
            _name_pin(made, names, parents[-1])
        found.append(made)
        if len(found) > MAX_RECORDS:
            raise data.Unreadable(f"pins more than {MAX_RECORDS} hashes")
    return found


def _name_pin(made: FixedOutput, names: list[str], holder: Mapping[str, object]) -> None:
    """Set the store name and mode of a tool's pin, by its row of the catalogue; ``holder`` is its object."""
    row = by_name(made.producer)
    if row is None:
        return
    prefix = "src." if made.producer == "nvfetcher" else ""
    stated: dict[str, str | None] = {
        prefix + name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in holder.items()
        if isinstance(value, (str, int))
    }
    if len(names) > 1:
        stated["key"] = names[-2]
    made.store_name = storename.store_name(row, stated)
    made.mode = row.mode_of(stated)


def has_hashes(content: bytes) -> bool:
    """Tell by its bytes whether a data file can pin anything: most data files do not."""
    return compiled(rb'sha256|sha512|[hH]ash"|"sha1"|md5|: *"sha').search(content) is not None


def is_tool_pin(path: str, tree: object) -> bool:
    """Tell whether a tool wrote this file and fetched what it pins: npins, niv, nvfetcher."""
    if path.endswith(("npins/sources.json", "_sources/generated.json", "flake.lock", "devenv.lock")):
        return True
    if isinstance(tree, dict) and isinstance(tree.get("pins"), dict) and "version" in tree:
        return True
    return path.endswith("nix/sources.json")


def _tool_name(path: str) -> str:
    for part, name in (("npins/", "npins"), ("nix/sources.json", "niv"), ("generated.json", "nvfetcher")):
        if part in path:
            return name
    return "pin"


def _strings(
    tree: object, pointer: tuple[str | int, ...], parents: tuple[Mapping[str, object], ...]
) -> Iterator[tuple[tuple[str | int, ...], str, tuple[Mapping[str, object], ...]]]:
    """Yield (keys, text, the objects around it) of every string; how deep the data is, and how long, costs no stack."""
    stack = [iter([(tree, pointer, parents)])]
    while stack:
        node, keys, around = next(stack[-1], (None, pointer, parents))
        if node is None:
            stack.pop()
        elif isinstance(node, str):
            yield keys, node, around
        else:
            stack.append(_inside(node, keys, around))


def _inside(
    node: object, keys: tuple[str | int, ...], around: tuple[Mapping[str, object], ...]
) -> Iterator[tuple[object, tuple[str | int, ...], tuple[Mapping[str, object], ...]]]:
    """Yield the strings, objects and lists of an object or a list, as `_strings` wants them."""
    if isinstance(node, dict):
        for name, value in node.items():
            if isinstance(value, (dict, list, str)):
                yield value, (*keys, name), (*around, node)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            if isinstance(value, (dict, list, str)):
                yield value, (*keys, number), around


def _data_around(path: str, parents: tuple[Mapping[str, object], ...]) -> list[Input]:
    """Return the inputs beside a hash of a data file: in its own object, else in the nearest around it."""
    inputs: list[Input] = []
    for holder in reversed(parents[-MAX_OUTWARD:]):
        found = [
            Input(name, role(name) or "what", str(value), str(value), True, path)
            for name, value in holder.items()
            if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "" and role(name)
        ]
        nested = holder.get("repository")
        if isinstance(nested, dict):
            found.extend(
                Input(name, "where" if name == "owner" else "what", str(value), str(value), True, path)
                for name, value in nested.items()
                if name in ("owner", "repo", "url") and isinstance(value, str)
            )
        known = {each.name for each in inputs}
        inputs.extend(each for each in found if each.name not in known)
        if any(_STRONG.fullmatch(each.name) for each in found):
            break
    return inputs


def _flake(path: str, content: bytes, tree: object) -> Iterator[FixedOutput]:
    for name, node in flake.nodes(tree).items():
        locked = node.get("locked")
        text = locked.get("narHash") if isinstance(locked, dict) else None
        if not isinstance(locked, dict) or not isinstance(text, str):
            continue
        inputs = [
            Input(key, where, str(locked[key]), str(locked[key]), True, path)
            for key, where in (
                ("rev", "what"), ("url", "what"), ("repo", "what"), ("path", "what"), ("dir", "how"),
                ("submodules", "how"), ("owner", "where"), ("host", "where"), ("type", "where"),
            )
            if key in locked and key != "dir"
        ]  # fmt: skip
        origin = DataOrigin(path, content, ("nodes", name, "locked", "narHash"))
        made = FixedOutput("flake.lock", "pin", origin, text, normalised(inputs))
        made.tool = made.record = True
        decode(made, text, None, fake=False)
        made.attribute = f"nodes.{name}"
        made.package = (path, name)
        made.store_name = "source"
        yield made
