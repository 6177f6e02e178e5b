"""Facts about one fixed output or one file that need no comparison, and the location that an output is fetched from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.lexical import chain
from authguard.nix.parse import MAX_BYTES, first_error, is_encrypted
from authguard.outputs import urls
from authguard.outputs.overridden import is_replaced
from authguard.outputs.record_names import VERSION_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.nix.values import Origin
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree import OutputTree
    from authguard.producers.record import Producer

PLACEHOLDER = "placeholder"
EMPTY = "empty"
MALFORMED = "malformed"

_FETCHED = frozenset({"url", "urls", "rev", "tag", "ref"})
_ANY_HASH = r"(?i)hash|sha|md5|sri|checksum|digest|integrity"
_VERSIONS = frozenset({"version", "ver", "release", "date", "rev", "tag"})
_NAMING = ("let_expression", "rec_attrset_expression")
_HASH_NAME = r"\b\w*(?:[hH]ash|[sS]ha256)\w*\b"


def unfinished(each: FixedOutput, source: Callable[[str], Source | None]) -> str | None:
    """Return PLACEHOLDER, EMPTY or MALFORMED for a hash that Nix would reject; None for any other hash.

    The default of a formal (`hash ? lib.fakeHash`) and a branch of `if hash != "" then …` are accepted: Nix uses them
    only if no hash is passed. So is a placeholder for dependencies that an override replaces.
    """
    if (not each.placeholder and each.problem is None) or _is_default(each.origin, source):
        return None
    if each.problem is not None:
        is_other = (
            _is_commit_id(each)
            or _is_variable(each)
            or _is_other_text(each, source)
            or _is_last_resort(each, source)
        )
        return None if is_other else MALFORMED
    if _is_replaced(each, source):
        return None
    start, end = each.origin.span()
    return EMPTY if each.origin.data[start:end] in (b'""', b"''''") else PLACEHOLDER


def _is_replaced(each: FixedOutput, source: Callable[[str], Source | None]) -> bool:
    origin = each.origin
    parsed = source(origin.path) if origin.path.endswith(".nix") and not each.is_source else None
    names = each.row.names if each.row is not None else ()
    return parsed is not None and is_replaced(parsed, chain(parsed, *origin.span()), names)


def _is_default(origin: Origin, source: Callable[[str], Source | None]) -> bool:
    parsed = source(origin.path) if origin.path.endswith(".nix") else None
    if parsed is None:
        return False
    nodes = chain(parsed, *origin.span())
    if any(node.type == "formal" for node in nodes[-3:]):
        return True
    if any(node.type == "if_expression" and _tests_for_hash(parsed, node) for node in nodes):
        return True
    start, end = origin.span()
    name = origin.data[start:end]
    return any(_has_default(parsed, node, name) for node in nodes if node.type == "function_expression")


def _is_commit_id(each: FixedOutput) -> bool:
    """Tell whether a text is an abbreviated commit id, `gitHash = "0bebc85"`, and no call of a fetcher has it."""
    is_of_fetcher = not each.record and each.row is not None and bool(each.row.names)
    name = each.attribute.rpartition(".")[2]
    is_named = re.search(r"(?:(?:\A|[_-])git|Git)[_-]?[hH]ash\Z", name) is not None
    return not is_of_fetcher and is_named and re.fullmatch(r"[0-9a-f]{7,12}", each.literal) is not None


def _is_last_resort(each: FixedOutput, source: Callable[[str], Source | None]) -> bool:
    """Tell whether a text is one word behind an `or`: `gitHash = self.rev or "unknown"` is a commit id.

    A fetcher would get the word as its hash.
    """
    origin = each.origin
    is_of_fetcher = not each.record and each.row is not None and bool(each.row.names)
    parsed = source(origin.path) if origin.path.endswith(".nix") and not is_of_fetcher else None
    start, end = origin.span()
    if parsed is None or not origin.data[start:end].strip(b'"').isalpha():
        return False
    nodes = chain(parsed, start, end)
    return any(
        node.type == "select_expression"
        and (default := node.child_by_field_name("default")) is not None
        and (default.start_byte, default.end_byte) == (start, end)
        for node in nodes
    )


_NEAR = 100
"""The text before and after a name, in bytes, that shows how the name is used."""


def _is_variable(each: FixedOutput) -> bool:
    """Tell whether a program replaces a text before Nix reads it (`@hash@`), or it is a version beside hashes in data.

    Code that gets a hash by a computed name (`getAttr variant metadata`) may get any text of the object.
    """
    name = each.attribute.rpartition(".")[2]
    is_data = not each.record and not each.path.endswith(".nix")
    is_version = is_data and each.literal[:1].isdigit() and name.lower() in _VERSIONS
    return is_version or re.fullmatch(r"@[A-Za-z_][\w-]{0,99}@", each.literal) is not None


def _is_other_text(each: FixedOutput, source: Callable[[str], Source | None]) -> bool:
    """Tell whether a text is named like a hash, but is only used in other texts and attributes with other names.

    For example, a test expects the text, `let hash = "70cc…"; in { expr = f x; expected = hash; }`, or the text is a
    part of a url, `rec { pathHash = "a1d3"; src = fetchurl { url = "https://example.org/${pathHash}/a"; …`.

    A text that a call may pass to another file is a hash.
    """
    origin = each.origin
    parsed = source(origin.path) if origin.path.endswith(".nix") else None
    nodes = chain(parsed, *origin.span()) if parsed is not None else []
    bindings = [at for at, node in enumerate(nodes) if node.type == "binding"]
    if parsed is None or not bindings or nodes[bindings[-1] - 2].type not in _NAMING:
        return False
    if not each.record and nodes[bindings[-1] - 3].type == "apply_expression":
        return False  # the called function may read it
    name = nodes[bindings[-1]].child_by_field_name("attrpath")
    if name is None or nodes[bindings[-1] + 1 :][0].type != "string_expression":
        return False
    text = _without_comments(parsed, nodes[bindings[-1] - 2])
    uses, named, parts = _uses_of(parsed.data[name.start_byte : name.end_byte], text)
    row = row_of(each)
    if not each.record and (named or (row is not None and parsed.text(name) in row.hashes)):
        return False
    return 0 < uses == len(named) + parts and not any(re.search(_ANY_HASH, other) for other in named)


def _uses_of(name: bytes, text: bytes) -> tuple[int, list[str], int]:
    """Return how often a text has a name beside its binding, the attributes with it, and its uses in other texts.

    A use behind the prefix of a hash (`"sha256-${digest}"`) is none of these texts.
    """
    uses, parts = -1, 0
    named: list[str] = []
    for match in re.finditer(rb"(?<![\w'-])" + re.escape(name) + rb"(?![\w'-])", text):
        uses += 1
        before, after = (
            text[max(0, match.start() - _NEAR) : match.start()],
            text[match.end() : match.end() + _NEAR],
        )
        given = re.search(rb"([\w'-]+)\s*=\s*\Z", before)
        if given is not None and re.match(rb"\s*;", after):
            named.append(given[1].decode("utf-8", "replace"))
        elif re.match(rb"\s*\}", after) and re.search(rb"(?<!sha1[-:])(?<!sha\d{3}[-:])\$\{\s*\Z", before):
            parts += 1
    return uses, named, parts


def _without_comments(source: Source, node: Node) -> bytes:
    """Return the text of a node with a space in place of each comment."""
    parts: list[bytes] = []
    start = node.start_byte
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.type == "comment":
            parts += [source.data[start : each.start_byte], b" "]
            start = each.end_byte
        elif (
            b"#" in source.data[each.start_byte : each.end_byte]
            or b"/*" in source.data[each.start_byte : each.end_byte]
        ):
            waiting.extend(reversed(each.children))
    return b"".join([*parts, source.data[start : node.end_byte]])


def _tests_for_hash(source: Source, node: Node) -> bool:
    """Tell whether a condition tests whether there is a hash: ``if hash != "" then … else …``."""
    condition = node.child_by_field_name("condition")
    return condition is not None and re.search(_HASH_NAME, source.text(condition)) is not None


def _has_default(source: Source, function: Node, name: bytes) -> bool:
    """Tell whether a function has a formal ``name`` with a default."""
    formals = function.child_by_field_name("formals")
    for formal in formals.named_children if formals is not None else ():
        called = formal.child_by_field_name("name") if formal.type == "formal" else None
        if called is not None and source.data[called.start_byte : called.end_byte] == name:
            return formal.child_by_field_name("default") is not None
    return False


def is_fetched_elsewhere(each: FixedOutput, source: Source | None) -> bool:
    """Tell whether the call in ``source`` fetches a hash of another Nix file, and its url or revision is unknown.

    The function of the call gets the version that is written beside the hash, so this version may decide. It does not
    decide if the known part of the url has a version or a commit.
    """
    if source is None or source.path == each.path or not each.path.endswith(".nix"):
        return False
    stated = [one for one in each.inputs if one.name in _FETCHED]
    is_open = bool(stated) and not any(one.known or urls.versions(one.shown) for one in stated)
    return is_open and each.is_source and each.input("version") is None


def moving_revision(each: FixedOutput) -> str | None:
    """Return the branch that a source with a fixed hash names; "" if it names no revision and fetches HEAD."""
    if not each.is_source or each.tool or each.digest is None:
        return None
    revision = each.input("rev")
    if revision is None:
        row = row_of(each)
        return "" if row is not None and row.newest and not each.record else None
    return revision.form if isinstance(revision.form, str) and urls.is_branch(revision.form) else None


def syntax_error(tree: OutputTree, path: str) -> tuple[int, str] | None:
    """Return (offset in bytes, reason) of the first syntax error of a .nix file; None if Nix would parse the file."""
    data = tree.snapshot.read(path)
    if data is None or len(data) > MAX_BYTES or is_encrypted(data):
        return None
    source = tree.evaluator.source(path)
    found = first_error(source) if source is not None else None
    tree.evaluator.release(path)
    return found


def is_concrete(each: FixedOutput) -> bool:
    """Tell whether a fixed output is a fully known source in hand-written Nix. No other source may have its digest."""
    return (
        each.kind in ("source", "patch")
        and not each.record
        and not each.tool
        and each.digest is not None
        and each.resolved
        and each.path.endswith(".nix")
        and "generated" not in each.path
    )


_URLS = ("url", "host", "owner")
"""Inputs that keep the full urls that they were read from."""


def locations_of(each: FixedOutput) -> list[str]:
    """Return the known parts of host and path of a source, without scheme and user: several for a list of urls."""
    if not each.is_source or each.record:
        return []
    for name in _URLS:
        stated = each.input(name)
        if stated is not None and "://" in stated.shown:
            urls = [word for word in stated.urls or stated.shown.split() if "://" in word]
            return [url.partition("://")[2].rpartition("@")[2] for url in urls]
    row = row_of(each)
    if row is None:
        return []
    url, complete = row.address(lambda name: input_text(each, row, name))
    scheme, _, found = url.partition("://")
    if scheme == "docker":
        return [_registry(found)] if complete else []
    found = found.removesuffix(".git").rstrip("/") if complete else found.rpartition("/")[0]
    return [found] if found else []


def row_of(each: FixedOutput) -> Producer | None:
    """Return the record of a producer; None for an unknown function, and for data that another file fetches."""
    from authguard.producers import by_name

    return each.row if each.row is not None and each.row.names else by_name(each.producer)


def input_text(each: FixedOutput, row: Producer, name: str) -> str | None:
    """Return the text of an input or of its default: "" without both, None if the text is not known."""
    aliases = [alias for alias, canonical, _ in row.aliases if canonical == name]
    for stated in map(each.input, (name, *aliases)):
        if stated is not None:
            return stated.form if isinstance(stated.form, str) and stated.known else None
    default = row.defaults.get(name)
    return default if isinstance(default, str) else ""


def _registry(image: str) -> str:
    """Return host and path of an image. If it has no host, it is from Docker Hub."""
    host = image.partition("/")[0]
    return image if "." in host or ":" in host or host == "localhost" else f"docker.io/{image}"


def may_pin_twice(outputs: Sequence[FixedOutput]) -> bool:
    """Tell whether a folder has a dependency hash and a source with a full commit id, which may be pinned twice."""
    pinned = {
        each.path.rpartition("/")[0]
        for each in outputs
        if each.is_source and any(urls.is_full_id(one.form) for one in each.inputs)
    }
    return any(
        not each.is_source and each.local is None and each.path.rpartition("/")[0] in pinned
        for each in outputs
    )


def keeps_git(each: FixedOutput) -> bool:
    """Tell whether a clone keeps its `.git`. Its content differs between clones, so the hash moves without an input.

    Source: the manual of nixpkgs on `leaveDotGit`.
    """
    return any(one.name in ("leaveDotGit", "deepClone") for one in each.inputs)


def lacks_content(made: FixedOutput) -> bool:
    """Tell whether no input decides the content of a source, apart from the name of its repository."""
    return all(each.role != "what" or each.name == "repo" for each in made.inputs)


def lacks_version(made: FixedOutput, label: str) -> bool:
    """Tell whether a version chooses the hash from a table, `{ "1.4" = "…"; }.${v}`, and no known input has it."""
    if re.fullmatch(VERSION_KEY, label) is None:
        return False
    return not any(each.role == "what" and (each.known or label in repr(each.form)) for each in made.inputs)


def has_lock_or_key(each: FixedOutput) -> bool:
    """Tell whether a hash is of dependencies in Nix code, or of one package of a lock, by its key."""
    is_keyed = each.record and each.input("key") is not None
    return (
        not each.tool
        and each.path.endswith(".nix")
        and (is_keyed or (each.kind == "dependency" and not each.record))
    )
