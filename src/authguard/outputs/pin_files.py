"""Data files: the hashes that JSON and TOML pin beside a revision, a version or a url."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING
from urllib.parse import unquote

from authguard import digest as digests
from authguard.nix import data
from authguard.nix.data import DataOrigin
from authguard.nix.parse import is_encrypted
from authguard.outputs import flake, urls
from authguard.outputs.anchors import has_hashes
from authguard.outputs.hash_names import classify
from authguard.outputs.inputs import UNORDERED, normalised
from authguard.outputs.model import REVISION_IN_URL, FixedOutput, Input, decode
from authguard.outputs.place import is_platform, joined
from authguard.outputs.record_locks import complete
from authguard.outputs.record_names import (
    CLONE_OPTIONS,
    STRONG,
    WEAK,
    digest_like,
    finish,
    is_entry,
    is_hash,
    is_input,
    is_no_hash,
    is_of_table,
    is_version,
    keys,
    kind_of,
    of_no_other,
    of_one_name,
    role,
    states,
    states_version,
    version_above,
    version_key,
    with_weak,
    without_other_urls,
)
from authguard.producers import by_name
from authguard.producers import store_name as storename
from authguard.producers.pins import pin_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from authguard.outputs.unchanged import Changed

    Seen: TypeAlias = dict[int, list[Input]]
    """The inputs that objects of one tree state, by the id() of the object."""

MAX_OUTWARD = 6
_MOST_NAMES = 64
"""An object with more names is a table, not the record of one package."""
_SPEC = r"(?:@[\w.-]+/)?[A-Za-z][\w.-]*@\d+\.\d[\w.+-]*"
"""A package and its version in one text, as npm writes it."""
_BY_URL = frozenset({"niv", "npins", "lon"})
"""The tools that fetch the url of a pin."""
_IN_QUERY = r"[?&](?:sha|ref)=([^&#]+)"
_IN_PATH = r"/archive/([^?#]+?)(?:\.tar\.\w+|\.tgz|\.zip)?(?:[?#]|\Z)"
"""The revision in the url of an archive that a forge makes."""
_SPEC_NAME = r"spec|\w+Spec|purl|locator"
_STORE_PATH = r"/nix/store/[0-9a-df-np-sv-z]{32}-"
"""A store path is no input: Nix computes it from the hash, or from a derivation."""
_PREFETCH = "nix-prefetch-git"
_OF_SOURCE = r"(?:src|source)(?![a-z])"
_KINDS = frozenset({"hashType", "hash_type", "hashKind", "hashName"})
MAX_RECORDS = 12_000
"""A data file with more pins is not judged. The largest known file has 10,000 pins: the recipes of MELPA."""


_DIGEST_OF_FILE = r"sha256:[0-9a-f]{64}"
_MOST_FILES = 1000
"""A release has at most 1,000 files, says GitHub."""

_OF_ANSWER = frozenset({"id", "node_id", "browser_download_url", "size"})
"""What GitHub's API states of each file of a release."""

_ANNOTATION = r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+/\w*[cC]hecksum"
"""The name of a note of another program in its own data, after a domain: `grafana.app/sourceChecksum`."""
_OF_ITEMS = "mavenix.lock"
"""A lock of items. A version outside of the items is that of the project."""


def of_data(
    path: str,
    content: bytes,
    consumed: set[tuple[object, ...]],
    changed: Changed | None = None,
    wanted: frozenset[str] = frozenset(),
) -> list[FixedOutput]:
    """Return the fixed outputs that a JSON or TOML file pins. Raises `data.Unreadable`.

    The entries of large objects and lists that are not in ``changed`` are skipped, except those with a digest in
    ``wanted``.
    """
    if not has_hashes(content) or is_encrypted(content):
        return []
    tree = data.parse(path, content)
    if path.rpartition("/")[2] == "flake.lock":
        return list(_flake(path, content, tree))
    tool = is_tool_pin(path, tree)
    if changed:
        from authguard.outputs.unchanged import pruned

        tree = pruned(tree, changed, wanted)
    found: list[FixedOutput] = []
    seen: Seen = {}
    for pointer, text, parents in _strings(tree, (), ()):
        names = [str(part) for part in pointer if isinstance(part, str)]
        is_hash_name = bool(names and text) and _may_be_hash(names, text)
        if not is_hash_name and names[-1:] != ["digest"]:
            continue
        origin = DataOrigin(path, content, pointer)
        if origin.key in consumed:
            continue
        made = _file_of_release(origin, text, parents)
        if made is None and is_hash_name:
            # Tools copy `vendorHash`, but do not compute it.
            is_fetched = tool and kind_of(names) != "dependency"
            made = _pinned(origin, names, text, parents, is_fetched, seen)
        if made is not None:
            found.append(made)
        if len(found) > MAX_RECORDS:
            raise data.Unreadable(f"pins more than {MAX_RECORDS} hashes", is_limit=True)
    return found


