"""Lock files of upstream as evidence: the lock inside the old and the new source of a dependency hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.locks import uv
from authguard.outputs.urls import is_full_id
from authguard.prove.ecosystems import ecosystem, lock_root, options_of
from authguard.prove.recipes import repository

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry, Upstream

SOURCES = ("src", "srcs")
"""The inputs that a dependency hash takes its source from."""


@dataclass
class SecondPin:
    """A source that is pinned here and, at another commit, in the lock of upstream."""

    output: FixedOutput
    here: str
    package: str
    there: str


def upstream_answer(inquiry: Inquiry, each: FixedOutput, other: FixedOutput | None) -> Upstream | None:
    """Compare the locks in the sources of ``other`` (before) and ``each``; None if a mirror cannot say."""
    if other is None or each.is_source or each.local is not None:
        return None
    kind = ecosystem(each)
    before, after = _source(other), _source(each)
    if kind is None or before is None or after is None:
        return None
    return inquiry.lock(
        kind, lock_root(each, "", after.store_name or "source"), before, after, options_of(each)
    )


def second_pins(found: Upstream, each: FixedOutput, target: Iterable[FixedOutput]) -> list[SecondPin]:
    """Return the sources beside a dependency hash that upstream's lock pins too, at another commit.

    Only sources in the folder of ``each`` are compared, whose lock ``found`` is.
    """
    if not found.answer.lock.endswith("uv.lock"):
        return []
    text = found.tree.read([found.answer.lock]).get(found.answer.lock, b"")
    pinned = {_repository_name(url): (name, commit) for name, url, commit in uv.commits(text)}
    out: list[SecondPin] = []
    folder = each.path.rpartition("/")[0]
    for other in target if pinned else ():
        where = repository(other) if other.is_source and other.path.rpartition("/")[0] == folder else None
        if where is None or not is_full_id(where[1]):
            continue
        name, commit = pinned.get(_repository_name(where[0]), ("", where[1]))
        if commit != where[1]:
            out.append(SecondPin(other, where[1], name, commit))
    return out


def _repository_name(url: str) -> str:
    """Return the part that two spellings of a repository's url have in common: owner and name."""
    bare = url.rstrip("/").removesuffix(".git").replace(":", "/")
    return "/".join(bare.split("/")[-2:]).lower()


def _source(each: FixedOutput) -> FixedOutput | None:
    """Return the source that a dependency hash is computed from."""
    for one in each.inputs:
        if one.name in SOURCES and one.output is not None:
            return one.output
    return next((one.output for one in each.inputs if one.role == "what" and one.output is not None), None)
