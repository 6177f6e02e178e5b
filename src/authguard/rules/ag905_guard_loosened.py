"""AG905: after this change a hash is no longer judged, or a push is no longer built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.rules.finding import Place, place_at
from authguard.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authguard.config.loosening import Loosening
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG905",
    name="guard-loosened",
    severities=("warning", "error"),
    summary="A change switches off a part of its own guard.",
    what="""
With the config of the base a hash would have been judged, or a push built; with the config of the head it is not. A
rule was turned off or lowered, `exclude` or [mirrors] covers more, a [[version]] site or a [[gate]] was removed or
checks less, an [[allow]] table or a comment waives a finding. Configs are compared by their effect: a file that was
renamed together with its pattern loosens nothing.

For a range of commits and for a push it is an error, and of the two configs the stricter setting counts. Two changes
are allowed, with a warning: a waiver of one digest that gives its reason, and the first config of a repository. A
commit that the user accepts is allowed without a message. A new waiver is shown even if it waives nothing yet, since it
waives the next stale hash at that place.
""",
    why="""
The config is part of the change that is judged. Without this rule a pull request could switch off the guard and
add a stale hash in one commit.
""",
    example="""
 authguard.toml
   exclude = ["**"]         # AG905: pkgs/tool.nix is not judged any more
""",
    fix="""
Make the change in a commit of its own, and let somebody review it. A push and CI refuse that commit too, until it is
accepted by its full id (a squash or a rebase makes another id):

`git config --add authguard.acceptLoosening "$(git rev-parse COMMIT)"`

In CI, set AUTHGUARD_ACCEPT_LOOSENING to the full id. After the merge nothing has to be accepted: the base then has the
setting.
""",
    waive="""
Accept the commit as shown above. `AG905 = "off"` under [rules] silences it for the staged change, and for a
range if the base has it.
""",
)


def finding(one: Loosening, severity: str, commit: str | None) -> Finding:
    """Return the finding about a loosening: an error in a range, which refuses it.

    ``commit`` is the last commit of the range, which the user may accept; None for the index and the work tree.
    """
    if one.counts:
        says = "nothing to do if this is intended"
    elif commit is not None:
        says = f"if a reviewer agrees: git config --add authguard.acceptLoosening {commit}"
    else:
        says = "a push and CI refuse this until the commit is accepted; see: git authguard explain AG905"
    return RULE.finding(
        place_at(one.path, one.line),
        one.says,
        severity="warning" if one.counts else severity,
        help=says,
    )


def waiver_finding(place: Place, codes: tuple[str, ...], reason: str, lines: Sequence[int] = ()) -> Finding:
    """Return the warning about a waiver that this change adds. The waiver has its effect, but is shown.

    `lines` are the lines of its file that have the same waiver.
    """
    from authguard.rules.words import listed, shorten

    where = f" on {len(lines)} lines ({listed([str(one) for one in lines])})" if len(lines) > 1 else ""
    return RULE.finding(
        place,
        f"this change waives {listed(list(codes))}{where}: {shorten(reason)}",
        severity="warning",
        help="nothing to do if the reason is good",
    )