def is_table_of_hashes(path: str, content: bytes, table: tuple[object, ...]) -> bool:
    """Tell whether the table of a data file, by its path and keys, has only hashes. Raises `data.Unreadable`."""
    if table[0] != path:
        return False
    found: object = data.parse(path, content)
    for key in table[1:]:
        found = found.get(key) if isinstance(found, dict) else None
    return isinstance(found, dict) and all(
        isinstance(each, str) and next(digests.find(each.encode()), None) is not None
        for each in found.values()
    )


def _may_be_hash(names: list[str], text: str) -> bool:
    """Tell by its names and its form whether a text is the hash of a fixed output."""
    is_named = classify(names[-1]) or is_platform(names[-1]) or (digest_like(text) and is_of_table(names))
    if not is_named and not text.startswith("sha256-"):
        return False
    if re.fullmatch(_ANNOTATION, names[-1]) is not None and not text.startswith("sha256-"):
        return False
    return kind_of(names) is not None and is_hash(names, text)


def _file_of_release(
    origin: DataOrigin, text: str, parents: tuple[Mapping[str, object], ...]
) -> FixedOutput | None:
    """Return the file of a release that a program copied from GitHub's API; None for another text.

    https://docs.github.com/en/rest/releases/releases has a `tag_name` and, in `assets`, the `digest` of each file. A
    complete answer has the id of each file, too: GitHub computed its digests, so they are right.
    """
    *_, holder, key, last = (None, None, *origin.pointer)
    if last != "digest" or holder != "assets" or re.fullmatch(_DIGEST_OF_FILE, text) is None:
        return None
    if any(isinstance(part, int) for part in origin.pointer[:-3]):
        return None  # one of several releases
    asset = parents[-1]
    release = next((each for each in reversed(parents[:-1]) if "assets" in each), {})
    assets = release.get("assets")
    if not isinstance(assets, (dict, list)) or len(assets) > _MOST_FILES:
        return None
    tag, name = release.get("tag_name"), asset.get("name", key)
    if not (isinstance(tag, str) and isinstance(name, str)) or not _OF_ANSWER.isdisjoint(asset):
        return None
    revision = Input("rev", "what", tag, tag, True)
    revision.written = "tag_name"
    inputs = [revision, Input("file", "what", name, name, True)]
    made = FixedOutput("record", "source", origin, text, normalised(inputs))
    finish(made, ["assets", name, "digest"], text)
    made.attribute = joined(["assets", name])
    made.package = (origin.path, "assets")
    return made


def _pinned(
    origin: DataOrigin,
    names: list[str],
    text: str,
    parents: tuple[Mapping[str, object], ...],
    tool: bool,
    seen: Seen,
) -> FixedOutput | None:
    """Return the fixed output of one hash of a data file; None if the hash does not belong to a fixed output.

    Args:
        origin: where the hash is.
        names: the keys that lead to it.
        text: the hash as it is written.
        parents: the objects around the hash, the outermost first.
        tool: whether a tool wrote the file and computed the hash.
        seen: the inputs of the objects that were read before.
    """
    path = origin.path
    inputs = keys(names)
    if not is_entry(names):
        around = _data_around(path, parents, seen)
        inputs.extend(around if tool else _of_names(names, around, parents))
        inputs.extend(_key_of_table(path, names, parents, seen) if not tool else ())
    inputs.extend(_url_of_same_key(path, names, parents))
    prefetched = parents[-1].keys() >= data.PREFETCHED
    by_tool = tool or prefetched or (len(parents) == 1 and data.is_thunk(path, parents[-1]))
    producer = _tool_name(path) if tool else _PREFETCH if prefetched else "record"
    if prefetched and not tool:
        inputs = list(_of_row(path, _PREFETCH, parents[-1]))
    elif tool:
        inputs.extend(_options(path, producer, parents[-1]))
        inputs = _fetched_by_url(inputs, parents[-1]) if producer == "niv" else inputs
    elif parents[-1].keys() >= data.PLANNED:
        inputs = [*_of_plan(path, parents[-1]), *(each for each in inputs if each.name != "id")]
    else:
        inputs = without_other_urls(inputs, names[-1] if names else "")
        if kind_of(names) == "source":
            inputs.extend(_clone_options(path, parents[-1]))
    if not by_tool and not any(each.role == "what" for each in inputs):
        inputs.extend(version_above(names))
    kind = _stated_kind(parents[-1]) or kind_of(_names_in_item(origin, names)) or "source"
    made = FixedOutput(producer, "pin" if by_tool else kind, origin, text, normalised(inputs))
    finish(made, names, text)
    if is_no_hash(made, names):
        return None
    made.tool = by_tool
    made.inputs += _revision_in_url(made, inputs)
    _name(made, names, parents[-1])
    return made


