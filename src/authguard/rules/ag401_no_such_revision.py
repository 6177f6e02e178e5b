"""AG401: the mirror does not have the revision or tag that a source names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.describe import place_of, reference_to
from authguard.rules.finding import Evidence
from authguard.rules.rule import Rule
from authguard.rules.words import listed, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Inquiry, Missing
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG401",
    name="no-such-revision",
    severities=("error",),
    network=True,
    summary="The repository has no such revision or tag.",
    what="""
A source that this change adds or moves names a tag, a branch or a commit id that its repository does not have.
The finding names the most similar tags. authguard asks the repository that the source is fetched from, with git, and
keeps a mirror in your cache directory. `check` asks only if you allow the network (git config
`authguard.network`, or --online). `git authguard verify` always asks.
""",
    why="""
A rev that contains the version ("v3.${version}") follows every bump, even if upstream made no such tag:
goauthentik's client had v3.2026.2.0 and v3.2026.2.1, and then v3.2026020.2. With the old hash Nix finds the old
source in its store and reports nothing; on a fresh machine the fetch fails.
""",
    example="""
   client-go-src = pkgs.fetchgit {
     url = "https://forge.example/mirrors/client-go.git";
     # AG401: v3.2026.2.2; nearest: v3.2026020.2
     rev = "v3.${version}";
     hash = "sha256-…";
   };
""",
    fix="""
Name a tag that exists, or wait until upstream makes it, and then run `git authguard fix PATH#ATTRIBUTE`.
""",
    waive="""
Put `# authguard: allow AG401 REASON` on the line of the hash or on the line above.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """If mirrors are allowed, report the revisions that this change added and that their repositories do not have."""
    new = [each for each in change.outputs if each.is_source and not change.is_kept(each)]
    if new and change.history.online and change.inquiry is not None:
        yield from _missing(change.inquiry, new)


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """If mirrors are allowed, report the revisions of a tree that their repositories do not have."""
    if tree.inquiry is not None:
        yield from _missing(tree.inquiry, tree.outputs(tree.files))


def _missing(inquiry: Inquiry, outputs: Iterable[FixedOutput]) -> Iterator[Finding]:
    from authguard.prove.inquiry import Missing

    for each in outputs:
        answer = inquiry.revision(each) if each.is_source else None
        if isinstance(answer, Missing):
            yield _finding(each, answer)


def _finding(each: FixedOutput, answer: Missing) -> Finding:
    rev = answer.rev.removeprefix("refs/tags/")
    near = f"; nearest: {listed([shorten(one) for one in answer.nearest], 3)}" if answer.nearest else ""
    return RULE.finding(
        place_of(each.origin),
        f"{each.attribute}: its repository has no {shorten(rev)}{near}",
        fixed_output=reference_to(each),
        evidence=[Evidence("mirror", f"{answer.url} has no {rev}")],
        help="name a revision that the repository has",
    )
