"""AG303: a source with a fixed hash that follows a branch or HEAD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.outputs.facts import moving_revision
from authguard.rules.describe import place_of, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Context
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG303",
    name="moving-revision",
    severities=("warning",),
    summary="A hash is fixed, and its source is a branch or HEAD.",
    what="""
The rev of a source is a branch (main, master, refs/heads/...) or HEAD, or is missing, which means HEAD. Or the url is
the archive of a branch. The hash belongs to one commit of that branch. The rule reports such a source when
it is added, and not again for each new hash of it.
""",
    why="""
When the branch moves, the hash is wrong on every machine that has to fetch. A machine with the old tree in its
store reports nothing, since the name and the hash did not change.
""",
    example="""
   src = fetchFromGitHub {
     owner = "vsoch"; repo = "oci-python";
     rev = "master";        # AG303: which commit?
     hash = "sha256-…";
   };
""",
    fix="""
In place of the branch, write the commit id or a tag that the hash belongs to. If nobody knows it any more, take the
branch's present commit and run `git authguard fix PATH#ATTRIBUTE`.
""",
    waive="""
Put `# authguard: allow AG303 REASON` on the line of the hash or on the line above.
""",
)


@RULE.on_output(files=lambda kept, config: "f" in kept.flags)
def decide(each: FixedOutput, context: Context) -> Finding | None:
    """Report a new source with a fixed hash that follows a branch or HEAD."""
    revision = moving_revision(each)
    if revision is None or any(old.full_identity == each.full_identity for old in context.before(each)):
        return None
    return RULE.finding(
        place_of(each.origin),
        f"{each.attribute}: the hash is fixed, but {shorten(revision or 'HEAD')} moves",
        nix_notices=False,
        fixed_output=reference_to(each),
        help="name the commit id or a tag instead",
    )
