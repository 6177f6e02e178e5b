"""The attribute names for the hash of a fixed output, of a source or of dependencies, and their values.

A value has one hash for each option of the conditions and tables that choose it. A variable may have the hash.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard import locks
from authguard.nix.canonical import SYSTEM
from authguard.nix.lexical import LOOKED_PER_BYTE, MAX_LOOKED, chain
from authguard.nix.parse import call_parts
from authguard.nix.values import Choice, Respelled, Str, Sym, Value, choice, string
from authguard.outputs.model import Input
from authguard.outputs.place import binding_names, is_platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from authguard.nix.parse import Source
    from authguard.outputs.collect import Collector
    from authguard.outputs.model import FixedOutput

_WORDS = re.compile(r"[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*|\d+")
_HASHES = frozenset(("hash", "sha256", "sha512", "sha1", "md5", "sri", "checksum", "shasum", "integrity"))
_OF_CHAINS = frozenset(("block", "genesis", "merkle", "parent", "state", "transaction", "tx"))
_OTHER_THINGS = frozenset(("config", "index", "manifest", "meta", "metadata", "schema"))
_DEPENDENCIES = locks.WORDS | {"dependencies", "dependency", "deps", "modules", "offline", "vendor"}
_OF_MANY_TOOLS = frozenset(("bundle", "mix", "mod", "npm"))
_NO_HASH = frozenset(
    (
        "allowed",
        "auth",
        "cert",
        "certificate",
        "commit",
        "fingerprint",
        "guid",
        "hashed",
        "host",
        "key",
        "keys",
        "login",
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "peer",
        "pin",
        "psk",
        "pubkey",
        "rev",
        "revision",
        "salt",
        "secret",
        "secrets",
        "token",
        "tokens",
        "tree",
        "user",
        "users",
        "uuid",
    )
)
_MACHINE = (
    "aarch",
    "amd",
    "arm",
    "bit",
    "darwin",
    "i386",
    "i686",
    "linux",
    "mac",
    "musl",
    "ppc",
    "riscv",
    "x",
)


_MOST_KNOWN = 1 << 16
_known: dict[str, str | None] = {}
"""The results for earlier names, since all files use the same few names."""


def classify(attribute: str) -> str | None:
    """Return the kind of the hash in an attribute, judged by its name: "source", "dependency", or None for no hash.

    The argument is a bare name or a path, quoted or not; only the last component of a path is used (`src.hash`).
    `vendorHash`, `npm_deps_sha256` and `goModSum` are hashes of dependencies; `hash`, `debSha256` and `sha256_aarch64`
    are hashes of a source. Attributes for keys, tokens, passwords, fingerprints, commit ids and blocks of a chain have
    no hash; nor has `hashMode`.
    """
    if attribute not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[attribute] = _classify(attribute)
    return _known[attribute]


def is_of_dependencies(attribute: str) -> bool:
    """Tell by the name of an attribute (`unstablePnpmDeps`) whether a hash in the attribute belongs to dependencies."""
    words = _words(attribute)
    return words[-1:] in (["deps"], ["dependencies"]) and not _DEPENDENCIES.isdisjoint(words)


def _classify(attribute: str) -> str | None:
    words = _words(attribute)
    if not words or not _NO_HASH.isdisjoint(words):
        return None
    if words[-1] == "hash" and not _OF_CHAINS.isdisjoint(words):
        return None
    if words[-2:] == ["mod", "sum"]:
        return "dependency"
    if words[-1] == "sum" and words[-2:-1] and words[-2] in _HASHES:
        words = words[:-1]  # sha256sum
    if words[-1] not in _HASHES and not (words[0] in _HASHES and all(map(_is_machine, words[1:]))):
        return None
    return "source" if _DEPENDENCIES.isdisjoint(words) else "dependency"


def kinds_of_locks(attribute: str) -> frozenset[str]:
    """Return the kinds of locks by the tool in the name of a hash: pnpm for `pnpmDepsHash`; none for `depsHash`.

    A word that other tools have too (`npmHash` of deno, `bundleHash` of a frontend) names none.
    """
    words = {word for word in _words(attribute) if word not in _OF_MANY_TOOLS}
    return frozenset(kind.name for kind in locks.KINDS.values() if not words.isdisjoint(kind.words))


def is_plain(attribute: str) -> bool:
    """Tell whether a name only means a hash: `hash`, `sha256`."""
    words = _words(attribute)
    return len(words) == 1 and words[0] in _HASHES


def is_of_other_thing(attribute: str) -> bool:
    """Tell whether the name of a hash has a word for something else than a source: `metadataHash`."""
    return classify(attribute) is not None and not _OTHER_THINGS.isdisjoint(_words(attribute))


def names_machine(attribute: str) -> bool:
    """Tell whether a name has a word of a platform: `armHash`, `x64Hash`, `sha256_linux`."""
    return any(map(_is_machine, [word for word in _words(attribute) if word not in _HASHES]))


def _words(attribute: str) -> list[str]:
    """The words of an attribute's last component in lower case: npmDepsHash → npm, deps, hash."""
    last = attribute.strip("\"'").rpartition(".")[2].strip("\"'")
    return [word.lower() for word in _WORDS.findall(last)]


