"""AG301: a fetch from a location outside of the mirrors that the config allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.outputs.facts import locations_of
from authguard.rules.describe import place_of, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import listed, shorten

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Context
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG301",
    name="not-from-mirror",
    severities=("warning",),
    configured="[mirrors] allow",
    summary="A source is fetched from outside of the mirrors that the config allows.",
    what="""
The config lists the hosts, or the paths on hosts, that sources may be fetched from. This fixed output is
fetched from somewhere else, or one of its urls is. Without [mirrors] allow in the config the rule reports
nothing.
""",
    why="""
With a mirror of every source you can still build when upstream deletes a tag, moves a repository or is
down. One source from elsewhere is enough to lose that. The hash of that source is right, so no other rule reports it.
""",
    example="""
 authguard.toml
   [mirrors]
   allow = ["forge.eblu.me/mirrors"]

 authentik-django.nix
   opencontainers-src = fetchFromGitHub {        # AG301: github.com
     owner = "vsoch"; repo = "oci-python"; …
""",
    fix="""
Mirror the repository and fetch it from there. The hash of a fetchFromGitHub source is usually the same from a git
mirror, except if the repository uses export-ignore or export-subst. `git authguard verify` compares it.
""",
    waive="""
Put `# authguard: allow AG301 REASON` on the line of the hash or on the line above, or add the host to
[mirrors] allow. To be stopped by it, set AG301 = "error" under [rules].
""",
)


@RULE.on_output(files=lambda kept, config: any(not config.mirrored(location) for location in kept.locations))
def decide(each: FixedOutput, context: Context) -> Finding | None:
    """Report a source that is fetched from outside of the mirrors that the config allows."""
    config = context.config
    if not config.mirrors_allow:
        return None
    outside = [location for location in locations_of(each) if not config.mirrored(location)]
    if not outside or any(location.partition("/")[0] in config.mirrors_renamed for location in outside):
        return None  # AG302 reports a host that was renamed
    location = outside[0]
    allowed = list(config.mirrors_allow)
    mirrors = listed([shorten(one) for one in allowed], 3)
    return RULE.finding(
        place_of(each.origin),
        f"{each.attribute} is fetched from {shorten(location)}, outside of {mirrors}",
        fixed_output=reference_to(each),
        help=f"fetch it from {shorten(allowed[0]) if len(allowed) == 1 else 'one of the mirrors'}",
    )
