"""AG304: only host, owner, mirror or protocol moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.judgement import Kind
from authguard.rules.describe import place_of, reasons, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import command, selector, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG304",
    name="location-changed",
    severities=("note",),
    summary="Only the host, owner, mirror or protocol of a source moved.",
    what="""
A source is fetched from another place, and everything that decides its content is as it was: the same rev
of the same repository, under another host, owner or protocol. The hash stayed, as it should.
""",
    why="""
The finding is a note because the hash is right if the new place has the same content under that rev. For a full
commit id that is certain; for a tag it depends on the mirror. Nix does not fetch again, since it has the old tree
under the same name and hash. So only a fresh machine notices a mirror that lacks the rev.
""",
    example="""
-  url = "https://github.com/goauthentik/authentik.git";
+  url = "https://forge.eblu.me/mirrors/authentik.git";
   rev = "version/2026.2.0";     # as before
   hash = "sha256-…";            # as before: AG304
""",
    fix="""
Nothing has to be done. `git authguard verify PATH#ATTRIBUTE` fetches from the new place and compares.
""",
    waive="""
Set AG304 = "off" under [rules] in the config, or put `# authguard: allow AG304 REASON` on the line of the
hash or on the line above.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each pair that is fetched from another location."""
    for one in change.of_kind(Kind.LOCATION):
        place, reference = place_of(one.output.origin), reference_to(one.output)
        because = reasons(one, ("what",), change.read)
        revision = one.output.input("rev")
        kept = f"its {revision.name} and hash" if revision is not None else "its hash"
        stayed = "the fetched file and its hash stayed" if because else f"{kept} stayed"
        because = because or reasons(one, ("where",), change.read)
        yield RULE.finding(
            place,
            f"{one.output.attribute}: {why_moved(because)}, {stayed}",
            nix_notices=False,
            fixed_output=reference,
            move_class=one.move_class.name,
            because=because,
            help=command("git", "authguard", "verify", selector(place, reference)),
        )
