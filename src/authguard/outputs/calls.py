"""From a call of a producer to its fixed outputs.

A row is the record of a producer in `producers/`. A form is a value in canonical form (nix/canonical.py).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard.nix import local_source, packages
from authguard.nix.canonical import Canonical, dotted_name, function_name
from authguard.nix.data import is_generated
from authguard.nix.values import (
    Apply,
    Attrs,
    Choice,
    Const,
    Fake,
    Function,
    List,
    Origin,
    Path,
    Respelled,
    Str,
    Sym,
    Thunk,
    Value,
    united,
)
from authguard.outputs import place
from authguard.outputs.facts import is_fetched_elsewhere, lacks_content, lacks_version
from authguard.outputs.hash_names import classify, decided, is_plain, options, selectors_of
from authguard.outputs.inputs import Reader
from authguard.outputs.model import FixedOutput, Input, decode
from authguard.outputs.overridden import innermost_call, overrides_source
from authguard.outputs.pnpm_store import store_of
from authguard.outputs.texts import Texts
from authguard.producers import by_attribute, by_name
from authguard.producers import store_name as storename
from authguard.producers.record import ANY, Producer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.nix.evaluate import Evaluator

UNKNOWN_SOURCE = Producer(
    (),
    "source",
    ANY,
    what=(
        "url",
        "urls",
        "rev",
        "tag",
        "ref",
        "version",
        "repo",
        "src",
        "path",
        "file",
        "id",
        "chart",
        "imageDigest",
    ),
    where=("owner", "host", "domain"),
    reference="a fetcher that authguard does not know; most fetchers have these names of arguments",
)
UNKNOWN_DEPENDENCY = Producer(
    (),
    "dependency",
    ANY,
    what=("src", "srcs", "lockFile", "patches"),
    how=("sourceRoot", "modRoot", "fetcherVersion"),
    reference="a builder that authguard does not know; most builders have these names of arguments",
)

_NAMES = frozenset({"name", "pname", "version"})
_ALGORITHM = frozenset({"outputHashAlgo"})
_FETCHED = frozenset({"url", "urls", "rev", "tag", "ref", "repo"})
_OF_PHASE = r"(?:pre|post)[A-Z]\w*|[a-z]\w*Phases?"
"""The names of phases of a derivation, and of their hooks."""

_RELEASES = ("channel", "release", "date", "snapshot", "build", "milestone")
"""An unknown function with only these arguments returns a release: `toolchainOf { channel; }`."""
_SCRIPTED = frozenset(
    {
        "src",
        "srcs",
        "buildCommand",
        "buildPhase",
        "installPhase",
        "builder",
        "args",
        "postFetch",
        "impureEnvVars",
    }
)
"""Attributes of a derivation that make a fixed output by themselves."""
MAX_READINGS = 12
"""A call is read as a dependency under at most this many sets of conditions, and then without conditions."""

_DIGEST = r"(?:(?:md5|sha1|sha256|sha512|blake3)[-:])?[0-9A-Za-z+/]{26,128}={0,2}"


_OF_PACKAGES = ("overrideAttrs", "overridePythonAttrs", "overrideDerivation")
"""The overrides that change a package, and not the arguments of its function."""
_OF_DEPENDENCIES = r"(?i)dep|vendor|module|cache|lock|offline|yarn|npm|cargo"
"""A part of the name of a function that fetches dependencies."""


class _Call:
    """One hash of a call: the producer and its row, the attribute of the hash, and the attributes of the call.

    ``block`` has the row's inputs: the call's own attributes, or a set inside them (`mktplcRef`).
    """

    __slots__ = ("attribute", "attrs", "block", "hash", "producer", "row", "value")

    def __init__(self, value: Apply, producer: str, row: Producer, attribute: str, attrs: Attrs) -> None:
        self.value = value
        self.producer = producer
        self.row = row
        self.attribute = attribute
        self.attrs = attrs
        self.block = attrs
        self.hash = Thunk.of(Sym("missing"))
        if row.block is not None and row.block in attrs.items:
            inner: Value | None = attrs.items[row.block].force()
            if isinstance(inner, Choice):
                inner = united(inner)
            if isinstance(inner, Attrs):
                beside = {name: attrs.items[name] for name in row.positional if name in attrs.items}
                self.block = Attrs({**beside, **inner.items}, inner.rest)


class _Forms(Canonical):
    """Canonical forms that note in ``asked`` which choices they met."""

    __slots__ = ("asked",)
    asked: set[int]

    def _choice(self, value: Choice, depth: int) -> object:
        self.asked |= value.selectors
        return super()._choice(value, depth)


class _Reading:
    """The fixed outputs of a call under some conditions.

    The result depends on some selectors. ``asked`` has the hash of each of these selectors. ``decided`` has those of
    the conditions that name one of them.
    """

    __slots__ = ("asked", "decided", "found", "value")

    def __init__(self, value: Apply) -> None:
        self.value = value
        self.asked: set[int] = set()
        self.decided: frozenset[tuple[object, str]] = frozenset()
        self.found: list[FixedOutput] = []  # a package that needs itself has no outputs yet


class CallReader:
    """Reads fixed outputs from calls; the results are remembered."""

    def __init__(self, evaluator: Evaluator) -> None:
        """Keep the evaluator."""
        self.evaluator = evaluator
        self._known: dict[object, _Reading] = {}
        self._of_call: dict[int, list[_Reading]] = {}
        self._dependencies: dict[tuple[int, int], tuple[dict[object, str] | None, _Reading]] = {}
        self._elements: dict[int, list[Apply]] = {}
        self._open: list[_Reading] = []
        self._pins: dict[str, dict[str, object]] = {}
        self._contents: dict[str, str | None] = {}
        self.version_beside: Callable[[Origin], Input | None] | None = None

    def fixed_outputs(self, value: Apply, assume: dict[object, str] | None = None) -> list[FixedOutput]:
        """Return the fixed outputs of the call ``value``: none, one, or one for each entry of a platform set.

        ``assume`` has the conditions under which the call is used, by their selectors.
        """
        return self._reading(value, assume or {}).found

    def _reading(self, value: Apply, assume: dict[object, str]) -> _Reading:
        key = (id(value), frozenset(assume.items())) if assume else id(value)
        kept = self._known.get(key)
        if kept is None:
            kept = self._known[key] = _Reading(value)
            self._open.append(kept)
            try:
                kept.found = list(self._read(value, assume))
            finally:
                self._open.pop()
            kept.decided = decided(assume, kept.asked)
            self._of_call.setdefault(id(value), []).append(kept)
        return kept

    def add_source(self, made: FixedOutput, value: Value, assume: dict[object, str]) -> None:
        """Add the source ``value`` to the inputs of an overridden part; other inputs of the part are not known."""
        reader = Reader(
            lambda: self.forms(assume),
            Attrs({"src": Thunk.of(value)}),
            lambda each: self._dependency(each, assume),
        )
        found = reader.input("src", "what", made.row)
        if found is not None:
            found.known = False
            made.inputs.append(found)

    def _dependency(self, value: Apply, assume: dict[object, str] | None) -> list[FixedOutput]:
        """Return the fixed outputs of a call on which another call depends. The other call is used under ``assume``.

        Conditions on which the call does not depend are not tried again. So each call of a chain with many conditions
        is read once.
        """
        key = id(value), id(assume) if assume else 0
        if key not in self._dependencies:
            self._dependencies[key] = assume, self._under(value, assume or {})
        each = self._dependencies[key][1]
        if self._open:
            self._open[-1].asked |= each.asked
        return each.found

    def _under(self, value: Apply, assume: dict[object, str]) -> _Reading:
        """Return the reading of a call under some conditions: a known one that they do not change, or a new one."""
        readings = self._of_call.get(id(value), [])
        known = (each for each in readings if each.decided == decided(assume, each.asked))
        return next(known, None) or self._reading(value, assume if len(readings) < MAX_READINGS else {})

    def forms(self, assume: dict[object, str] | None = None) -> Canonical:
        """Return a maker of canonical forms that knows fixed outputs, files and pinned inputs."""
        forms = _Forms(
            self.evaluator,
            (lambda value: self._pair(value, assume)) if assume else self._pair,
            self._content,
            assume,
            self._pin,
            self._name,
            self._linked,
        )
        forms.asked = self._open[-1].asked if self._open else set()
        return forms

    def _name(self, value: Apply) -> str | None:
        found = self.fixed_outputs(value)
        return found[0].store_name if found and found[0].is_source else None

    def _pair(self, value: Apply | Attrs, assume: dict[object, str] | None = None) -> object | None:
        if isinstance(value, Attrs):
            from authguard.outputs.inputs import pinned

            pin = pinned(value, Canonical(self.evaluator))
            return pin.pair if pin is not None else None
        found = self._dependency(value, assume)
        sources = [each for each in found if each.is_source] or found
        if not sources:
            return None
        if len(sources) == 1:
            return sources[0].pair
        return ("pairs", *sorted((each.pair for each in sources), key=repr))

    def _content(self, path: str) -> object | None:
        if self.evaluator.kind(path) != "file":
            return None
        self.evaluator.used.add(path)
        if path not in self._contents:  # a script may be a file of some MB, for thousands of hashes
            from hashlib import sha256

            content = self.evaluator.read(path)
            self._contents[path] = sha256(content).hexdigest() if content is not None else None
        return self._contents[path]

    def _pin(self, name: str) -> object | None:
        """Return the form of the flake input ``name``: its revision and its hash in flake.lock."""
        folder = self.evaluator.flake
        if folder not in self._pins:
            from authguard.outputs import flake

            lock, code = (f"{folder}/{file}" if folder else file for file in ("flake.lock", "flake.nix"))
            self.evaluator.used.update((lock, code))
            pins = flake.root_inputs(self.evaluator.read, lock)
            names = flake.aliases(self.evaluator.read, pins, code)
            self._pins[folder] = {**pins, **{alias: pins[target] for alias, target in names.items()}}
        return self._pins[folder].get(name)

    def _linked(self, name: str) -> object | None:
        """Return the form of the flake input or pin that has the name of a source; None for no such call."""
        found = self._pin(name)
        if found is None:
            pins = packages.pins(self.evaluator)
            entry = pins.items.get(name) if isinstance(pins, Attrs) else None
            value = entry.force() if entry is not None else None
            found = self._pair(value) if isinstance(value, (Apply, Attrs)) else None
        return found

    def _read(self, value: Apply, conditions: dict[object, str]) -> Iterator[FixedOutput]:
        attrs = self._attributes(value)
        if attrs is None:
            for each in self._of_elements(value):
                yield from self._read(each, conditions)
            return
        name = dotted_name(innermost_call(value))
        row = by_name(name) if name else None
        for attribute, used in self._hashes(attrs, row, value.base is not None):
            call = _Call(value, name or attribute, used, attribute, attrs)
            thunk = Reader(self.forms, attrs).thunk(attribute) or Reader(self.forms, call.block).thunk(
                attribute
            )
            if thunk is None:
                continue
            call.hash = thunk
            self._open[-1].asked |= selectors_of(thunk.force())
            for assume, label, literal in options(thunk.force(), conditions, None):
                made = self._make(call, assume, label, literal)
                if made is not None:
                    yield made

    def _of_elements(self, value: Apply) -> list[Apply]:
        """Return a call for each set of a list that a producer gets (`extensionsFromVscodeMarketplace [ … ]`)."""
        if len(value.arguments) != 1 or value.base is not None or by_name(dotted_name(value)) is None:
            return []
        given = value.arguments[0].force()
        if not isinstance(given, List):
            return []
        key = id(value)
        if key not in self._elements:
            self._elements[key] = [
                Apply(value.function, (item,), value.source, value.node)
                for item in given.items
                if isinstance(item.force(), Attrs)
            ]
        return self._elements[key]

    def _attributes(self, value: Apply) -> Attrs | None:
        """Return the attributes of a call; positional arguments of a producer become attributes with their names."""
        row = by_name(dotted_name(innermost_call(value)))
        if row is None or not row.positional or value.base is not None:
            found = self.evaluator.attributes(value)
            last = (
                value.arguments[-1].force() if found is None and row is not None and value.arguments else None
            )
            return united(last) if isinstance(last, Choice) else found
        items: dict[str, Thunk] = {}
        for name, argument in zip(row.positional, value.arguments, strict=False):
            if name == "*":
                given = argument.force()
                if isinstance(given, Attrs):
                    items.update(given.items)
            else:
                items[name] = argument
        return Attrs(items)

    def _hashes(self, attrs: Attrs, row: Producer | None, overridden: bool) -> Iterator[tuple[str, Producer]]:
        """Yield (attribute, row) for each hash of a call: those in its row, and others with a hash-like name.

        If the result of a fetcher is ``overridden``, its ``outputHash`` replaces the hash that the fetcher got.
        """
        stated = False
        if overridden and row is not None and not row.builder and "outputHash" in attrs.items:
            yield "outputHash", row
            return
        if row is not None:
            for attribute in row.hashes:
                first = attribute.partition(".")[0]
                if first in attrs.items or (row.block is not None and row.block in attrs.items):
                    stated = True
                    yield attribute, row
        if stated and row is not None and not row.builder:
            return
        for attribute in list(attrs.items):
            if row is not None and attribute in row.hashes:
                continue
            kind = classify(attribute)
            if kind is None:
                continue
            if (
                attribute == "outputHash"
                and row is None
                and "version" in attrs.items
                and _SCRIPTED.isdisjoint(attrs.items)
            ):
                yield attribute, UNKNOWN_SOURCE  # a wrapper that fetches by its version
            elif attribute == "outputHash":
                yield attribute, by_name("mkDerivation") or UNKNOWN_DEPENDENCY
            elif (known := by_attribute(attribute)) is not None:
                yield attribute, known
            elif kind == "dependency":
                yield attribute, _unknown_dependency(row)
            elif row is None or not (row.builder or "outputHash" in row.hashes):
                yield attribute, UNKNOWN_SOURCE

    def _make(
        self, call: _Call, assume: dict[object, str], label: str | None, literal: Str | Sym
    ) -> FixedOutput | None:
        """Return the fixed output of a call that has the hash ``literal`` if the conditions ``assume`` hold."""
        origin = literal.origin if isinstance(literal, (Str, Fake)) else _expression(call.hash)
        if origin is None and isinstance(literal, Str) and re.fullmatch(_DIGEST, literal.literal or ""):
            origin = _expression(call.hash)  # a hash that is joined from several texts
        if origin is None:
            return None
        row = UNKNOWN_DEPENDENCY if call.row is UNKNOWN_SOURCE and self._is_of_here(call.block) else call.row
        reader = Reader(
            lambda: self.forms(assume),
            self._vendored(row, call.block),
            lambda value: self._dependency(value, assume),
        )
        text = literal.literal or "" if isinstance(literal, Str) else ""
        written = literal.written if isinstance(literal, Respelled) else text
        made = FixedOutput(call.producer.rpartition(".")[2], row.kind, origin, written, reader.of_row(row))
        made.inputs.extend(reader.of_row(UNKNOWN_SOURCE) if _has_no_source(call, made) else ())
        made.inputs.extend(store_of(row, call.producer, made.inputs))
        if label is not None and lacks_version(made, label):
            made.inputs.append(Input("key", "what", label, label, True, origin.path))
        if row is UNKNOWN_SOURCE and not _is_decided(call, made, reader):
            return None
        if _is_of_foreign(self.evaluator, call.value):
            _make_uncertain(call, made)
        is_open = call.block.rest is not None and row.kind == "source" and lacks_content(made)
        made.inputs.extend(reader.rest() if is_open else ())
        if self.version_beside is not None and is_fetched_elsewhere(made, call.value.source):
            made.inputs += filter(None, [self.version_beside(origin)])
        algorithm = row.algorithm_of(call.attribute, self._texts(assume, (call.block, _ALGORITHM)))
        if algorithm is None:
            algorithm = self._algorithm_elsewhere(call, text)
        decode(made, text, algorithm, isinstance(literal, Sym))
        made.row = row
        made.tool = is_generated(origin)
        made.local = self._local(call.block, assume)
        made.lock = row.lock_files[0] if row.lock_files else None
        made.label = label
        made.find_version = lambda: Reader(lambda: self.forms(assume), call.attrs).input("version", "what")
        made.find_place = lambda each: self._find_place(each, call, label)
        made.find_store = lambda each: self._find_store(each, call, assume)
        return made

    def _algorithm_elsewhere(self, call: _Call, text: str) -> str | None:
        """Return the algorithm of a hash if the called function may define it: an override, or an unknown function.

        An unknown function may also have an algorithm in the name of its argument, `stack-sha256`, or imply one.
        """
        if call.attribute == "outputHash":
            is_open = by_name(call.producer) is None or _is_of_foreign(self.evaluator, call.value)
            return digests.by_length(text) if is_open else None
        if call.row not in (UNKNOWN_SOURCE, UNKNOWN_DEPENDENCY):
            return None
        named = re.search(r"sha(?:1|256|384|512)|md5", call.attribute.lower())
        return digests.by_length(text) or (named[0] if named is not None else None)

    def _find_place(self, made: FixedOutput, call: _Call, label: str | None) -> None:
        """Set the attribute, the platform and the package of a fixed output."""
        origin = made.origin
        if label is None:
            names = place.names_of(self.evaluator, origin)
            made.platform, made.group = place.platform_of(names, origin.path)
        else:
            node, source = call.hash.node, call.hash.source
            made.platform = label
            path = origin.path if source is None else source.path  # a hash of the set may be in a text file
            made.group = ("set", path, node.start_byte if node is not None else origin.key)
        made.attribute = place.attribute(self.evaluator, origin)
        made.package = (origin.path, place.package(self.evaluator, origin, call.value))

    def _find_store(self, made: FixedOutput, call: _Call, assume: dict[object, str]) -> None:
        """Set the store name of a fixed output and its hash mode."""
        row = call.row
        wanted = frozenset((*_NAMES, *row.inputs(), "outputHashMode"))
        texts = self._texts(assume, (call.attrs, _NAMES), (call.block, wanted))
        made.store_name = storename.store_name(row, texts)
        made.mode = row.mode_of(texts)
        if texts.get("outputHashMode", "") is None:
            made.mode = ""

    def _vendored(self, row: Producer, block: Attrs) -> Attrs:
        """Return the attributes of a Go module's vendored tree: `overrideModAttrs` takes precedence."""
        change = block.items.get("overrideModAttrs") if "overrideModAttrs" in row.script else None
        if change is None:
            return block
        given = change.force()
        if isinstance(given, Function):
            given = self.evaluator.apply(given, Thunk.of(block))
            if isinstance(given, Function):
                given = self.evaluator.apply(given, Thunk.of(block))
        if not isinstance(given, Attrs) or given.rest is not None:
            return block
        kept = {name: item for name, item in block.items.items() if name != "overrideModAttrs"}
        known = row.inputs()
        further = {
            name: item
            for name, item in given.items.items()
            if name not in known and re.fullmatch(_OF_PHASE, name) is not None
        }
        if further:  # `postBuild`, `installPhase` of the derivation with the modules
            kept["overrideModAttrs"] = Thunk.of(Attrs(further))
        return Attrs({**kept, **given.items}, block.rest)

    def _texts(self, assume: dict[object, str], *given: tuple[Attrs, frozenset[str]]) -> Texts:
        """Return the attributes with these names as Nix interpolates them. The first set takes precedence."""

        def forms() -> Canonical:
            return self.forms(assume)

        return Texts(tuple((Reader(forms, attrs), wanted) for attrs, wanted in given), forms)

    def _is_of_here(self, block: Attrs) -> bool:
        """Tell whether an unknown function only reads a directory of this repository, so that it fetches nothing."""
        return _FETCHED.isdisjoint(block.items) and self._local(block) is not None

    def _local(self, block: Attrs, assume: dict[object, str] | None = None) -> str | None:
        """Return the directory of this repository that is the source under ``assume``, if there is one."""
        given = (
            block.items[name].force() for name in ("src", "srcs", "lockFile", "root") if name in block.items
        )
        value = next((each for each in given if not isinstance(each, Const) or each.value is not None), None)
        while isinstance(value, Choice):
            first, taken = next(iter(value.options)), (assume or {}).get(value.selector)
            value = value.options[taken if taken in value.options else first]
        if value is None:
            return None
        local = local_source.path_of(self.evaluator, value)
        if local is None:
            local = local_source.copied_by_script(self.evaluator, value)
        return local.path if local is not None else None