def _is_machine(word: str) -> bool:
    """Whether a word is part of a platform's name: aarch64, linux, x86, 64."""
    return word.isdigit() or word.startswith(_MACHINE)


_PREFIX = r"(?:md5|sha1|sha256|sha512)[-:]"
_BARE_DIGEST = r"[0-9A-Za-z+/]{26,128}={0,2}"
_BESIDE_HASHES = (
    r"(?:\w*[_-])?(?:version|url|tag|release|date|p?name|homepage)"
    r"|\w+(?:Version|Url|URL|Tag|Release|Date|Name)"
)
"""The name of an entry beside the hashes of a table that is no hash. `curl` is the name of a program."""


def options(
    value: Value, assume: dict[object, str], label: str | None
) -> Iterator[tuple[dict[object, str], str | None, Str | Sym]]:
    """Yield (assumptions, platform, literal) for each possible value of a hash.

    Some versions of Nix ignore the text after a hash. So that text may be unknown.
    """
    if isinstance(value, Str) and value.literal is None:
        match = re.match(digests.SRI, value.parts[0]) if isinstance(value.parts[0], str) else None
        value = Str((match[0],), value.origin, value.blobs) if match is not None else value
    if (isinstance(value, Str) and value.literal is not None) or (
        isinstance(value, Sym) and value.key[0] == "fake"
    ):
        yield assume, label, value
    elif isinstance(value, Str):
        chosen = [part for part in value.parts if isinstance(part, Choice)]
        if len(chosen) == 1:
            joined = choice(
                chosen[0].selector,
                {key: _with_option(value, chosen[0], option) for key, option in chosen[0].options.items()},
            )
            yield from options(joined, assume, label)
    elif isinstance(value, Choice):
        by_key = not (isinstance(value.selector, tuple) and value.selector[:1] == ("if",))
        for key, option in value.options.items():
            if assume.get(value.selector, key) != key:
                continue  # a condition around the call excludes it
            if by_key and _is_beside_hashes(key, option):
                continue
            yield from options(option, {**assume, value.selector: key}, key if by_key else label)


def _is_beside_hashes(key: str, option: Value) -> bool:
    """Tell whether an entry that a computed name could choose is no hash: `{"version": "1.4", "x86_64-linux": "…"}`."""
    literal = option.literal if isinstance(option, Str) else None
    if literal is None or re.fullmatch(_BESIDE_HASHES, key) is None:
        return False
    return "://" in literal or re.search(_BARE_DIGEST, literal) is None


def selectors_of(value: Value) -> frozenset[int]:
    """Return the hashes of the selectors of the choices in the value of a hash."""
    parts = value.parts if isinstance(value, Str) else (value,)
    return frozenset().union(*(part.selectors for part in parts if isinstance(part, Choice)))


def decided(assume: dict[object, str], asked: set[int]) -> frozenset[tuple[object, str]]:
    """Return the conditions with selectors in ``asked``, and the conditions that `_decides_more` finds."""
    return frozenset(each for each in assume.items() if hash(each[0]) in asked or _decides_more(each[0]))


def _decides_more(selector: object) -> bool:
    """Tell whether a condition sets a name or a platform: then it also decides choices with other selectors."""
    if not isinstance(selector, tuple) or len(selector) != 2 or selector[0] != "if":
        return True
    return isinstance(selector[1], tuple) and SYSTEM in selector[1]


def _with_option(value: Str, chosen: Choice, option: Value) -> Str:
    """Return a text with one option in place of a choice. If it only adds a digest to a prefix, it has its place."""
    before = value.parts[0] if len(value.parts) == 2 and value.parts[1] is chosen else None
    is_digest = isinstance(option, Str) and re.fullmatch(_BARE_DIGEST, option.literal or "") is not None
    if isinstance(before, str) and re.fullmatch(_PREFIX, before) and isinstance(option, Str) and is_digest:
        return Respelled(before + (option.literal or ""), option)
    return string([option if part is chosen else part for part in value.parts])


MAX_BYTES = 1 << 17
"""A larger file is not searched: each of its hashes would take a search."""
MAX_USES = 16
"""At most this many places of a name are read."""

