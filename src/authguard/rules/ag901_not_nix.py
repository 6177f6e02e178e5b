"""AG901: a staged .nix file that Nix would not parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.nix.parse import CONFLICT
from authguard.outputs.facts import syntax_error
from authguard.rules.describe import point
from authguard.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.rules.context import Change, Context, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG901",
    name="not-nix",
    severities=("error",),
    summary="A staged .nix file is one that Nix would not parse.",
    what="""
The file has a syntax error at the place given: a merge's conflict markers, a missing semicolon, an
unbalanced brace. Nothing in this file is judged; all other files are judged as usual. A file that had the
error in the base already, and did not change, is not reported, and neither is one of another program that only
ends in `.nix`: `Dockerfile.nix`.
""",
    why="""
No file that imports it evaluates. The hashes in it cannot be judged, and without a finding they would look
right.
""",
    example="""
   src = fetchgit {
     url = "https://forge.example/mirrors/a.git"   # AG901: no semicolon
     rev = "version/2026.2.0";
   };
""",
    fix="""
`nix-instantiate --parse PATH` says what Nix itself expected there.
""",
    waive="""
A file that is meant to be broken, as in the tests of a parser, belongs under `exclude` in the config.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each changed .nix file that Nix would not parse, except a renamed one that was broken before."""
    for path in change.changed:
        if path.endswith(".nix") and path not in change.moved and not change.config.excluded(path):
            yield from _of_file(change, path)


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report each .nix file of a tree that Nix would not parse."""
    for path, kept in tree.files.items():
        if "n" in kept.flags:
            yield from _of_file(tree, path)


_DOCKERFILE = r"(?:Dockerfile|Containerfile)\.nix"
"""The names of such files begin with the format. Their end is the name of a variant, as in `Dockerfile.dev`."""
_DOCKER = rb"(?:\s|#[^\n]*\n)*(?:FROM|ARG)\s"
"""The first instruction of such a file. No Nix expression begins with it."""


def _of_file(context: Context, path: str) -> Iterator[Finding]:
    error, data = syntax_error(context.target, path), context.read(path)
    if error is None or data is None:
        return
    if re.fullmatch(_DOCKERFILE, path.rpartition("/")[2]) and re.match(_DOCKER, data):
        return
    marker = re.search(CONFLICT, data)
    if marker is not None:
        yield RULE.finding(
            point(path, data, marker.start()),
            "this file has a conflict marker",
            nix_notices=True,
            help="resolve the conflict and stage the file",
            ends_file=True,
        )
        return
    place = point(path, data, error[0])
    says = f": {error[1]}" if error[1] else ""
    yield RULE.finding(
        place,
        f"Nix would not parse this file{says}",
        nix_notices=True,
        help=f"correct the syntax at line {place.line}",
    )