def _is_decided(call: _Call, made: FixedOutput, reader: Reader) -> bool:
    """Tell whether anything decides the source of an unknown function, and add the inputs that may decide it."""
    if call.producer.startswith("fetch"):
        made.inputs.extend(reader.others(UNKNOWN_SOURCE, made.inputs))
    if _has_other_source(call):
        made.inputs = [each for each in made.inputs if each.name != "src" or not each.outputs]
    if not any(each.role == "what" for each in made.inputs):
        made.inputs.extend(_releases(call, reader))
    return any(each.role == "what" for each in made.inputs)


def _has_other_source(call: _Call) -> bool:
    """Tell whether an override gives a package a `src` in place of that which its function fetches by the hash.

    The function has the hash and no `src`, and neither its name nor that of the hash is one of dependencies.
    """
    inner = innermost_call(call.value)
    is_of_package = function_name(call.value) in _OF_PACKAGES
    given = inner.arguments[-1].force() if inner.arguments and is_of_package else None
    if not isinstance(given, Attrs) or "src" in given.items or not is_plain(call.attribute):
        return False
    is_of_function = given.items.get(call.attribute) is call.attrs.items.get(call.attribute)
    return is_of_function and re.search(_OF_DEPENDENCIES, function_name(inner)) is None


def _releases(call: _Call, reader: Reader) -> list[Input]:
    """Return the channel, release or date of a call without other inputs; none if the call reads a file."""
    names = [] if _reads_more(call.block) else [each for each in _RELEASES if each in call.block.items]
    stated = (reader.input(name, "what") for name in names)
    return [each for each in stated if each is not None]


