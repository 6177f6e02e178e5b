"""AG302: a host that the config says was renamed."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Finding, FixedOutputRef, Place

RULE = Rule(
    code="AG302",
    name="retired-host",
    severities=("warning",),
    configured="[mirrors] renamed",
    summary="A fetch names a host that the config says was renamed.",
    what="""
The config maps old host names to new ones, and this fixed output is fetched from an old one. Without
[mirrors] renamed in the config the rule never speaks.
""",
    why="""
A source that is in the store is never fetched again, so a dead host name stays in a repository unnoticed
until a fresh machine, or a garbage collection, needs it. Renaming the host is free: the content is the
same, so the hash stays.
""",
    example="""
 authguard.toml
   [mirrors]
   renamed = { "forge.ops.eblu.me" = "forge.eblu.me" }

 default.nix
   url = "https://forge.ops.eblu.me/mirrors/ntfy.git";   # AG302
""",
    mend="""
Write the new host name. Leave the hash as it is.
""",
    waive="""
Put `# authguard: allow AG302 REASON` on the line of the hash or on the line above. To be stopped by it, set
AG302 = "error" under [rules].
""",
)


def finding(
    *,
    place: Place,
    fixed_output: FixedOutputRef,
    host: str,
    renamed: str,
    severity: str | None = None,
) -> Finding:
    """`host` is the old name, `renamed` the new one."""
    return RULE.found(
        place,
        f"{fixed_output.attribute} is fetched from {shorten(host)}, which is {shorten(renamed)} now",
        severity=severity,
        fixed_output=fixed_output,
        mend=f"write {shorten(renamed)} for {shorten(host)}; the hash stays",
    )