def _name(made: FixedOutput, names: list[str], holder: Mapping[str, object]) -> None:
    """Set the attribute, the package and the store name of the hash below ``names``, in the object ``holder``."""
    if not made.tool:
        complete(made, names, holder)
    is_hash = len(names) > 1 and names[-1] in ("hash", "sha256", "sha512")
    made.attribute = joined(names[:-1] if is_hash else names)
    made.package = (made.path, joined(names[:-1]))
    if made.tool:
        _name_pin(made, names, holder)


def _of_plan(path: str, package: Mapping[str, object]) -> Iterator[Input]:
    """Yield what decides the hashes of a package in a plan of cabal. Its `id` also depends on other packages."""
    source = package.get("pkg-src")
    source = source if isinstance(source, dict) else {}
    repository = source.get("source-repo")
    repository = repository if isinstance(repository, dict) else {}
    stated = {
        "pname": package["pkg-name"],
        "version": package["pkg-version"],
        "url": source.get("uri") or repository.get("location"),
        "rev": repository.get("tag"),
    }
    for name, value in stated.items():
        if isinstance(value, str) and value:
            yield Input(name, "what", value, value, True, path)


def _key_of_table(
    path: str, names: list[str], parents: tuple[Mapping[str, object], ...], seen: Seen
) -> Iterator[Input]:
    """Yield the key of a table around a hash, if the key is a version and no object below it has inputs of the hash.

    A text with the form of a version under any name (`"rust": "1.90"`), or a date, is not enough.
    """
    key = version_key(names)
    if key is not None and key != names[-1] and is_version(key):
        inside = len(names) - 1 - max(at for at, name in enumerate(names) if name == key)
        around = _data_around(path, parents[-inside:], seen)
        if not any(each.known and each.name not in WEAK for each in around):
            yield Input("key", "what", key, key, True, path)


def _url_of_same_key(
    path: str, names: list[str], parents: tuple[Mapping[str, object], ...]
) -> Iterator[Input]:
    """Yield the url under the same key as a platform's hash: `urls.x86_64-linux` for `hashes.x86_64-linux`."""
    if len(parents) < 2 or not is_platform(names[-1]):
        return
    for name, value in parents[-2].items():
        url = value.get(names[-1]) if isinstance(value, dict) and "url" in name.lower() else None
        if isinstance(url, str):
            yield Input("url", "what", url, url, True, path)


def _names_in_item(origin: DataOrigin, names: list[str]) -> list[str]:
    """Return the names of a hash below the innermost list: each item of `mvn-deps` is a source of its own."""
    at = max((at for at, part in enumerate(origin.pointer) if not isinstance(part, str)), default=-1)
    return [part for part in origin.pointer[at + 1 :] if isinstance(part, str)] or names


def _stated_kind(holder: Mapping[str, object]) -> str | None:
    """Return "dependency" if a text beside a hash is the name of its attribute: `"hashType": "npmDepsHash"`."""
    words = (value for name, value in holder.items() if name in _KINDS and isinstance(value, str))
    return "dependency" if any(classify(word) == "dependency" for word in words) else None


def _of_names(
    names: list[str], around: list[Input], parents: tuple[Mapping[str, object], ...]
) -> list[Input]:
    """Return the inputs around a hash that have its name or, if there are none, those without the name of another hash.

    If there is no other hash, all inputs belong to it. A url without a version is never the only input. The hash of
    dependencies has the inputs of the source as well.
    """
    small = (holder for holder in parents[-MAX_OUTWARD:] if len(holder) <= _MOST_NAMES)
    hashes = {name for holder in small for name in holder if classify(name.removesuffix("es")) is not None}
    if len(around) < 2 or len(hashes) < 2:
        return around
    own = of_one_name(names, around)
    if len(own) < len(around) and states_version(own):
        return own
    others = hashes.difference(names)
    if kind_of(names) == "dependency":
        others = {name for name in others if not re.match(_OF_SOURCE, name)}
    return of_no_other(others, around)


