"""AG302: a host that was renamed, according to the config."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.outputs.facts import locations_of
from authguard.rules.describe import place_of, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import shorten

if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import Kept
    from authguard.rules.context import Context
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG302",
    name="retired-host",
    severities=("warning",),
    configured="[mirrors] renamed",
    summary="A fetch names a host that the config says was renamed.",
    what="""
The config maps old host names to new ones, and this fixed output is fetched from an old one. Without
[mirrors] renamed in the config the rule reports nothing.
""",
    why="""
A source that is in the store is never fetched again, so a dead host name stays in a repository unnoticed
until a fresh machine, or a garbage collection, needs it. A new host name changes no hash,
since the content is the same.
""",
    example="""
 authguard.toml
   [mirrors]
   renamed = { "forge.ops.eblu.me" = "forge.eblu.me" }

 default.nix
   url = "https://forge.ops.eblu.me/mirrors/ntfy.git";   # AG302
""",
    fix="""
Write the new host name. Leave the hash as it is.
""",
    waive="""
Put `# authguard: allow AG302 REASON` on the line of the hash or on the line above. To be stopped by it, set
AG302 = "error" under [rules].
""",
)


def _may_name_one(kept: Kept, config: Config) -> bool:
    return any(location.partition("/")[0] in config.mirrors_renamed for location in kept.locations)


@RULE.on_output(files=_may_name_one)
def decide(each: FixedOutput, context: Context) -> Finding | None:
    """Report a source that is fetched from a host that was renamed, according to the config."""
    known = context.config.mirrors_renamed
    hosts = [location.partition("/")[0] for location in locations_of(each)]
    host = next((host for host in hosts if host in known), None)
    if host is None:
        return None
    renamed = known[host]
    return RULE.finding(
        place_of(each.origin),
        f"{each.attribute} is fetched from {shorten(host)}, which is {shorten(renamed)} now",
        fixed_output=reference_to(each),
        help=f"write {shorten(renamed)} for {shorten(host)}; the hash stays",
    )
