"""AG202: evidence shows that the deciding inputs of a dependency hash moved, and the digest did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.judgement import Kind
from authguard.rules.ag201_stale_source_hash import is_pin, sentence, stale_parts
from authguard.rules.describe import notices, place_of, reasons, reference_to
from authguard.rules.finding import STALE, Because, Evidence, moved_input
from authguard.rules.rule import Rule
from authguard.rules.words import fix, silent, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.outputs.model import FixedOutput
    from authguard.prove.local_locks import LocalAnswer
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding, FindingParts

RULE = Rule(
    code="AG202",
    name="stale-dependency-hash",
    severities=("error",),
    fixable=True,
    summary="A lock file or an option moved, but the dependency hash did not.",
    what="""
A lock file and options of the producer decide a dependency hash (vendorHash, cargoHash, npmDepsHash, the hash of
fetchPnpmDeps, fetchYarnDeps and so on). One of these inputs moved, and the hash did not. The proof is one of four
facts. The lock file of this repository changed in the same commit. The lock file of upstream differs between the two
revisions. An option such as proxyVendor, fetcherVersion or modRoot changed. Another parent of a merge has another
hash for the same source.

Not every edit of a lock is proof. Cargo.lock, package-lock.json, yarn.lock and composer.lock are copied into the
output, so any edit is proof. go.sum is not copied: an edit of go.sum alone is no proof, but a direct `require` of
go.mod that moved is. For pnpm-lock.yaml and mix.lock, a change of the set of packages is proof. If filters install
only some workspaces (`bun install --filter`, pnpmWorkspaces, `npm ci --workspace`), only a change of the packages
that these workspaces need is proof.
""",
    why="""
If the version moved as well, the build mostly fails, since the version is in the store name. If it did not, as when a
bot updates a lock file, Nix takes the old dependencies from the store. fetchYarnDeps (named `offline`), fetchPnpmDeps
(no version in the name) and fetchNpmDeps with its default name never fail on a machine that has the old output. A
fresh machine, usually CI, fails.
""",
    example="""
 go.mod
-require golang.org/x/net v0.17.0
+require golang.org/x/net v0.19.0

 package.nix
   # AG202:
   vendorHash = "sha256-UBm+debRps5XRCJBXjik1akjUgoY5prQ+2v0Hzy9jfQ=";
""",
    fix="""
`git authguard fix PATH#vendorHash` (or cargoHash, npmDepsHash, ...) computes the hash and writes it. If the
src hash of the package is reported as well, fix that first: a dependency hash computed from a stale source
is stale again once the source is right.
""",
    waive="""
Put `# authguard: allow AG202 REASON` on the line of the hash or on the line above.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each dependency hash that is proved stale: by a declared option, or by a lock here or upstream."""
    for one in change.of_kind(Kind.STALE):
        if one.output.kind == "dependency" and one.is_error and not is_pin(one):
            parts = stale_parts(change, one)
            yield _finding(one.output, parts, sentence(one, parts["because"], "but the hash did not"))
    for suspect in change.suspects:
        if suspect.local is not None and proves(suspect.output, suspect.local):
            yield _by_lock(suspect.output, suspect.local)
        elif suspect.upstream is not None and suspect.is_proved_upstream:
            noticed = notices(suspect.judgement.other, suspect.output)
            evidence = Evidence("mirror", suspect.upstream.says)
            lock = moved_input(suspect.upstream.answer.lock, "what")
            because = [lock, *reasons(suspect.judgement, ("what", "how"), change.read)]
            yield proved(suspect.output, because, [evidence], noticed)
    for each, _, answer in change.kept_locals:
        if proves(each, answer):
            yield _by_lock(each, answer)
    for move in change.keyed_moves:
        now, then = move.after.commit, move.before.commit
        says = f"it moved {move.package} from {then[:12]} to {now[:12]}"
        because = [moved_input(move.lock, "what", then, now, move.lock)]
        yield proved(move.output, because, [Evidence("lock", says)], move.before.named != move.after.named)


def proves(each: FixedOutput, answer: LocalAnswer) -> bool:
    """Tell whether a lock of this repository proves a hash stale.

    A record pins a fetched source, so the lock beside the record may belong to something else.
    """
    beside = each.record and any(one.role == "what" for one in each.inputs)
    return answer.decision == "moved" and not beside


def _by_lock(each: FixedOutput, answer: LocalAnswer) -> Finding:
    because = [moved_input(answer.lock, "what", path=answer.lock)]
    return proved(each, because, [Evidence("lock", answer.says)], answer.nix_notices)


def proved(
    each: FixedOutput, because: list[Because], evidence: list[Evidence], nix_notices: bool | None
) -> Finding:
    """Return the finding about a dependency hash that evidence proves stale."""
    parts: FindingParts = {
        "verdict": STALE,
        "nix_notices": nix_notices,
        "fixed_output": reference_to(each),
        "move_class": classes.LOCK_MOVED.name,
        "because": because,
        "evidence": evidence,
        "help": fix(place_of(each.origin), reference_to(each)),
    }
    return _finding(each, parts, f"{why_moved(because[:1])}, but the hash did not")


def _finding(each: FixedOutput, parts: FindingParts, says: str) -> Finding:
    place = place_of(each.origin)
    return RULE.finding(place, f"{each.attribute}: {says}{silent(parts['nix_notices'])}", **parts)
