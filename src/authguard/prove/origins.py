"""The places from which the content of an output comes: its own, and those of the outputs that it is built from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.prove import recipes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from authguard.outputs.model import FixedOutput


def revisions(each: FixedOutput) -> str:
    """Return the revisions in git that an output comes from, each as a line of `revision_line`.

    A file of a repository that is fetched by its url has a line of `repository_line`: its revision is unknown.
    """
    lines: set[str] = set()
    for one in _with_inputs(each):
        where = recipes.repository(one)
        lines.update([revision_line(*where)] if where is not None else map(repository_line, _urls(one)))
    return "".join(sorted(lines - {""}))


def repository_line(url: str) -> str:
    """Return a line that names a repository by the first two directories of a url; "" if it has no two."""
    parts = url.partition("://")[2].lower().split("/")[1:3]
    return f"\t/{parts[0]}/{parts[1].removesuffix('.git')}\n" if len(parts) == 2 and all(parts) else ""


def revision_line(url: str, rev: str) -> str:
    """Return a line that names a revision: the same line for all urls and names of a tag or branch."""
    from authguard.prove.mirrors import NotAllowed
    from authguard.prove.mirrors.address import parse

    try:
        address = parse(url)
        place = f"{address.site}/{address.path.strip('/')}"
    except NotAllowed:
        place = url
    return f"\t{place.removesuffix('.git').lower()} {re.sub('^refs/(tags|heads)/', '', rev)}\n"


def is_at(each: FixedOutput, hosts: Collection[str]) -> bool:
    """Tell whether an output, or an output that it is built from, may come from one of these hosts."""
    names = {host_of(host) for host in hosts}
    return bool(names) and any(_is_at(one, names) for one in _with_inputs(each))


def host_of(url: str) -> str:
    """Return the host of a url, or of the end of a url from its host on: in lower case, without a port."""
    place = url.partition("://")[2] or url
    authority = re.split(r"[/?#\\]", place, maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d*$", "", authority).lower()


def _is_at(each: FixedOutput, names: Collection[str]) -> bool:
    where = recipes.repository(each)
    if any(host_of(url) in names for url in (*([where[0]] if where is not None else ()), *_urls(each))):
        return True
    return any(name in one.shown.lower() for one in each.inputs for name in names)


def _urls(each: FixedOutput) -> Sequence[str]:
    try:
        return recipes.recipe(each).urls
    except recipes.Unclear:
        return ()


def _with_inputs(each: FixedOutput) -> Iterator[FixedOutput]:
    """Yield an output and all outputs that it is built from, each once."""
    found = {id(each): each}
    waiting = [each]
    while waiting:
        one = waiting.pop()
        yield one
        for output in (output for part in one.inputs for output in part.outputs):
            if id(output) not in found:
                found[id(output)] = output
                waiting.append(output)