def _of_row(path: str, producer: str, holder: Mapping[str, object]) -> Iterator[Input]:
    """Yield the inputs in an object that are listed in a pin's row."""
    row = by_name(producer)
    for name in row.inputs() if row is not None else ():
        value = holder.get(name)
        if row is not None and isinstance(value, str) and value:
            yield Input(name, row.role(name) or "how", value, value, True, path)
    yield from _options(path, producer, holder)


def _options(path: str, producer: str, holder: Mapping[str, object]) -> Iterator[Input]:
    """Yield the options of a tool's pin that are listed in its row. Tools also write options that are not set."""
    row = by_name(producer)
    for name in (each.removeprefix("src.") for each in (row.how if row is not None else ())):
        value = holder.get(name)
        if isinstance(value, list) and name in UNORDERED:
            value = sorted(value, key=repr)
        if isinstance(value, (bool, list)):
            yield Input(name, "how", ("const", str(value)), _shown(value), True, path)


def _clone_options(path: str, holder: Mapping[str, object]) -> Iterator[Input]:
    """Yield the options of a clone that an object switches on; an option that is not stated is off."""
    for name in CLONE_OPTIONS:
        if holder.get(name) is True:
            yield Input(name, "how", ("const", "True"), "true", True, path)


def _name_pin(made: FixedOutput, names: list[str], holder: Mapping[str, object]) -> None:
    """Set the store name and mode of a tool's pin, by its row of the catalogue; ``holder`` is its object."""
    row = by_name(made.producer)
    if row is None:
        return
    prefix = "src." if made.producer == "nvfetcher" else ""
    stated: dict[str, str | None] = {
        prefix + name: _shown(value) for name, value in holder.items() if isinstance(value, (str, int))
    }
    if len(names) > 1:
        stated["key"] = names[-2]
    made.store_name = storename.store_name(row, stated)
    made.mode = row.mode_of(stated)


def _fetched_by_url(found: list[Input], pin: Mapping[str, object]) -> list[Input]:
    """Return the inputs of a pin of niv: if its url does not have the commit id, the url alone decides.

    A template can make the url from the version, and then the commit id is a label.
    """
    url = next((each.form for each in found if each.name == "url"), None)
    commit = next((each.form for each in found if each.name == "rev"), None)
    if not isinstance(url, str) or not urls.is_full_id(commit) or str(commit) in url or not _has_own_url(pin):
        return found
    return [
        Input("commit", "label", each.form, each.shown, each.known, each.path, each.offset)
        if each.name == "rev"
        else each
        for each in found
    ]


def _revision_in_url(made: FixedOutput, found: list[Input]) -> list[Input]:
    """Return the revision in the url of a pin, if the pin has another commit id and its tool fetches the url."""
    if made.producer not in _BY_URL:
        return []
    url = next((each for each in found if each.name == "url"), None)
    commit = made.input("rev")
    if url is None or commit is None or not isinstance(url.form, str) or not urls.is_full_id(commit.form):
        return []
    match = re.search(_IN_QUERY, url.form) or re.search(_IN_PATH, url.form)
    archive = urls.archive(url.form)
    revision = archive[2] if archive is not None else match[1] if match is not None else ""
    revision = urls.bare_revision(unquote(revision))
    if not revision or str(commit.form) in url.form or urls.is_abbreviated(revision, commit.form):
        return []
    return [Input(REVISION_IN_URL, "what", revision, revision, True, url.path, url.offset)]


def _has_own_url(pin: Mapping[str, object]) -> bool:
    """Tell whether the url of a pin of niv is that of an archive or a file, and is not made from the commit id."""
    template, url = pin.get("url_template"), pin.get("url")
    if isinstance(template, str):
        return "<rev>" not in template
    return isinstance(url, str) and urls.archive(url) is not None


def is_tool_pin(path: str, tree: object) -> bool:
    """Tell whether a tool wrote this file and fetched its pins: npins, niv, nvfetcher."""
    return pin_file(path) is not None or _is_of_npins(tree)


def _is_of_npins(tree: object) -> bool:
    """Tell whether a file has the format of npins; its directory may have any name."""
    return isinstance(tree, dict) and isinstance(tree.get("pins"), dict) and "version" in tree


