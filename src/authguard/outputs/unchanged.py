"""The unchanged entries of large files, which are not collected again.

A generated file may have thousands of independent entries in one set, object or list. If the text of an entry and
everything around the entries is the same in the base and in the target, its fixed outputs are the same too, unless the
entry names an argument and a caller changed. An unchanged entry is only collected if a changed part has the same
digest, since that digest may be copied.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from authguard import digest as digests
from authguard.nix import data
from authguard.nix.local_source import read_path
from authguard.nix.parse import MAX_BYTES, call_parts
from authguard.nix.references import ARGUMENT, CALL, OPTION, module_arguments, references
from authguard.outputs.anchors import may_hold
from authguard.outputs.hash_names import classify
from authguard.outputs.large_files import (
    OF_NIXPKGS,
    OWN,
    changed_entries,
    has_own_inputs,
    independent,
    is_used_around,
    naming,
    passed_names,
)
from authguard.outputs.record_names import role
from authguard.outputs.tool_files import LEAST, changed_entries_of_tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from typing import TypeAlias

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.outputs.tree import OutputTree

    Spans = list[tuple[int, int]]
    Pointer: TypeAlias = tuple[str | int, ...]
    Changed: TypeAlias = dict[Pointer, set[str | int]]
    """The changed entries of large objects and lists, by the pointer of the object or list."""

LARGE = 1 << 16
"""A smaller file (in bytes) is collected completely."""

MANY = 32
"""This many entries in one place are independent. Fewer entries may be the platforms of one release."""

_MODULE_NAMES = {name.decode() for name in OF_NIXPKGS}
_DEEPEST = 12
_HOLDERS = frozenset({"binding_set", "list_expression"})
_ITSELF = (b"final", b"self", b"super")
"""Names through which an entry may refer to other entries."""
_HASHY = (b"ash", b"sha", b"SHA", b"md5")
"""Each entry with a hash contains one of these texts. An entry without a hash costs nothing."""
_ALONE = frozenset({"attrset_expression", "list_expression"})
_PATH = rb"((?:\bimport|[cC]allPackages?)\s++\(*+\s*+)?(?<![\w.])(\.{1,2}/[\w./+-]*)"
"""A path, perhaps behind a function that imports it."""
_EACH = r"(?:\w+\.)*(?:map(?:Attrs'?|AttrsToList|AttrsRecursive)?|attrValues|listToAttrs|recurseIntoAttrs|filterAttrs)"
"""Functions that treat each entry of a set or list by itself."""


class OtherFiles(NamedTuple):
    """What other files may do to a file, by its path.

    is_alone        tells whether no other file with hashes may take a value from it.
    is_affected     tells whether it changed or refers to a file that did.
    is_called_anew  tells whether a caller may pass it other values.
    rebound         returns the names of nixpkgs that have another value in a caller or a changed file.
    """

    is_alone: Callable[[str], bool] = lambda _: True
    is_affected: Callable[[str], bool] = lambda _: False
    is_called_anew: Callable[[str], bool] = lambda _: False
    rebound: Callable[[str], set[bytes]] = lambda _: set()


def skip_unchanged(
    target: OutputTree,
    base: OutputTree,
    paths: Iterable[str],
    changed: set[str],
    others: OtherFiles,
    needed: frozenset[str] = frozenset(),
) -> None:
    """Let the collectors of both trees skip the entries of ``paths`` that are the same, by the bytes, in both trees.

    ``changed`` has all changed files. In the files of ``needed``, all entries are collected.
    """
    paths = list(paths)
    if not any(len(target.snapshot.read(path) or b"") > LARGE for path in paths):
        return
    divided: list[tuple[str, bytes, bytes]] = []
    wanted, touched = set[str](), changed.union(*map(_directories, changed))
    of_nix = partial(_of_nix, target, base, touched=touched, others=others)
    for path in paths:
        if (after := target.snapshot.read(path)) is None:
            continue
        may_skip = len(after) > LARGE and path not in needed and (path in changed or path.endswith(".nix"))
        before = base.snapshot.read(path) if may_skip else None
        parts = [after]
        is_beyond = path.endswith(".nix") and max(len(before or b""), len(after)) > MAX_BYTES
        if before is not None and (_is_of_tool(path, before, after) or (is_beyond and path in changed)):
            divided.append((path, before, after))
            continue
        if is_beyond:
            before = None
        if before is not None and (before != after or path not in changed):
            if path.endswith(".nix") and not (may_hold(before) or may_hold(after)):
                parts = []  # a list of packages
            elif path.endswith(".nix"):
                parts = of_nix(path)
            elif len(before) < data.MAX_BYTES > len(after):
                parts = _of_data(target, base, path, before, after)
        wanted.update(digest.key() for part in parts for _, _, digest in digests.find(part))
    for _, before, after in divided:
        wanted.update(_digests_of_changed_lines(before, after))
    for path, before, after in divided:
        reduced = _reduced(path, before, after, wanted, touched, others)
        if reduced is not None:
            base.evaluator.reduced[path], target.evaluator.reduced[path] = reduced
        elif max(len(before), len(after)) <= MAX_BYTES:
            wanted.update(digest.key() for part in of_nix(path) for _, _, digest in digests.find(part))
    target.collector.wanted = base.collector.wanted = frozenset(wanted)


def _reduced(
    path: str, before: bytes, after: bytes, wanted: set[str], touched: set[str], others: OtherFiles
) -> tuple[bytes, bytes] | None:
    """Return both versions of a large file without unchanged entries; None if that could hide a change."""
    if not others.is_alone(path):
        return None  # another file may take a value from any entry
    if _is_of_tool(path, before, after) and not others.rebound(path):
        is_moved = partial(_names_a_moved_file, path, is_affected=others.is_affected)
        reduced = changed_entries_of_tool(before, after, wanted, is_moved=is_moved)
        if reduced is not None:
            return reduced
    if max(len(before), len(after)) <= MAX_BYTES:
        return None
    passed, may_move = partial(_passed, path, others), partial(_decides, path, touched=touched)
    return changed_entries(before, after, wanted, may_move, passed=passed)


def _is_of_tool(path: str, before: bytes, after: bytes) -> bool:
    """Tell whether a tool generated both versions of a large Nix file, and no argument is in its fetches."""
    is_large = path.endswith(".nix") and max(len(before), len(after)) > LEAST
    return is_large and has_own_inputs(before) and has_own_inputs(after)


def _digests_of_changed_lines(before: bytes, after: bytes) -> set[str]:
    """Return the keys of the digests in the lines of ``after`` that ``before`` does not have."""
    new = set(after.split(b"\n")).difference(before.split(b"\n"))
    return {digest.key() for line in new for _, _, digest in digests.find(line)}


def _names_a_moved_file(path: str, code: bytes, is_affected: Callable[[str], bool]) -> bool:
    """Tell whether code has the path of a file that the change affects.

    A directory around the file is its source, unless it is imported.
    """
    for match in re.finditer(_PATH, code):
        target = read_path(path, match[2])
        if target is None:
            continue
        target = target.rstrip("/")
        is_around = not target or path.startswith(f"{target}/")
        names = [f"{target}/default.nix".lstrip("/")] if match[1] or not is_around else []
        if any(map(is_affected, [*names, target])):
            return True
    return False


def _directories(path: str) -> list[str]:
    """Return the directories that contain a path."""
    parts = path.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def _decides(path: str, text: bytes, touched: set[str]) -> bool:
    """Tell whether a text around entries may change them, other than by the arguments of the file."""
    if module_arguments(text) - _MODULE_NAMES:
        return True
    return any(_is_moved(name, touched) for name in references(path, text) if not name.startswith(ARGUMENT))


def _passed(path: str, others: OtherFiles, around: bytes) -> set[bytes]:
    """Return the names around the entries if their values may differ from the base.

    Any file may pass the arguments of a module.
    """
    is_open = b"..." in around or others.is_called_anew(path)
    return passed_names(around, others.rebound(path)) if is_open else set()


def _of_nix(
    target: OutputTree,
    base: OutputTree,
    path: str,
    *,
    touched: set[str],
    others: OtherFiles,
) -> list[bytes]:
    """Skip the unchanged entries of a .nix file. Returns the remaining text of the target."""
    after, before = target.evaluator.source(path), base.evaluator.source(path)
    target.evaluator.release(path)  # large trees are not kept until the files are collected
    base.evaluator.release(path)
    if after is None or before is None or len(after.data) > MAX_BYTES:
        return [after.data] if after is not None else []
    new, old = _entries(after), _entries(before)
    if new is None or old is None or _around(after, new) != _around(before, old):
        return [after.data]
    around = _around(after, new)
    if any(word in around[0] for word in _ITSELF) or any(_decides(path, text, touched) for text in around):
        return [after.data]
    names = _passed(path, others, b"\n".join(around))
    if b"with" in names or is_used_around(b"\n".join(around), names):
        return [after.data]
    then, now = {_text(before, node) for node in old}, {_text(after, node) for node in new}
    users = naming(then & now, names)
    if not (_is_plain_table(after, new) and _is_plain_table(before, old)):
        users |= {text for text in then & now if re.search(OWN, text) is None}
    texts = {
        text
        for text in independent(then & now - users, then ^ now | users)
        if any(mark in text for mark in _HASHY) and not _may_move(path, text, touched)
    }
    kept = [node for node in new if _text(after, node) not in texts]
    for output_tree, source, nodes in ((target, after, new), (base, before, old)):
        output_tree.collector.skipped[path] = [
            (node.start_byte, node.end_byte) for node in nodes if _text(source, node) in texts
        ]
    return [*around, *(_text(after, node) for node in kept)]


def _may_move(path: str, text: bytes, touched: set[str]) -> bool:
    """Tell whether a text refers to a changed file or its directory, or to a file that may define values for it.

    An option that it sets is a value for other files.
    """
    return any(
        _is_moved(name, touched) for name in references(path, text) if not name.startswith(CALL + OPTION)
    )


def _is_moved(name: str, touched: set[str]) -> bool:
    _, colon, file = name.rpartition(":")
    if colon or name.endswith((".nix", ".json", ".toml", ".lock")) or "." not in name.rpartition("/")[2]:
        return True
    return file in touched


def _entries(source: Source) -> list[Node] | None:
    """Return the entries of the largest set or list of a file; None if it has few entries."""
    node = source.expression
    for _ in range(_DEEPEST):
        if node is None or source.root.has_error:
            return None
        if node.type in _HOLDERS and node.named_child_count >= MANY:
            holder = node.parent if node.type == "binding_set" else node
            is_alone = holder is not None and holder.type in _ALONE and not _is_argument(source, holder)
            return node.named_children if is_alone else None
        node = max(node.named_children, key=lambda child: child.end_byte - child.start_byte, default=None)
    return None


def _is_argument(source: Source, node: Node) -> bool:
    """Tell whether a set is the argument of a function that may combine its entries, such as a builder.

    A list is not: the function gets its items in other arguments or in one attribute, which is around them.
    """
    outer = node.parent
    while outer is not None and outer.type == "parenthesized_expression":
        node, outer = outer, outer.parent
    parts = call_parts(source, outer) if outer is not None else None
    if parts is None or parts[1] != node or node.type == "list_expression":
        return False
    function = call_parts(source, parts[0])  # `mapAttrs f` in `mapAttrs f { … }`
    return re.fullmatch(_EACH, source.text(function[0] if function is not None else parts[0])) is None


def _is_plain_table(source: Source, entries: list[Node]) -> bool:
    """Tell whether no entry has a name, such as `version`, that may describe the other entries."""
    for node in entries:
        path = node.child_by_field_name("attrpath")
        name = source.text(path).strip('"') if path is not None else ""
        if node.type != "binding" or role(name) is not None or classify(name) is not None:
            return False
    return True


def _around(source: Source, entries: list[Node]) -> list[bytes]:
    return [source.data[: entries[0].start_byte], source.data[entries[-1].end_byte :]]


def _text(source: Source, node: Node) -> bytes:
    return source.data[node.start_byte : node.end_byte]


def _of_data(target: OutputTree, base: OutputTree, path: str, before: bytes, after: bytes) -> list[bytes]:
    """Skip the unchanged entries of a data file. Returns the remaining strings of the target."""
    try:
        old, new = data.parse(path, before), data.parse(path, after)
    except data.Unreadable:
        return [after]
    changed_old: Changed = {}
    changed_new: Changed = {}
    _compare(old, new, (), (), changed_old, changed_new)
    base.collector.changed[path] = changed_old
    target.collector.changed[path] = changed_new
    left = (f'"{text}"' for text in _strings(new, (), changed_new))
    return ["\n".join(left).encode("utf-8", "surrogatepass")]


def _compare(
    old: object, new: object, at_old: Pointer, at_new: Pointer, in_old: Changed, in_new: Changed
) -> None:
    """Store the changed entries of objects and lists with many entries, by the pointer of the object or list."""
    if isinstance(old, dict) and isinstance(new, dict):
        if _plain(old) != _plain(new):
            return
        if len(new) >= MANY:
            in_old[at_old] = _changed(old, new)
            in_new[at_new] = _changed(new, old)
        elif len(at_new) < _DEEPEST:
            for name in old.keys() & new.keys():
                if old[name] != new[name]:
                    _compare(old[name], new[name], (*at_old, name), (*at_new, name), in_old, in_new)
    elif isinstance(old, list) and isinstance(new, list) and len(new) >= MANY:
        kept = _items(old) & _items(new)
        for items, at, found in ((old, at_old, in_old), (new, at_new, in_new)):
            left = kept.copy()
            changed = found[at] = set()
            for number, text in enumerate(map(_item, items)):
                if left[text] > 0:
                    left[text] -= 1
                else:
                    changed.add(number)


def _changed(holder: dict[str, object], other: dict[str, object]) -> set[str | int]:
    """Return the names of the entries that are not texts, objects or lists of equal content in the other object."""
    return {
        name
        for name, value in holder.items()
        if not isinstance(value, (dict, list, str)) or name not in other or other[name] != value
    }


def _plain(holder: dict[str, object]) -> dict[str, object]:
    """Return the values of an object that describe its entries: plain values and the repository; none in a table."""
    if len(holder) >= MANY and all(_is_of_table(name, value) for name, value in holder.items()):
        return {}
    return {
        name: value
        for name, value in holder.items()
        if name == "repository" or not isinstance(value, (dict, list))
    }


def _is_of_table(name: str, value: object) -> bool:
    """Tell whether an entry is a text with a name that says nothing about other entries, as `version` would."""
    return isinstance(value, str) and role(name) is None and classify(name) is None


def only_holding(tree: OutputTree, paths: Iterable[str], keys: AbstractSet[str]) -> None:
    """Tell a collector to skip the entries of large data files without any of these digests."""
    for path in paths:
        content = tree.snapshot.read(path) if not path.endswith(".nix") else None
        if content is None or not LARGE < len(content) < data.MAX_BYTES:
            continue
        try:
            parsed = data.parse(path, content)
        except data.Unreadable:
            continue
        tree.collector.changed[path] = dict(_many(parsed, ()))
        tree.collector.searched[path] = frozenset(keys)


def _many(node: object, at: Pointer) -> Iterator[tuple[Pointer, set[str | int]]]:
    """Yield the pointers of objects and lists with many entries, each with its entries that have no entries."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    entries: list[tuple[str | int, object]] = list(pairs)
    inner = [pair for pair in entries if isinstance(pair[1], (dict, list))]
    if len(inner) >= MANY:
        yield at, {name for name, value in entries if not isinstance(value, (dict, list))}
    elif len(at) < _DEEPEST:
        for name, value in inner:
            yield from _many(value, (*at, name))


