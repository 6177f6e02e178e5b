"""Records in Nix code: a hash beside a revision, a version or a url. The fetcher is in another place.

In real histories, two thirds of the hashes that move belong to records, in code or in data (pin_files.py): JSON and
TOML pins, sets of versions, generated files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.parse import call_parts
from authguard.nix.values import Attrs, Function, Origin, Str, Thunk
from authguard.outputs.hash_names import by_key, options, uses
from authguard.outputs.inputs import normalised, place, shown
from authguard.outputs.model import FixedOutput, Input, decode
from authguard.outputs.place import attribute, binding_names, package, path_and_name
from authguard.outputs.record_locks import complete, find_lock, name_lock
from authguard.outputs.record_names import (
    CLONE_OPTIONS,
    EDITED,
    STRONG,
    WEAK,
    artifacts,
    digest_like,
    finish,
    is_entry,
    is_expected_by_test,
    is_hash,
    is_input,
    is_item_of_file,
    is_no_hash,
    is_no_output,
    is_typed,
    is_version,
    keys,
    kind_of,
    name_of,
    named_files,
    of_one_name,
    role,
    states,
    stem_of_version,
    version_above,
    version_key,
    with_weak,
    without_other_urls,
)
from authguard.outputs.urls import versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.outputs.anchors import Anchor
    from authguard.outputs.collect import Collector

_MOST_SIBLINGS = 12
"""A longer list, or a call with more arguments, is not a record."""
_REFERENCE = r"^([a-z0-9+]+:[^\s?]+\?(?:[^\s&]+&)*?)narHash=([\w+/%-]+=?)(&\S*)?$"

_PREFIXED = r"\b(?:removePrefix|hasPrefix|splitString|stringLength)$"
"""The functions of nixpkgs that take the prefix of a text as their first argument."""

MAX_OUTWARD = 6
"""The inputs of a hash are searched in this many sets around it."""
LEAST_DIGEST = 26
"""The fewest characters of a digest: md5 in base 32."""

MAX_VERSION_OUTWARD = 64
"""The version of a hash is searched in this many sets around it. A search takes longer the deeper the set is."""


def of_literal(collector: Collector, source: Source, anchor: Anchor) -> Iterator[FixedOutput]:
    """Yield the record of a hash literal in a .nix file, if no call used the literal."""
    node = anchor.literal
    if node is None:
        return
    names = binding_names(source, anchor.nodes)
    is_other = is_no_output(names) or is_expected_by_test(source, anchor.nodes)
    if b"narHash=" in source.data[node.start_byte : node.end_byte]:
        yield from _of_reference(collector, source, anchor.nodes) if not is_other else ()
        return
    made = _record(collector, source, anchor.nodes, names, node) if not is_other else None
    if made is None or not any(each.role == "what" for each in made.inputs):
        for nodes, stated in uses(collector, source, anchor.nodes):
            used = _record(collector, source, nodes, stated, node)
            if used is not None and any(each.role == "what" for each in used.inputs):
                made = used
                break
    if made is not None:
        if not any(each.role == "what" for each in made.inputs):
            made.inputs = normalised([*made.inputs, *version_above(names)])
        yield made


def _is_of_option(source: Source, nodes: list[Node]) -> bool:
    """Tell whether the innermost call around a place declares an option: `mkOption { example = "…"; }`."""
    calls = [node for node in nodes if node.type == "apply_expression"]
    parts = call_parts(source, calls[-1]) if calls else None
    return parts is not None and source.text(parts[0]).rpartition(".")[2] == "mkOption"


def _record(
    collector: Collector, source: Source, nodes: list[Node], names: list[str], node: Node
) -> FixedOutput | None:
    """Return the record of the hash literal ``node`` at a place: that of the literal, or of its variable."""
    if is_no_output(names) or (names[-1:] == ["example"] and _is_of_option(source, nodes)):
        return None
    kind = kind_of(_names_in_item(source, nodes, names))
    value = collector.evaluator.eval(source, node, collector.evaluator.top_scope())
    text = value.literal if isinstance(value, Str) else None
    if kind is None or text is None or not is_hash(names, text) or _is_prefix(source, nodes, text):
        return None
    origin = Origin(source.path, source.data, node.start_byte, node.end_byte)
    inputs = keys(names)
    is_of_lock = is_entry(names) or _is_of_swift(source, names)
    if is_of_lock and not is_entry(names):
        inputs.append(Input("key", "what", names[-1], names[-1], True))
    if not is_of_lock:
        assume = _assumed(collector, source, nodes)
        if assume is None:
            return None
        inputs.extend(by_key(collector, source, nodes, _chosen(collector, source, nodes, names, assume)))
        if names[-1] == EDITED:
            inputs.extend(_edits(collector, source, nodes, assume))
    made = FixedOutput("record", kind, origin, text, normalised(without_other_urls(inputs, names[-1])))
    finish(made, names, text)
    if is_no_hash(made, names):
        return None
    complete(made, names)
    if is_of_lock:
        name_lock(collector, made, source, nodes)
    if kind == "dependency":
        find_lock(collector, made, names[-1])
    made.attribute = attribute(collector.evaluator, origin)
    made.package = (source.path, package(collector.evaluator, origin))
    return made


def _names_in_item(source: Source, nodes: list[Node], names: list[str]) -> list[str]:
    """Return the names of a hash below the innermost list: each item of `mvnDeps` is a source of its own."""
    at = max((at for at, node in enumerate(nodes) if node.type == "list_expression"), default=0)
    return (binding_names(source, nodes[at:]) if at else []) or names


def _edits(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> Iterator[Input]:
    """Yield the revision beside the hash of an edited cabal file."""
    sets = ("attrset_expression", "rec_attrset_expression", "let_expression")
    at = max((at for at, node in enumerate(nodes) if node.type in sets), default=-1)
    if at >= 0:
        yield from _stated(collector, source, nodes[: at + 1], assume, only="revision")


def _is_prefix(source: Source, nodes: list[Node], text: str) -> bool:
    """Tell whether a text is only the prefix of a digest that code adds or removes: `"sha256-" + digest`."""
    if re.fullmatch(r"(?:md5|sha\d+)[-:]", text) is None:
        return False
    if nodes[-2].type == "apply_expression":
        called = nodes[-2].child_by_field_name("function")
        return called is not None and re.search(_PREFIXED, source.text(called)) is not None
    if nodes[-2].type != "binary_expression":
        return False
    added = nodes[-2].child_by_field_name("right")
    written = (
        source.text(added).strip('"') if added is not None and added.type == "string_expression" else None
    )
    return written is None or "${" in written or len(written) >= LEAST_DIGEST


def _chosen(
    collector: Collector, source: Source, nodes: list[Node], names: list[str], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs that decide a hash, from the nearest place around it that has inputs.

    If the items of the list around it, or the arguments of the call, contain a version, only these items or arguments
    decide: `[ "https://a.example/x-1.4.bin" "sha256-…" ]`. If some are variables (`fetchTool "tool" version
    "sha256-…"`), the values are in a set around the hash.

    Args:
        collector: the collection of this tree.
        source: the file of the hash.
        nodes: the nodes from the root of the file to the hash.
        names: the names of the bindings around the hash.
        assume: the conditions under which the hash is used, by selector.
    """
    own = _of_same_path(collector, source, nodes, assume)
    if _has_strong(own):
        return _with_siblings(collector, source, nodes, names, own)
    key = version_key(names)
    if key is None or _own(collector, source, nodes, assume):
        return _with_siblings(collector, source, nodes, names, _around(collector, source, nodes, assume))
    stated = [Input("key", "what", key, key, True)] if key != names[-1] else []
    if is_version(key) or _is_of_package(collector, source, nodes, key):
        return stated
    around = _around(collector, source, nodes, assume)
    return [*stated, *_with_siblings(collector, source, nodes, names, around)]


