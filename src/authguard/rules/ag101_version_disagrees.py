"""AG101: two places that state the version of one package differ."""

from __future__ import annotations

from authguard.rules.rule import Rule
from authguard.rules.words import at, command, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.rules.finding import Because, Evidence, Finding, Place

RULE = Rule(
    code="AG101",
    name="version-disagrees",
    severities=("error", "warning"),
    summary="Two places that state the version of one package differ.",
    what="""
Without any config: two version literals agreed in the base, one of the two files imports the other, and
this change moved only one of them. A disagreement that stood before is told only with --all.

A source that is pinned to a commit here and, as a git dependency, in upstream's uv.lock too is compared where
that lock is at hand (--online, or [evidence] network); a disagreement is a warning.

With [[version]] tables in the config: every site named there is read (a Nix attribute, a Dockerfile ARG,
a key of a YAML, TOML or JSON file, a line by a regular expression) and all must say the same, a leading v
aside.
""",
    why="""
A version is often stated twice because something that is not Nix reads it: CI greps default.nix to name the
image, a table of services feeds the monitoring. When only one place moves, the image of the new release is
pushed under the old release's tag, or the old release under the new tag, and nothing fails.
""",
    example="""
sources.nix                    default.nix
  version = "2026.2.1";          version = "2026.2.0";   # left behind

[[version]]
package = "authentik"
sites = [
  { path = "authentik/sources.nix", attribute = "version" },
  { path = "authentik/Dockerfile", arg = "CONTAINER_APP_VERSION" },
  { path = "services.yaml", yaml = "services[name=authentik].version" },
]
""",
    mend="""
State the new version in both places: `git authguard bump VERSION DIR` sets it everywhere that the package
states it, and then writes the hashes that moved with it.
""",
    waive="""
Put `# authguard: allow AG101 REASON` on the line of the version, or on the line above. Where a file has no
comments, use an [[allow]] table with rule and path. If the two are different things that only happened to
agree, a waiver in either file is the right answer.
""",
)


def finding(
    *,
    place: Place,
    value: str,
    other: Place,
    other_value: str,
    package: str | None = None,
    before: str | None = None,
    directory: str = "",
    because: list[Because] | None = None,
    severity: str | None = None,
) -> Finding:
    """The place that stayed behind (`place`, `value`) against the one that moved (`other`, `other_value`).

    `before` is what the moved one said in the base; None means that the two disagree since long, and neither
    is known to be right. `package` names the package where the config does; `directory` is where `bump` has
    to be run, relative to the root.
    """
    subject = f"{package}: " if package else ""
    here, there = shorten(value), shorten(other_value)
    if before is None:
        message = f"{subject}the version is {here} here and {there} in {at(other)}"
        mend = "state one version in both places"
    else:
        message = (
            f"{subject}the version is still {here} here; "
            f"in {at(other)} it moved from {shorten(before)} to {there}"
        )
        where = (directory,) if directory else ()
        mend = command("git", "authguard", "bump", other_value, *where)
    return RULE.found(
        place, message, severity=severity, because=because, mend=mend, order=(other.path, str(other.line))
    )


def missing(*, place: Place, package: str, site: str, reason: str) -> Finding:
    """A site that the config names and that is not there: `place` is its file, `site` the config's words."""
    return RULE.found(
        place,
        f"{package}: the config says that {site} states the version, but {reason}",
        mend="correct the site under [[version]] in the config",
        order=(site,),
    )


def upstream(
    *, place: Place, value: str, package: str, there: str, lock: str, evidence: list[Evidence]
) -> Finding:
    """A commit that is pinned by hand (`place`, `value`) against the one that upstream's `lock` has (`there`)."""
    return RULE.found(
        place,
        f"{package} is pinned to {shorten(value)} here, and to {shorten(there)} in {lock}",
        severity="warning",
        evidence=evidence,
        mend=f"pin {shorten(there)} here, and mend the hash",
        order=(lock, package),
    )
