"""Lock files of upstream as evidence: the lock inside the old and the new source of a dependency hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.errors import AuthguardError
from authguard.locks import deciding_files, uv
from authguard.outputs.urls import is_full_id
from authguard.prove.ecosystems import ecosystem, lock_root, options_of
from authguard.prove.recipes import repository
from authguard.prove.upstream import root_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry, Upstream

SOURCES = ("src", "srcs")
"""The inputs that are the source of a dependency hash."""


@dataclass
class SecondPin:
    """A source that this repository pins at one commit, and the lock of upstream at another commit.

    ``lock`` names the lock file and its revision.
    """

    output: FixedOutput
    here: str
    package: str
    there: str
    lock: str


def upstream_answer(inquiry: Inquiry, each: FixedOutput, other: FixedOutput | None) -> Upstream | None:
    """Compare the locks in the sources of ``other`` (before) and ``each``; None if no mirror can answer."""
    if other is None or each.is_source or each.local is not None:
        return None
    kind = ecosystem(each)
    before, after = _source(other), _source(each)
    if kind is None or before is None or after is None:
        return None
    return inquiry.lock(
        kind, lock_root(each, "", after.store_name or "source"), before, after, options_of(each)
    )


def second_pins(inquiry: Inquiry, outputs: Sequence[FixedOutput]) -> list[SecondPin]:
    """Return the sources that a lock of upstream pins at another commit than this repository does.

    Only locks that decide a dependency hash are read, from a mirror that exists or may be made. Only sources in the
    directory of such a hash are compared.
    """
    found: dict[object, SecondPin] = {}
    for each in outputs:
        if each.is_source or each.local is not None or ecosystem(each) != "uv":
            continue
        folder = each.path.rpartition("/")[0]
        beside = [
            (other, where)
            for other in outputs
            if other.is_source and other.path.rpartition("/")[0] == folder
            if (where := repository(other)) is not None and is_full_id(where[1])
        ]
        pinned, lock = _pinned(inquiry, each) if beside else ({}, "")
        for other, (url, here) in beside:
            name, commit = pinned.get(_repository_name(url), ("", here))
            if commit != here:
                found.setdefault(other.origin.key, SecondPin(other, here, name, commit, lock))
    return list(found.values())


def _pinned(inquiry: Inquiry, each: FixedOutput) -> tuple[dict[str, tuple[str, str]], str]:
    """Return (package, commit) of each git dependency of a hash, by repository, and the name of the lock."""
    source = _source(each)
    tree = inquiry.tree(source) if source is not None else None
    where = repository(source) if source is not None else None
    if source is None or tree is None or where is None:
        return {}, ""
    name = source.store_name or "source"
    options = options_of(each)
    try:
        root = root_of("uv", deciding_files("uv", options), lock_root(each, "", name), tree)
        path = f"{root}/uv.lock".lstrip("/")
        text = tree.read([path]).get(path, b"")
    except AuthguardError as error:
        inquiry.unanswered.setdefault(where[0], error)
        return {}, ""
    rev = where[1].removeprefix("refs/tags/")
    pinned = {_repository_name(url): (package, commit) for package, url, commit in uv.commits(text)}
    return pinned, f"{path} of {rev[:12] if is_full_id(rev) else rev}"


def _repository_name(url: str) -> str:
    """Return the common part of two spellings of a repository's url: owner and name."""
    bare = url.rstrip("/").removesuffix(".git").replace(":", "/")
    return "/".join(bare.split("/")[-2:]).lower()


def _source(each: FixedOutput) -> FixedOutput | None:
    """Return the source from which a dependency hash is computed."""
    for one in each.inputs:
        if one.name in SOURCES and one.output is not None:
            return one.output
    return next((one.output for one in each.inputs if one.role == "what" and one.output is not None), None)
