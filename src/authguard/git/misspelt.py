"""The revision that the user probably meant, for messages about one that names no commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.messages import nearest
from authguard.printable import printable

if TYPE_CHECKING:
    from authguard.git.git import Git

_MOST_REFS = 1000
"""At most this many branches and tags are compared with a misspelt name."""
_STEPS = r"[~^@].*"


def probable(git: Git, rev: str) -> str:
    """Return the end of a message: the options for a range, or the most similar branch or tag; otherwise ""."""
    options = as_options(rev)
    if options is not None:
        return f"; a range of commits is {printable(options)}"
    words = ("for-each-ref", f"--count={_MOST_REFS}", "--format=%(refname:short)")
    output = git.run(*words, "refs/heads", "refs/remotes", "refs/tags")
    names = [name for name in output.decode("utf-8", "replace").split("\n") if name]
    name = re.sub(_STEPS, "", rev, flags=re.DOTALL)
    near = nearest(name, [*names, "HEAD"])
    return "" if near is None or near == name else f"; did you mean {printable(near + rev[len(name) :])}?"


def as_options(text: str) -> str | None:
    """Return the options for a range that is written as in git log (`A..B`, `A...B`); None for another text."""
    before, mark, after = text.partition("..")
    if not mark or "/" in (before[:1], after[:1]) or not (before + after).strip("."):
        return None
    return f"--base {before or 'HEAD'} --head {after.removeprefix('.') or 'HEAD'}"
