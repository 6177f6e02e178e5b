"""AG204: inputs of a platform set moved, and some of its hashes moved while others did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.judgement import Judgement, Kind, Move
from authguard.compare.moves import tokens
from authguard.rules.describe import notices, place_of, reasons, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import fix, listed, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG204",
    name="platform-left-behind",
    severities=("error",),
    fixable=True,
    summary="A platform set moved, and the hash of some of its platforms did not.",
    what="""
A set has one hash for each platform. Its inputs moved, and the hashes of some platforms moved with them. This hash did
not move, although the content is new.

Three cases are not reported. Two platforms had the same hash before (a universal binary). The platform has its own url,
and the version in this url did not move. Only the url of one platform moved.
""",
    why="""
Nix checks only the hash of the platform that it builds for. A CI on x86_64-linux does not notice a stale hash of
aarch64-darwin, until a user with a Mac gets a mismatch. If the store name has no version, a Mac that has the old
binary even keeps using it without a message.
""",
    example="""
-  version = "1.4.0";
+  version = "1.5.0";
   hash = {
-    x86_64-linux = "sha256-old…";
+    x86_64-linux = "sha256-new…";
     aarch64-darwin = "sha256-still-1.4.0…";   # AG204
   }.${system};
""",
    fix="""
`git authguard fix PATH#hash.aarch64-darwin` writes the hash of that platform. A source can be fetched on
any platform; a hash that is the result of a build needs a builder of that platform.
""",
    waive="""
If that platform is dropped or frozen at the old release, put `# authguard: allow AG204 REASON` on its
line or on the line above.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report the entries of platform sets with a kept hash, if other entries moved with their inputs."""
    for one in change.left_platforms:
        yield _finding(change, one, change.platforms_moved[one.output.group])
    reported = set()
    for one, moved in _left_by_version(change):
        if one.output.origin.key not in reported:
            reported.add(one.output.origin.key)
            yield _finding(change, one, moved)


def _left_by_version(change: Change) -> Iterator[tuple[Judgement, list[str]]]:
    """Yield entries with a moved version and the platforms that moved, if no own input (the url) contains a version.

    In a merge, a parent may have this hash for this version.
    """
    for base in change.base_pairs:
        platforms = _moved_from(change, base)
        for each in change.outputs if platforms else ():
            moved = platforms.get(each.group, [])
            if not moved or each.platform in moved or _states_a_version(each):
                continue
            for other in base.at(each) or base.sharing(each):
                one, two = other.version, each.version
                if one is None or two is None or one.form == two.form or _is_of_parent(change, each):
                    continue
                if other.digest == each.digest and other.platform == each.platform:
                    yield Judgement(Kind.STALE, each, other, [Move("version", "what", one, two)]), moved


def _is_of_parent(change: Change, each: FixedOutput) -> bool:
    """Tell whether a parent of a merge has this hash for this platform and this version at this place."""
    return (
        len(change.base_pairs) > 1
        and each.version is not None
        and any(
            other.digest == each.digest
            and other.platform == each.platform
            and other.version is not None
            and other.version.form == each.version.form
            for base in change.base_pairs
            for other in base.at(each) or base.sharing(each)
        )
    )


def _moved_from(change: Change, base: Pairs) -> Mapping[object, list[str]]:
    """Return the platforms with a hash that the base lacks, by group. In a merge, another parent may have the hash."""
    if len(change.base_pairs) == 1:
        return change.platforms_moved
    found: dict[object, list[str]] = {}
    for each in change.outputs:
        if each.group is None or not each.platform or each.platform.removeprefix("v")[:1].isdigit():
            continue
        if each.digest is not None and not base.holds(each):
            found.setdefault(each.group, []).append(each.platform)
    return found


def _states_a_version(each: FixedOutput) -> bool:
    """Tell whether the entry's own inputs contain a version.

    These inputs did not move, even if the package's version did.
    """
    return any(tokens(one) for one in each.inputs)


def _finding(change: Change, one: Judgement, moved: list[str]) -> Finding:
    each = one.output
    because = reasons(one, ("what", "how", "script"), change.read)
    hashes = "hash" if len(moved) == 1 else "hashes"
    place = place_of(each.origin)
    return RULE.finding(
        place,
        f"{each.attribute}: {why_moved(because)}, the {hashes} of {listed(moved)} moved too, "
        f"that of {each.platform or each.attribute} did not",
        verdict="stale",
        nix_notices=notices(one.other, each),
        fixed_output=reference_to(each),
        because=because,
        help=fix(place, reference_to(each)),
    )
