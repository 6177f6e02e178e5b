"""The moves of a tool's pin that need more than its class: another repository, another directory, no version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.moves import form_of
from authguard.compare.repository_names import are_of_other_names
from authguard.outputs.urls import is_full_id

if TYPE_CHECKING:
    from authguard.compare.judgement import Judgement, Move
    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput

_STORE_FILE = r"/nix/store/[0-9a-z]{32}(-[^/]+/.+)"
"""A path below a store path. The group is the path without the hash of the store path."""


def is_url_of_other_repository(one: Judgement) -> bool:
    """Tell whether one pin has a url, the other pin has a repository, and the url does not contain that repository."""
    if one.other is None:
        return False
    for has_url, has_repo in ((one.other, one.output), (one.output, one.other)):
        url, repo = form_of(has_url.input("url")), form_of(has_repo.input("repo"))
        if isinstance(url, str) and isinstance(repo, str) and has_repo.input("url") is None:
            named = form_of(has_url.input("repo"))
            if isinstance(named, str):
                return repo.lower() != named.lower()
            return repo.lower() not in url.lower()
    return False


def is_pin_of_other_repository(one: Judgement) -> bool:
    """Tell whether a pin moved to another repository and to another commit at once."""
    moved = {move.name for move in one.moved if move.before and move.after}
    if "lastModified" in moved:
        return False  # Nix wrote the node after it fetched the tree of the new owner
    if "rev" not in moved:
        return False
    if one.output.producer != "flake.lock":
        return one.other is not None and "repo" in moved and are_of_other_names(one.other, one.output)
    return bool(moved & {"repo", "owner"}) or is_url_of_other_repository(one)


def parts_of_pin(form: object) -> dict[str, str]:
    """Return the parts of a pin in a value by their names, as `rev` and `narHash`; nothing if it is no pin."""
    if not isinstance(form, tuple) or form[:1] != ("pin",):
        return {}
    return dict(str(part).partition("=")[::2] for part in form[1:])


def is_pinned_too(each: FixedOutput, target: Pairs) -> bool:
    """Tell whether a tool pinned the same commit with the same hash: a list of pins follows flake.lock."""
    rev = form_of(each.input("rev"))
    pins = (other for other in target.sharing(each) if other.tool)
    return is_full_id(rev) and any(form_of(pin.input("rev")) == rev for pin in pins)


def is_other_path(one: Judgement) -> bool:
    """Tell whether a pin of a local directory or clone only has another path, and the path has the same versions."""
    kind = form_of(one.output.input("type"))
    if [(kind, move.name) for move in one.moved] not in ([("path", "path")], [("git", "url")]):
        return False
    if kind == "git" and form_of(one.output.input("host")) != "file://":
        return False
    before, after = (str(form_of(each)) for each in (one.moved[0].before, one.moved[0].after))
    queries = before.partition("?")[2], after.partition("?")[2]
    return queries[0] == queries[1] and re.findall(r"\d+", before) == re.findall(r"\d+", after)


def is_other_store_path(move: Move) -> bool:
    """Tell whether only the hash of a store path moved, and not the name of the path or the path below it."""
    if move.name != "path":
        return False
    found = [re.fullmatch(_STORE_FILE, str(form_of(each))) for each in (move.before, move.after)]
    return all(found) and len({each[1] for each in found if each is not None}) == 1