def _is_of_package(collector: Collector, source: Source, nodes: list[Node], key: str) -> bool:
    """Tell whether a table with a key such as `tool-1.4.0` also has a key for the version around the table.

    If it has such a key, the table has the hashes of several versions of one package. Otherwise, the keys may be
    platforms, or parts of one version (`"macos-14.0.0"`), and the version around the table decides each hash.
    """
    version = version_around(collector, source, nodes)
    stem = stem_of_version(key)
    if stem is None or version is None or not isinstance(version.form, str):
        return False
    return stem + version.form.removeprefix("v") in _keys_beside(collector, source, nodes, key)


def _keys_beside(collector: Collector, source: Source, nodes: list[Node], key: str) -> frozenset[str]:
    """Return the names in the table that has ``key``."""
    at = next(
        (
            at
            for at, node in enumerate(nodes)
            if node.type == "binding" and key in binding_names(source, [node])
        ),
        0,
    )
    if at < 2:
        return frozenset()
    table = (source.path, nodes[at - 2].start_byte)
    if table not in collector.keys:
        collector.keys[table] = frozenset(
            name
            for child in nodes[at - 2].named_children
            for name in binding_names(source, child.named_children)
        )
    return collector.keys[table]


def _with_siblings(
    collector: Collector, source: Source, nodes: list[Node], names: list[str], around: list[Input]
) -> list[Input]:
    """Return the inputs that decide a hash: items beside it in a list or call, inputs ``around`` this list, or both."""
    siblings = _of_siblings(collector, source, nodes)
    if not siblings:
        return of_one_name(names, around)
    if not _has_strong(around):
        return siblings
    written = _of_siblings(collector, source, nodes, only_written=True)
    if len(written) == len(siblings) and any(versions(each.shown) for each in written):
        return siblings
    known = {each.name for each in around}
    return of_one_name(names, [*around, *(each for each in written if each.name not in known)])


