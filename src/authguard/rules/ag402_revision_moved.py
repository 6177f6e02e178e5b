"""AG402: a tag names another commit than when its hash was last proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.describe import place_of, reference_to
from authguard.rules.finding import Evidence
from authguard.rules.rule import Rule
from authguard.rules.words import fix, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from authguard.outputs.model import FixedOutput
    from authguard.prove.inquiry import Elsewhere, Inquiry
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG402",
    name="revision-moved",
    severities=("error",),
    fixable=True,
    network=True,
    summary="A tag points elsewhere than when its hash was last proved.",
    what="""
When a hash is proved (by `verify`, `fix` or the gate), authguard records the commit of its tag
under .git/authguard. Now the tag names another commit: upstream moved it, or somebody replaced the repository.

`git authguard verify --again` and `check --online` ask the repository. With git config `authguard.network`, `check`
asks too, but not about a tag that its mirror already has.
""",
    why="""
A machine with the old tree in its store builds it and reports nothing; every other machine gets a hash mismatch.
And somebody should look at a release that changed later, before anybody writes its new hash.
""",
    example="""
   src = fetchFromGitHub {
     owner = "someone"; repo = "tool";
     # AG402: 3f1c2d… when its hash was proved, 9b77e0… now
     tag = "v1.4.0";
     hash = "sha256-…";
   };
""",
    fix="""
Look at what changed between the two commits. If the change is intended, `git authguard fix --again PATH#ATTRIBUTE`
writes the new hash; if you want the old content, name its commit id instead of the tag.
""",
    waive="""
Put `# authguard: allow AG402 REASON` on the line of the hash or on the line above.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """If mirrors are allowed, report the tags that this change added and that moved since their hash was proved."""
    new = [each for each in change.outputs if each.is_source and not change.is_kept(each)]
    if new and change.history.online and change.inquiry is not None:
        yield from _moved(change.inquiry, new)


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """If mirrors are allowed, report the tags of a tree that moved since their hash was proved."""
    if tree.inquiry is not None:
        yield from _moved(tree.inquiry, tree.outputs(tree.files))


def _moved(inquiry: Inquiry, outputs: Iterable[FixedOutput]) -> Iterator[Finding]:
    from authguard.prove.inquiry import Elsewhere

    for each in outputs:
        answer = inquiry.revision(each) if each.is_source else None
        if isinstance(answer, Elsewhere):
            yield _finding(each, answer)


def _finding(each: FixedOutput, answer: Elsewhere) -> Finding:
    rev = answer.rev.removeprefix("refs/tags/")
    place = place_of(each.origin)
    return RULE.finding(
        place,
        f"{each.attribute}: {shorten(rev)} is {shorten(answer.after)} now, and was {shorten(answer.before)} when its "
        f"hash was proved on {answer.day}",
        verdict="suspect",
        nix_notices=False,
        fixed_output=reference_to(each),
        evidence=[Evidence("mirror", f"{answer.url} says that {rev} is {answer.after}")],
        help=fix(place, reference_to(each), "--again"),  # the earlier proof still counts without it
    )