def _reads_more(block: Attrs) -> bool:
    """Tell whether an attribute is a file or a call, which may decide the content."""
    return any(isinstance(each.force(), (Path, Apply)) for each in block.items.values())


def _has_no_source(call: _Call, made: FixedOutput) -> bool:
    """Tell whether an unknown function itself fetches the source, by a revision or a url in its arguments.

    `mkProvider { rev; hash; vendorHash; }`: the inputs of the source decide the dependencies too.
    """
    if made.kind != "dependency" or by_name(call.producer) is not None or "src" in call.block.items:
        return False
    stated = any(each.role == "what" for each in made.inputs)
    return not stated and any(classify(name) == "source" for name in call.attrs.items)


def _unknown_dependency(row: Producer | None) -> Producer:
    return row if row is not None and row.kind == "dependency" else UNKNOWN_DEPENDENCY


def _make_uncertain(call: _Call, made: FixedOutput) -> None:
    """Mark the inputs that an overridden package may state otherwise."""
    certain = ("rev", "url", "version") if overrides_source(call.value) else ("rev", "url")
    for each in made.inputs:
        if made.kind != "source" or each.name not in certain:
            each.known = False


def _is_of_foreign(evaluator: Evaluator, value: Apply) -> bool:
    """Tell whether a call overrides something from outside this repository."""
    if value.base is None:
        return function_name(value) in packages.OVERRIDES
    return evaluator.attributes(value.base) is None


def _expression(thunk: Thunk) -> Origin | None:
    """Return the place of the expression that gives a hash."""
    if thunk.source is None or thunk.node is None:
        return None
    return Origin(thunk.source.path, thunk.source.data, thunk.node.start_byte, thunk.node.end_byte)