def _has_strong(inputs: list[Input]) -> bool:
    """Tell whether any of the inputs is a version, a revision or a url by its name."""
    return any(re.fullmatch(STRONG, each.name) for each in inputs)


def _is_of_swift(source: Source, names: list[str]) -> bool:
    """Tell whether a hash is one of `hashes` that swiftpm2nix writes beside `workspaceStateFile`."""
    return names[-2:-1] == ["hashes"] and b"workspaceStateFile" in source.data


def _of_reference(collector: Collector, source: Source, nodes: list[Node]) -> Iterator[FixedOutput]:
    """Yield the fixed output of a flake reference that has its own hash: `github:o/r/v1?narHash=sha256-…`."""
    node = nodes[-1]
    value = collector.lexical.value(source, nodes)
    known = value.literal if isinstance(value, Str) else None
    reference = re.search(_REFERENCE, known if known is not None else source.text(node).strip("'\""))
    from urllib.parse import unquote

    if reference is None or not unquote(reference[2]).startswith("sha256-"):
        return
    url, written, rest = reference.groups()
    start = source.data.index(b"narHash=", node.start_byte) + len(b"narHash=")
    origin = Origin(source.path, source.data, start, start + len(written))
    address = Input(
        "url",
        "what",
        f"{url}{rest or ''}".rstrip("?&"),
        url.rstrip("?&"),
        known is not None,
        source.path,
        node.start_byte,
    )
    made = FixedOutput("fetchTree", "source", origin, unquote(written), normalised([address]))
    made.record = True
    decode(made, made.literal, None, fake=False)
    made.attribute = attribute(collector.evaluator, origin)
    made.package = (source.path, package(collector.evaluator, origin))
    yield made


_BRANCHES = ("if_expression", "parenthesized_expression")


def _assumed(collector: Collector, source: Source, nodes: list[Node]) -> dict[object, str] | None:
    """Return the conditions under which a hash is used, by selector: `if new then "…" else "…"` has one.

    None if no condition leads to the hash: `if version == "1.4" then "…" else "…"` may have hashes of other versions.
    """
    at = max((number for number, node in enumerate(nodes) if node.type == "binding"), default=-1)
    if not any(node.type == "if_expression" for node in nodes[at + 1 :]):
        return {}
    stated = nodes[at].child_by_field_name("expression") if at >= 0 else None
    if stated is None:
        return {}
    scope = collector.lexical.scope(source, [*nodes[: at + 1], stated])
    value = collector.evaluator.thunk(source, stated, scope).force()
    taken = False
    for assume, _, literal in options(value, {}, None):
        origin = literal.origin if isinstance(literal, Str) else None
        if origin is not None and origin.span()[0] == nodes[-1].start_byte and origin.path == source.path:
            return assume
        taken = taken or (isinstance(literal, Str) and is_hash(["hash"], literal.literal or ""))
    return None if taken and all(node.type in _BRANCHES for node in nodes[at + 1 : -1]) else {}


def _own(collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]) -> bool:
    """Tell whether the set that has a hash has a version, a revision or a url too.

    A name with several parts (`release."1.4".sha256`) defines sets that have no other attributes.
    """
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type == "binding":
            attrpath = nodes[at].child_by_field_name("attrpath")
            if attrpath is not None and attrpath.named_child_count > 1:
                return False
        if nodes[at].type in ("attrset_expression", "rec_attrset_expression"):
            found = _beside(collector, source, nodes[: at + 1], assume)
            return _has_strong(found)
    return False