_ALGORITHM = r"(?:md5|sha\d+)[-:]"
_NAME = r"[A-Za-z_][\w'-]*"
_INSIDE_TABLE = frozenset(
    {"attrset_expression", "rec_attrset_expression", "binding_set", "binding", "parenthesized_expression"}
)
"""The nodes between a table and a hash in one of its entries."""
_VALUES = frozenset({"variable_expression", "select_expression", "string_expression"})
_PARTS = _VALUES | {"identifier", "attrpath", "interpolation"}


def uses(collector: Collector, source: Source, nodes: list[Node]) -> Iterator[tuple[list[Node], list[str]]]:
    """Yield (the nodes around a use of a hash literal, the names of the bindings there) for each use by a name.

    The last of ``nodes`` is the literal. A use is the value of an attribute, an argument of a call, or an `inherit`.
    """
    if len(nodes) < 2 or nodes[-2].type != "binding" or len(source.data) > MAX_BYTES:
        return
    name = binding_names(source, nodes[-2:-1])[-1]
    if re.fullmatch(_NAME, name) is None:
        return
    word = re.escape(name.encode("utf-8", "surrogateescape"))
    pattern = word + rb"(?<![\w'-]" + word + rb")(?=\s*+[;})]|\s++[\w\s'-]*+;)"
    most = MAX_LOOKED + LOOKED_PER_BYTE * len(source.data)
    for match in islice(re.finditer(pattern, source.data), MAX_USES):
        if 2 * source.looked > most:
            return  # the rest of the searches are for the calls of the file
        inner = chain(source, *match.span())
        if any(node.type == "inherit" for node in inner[-3:]):
            thunk = collector.lexical.scope(source, inner).lexical(name)
            if thunk is not None and _is_of(thunk.force(), source, nodes[-1]):
                yield inner, [*binding_names(source, inner), name]
            continue
        while inner and inner[-1].type in _PARTS:
            last = inner.pop()
            if last.type in _VALUES and (inner[-1].type == "binding" or call_parts(source, inner[-1])):
                found = [*inner, last]
                if _is_of(collector.lexical.value(source, found), source, nodes[-1]):
                    yield found, binding_names(source, found)


def by_key(collector: Collector, source: Source, nodes: list[Node], inputs: list[Input]) -> list[Input]:
    """Return the inputs that decide a hash: the key, if the hash is of another revision than ``inputs``.

    `{ "100" = "…"; "120" = "…"; }.${rev}` and `getAttr rev { … }` choose an entry by the revision. The revision in
    ``inputs`` decides only the entry that has this revision as its key.
    """
    found = _chosen_key(collector, source, nodes)
    if found is None or found[0] == found[1] or all(each.form != found[1] for each in inputs):
        return inputs
    return [Input("key", "what", found[0], found[0], True)]


def _chosen_key(collector: Collector, source: Source, nodes: list[Node]) -> tuple[str, str] | None:
    """Return (key of a hash, key of the chosen entry) of the table around the hash; None without such a table.

    The expression that chooses contains the table, and the key that it chooses is a known text.
    """
    at = len(nodes) - 2
    while at > 0 and nodes[at].type in _INSIDE_TABLE:
        at -= 1
    if nodes[at].type == "select_expression":
        table, path = map(nodes[at].child_by_field_name, ("expression", "attrpath"))
        parts = path.named_children if path is not None else []
        key = parts[0].child_by_field_name("expression") if len(parts) == 1 else None
    else:
        inner = call_parts(source, nodes[at])
        outer = call_parts(source, inner[0]) if inner is not None else None
        if inner is None or outer is None or not source.text(outer[0]).endswith("getAttr"):
            return None
        table, key = inner[1], outer[1]
    names = binding_names(source, nodes[at + 1 :])
    if key is None or table != nodes[at + 1] or not names:
        return None
    value = collector.lexical.value(source, [*nodes[: at + 1], key])
    return (names[0], value.literal) if isinstance(value, Str) and value.literal is not None else None


def _is_of(value: Value, source: Source, literal: Node) -> bool:
    """Tell whether a value is the text of a literal, or that text after the name of an algorithm."""
    if not isinstance(value, Str):
        return False
    if value.origin is not None:
        return value.origin.path == source.path and value.origin.span() == (
            literal.start_byte,
            literal.end_byte,
        )
    written = source.text(literal).strip('"')
    return (
        value.literal is not None and re.fullmatch(_ALGORITHM + re.escape(written), value.literal) is not None
    )


def table_around(each: FixedOutput) -> tuple[object, ...] | None:
    """Return the table of a data file in which a hash is, by its keys; None for no table.

    The keys of a table have any names, and no platforms.
    """
    *above, name = each.origin.pointer or (0,)
    if not above or not isinstance(name, str) or classify(name) is not None or is_platform(name):
        return None
    return (each.path, *above)
