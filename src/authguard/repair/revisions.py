"""Another revision of a source, as an edit of the text with the revision (`bump --rev SOURCE=TAG`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.messages import did_you_mean
from authguard.nix.lexical import chain
from authguard.outputs.place import binding_names
from authguard.outputs.urls import is_full_id
from authguard.printable import printable
from authguard.repair.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.outputs.model import FixedOutput, Input
    from authguard.outputs.tree import OutputTree

    Place = tuple[str, str, str | None]

_TAG = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/+@~-]*")
_NAMES = ("tag", "rev", "ref")
_REFS = "refs/tags/"


def parse(given: Iterable[str]) -> dict[str, str]:
    """Return the revisions in `SOURCE=TAG` texts, by source. Raises Refused for any other text."""
    found = {}
    for text in given:
        source, equals, tag = text.rpartition("=")
        if not equals or not source or not _TAG.fullmatch(tag):
            raise Refused(f"--rev {printable(text)!r} is not SOURCE=TAG (client-src=v1.2.3)")
        found[source] = tag
    return found


def stated(each: FixedOutput) -> Input | None:
    """Return the input that has the revision of a source."""
    return next((one for name in _NAMES if (one := each.input(name)) is not None), None)


def place(each: FixedOutput) -> Place:
    """Return the place of a fixed output, which is the same before and after an edit."""
    return each.path, each.attribute, each.platform


def edits(
    outputs: Iterable[FixedOutput], wanted: Mapping[str, str], tree: OutputTree
) -> dict[str, list[Edit]]:
    """Return the edits that set the revisions of sources, by file.

    Args:
        outputs: the fixed outputs of the package.
        wanted: the revisions by source: an attribute path, its last name, or PATH#ATTRIBUTE.
        tree: the tree of the outputs.

    Raises:
        Refused: no source has that name, or its revision is not a single text.
    """
    sources = [each for each in outputs if each.is_source and stated(each) is not None]
    made: dict[str, dict[int, Edit]] = {}
    for name, tag in wanted.items():
        found = [each for each in sources if name in names(each)]
        if not found:
            known = [each.attribute for each in sources]
            raise Refused(f"--rev: no source is named {printable(name)!r}{did_you_mean(name, known)}")
        for each in found:
            edit = _edit(each, tag, tree)
            if edit is not None:
                made.setdefault(edit.path, {})[edit.start] = edit
    return {path: list(some.values()) for path, some in made.items()}


def names(each: FixedOutput) -> tuple[str, ...]:
    """Return the names of a source that --rev accepts."""
    return each.attribute, each.attribute.rpartition(".")[2], f"{each.path}#{each.attribute}"


def _edit(each: FixedOutput, tag: str, tree: OutputTree) -> Edit | None:
    one = stated(each)
    if one is None or (one.known and one.shown.removeprefix(_REFS) == tag):
        return None
    span = literal(one, tree)
    data = tree.evaluator.read(one.path) if span is not None else None
    if span is None or data is None:
        raise Refused(
            f"--rev: the {one.name} of {printable(each.attribute)} in {printable(one.path or each.path)} "
            "is not one text, so it must be edited by hand"
        )
    prefix = _REFS if one.shown.startswith(_REFS) else ""
    return Edit(one.path, *span, data[slice(*span)], f'"{prefix}{tag}"'.encode())


def literal(one: Input, tree: OutputTree) -> tuple[int, int] | None:
    """Return the span of the text of an input, with its quotes; None if the input is not a single text."""
    if one.offset < 0:
        return None
    if one.path.endswith(".nix"):
        source = tree.evaluator.source(one.path)
        nodes = chain(source, one.offset, one.offset + 1) if source is not None else []
        if source is None or binding_names(source, nodes)[-1:] == [
            "version"
        ]:  # `rev = version`: both attributes have the same text
            return None
        for node in reversed(nodes):
            if node.start_byte == one.offset and node.type == "string_expression":
                return node.start_byte, node.end_byte
        return None
    data = tree.evaluator.read(one.path) or b""
    end = data.find(b'"', one.offset + 1) if data[one.offset : one.offset + 1] == b'"' else -1
    return (one.offset, end + 1) if end > 0 else None


def written(each: FixedOutput, tree: OutputTree) -> bytes | None:
    """Return the text of a source's revision in the file; None if the source has no revision."""
    one = stated(each) if each.is_source else None
    span = literal(one, tree) if one is not None else None
    if one is None or span is None:
        return None
    return (tree.evaluator.read(one.path) or b"")[slice(*span)]


def edited_by_hand(before: OutputTree, after: OutputTree) -> dict[Place, bytes]:
    """Return the revisions in the second tree that the first tree does not have, as they are written."""
    old = {place(each): written(each, before) for each in before.found}
    new = {place(each): written(each, after) for each in after.found}
    return {one: text for one, text in new.items() if text is not None and old.get(one) not in (None, text)}


def as_written(
    outputs: Iterable[FixedOutput], wanted: Mapping[Place, bytes], tree: OutputTree
) -> dict[str, list[Edit]]:
    """Return the edits that set the revisions which `edited_by_hand` found, by file."""
    made: dict[str, dict[int, Edit]] = {}
    for each in outputs:
        one, new = stated(each), wanted.get(place(each))
        span = literal(one, tree) if one is not None and new is not None else None
        if one is None or span is None or new is None:
            continue
        old = (tree.evaluator.read(one.path) or b"")[slice(*span)]
        if old != new:
            made.setdefault(one.path, {})[span[0]] = Edit(one.path, *span, old, new)
    return {path: list(some.values()) for path, some in made.items()}


def fixed_tag(each: FixedOutput) -> str | None:
    """Return the tag at which a source is fetched; None for a commit id, a branch without digits and so on."""
    one = stated(each) if each.is_source else None
    if (
        one is None
        or not one.known
        or is_full_id(one.shown)
        or not any(letter.isdigit() for letter in one.shown)
    ):
        return None
    return one.shown.removeprefix(_REFS)