def _of_siblings(
    collector: Collector, source: Source, nodes: list[Node], only_written: bool = False
) -> list[Input]:
    """Return the versions, commits and urls in the same list as a hash, or among the arguments of the same call.

    `[ "1.4" "sha256-…" ]`, `fetchTool "tool" "1.4" "sha256-…"`: no name shows that the hash belongs to them, so they
    are not fully known. A list with several hashes has no such inputs. ``only_written``: without variables.
    """
    items = _items_around(source, nodes)
    if not 1 < len(items) <= _MOST_SIBLINGS:
        return []
    scope = collector.lexical.scope(source, nodes)
    found: dict[str, Input] = {}
    for item in items:
        thunk = collector.evaluator.thunk(source, item, scope)
        value = thunk.force() if item != nodes[-1] else None
        text = value.literal if isinstance(value, Str) else None
        if value is None or text is None:
            continue
        if is_typed(text) or digest_like(text):
            return []
        if is_input("", text) and not (only_written and _has_variable(item)):
            name = name_of(text)
            found.setdefault(name, Input(name, "what", text, text, False, *place(value, thunk)))
    return list(found.values())


def _has_variable(node: Node) -> bool:
    """Tell whether an expression is anything but a text without variables."""
    if node.type == "uri_expression":
        return False
    return node.type != "string_expression" or any(
        child.type == "interpolation" for child in node.named_children
    )


def _items_around(source: Source, nodes: list[Node]) -> list[Node]:
    """Return the items of the list, or the arguments of the call, that contains the last of ``nodes``."""
    at = len(nodes) - 2
    if nodes[at].type == "list_expression":
        return [node for node in nodes[at].named_children if node.type != "comment"]
    while at > 0 and call_parts(source, nodes[at - 1]) is not None:
        at -= 1
    found: list[Node] = []
    parts = call_parts(source, nodes[at])
    while parts is not None:
        found.append(parts[1])
        parts = call_parts(source, parts[0])
    return found