def _tool_name(path: str) -> str:
    """Return the producer of the pins of a tool's file."""
    file = pin_file(path)
    return file.producer if file is not None else "npins"


def _strings(
    tree: object, pointer: tuple[str | int, ...], parents: tuple[Mapping[str, object], ...]
) -> Iterator[tuple[tuple[str | int, ...], str, tuple[Mapping[str, object], ...]]]:
    """Yield (keys, text, the objects around it) of every string, without recursion."""
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


def _data_around(path: str, parents: tuple[Mapping[str, object], ...], seen: Seen) -> list[Input]:
    """Return the inputs beside a hash of a data file: in its own object or else in the nearest with inputs."""
    parents = parents[-1:] if path.rpartition("/")[2] == _OF_ITEMS else parents
    inputs: list[Input] = []
    for holder in reversed(parents[-MAX_OUTWARD:]):
        found = seen.get(id(holder))
        if found is None:  # an object may be around thousands of hashes
            found = seen[id(holder)] = _stated_in(path, holder)
        known = {each.name for each in inputs}
        inputs.extend(copy(each) for each in found if each.name not in known)
        if any(re.fullmatch(STRONG, each.name) or re.fullmatch(_SPEC_NAME, each.name) for each in found):
            break
    if parents:
        beside = (
            Input(name, "what", value, value, True, path)
            for name, value in parents[-1].items()
            if name in WEAK and isinstance(value, str) and value
        )
        inputs = with_weak(inputs, beside)
    if all(each.name in WEAK for each in inputs) and parents:
        stated = ((name, value) for name, value in parents[-1].items() if isinstance(value, str))
        inputs += [
            Input(name, "what", value, value, False, path)
            for name, value in stated
            if name not in WEAK and is_input(name, value)
        ]
    return inputs


def _stated_in(path: str, holder: Mapping[str, object]) -> list[Input]:
    """Return the inputs of an object of a data file."""
    found = [
        Input(name, role(name) or "what", str(value), str(value), True, path)
        for name, value in holder.items()
        if isinstance(value, (str, int))
        and not isinstance(value, bool)
        and value != ""
        and states(name, holder)
        and not re.match(_STORE_PATH, str(value))
    ]
    found.extend(
        Input(name, "what", value, value, True, path)
        for name, value in holder.items()
        if isinstance(value, str) and re.fullmatch(_SPEC_NAME, name) and re.fullmatch(_SPEC, value)
    )
    found.extend(_list_of_urls(path, holder))
    nested = holder.get("repository")
    if isinstance(nested, dict):
        found.extend(
            Input(name, "where" if name == "owner" else "what", str(value), str(value), True, path)
            for name, value in nested.items()
            if name in ("owner", "repo", "url") and isinstance(value, str)
        )
    return found


def _list_of_urls(path: str, holder: Mapping[str, object]) -> Iterator[Input]:
    """Yield the urls of an object that are in a list."""
    value = holder.get("urls")
    stated = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if stated and isinstance(value, list) and len(stated) == len(value):
        made = Input("urls", "what", ("list", *stated), " ".join(stated), True, path)
        made.urls = tuple(stated)
        yield made


def _form(value: object) -> object:
    """Return the canonical form of a value in a lock."""
    return ("const", str(value)) if isinstance(value, bool) else str(value)


def _shown(value: object) -> str:
    """Return a value as JSON and Nix write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flake(path: str, content: bytes, tree: object) -> Iterator[FixedOutput]:
    for name, node in flake.nodes(tree).items():
        locked = node.get("locked")
        text = locked.get("narHash") if isinstance(locked, dict) else None
        if not isinstance(locked, dict) or not isinstance(text, str):
            continue
        inputs = [
            Input(key, where, _form(locked[key]), _shown(locked[key]), True, path)
            for key, where in (
                ("rev", "what"), ("url", "what"), ("repo", "what"), ("path", "what"),
                ("submodules", "how"), ("lfs", "how"), ("exportIgnore", "how"),
                ("owner", "where"), ("host", "where"), ("type", "where"), ("lastModified", "label"),
            )
            if key in locked
        ]  # fmt: skip
        origin = DataOrigin(path, content, ("nodes", name, "locked", "narHash"))
        made = FixedOutput("flake.lock", "pin", origin, text, normalised(inputs))
        made.tool = made.record = True
        decode(made, text, None, fake=False)
        made.attribute = joined(("nodes", name))
        made.package = (path, name)
        made.store_name = "source"
        yield made
