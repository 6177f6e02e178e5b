"""AG903: a waiver that waives nothing, or gives no reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.rule import Rule
from authguard.rules.words import listed, shorten

if TYPE_CHECKING:
    from authguard.rules.finding import Finding, Place

RULE = Rule(
    code="AG903",
    name="idle-waiver",
    severities=("note", "warning"),
    summary="A waiver waives nothing, or (warning) gives no reason.",
    what="""
A comment `# authguard: allow ...` is in a judged file, and there is no finding that it waives. If it names several
rules and waives findings of some of them, the others are reported.

A change decides about the waivers of hashes and lines that it moves. `audit` decides about the waivers of all hashes,
for rules about stale hashes and for those about a tree (AG205, AG301, AG302, AG303). A waiver of AG204 or AG206 is
about one change, so only the next change of its hash decides.

With --all, an [[allow]] table of the config is reported if it waives no finding. Otherwise it is reported if, after a
change, no file has its path, or none of these files has its digest.

A waiver that gives no reason, or names a rule that does not exist, waives nothing; that is a warning. So is a comment
that begins with the name of this tool and names a rule, but has another form, and an idle waiver that the change adds.
""",
    why="""
A waiver that nobody removes hides the next stale hash at that place. The reason shows the next reader whether the
waiver is right.
""",
    example="""
   hash = "sha256-…"; # authguard: allow AG201                 # no reason
   hash = "sha256-…"; # authguard: allow AG201 one tree        # good
""",
    fix="""
Remove the waiver, or give its reason after the codes: `# authguard: allow AG201,AG203 REASON`.
""",
    waive="""
There is no waiver for a waiver. AG903 = "off" under [rules] in the config silences it.
""",
)

_SAYS = {
    "idle": "this waiver of {codes} waives nothing",
    "reason": "this waiver of {codes} gives no reason, so it waives nothing",
    "template": "the reason of this waiver of {codes} is still the word REASON, so it waives nothing",
    "form": "this comment about {codes} waives nothing, since it does not begin with `# authguard: allow`",
    "unknown": "this waiver names {codes}, which is not a rule",
    "empty": "this waiver names no rule, so it waives nothing",
}
_HELP = {
    "idle": "remove the waiver",
    "reason": "give the reason after the codes",
    "template": "write the reason in place of REASON",
    "form": "write # authguard: allow {codes} REASON",
    "unknown": "name a rule that `git authguard explain` lists",
    "empty": "write # authguard: allow CODE REASON",
}


def finding(*, place: Place, codes: list[str], fault: str = "idle", meant: str | None = None) -> Finding:
    """Return the finding about a waiver: a note if `fault` is "idle", otherwise a warning.

    `codes` are the codes that have the fault; `meant` is the rule that an unknown code is similar to.
    """
    says = _HELP[fault].format(codes=",".join(codes))
    return RULE.finding(
        place,
        _SAYS[fault].format(codes=listed([shorten(code) for code in codes])),
        severity="note" if fault == "idle" else "warning",
        help=says if meant is None else f"did you mean {meant}? `git authguard explain` lists the rules",
    )