def _around(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs beside a hash: in its own set, otherwise in the nearest set around it that has inputs."""
    outward = 0
    strong = False
    inputs: list[Input] = []
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type not in ("attrset_expression", "rec_attrset_expression", "let_expression"):
            continue
        found = _beside(collector, source, nodes[: at + 1], assume)
        if not _has_strong(found):
            found = [*found, *_of_same_path(collector, source, nodes[: at + 3], assume)]
        known = {each.name for each in inputs}
        inputs.extend(each for each in found if each.name not in known)
        if not outward:
            inputs.extend(artifacts(_stated(collector, source, nodes[: at + 1], assume, only="path")))
        strong = strong or _has_strong(found)
        if not strong and not outward:
            files = named_files(_stated(collector, source, nodes[: at + 1], assume, only="name"))
            inputs.extend(files)
            strong = bool(files)
        outward += 1
        if strong or outward >= MAX_OUTWARD or (outward == 1 and is_item_of_file(nodes[: at + 1])):
            break
    found = with_weak(inputs, _weak(collector, source, nodes, assume))
    return (
        [*found, *_by_form(collector, source, nodes)] if all(each.name in WEAK for each in found) else found
    )


def _weak(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> Iterator[Input]:
    """Yield the date, the branch and the channel in the set of a hash, if the set has only texts."""
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type in ("attrset_expression", "rec_attrset_expression"):
            values = (found[-1] for found in _bindings(collector, source, nodes[at]).values())
            if all(value.type == "string_expression" for value in values):
                for name in sorted(WEAK):
                    yield from _stated(collector, source, nodes[: at + 1], assume, only=name)
            return


def _by_form(collector: Collector, source: Source, nodes: list[Node]) -> list[Input]:
    """Return the versions, commits and urls with meaningless names in the set around a hash.

    No name shows that the hash belongs to them, so they are not fully known.
    """
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type in ("attrset_expression", "rec_attrset_expression"):
            key = (source.path, nodes[at].start_byte)
            found = collector.by_form.get(key)
            if found is None:
                stated = _stated(collector, source, nodes[: at + 1], {}, all_names=True)
                found = [
                    each for each in stated if isinstance(each.form, str) and is_input(each.name, each.form)
                ]
                for each in found:
                    each.known = False
                collector.by_form[key] = found
            return found
    return []


def version_around(
    collector: Collector, source: Source, nodes: list[Node], most: int = MAX_VERSION_OUTWARD
) -> Input | None:
    """Return the nearest version around a place: in its own set, or in one of ``most`` sets or `let` around it."""
    outward = 0
    for at in range(len(nodes) - 2, -1, -1):
        if nodes[at].type in ("attrset_expression", "rec_attrset_expression", "let_expression"):
            for each in _beside(collector, source, nodes[: at + 1], {}):
                if each.name == "version":
                    return each
            outward += 1
            if outward >= most:
                break
    return None


def _beside(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs that are bindings of the set ``nodes[-1]``."""
    if assume:
        return _stated(collector, source, nodes, assume)
    key = (source.path, nodes[-1].start_byte)
    known = collector.beside.get(key)
    if known is None:
        known = collector.beside[key] = _stated(collector, source, nodes, assume)
    return known


def _of_same_path(
    collector: Collector, source: Source, nodes: list[Node], assume: dict[object, str]
) -> list[Input]:
    """Return the inputs that share the path of a hash: `release."1.4".rev` for `release."1.4".sha256`.

    The inputs with the longest common path decide: `tool.version` for `tool.source.sha256`.
    """
    at = max((number for number, node in enumerate(nodes) if node.type == "binding"), default=-1)
    path = nodes[at].child_by_field_name("attrpath") if at > 1 else None
    if path is None or path.named_child_count < 2:
        return []
    kept = _by_path(collector, source, nodes[at - 2])
    before = path_and_name(source, nodes[at])[0]
    found: list[Input] = []
    while before:
        names = {}
        for name, inner in kept.get(before, ()):
            scope = collector.lexical.scope(source, [*nodes[: at - 1], *inner])
            names[name] = collector.evaluator.thunk(source, inner[-1], scope)
        known = {each.name for each in found}
        found += [each for each in _inputs_of(collector, names, assume) if each.name not in known]
        if _has_strong(found):
            break
        before = before.rpartition(".")[0]
    return found


def _by_path(collector: Collector, source: Source, holder: Node) -> dict[str, list[tuple[str, list[Node]]]]:
    """Return the inputs of a set with dotted names: the last name and the nodes of each, by the names before."""
    key = (source.path, holder.start_byte)
    kept = collector.by_path.get(key)
    if kept is None:
        kept = collector.by_path[key] = {}
        for child in holder.named_children:
            for binding in child.named_children if child.type == "binding_set" else ():
                before, last = path_and_name(source, binding)
                value = binding.child_by_field_name("expression")
                if before and value is not None and role(last) is not None:
                    kept.setdefault(before, []).append((last, [child, binding, value]))
    return kept


def _stated(
    collector: Collector,
    source: Source,
    nodes: list[Node],
    assume: dict[object, str],
    only: str | None = None,
    all_names: bool = False,
) -> list[Input]:
    """Return the bindings of the set ``nodes[-1]`` that are inputs by their names, or only the binding ``only``.

    ``all_names``: every binding that is written as a string.
    """
    stated = _bindings(collector, source, nodes[-1])
    names: dict[str, Thunk] = {}
    scope = None
    for name, found in stated.items():
        if all_names:
            wanted = found[-1].type == "string_expression"
        else:
            wanted = (
                name == only
                if only is not None
                else states(name, stated) or _is_switch(source, name, found[-1])
            )
        if not wanted:
            continue
        if scope is None:
            scope = collector.lexical.scope(source, [*nodes, *found])
        names[name] = collector.evaluator.thunk(source, found[-1], scope)
    return _inputs_of(collector, names, assume)


def _bindings(collector: Collector, source: Source, node: Node) -> dict[str, tuple[Node, Node, Node]]:
    """Return the bindings of a set with one name each: (their list, the binding, its value) by name."""
    key = (source.path, node.start_byte)
    stated = collector.bindings.get(key)
    if stated is not None:
        return stated
    stated = collector.bindings[key] = {}
    for child in node.named_children:
        for binding in child.named_children if child.type == "binding_set" else ():
            attrpath, value = map(binding.child_by_field_name, ("attrpath", "expression"))
            if attrpath is None or value is None:
                continue
            parts = [source.text(part) for part in attrpath.named_children]
            if len([part for part in parts if not part.startswith("__")]) == 1:  # `rev.__assign` of infuse
                stated[parts[0].strip('"')] = child, binding, value
    return stated


def _is_switch(source: Source, name: str, value: Node) -> bool:
    """Tell whether an attribute switches an option of a clone on or off."""
    return name in CLONE_OPTIONS and source.text(value) in ("true", "false")


def _inputs_of(collector: Collector, names: dict[str, Thunk], assume: dict[object, str]) -> list[Input]:
    """Return attributes as inputs, without sets and functions."""
    found = []
    for name, thunk in names.items():
        known = thunk.force()
        if isinstance(known, (Attrs, Function)):
            continue
        canonical = collector.reader.forms(assume)
        form = canonical.of(known)
        found.append(
            Input(
                name,
                "how" if name in CLONE_OPTIONS else role(name) or "what",
                form,
                shown(known, form),
                not canonical.unknown,
                *place(known, thunk),
            )
        )
    return found
