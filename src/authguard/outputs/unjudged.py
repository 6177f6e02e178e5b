"""The files of a change that could not be judged, and that contain hashes or decide a hash."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from authguard import digest as digests
from authguard import locks
from authguard.nix import data
from authguard.nix.local_source import READ_PATH, read_path
from authguard.nix.other_syntax import is_other_syntax
from authguard.nix.parse import MAX_BYTES, MAX_NODES, Source, is_encrypted
from authguard.nix.references import CALL, FILE, INPUT, OPTION, PACKAGE, SCOPE
from authguard.outputs.anchors import anchors, has_hashes, is_function, may_hold
from authguard.outputs.collect import MAX_HASHES
from authguard.outputs.hash_names import classify
from authguard.outputs.large_files import takes_inputs
from authguard.outputs.reach import can_matter, is_nix, may_pin
from authguard.outputs.submodules import FETCHES, MAX_FILES, Submodules
from authguard.outputs.tree import way_out
from authguard.outputs.unread_inputs import (
    IN_LFS,
    how_stored,
    is_out_of_sight,
    is_pointer,
    is_stored_elsewhere,
    unread_inputs,
)
from authguard.producers.pins import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from authguard.outputs.reach import Reach
    from authguard.outputs.tree import OutputTree

LARGE = (
    f"it is larger than {MAX_BYTES >> 20} MiB, {MAX_HASHES} hashes or {MAX_NODES} nodes of syntax, "
    "or nested too deeply"
)
MANY = "the change has too many hashes to judge them all, and this file is among those with the most"
LACKING = "this clone does not have it, or it is too large to be read"
HIDDEN = "it is Nix without the suffix .nix, so its hashes are not read"
PUT_ASIDE = "it is Nix that somebody put aside, and only a computed name can mean this file"
_PUT_ASIDE = (".bak", ".backup", ".broken", ".disabled", ".off", ".old", ".orig", ".rej", ".save")
"""The suffixes of files that people or programs put aside."""
_ANY_ENTRY = rb"readDir|[fF]ilesystem|[fF]iles|[dD]irector|haumea"
"""Words of code that takes the entries of a directory, which can be any file."""
_TEXT = rb'"([^"\s]*+)(?=")'
"""A text without white space, which may be a part of a hash."""
MOST_SEARCHED = 20
"""The calls of at most this many changed files without the suffix .nix are searched."""
_TEXTS = (
    rb"(?:\b(?:import|from|read|load|parse|decode)[A-Z]\w*|[fF]ileContents)\s++\(*+\s*+(\.{1,2}/[\w./+-]*)"
    rb"|\$\{\s*(\.{1,2}/[\w./+-]*)\s*\}"
)
"""The uses of a path as a text: a function that reads or parses it, or a command of a build."""
_BUILT = rb"\b(?:import|readFile|fromJSON|fromTOML)\s*\("
"""An expression that reads the value of another expression, which may have to be built first."""
_WRITTEN = rb"\bimport\s*\(+\s*(?:[\w.]+\.)?(?:toFile|writeText\w*|replaceVars\w*|substitute\w*)\b"
"""An imported file that another expression writes."""
_WRITERS = (b"toFile", b"writeText", b"replaceVars", b"substitute")
_NO_DATA = (".patch", ".diff", ".md", ".sh", ".py")
_PLAIN_FUNCTION = rb"(?:\s|#[^\n]*\n)*\{([^{}()@.:;\"]*)\}\s*:"
"""A function of a set with all its arguments, at the start of a file."""
_PLAIN_CALL = rb"([A-Za-z_][\w'-]*)\s*=\s*(?:[\w'-]+\.)*callPackage\s+"
_NO_ARGUMENTS = rb"\s*\{\s*\}\s*;"
_OF_PACKAGE = rb"\s*(?:[\w'-]+\s*=\s*(?:[\w'-]+\.)*callPackage\s+\.{1,2}/[\w./+-]+\s*\{?)?\s*\}?\s*;?\s*"
"""A line of a list of packages: a call without arguments, or a part of one."""
_NEAR = 6
"""In a text of an unknown format, this many lines around a hash may be its inputs."""
_LINK = 0o120000
_SCOPED = b"scopedImport"
_HASH_WORDS = rb"[\w+/=:-]{26,}|\b(?:hash|sha\d+|digest|integrity|checksum|sum)\b"
"""A hash, and the words before it."""
_PROGRAMS = r"write(?!Text|File)\w+|runCommand\w*|mkDerivation|symlinkJoin|buildEnv|mkShell\w*"
"""Functions that make programs, and no texts."""


def unjudged_files(target: OutputTree, bases: list[OutputTree], reach: Reach) -> dict[str, str]:
    """Return the files of a change that could not be judged, each with the reason."""
    return _Search(target, bases, reach).run()


def is_elsewhere(path: str, content: bytes | None, reach: Reach) -> bool:
    """Tell whether the content of a data file is in Git LFS, and Nix may not read the file."""
    return content is not None and is_pointer(content) and not reach.may_be_read(path)


def _hashes(text: bytes) -> set[str]:
    """Return the keys of the hashes in a text, except hashes in hex digits, which may belong to containers."""
    found = ((text[at : at + length], digest) for at, length, digest in digests.find(text))
    return {digest.key() for spelled, digest in found if not re.search(rb"[0-9a-fA-F]{40}\Z", spelled)}


def _are_exchanged(
    old_keys: list[set[str]], old: list[bytes], new_keys: list[set[str]], new: list[bytes]
) -> bool:
    """Tell whether only the lines with hashes moved among each other. The keys are those of the hashes of each line.

    A line with a name beside its hash may move: `a-1.0: sha256-…`. The lines of entries without such a name may not.
    """
    moved = [keys for keys in old_keys if keys], [keys for keys in new_keys if keys]
    if moved[0] == moved[1] or sorted(map(sorted, moved[0])) != sorted(map(sorted, moved[1])):
        return False
    rest = [
        [line for line, found in zip(lines, keys, strict=True) if not found]
        for lines, keys in ((old, old_keys), (new, new_keys))
    ]
    named = all(
        re.search(rb"\w", re.sub(_HASH_WORDS, b"", line)) is not None
        for line, found in zip(new, new_keys, strict=True)
        if found
    )
    return rest[0] == rest[1] and not (named and sorted(old) == sorted(new))


def _broken(path: str, content: bytes) -> data.Unreadable | None:
    """Return the reason why a data file cannot be parsed, or None."""
    try:
        data.parse(path, content)
    except data.Unreadable as error:
        return error
    return None


def _is_computed(source: Source, nodes: list[Node], known: set[int]) -> bool:
    """Tell whether the binding around a place computes a hash from parts, and no ``known`` hash begins there."""
    binding = next((node for node in reversed(nodes) if node.type == "binding"), None)
    name = binding.child_by_field_name("attrpath") if binding is not None else None
    value = binding.child_by_field_name("expression") if binding is not None else None
    if name is None or value is None or classify(source.text(name)) is None:
        return False
    if value.type not in ("apply_expression", "binary_expression"):
        return False
    if _is_other_value(source, value):
        return False
    start, end = value.start_byte, value.end_byte
    return not any(start <= at < end for at in known) and _has_piece(source.data[start:end])


def _is_other_value(source: Source, value: Node) -> bool:
    """Tell whether a call makes a source or a program, which may have a name such as `bitcoin-hash`."""
    function, argument = map(value.child_by_field_name, ("function", "argument"))
    if function is None or argument is None:
        return False
    head = function
    while (inner := head.child_by_field_name("function")) is not None:
        head = inner
    name = source.text(head).rpartition(".")[2]
    if name.startswith("fetch"):
        return argument.type.endswith("attrset_expression") or "://" in source.text(argument)
    return re.fullmatch(_PROGRAMS, name) is not None


def _may_state_hash(nodes: list[Node], content: bytes) -> bool:
    """Tell whether there may be a hash at a place in code that is not judged.

    A sequence of words and texts can look like a call, but a hash is in a binding. A variable of a script, such as
    `lock_hash=""`, is in a text; if the file has no digest, none is in the text.
    """
    types = [node.type for node in nodes]
    text = max((at for at, kind in enumerate(types) if kind == "indented_string_expression"), default=-1)
    is_in_text = text >= 0 and "interpolation" not in types[text:]
    return "binding" in types and not (is_in_text and next(digests.find(content), None) is None)


def _has_piece(code: bytes) -> bool:
    """Tell whether a text in the code may be a part of a hash: ten letters of an encoding, and a digit."""
    texts = (match[1] for match in re.finditer(_TEXT, code))
    return any(re.search(rb"[0-9A-Za-z+/]{10}", text) and re.search(rb"[0-9]", text) for text in texts)


OUTSIDE = "it is a symbolic link that leads to no file of this repository, and it had hashes before"
LOCK_OUTSIDE = "it is a symbolic link that leads to no file of this repository, and dependency hashes need it"
DIRECTORY_OUTSIDE = (
    "is a symbolic link that leads out of this repository or to nothing, and the file had hashes before"
)
LOCKS_OUTSIDE = (
    "is a symbolic link that leads out of this repository or to nothing, and dependency hashes need the file"
)


class _Search:
    """One search through the files of a change."""

    def __init__(self, target: OutputTree, bases: list[OutputTree], reach: Reach) -> None:
        self.target = target
        self.bases = bases
        self.reach = reach
        self.changed = [path for path in reach.changed if not path.startswith("/")]
        self.found: dict[str, str] = {}
        self._searched = self._put_aside = 0

    def run(self) -> dict[str, str]:
        changed = set(self.changed)
        for output_tree in (self.target, *self.bases):
            for path in output_tree.snapshot.missing & changed:
                if self._may_decide(path) or self._is_code(path):
                    self.found[path] = LACKING
            unread, many = output_tree.evaluator.unread, output_tree.collector.beyond_budget
            for path in unread & changed:
                if any(self._holds(other, path) for other in (self.target, *self.bases)):
                    self.found[path] = MANY if path in many else LARGE
            for path in sorted(unread - changed - self.found.keys()):
                if self._depends(path) and self._holds(self.target, path):
                    self.found[path] = MANY if path in many else LARGE
        submodules = Submodules(self.target, self.bases, self.reach)
        for path in (*self.changed, *self.reach.linked):
            if submodules.has(path):
                if (reason := submodules.reason(path)) is not None:
                    self.found[path] = reason
            elif way_out(self.target.snapshot, path) == _LINK:
                self._take_outside(path)
            elif may_pin(path):
                self._take_data(path)
                self._take_pin_link(path)
            elif is_nix(path):
                self._take_lfs(path)
                self._take_link(path)
                self._take_scoped(path)
                self._take_computed(path)
                self._take_written(path)
            elif path.rpartition("/")[2] not in locks.NO_PINS:
                self._take_text(path)
        for path, reason in unread_inputs(self.target, self.bases, self.changed).items():
            self.found.setdefault(path, reason)
        judged = {each.path for each in self.target.found} | {self.target.true(each) for each in self.found}
        for path in self._candidates():
            if path in self.found or path in judged or not self._is_hidden(path):
                continue
            if not self._was_hidden(path) and not self._is_of_plain_calls(path):
                is_put_aside = path.endswith(_PUT_ASIDE) and not self._is_stated(path)
                self._put_aside += is_put_aside
                self.found[path] = PUT_ASIDE if is_put_aside else HIDDEN
        return self.found

    def _may_decide(self, path: str) -> bool:
        """Tell whether a file that cannot be read may decide a hash.

        Any data file may decide a hash, if Nix refers to it.
        """
        if is_nix(path) or path.rpartition("/")[2] in NAMES or not may_pin(path):
            return can_matter(path)
        return bool(self.reach.referring([path]))

    def _depends(self, path: str) -> bool:
        """Tell whether an unchanged file takes values from a changed file: by its path, by a name, or from a caller."""
        others = {*self.reach.changed, *self.reach.linked}
        moved = others | self.reach.importers_of(others)
        content = self.target.snapshot.read(path) or b""
        if any(read_path(path, match[1]) in moved for match in re.finditer(READ_PATH, content)):
            return True
        given = {
            name.removeprefix(CALL)
            for each in filter(is_nix, others)
            for name in self.reach.refers_to(each)
            if name.startswith(CALL + OPTION)
        }
        if not given.isdisjoint(self.reach.refers_to(path)):
            return True
        return not moved.isdisjoint(self.reach.leading_to(path)) and (
            takes_inputs(content) or bool(self.reach.rebound(path))
        )

    def _is_code(self, path: str) -> bool:
        """Tell whether a Nix file imports, calls or reads a file."""
        for importer in {*self.reach.referring([path]), *filter(is_nix, self.changed)}:
            content = self.target.snapshot.read(importer) or b""
            if any(read_path(importer, match[1]) == path for match in re.finditer(READ_PATH, content)):
                return True
        return False

    def _holds(self, output_tree: OutputTree, path: str) -> bool:
        content = output_tree.snapshot.read(path)
        return content is not None and may_hold(content)

    def _take_data(self, path: str) -> None:
        """Report a data file that cannot be read, and that contains hashes or contained hashes in the base.

        If a file was not valid JSON or TOML before (JSON with comments), Nix could not read it before either. A file of
        another program that is now in Git LFS is not reported.
        """
        content = self.target.snapshot.read(path)
        before = [one for one in (base.snapshot.read(path) for base in self.bases) if one is not None]
        if content is not None and path.rpartition("/")[2] in NAMES and is_stored_elsewhere(content):
            had_pins = any(each.path == path for base in self.bases for each in base.found)
            if is_out_of_sight(content, before) and (had_pins or self.reach.may_be_read(path, below=False)):
                self.found[path] = f"it cannot be read: {how_stored(content)}"
            return
        if content is None or not any(has_hashes(one) for one in (content, *before)):
            return
        unread = _broken(path, content)
        readable = any(has_hashes(one) and _broken(path, one) is None for one in before)
        if unread is not None and not unread.is_limit and not readable:
            return
        unread = self.target.collector.unreadable.get(path) or unread
        if unread is not None and not is_elsewhere(path, content, self.reach):
            self.found[path] = f"it cannot be read: it {unread.reason}"

    def _take_outside(self, path: str) -> None:
        """Report a file that had hashes, or a lock of this tree, and that is now outside of the repository."""
        before = [one for one in (base.snapshot.read(path) for base in self.bases) if one is not None]
        holds = may_hold if is_nix(path) else has_hashes
        link = self._link_of(path)
        if (is_nix(path) or may_pin(path)) and any(map(holds, before)):
            self.found[path] = OUTSIDE if link == path else f"its directory {link} {DIRECTORY_OUTSIDE}"
        needs_locks = any(each.kind == "dependency" for each in self.target.found)
        if before and needs_locks and path.rpartition("/")[2] in locks.FILES:
            self.found[path] = LOCK_OUTSIDE if link == path else f"its directory {link} {LOCKS_OUTSIDE}"

    def _link_of(self, path: str) -> str:
        """Return the directory above a path that is a symbolic link, or the path if there is none."""
        parts = path.split("/")
        above = ("/".join(parts[:end]) for end in range(1, len(parts)))
        return next((each for each in above if (self.target.snapshot.entry(each) or (0,))[0] == _LINK), path)

    def _take_lfs(self, path: str) -> None:
        """Report a Nix file in Git LFS. Its pointer is valid Nix: words and urls."""
        content = self.target.snapshot.read(path)
        if content is not None and is_pointer(content):
            self.found[path] = IN_LFS

    def _take_link(self, path: str) -> None:
        """Report a link with the suffix .nix that leads to a file without it."""
        if is_nix(self.target.true(path)) or not self._holds(self.target, path):
            return
        self.found[path] = "it is a symbolic link to a file without the suffix .nix"

    def _take_pin_link(self, path: str) -> None:
        """Report a link with the name of a pin file that leads to a file with another name."""
        true, name = self.target.true(path), path.rpartition("/")[2]
        if true == path or (may_pin(true) and (name not in NAMES or true.rpartition("/")[2] == name)):
            return
        content = self.target.snapshot.read(path)
        if content is None or not has_hashes(content):
            return
        from authguard.outputs.pin_files import of_data

        try:
            has_pins = bool(of_data(path, content, set()))
        except data.Unreadable:
            has_pins = True
        if has_pins:
            self.found[path] = "it is a symbolic link to a file without the name of a pin file"

    def _take_scoped(self, path: str) -> None:
        """Report a file that replaces names in another file by scopedImport."""
        content = self.target.snapshot.read(path)
        if content is None or _SCOPED not in content:
            return
        for name in self.reach.refers_to(path):
            if self.target.kind(name) == "file" and self._holds(self.target, name):
                self.found[path] = f"scopedImport replaces names in {name}, and its hashes depend on them"

    def _take_computed(self, path: str) -> None:
        """Report a file that had hashes, and is now encrypted or computes them by an unknown function."""
        content = self.target.snapshot.read(path)
        if content is None:
            return
        if is_encrypted(content) and any(each.path == path for base in self.bases for each in base.found):
            self.found[path] = "it is encrypted, and it had hashes before"
        held = {each.digest for each in self.target.found if each.digest is not None}
        lost = (each for base in self.bases for each in base.found if each.path == path and each.digest)
        if not any(each.digest not in held for each in lost) or not _has_piece(content):
            return
        source = self.target.evaluator.source(path)
        if source is None or source.huge or source.root.has_error:
            return
        known = {each.origin.span()[0] for each in self.target.found if each.path == path}
        if any(_is_computed(source, each.nodes, known) for each in self.target.collector.anchors(source)):
            self.found[path] = "it computes a hash by a function that is not known here"

    def _take_text(self, path: str) -> None:
        """Report a text in an unknown format that Nix code reads, if lines near an unchanged hash changed."""
        if path not in self._texts_of_nix:
            return
        content = self.target.snapshot.read(path)
        if content is not None and content[:2] != b"#!" and self._keeps_hash(path):
            self.found[path] = "Nix reads it in a format that is not known here, and it has hashes"

    @cached_property
    def _texts_of_nix(self) -> set[str]:
        """The changed texts that a Nix file reads or parses, if it fetches."""
        changed = [path for path in (*self.changed, *self.reach.linked) if not path.endswith(_NO_DATA)]
        found: set[str] = set()
        for importer in self.reach.referring([path for path in changed if not is_nix(path)]):
            code = self.target.snapshot.read(importer) or b""
            is_built = re.search(_BUILT, code) is not None
            for match in re.finditer(_TEXTS, code) if re.search(FETCHES, code) else ():
                name = match[1] or (match[2] if is_built else None)
                target = read_path(importer, name) if name is not None else None
                found.update([] if target is None else [target])
        return found.intersection(changed)

    def _take_written(self, path: str) -> None:
        """Report a file that computes a text and imports it, if lines near an unchanged hash in the file changed."""
        content = self.target.snapshot.read(path)
        if content is None or b"import" not in content or not any(word in content for word in _WRITERS):
            return
        if re.search(_WRITTEN, content) and self._keeps_hash(path):
            self.found[path] = "it imports a text with hashes, which is not read as Nix"

    def _keeps_hash(self, path: str) -> bool:
        """Tell whether a line near an unjudged hash changed, although no hash near that line changed."""
        held = {each.digest.key() for each in self.target.found if each.digest is not None}
        after = (self.target.snapshot.read(path) or b"")[:MAX_BYTES].split(b"\n")
        for base in self.bases:
            before = base.snapshot.read(path)
            if before is None:
                continue
            lines = before[:MAX_BYTES].split(b"\n")
            known = set(before.split(b"\n"))
            old = _hashes(before[:MAX_BYTES])
            keys = [_hashes(line) for line in after]
            if not old & held and _are_exchanged([_hashes(line) for line in lines], lines, keys, after):
                return True
            for at, line in enumerate(after):
                if line in known or not re.search(rb"\d", line):
                    continue
                near = set().union(*keys[max(0, at - _NEAR) : at + _NEAR + 1])
                if near and near <= old and not near & held:
                    return True
        return False

    def _candidates(self) -> Iterator[str]:
        """Yield the files that may be Nix under another name: changed files, and files that changed Nix refers to.

        Nix that imports a changed file may pass on a value from it, so the files count that it calls with arguments.
        """
        seen: set[str] = set()
        changed = [path for path in self.changed if is_nix(path)]
        importers = self.reach.importers_of((*self.changed, *self.reach.linked)).union(changed)
        importers |= self.reach.called_by(importers)
        referred = (name.removeprefix(CALL) for path in changed for name in self.reach.refers_to(path))
        called = (
            name.removeprefix(CALL)
            for path in sorted(importers.difference(changed))
            for name in self.reach.refers_to(path)
            if name.startswith(CALL)
        )
        for path in (*self.changed, *referred, *called):
            name = path.rpartition("/")[2]
            if (
                path.startswith((FILE, INPUT, PACKAGE, SCOPE))
                or path in seen
                or is_nix(path)
                or may_pin(path)
            ):
                continue
            seen.add(path)
            if name not in locks.NO_PINS and self.target.kind(path) == "file":
                yield path

    def _was_hidden(self, path: str) -> bool:
        """Tell whether a file was only renamed, and was used as Nix under its old name without .nix."""
        old = self.reach.moved.get(path)
        return old is not None and not is_nix(old) and bool(self.reach.referring([old]))

    def _is_hidden(self, path: str) -> bool:
        """Tell whether an unjudged file is Nix code with hashes, and is used as Nix code."""
        content = (self.target.snapshot.read(path) or b"").partition(b"\0")[0]  # Nix stops reading there
        if is_other_syntax(content) or not may_hold(content):
            return False
        if len(content) > MAX_BYTES:
            return self._is_code(path)
        is_used = self.reach.referring([path]) or self.reach.callers(path)
        if not (
            is_used or self._is_renamed(path) or any(self._links_to(path)) or self._is_listed(path, content)
        ):
            return False
        source = Source(path, content)
        if source.huge or source.root.has_error:
            return False
        return any(_may_state_hash(anchor.nodes, content) for anchor in anchors(source))

    def _is_stated(self, path: str) -> bool:
        """Tell whether a link, or Nix code that may refer to a file, names it or its suffix, or reads directories."""
        if self._put_aside == MOST_SEARCHED:
            return True
        name = os.fsencode(path.rpartition("/")[2])
        suffix = re.escape(name.rpartition(b".")[2])
        stated = b"|".join(
            (re.escape(name), rb"\." + suffix + rb"(?![\w.])", b'"' + suffix + b'"', _ANY_ENTRY)
        )
        users = {*self.reach.referring([path]), *self.reach.callers(path)}
        codes = (self.target.snapshot.read(each) or b"" for each in users)
        return any(self._links_to(path)) or any(re.search(stated, code) for code in codes)

    def _is_of_plain_calls(self, path: str) -> bool:
        """Tell whether nothing of an unchanged file moved: each changed file that refers to it calls it plainly.

        `shapes = callPackage ./shapes { };` is such a call, if each changed line is another such call, and none has the
        name of an argument of the file. The value of a variable could reach the package by an override or a scope.
        """
        content = self.target.snapshot.read(path) or b""
        head = re.match(_PLAIN_FUNCTION, content)
        importers = [one for one in self.changed if is_nix(one) and path in self.reach.refers_to(one)]
        if path in self.changed or head is None or not importers:
            return False
        if set(self.reach.callers(path)).difference(importers):
            return False  # an unchanged file may pass on a value of a changed file
        formals = re.findall(rb"[A-Za-z_][\w'-]*", head[1])
        return all(self._calls_plainly(importer, path, formals) for importer in importers)

    def _calls_plainly(self, importer: str, path: str, formals: Iterable[bytes]) -> bool:
        if CALL + path in self.reach.refers_to(importer):
            return False
        code = self.target.snapshot.read(importer) or b""
        written = {
            match[1] for match in re.finditer(READ_PATH, code) if read_path(importer, match[1]) == path
        }
        name = re.escape(path.rpartition("/")[2].encode("utf-8", "surrogateescape"))
        calls = [_PLAIN_CALL + re.escape(each) + _NO_ARGUMENTS for each in written]
        bindings = [match for call in calls for match in re.finditer(call, code)]
        if len(bindings) != 1 or len(re.findall(rb"/" + name + rb"(?![\w./-])", code)) != 1:
            return False
        words = rb"(?<![\w'-])(?:" + b"|".join(map(re.escape, {*formals, bindings[0][1]})) + rb")(?![\w'-])"
        lines = set(code.split(b"\n"))
        for base in self.bases:
            before = set((base.snapshot.read(importer) or b"").split(b"\n"))
            moved = lines ^ before
            if any(re.fullmatch(_OF_PACKAGE, line) is None or re.search(words, line) for line in moved):
                return False
        return True

    def _is_listed(self, path: str, content: bytes) -> bool:
        """Tell whether any Nix file calls a file that looks like a package: `callPackage ./tool.in { }`.

        Such a call in a list of packages is no reference, so all Nix files are searched, for the first few files only.
        """
        if self._searched == MOST_SEARCHED or not is_function(content):
            return False
        self._searched += 1
        files = [each for each in self.target.snapshot.paths() if is_nix(each)]
        if len(files) > MAX_FILES:
            return True
        self.target.snapshot.prefetch(files)
        name = os.fsencode(path.rpartition("/")[2])
        for importer in files:
            code = self.target.snapshot.read(importer) or b""
            if name in code and any(
                read_path(importer, each[1]) == path for each in re.finditer(READ_PATH, code)
            ):
                return True
        return False

    def _is_renamed(self, path: str) -> bool:
        """Tell whether the file contains a hash of a removed .nix file."""
        content = self.target.snapshot.read(path) or b""
        gone = [
            each for each in self.changed if is_nix(each) and self.target.kind(each) in (None, "elsewhere")
        ]
        return any(
            each.literal.encode("utf-8", "surrogateescape") in content
            for output_tree in self.bases
            for each in output_tree.found
            if each.path in gone and each.literal
        )

    def _links_to(self, path: str) -> Iterable[bool]:
        for link, (mode, _) in self.target.snapshot.entries().items():
            if mode == _LINK and is_nix(link):
                yield self.target.true(link) == path