def _item(item: object) -> str:
    """Return a text for an item of a list, so that equal items have equal texts."""
    import json

    return json.dumps(item, sort_keys=True, default=str)


def _items(items: list[object]) -> Counter[str]:
    return Counter(map(_item, items))


def pruned(tree: object, changed: Changed, wanted: frozenset[str]) -> object:
    """Return a data file's tree without its unchanged entries, except those with a wanted digest."""
    parts = digests.certain_parts(wanted)
    copied: dict[Pointer, Any] = {(): _copy(tree)}
    for holder, kept in changed.items():
        inner = _copied(copied, holder)
        for key in list(inner) if isinstance(inner, dict) else range(len(inner)):
            if key not in kept and (not parts or not _holds(inner[key], parts)):
                inner[key] = None
    return copied[()]


def _copied(copied: dict[Pointer, Any], at: Pointer) -> Any:  # noqa: ANN401 - JSON
    """Return the copy of an object or a list. All objects and lists around the original are copied too."""
    if at not in copied:
        outer = _copied(copied, at[:-1])
        outer[at[-1]] = copied[at] = _copy(outer[at[-1]])
    return copied[at]


def _copy(node: object) -> object:
    return dict(node) if isinstance(node, dict) else list(node) if isinstance(node, list) else node


def _holds(node: object, parts: frozenset[str]) -> bool:
    """Tell whether an entry contains one of these digests, with or without the name of the algorithm."""
    waiting = [node]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            if len(inner) >= digests.SHORTEST:
                text = inner.rpartition("-")[2].rpartition(":")[2]
                if text[digests.CERTAIN] in parts:
                    return True
        elif isinstance(inner, dict):
            waiting.extend(inner.values())
        elif isinstance(inner, list):
            waiting.extend(inner)
    return False


def spans_without(data: bytes, skipped: Spans, wanted: frozenset[str]) -> Spans:
    """Return those of ``skipped`` that contain no wanted digest."""
    places = [start for start, _ in digests.find_known(data, wanted)]
    return [(start, end) for start, end in skipped if bisect_left(places, start) == bisect_left(places, end)]


def _strings(tree: object, pointer: Pointer, changed: Changed) -> Iterator[str]:
    """Yield the strings of a tree that are not in an unchanged entry."""
    waiting = [(tree, pointer)]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        kept = changed.get(at)
        waiting.extend((value, (*at, name)) for name, value in pairs if kept is None or name in kept)
