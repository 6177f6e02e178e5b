"""AG203: the source, the script or the lock of a dependency hash moved, and perhaps its content did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare.classes import CONTRADICTED, OWN_PACKAGE, SOURCE_AT_OTHER_COMMIT
from authguard.compare.hooks import most_likely_keep
from authguard.outputs.place import is_platform
from authguard.producers.pins import pin_file
from authguard.prove.ecosystems import ecosystem
from authguard.rules.ag201_stale_source_hash import sentence
from authguard.rules.ag202_stale_dependency_hash import proved, proves
from authguard.rules.describe import notices, place_of, reasons, reference_to, replacement_of
from authguard.rules.finding import SUSPECT, Evidence, moved_input
from authguard.rules.kept_dependency import (
    MOST_QUESTIONS,
    hash_before_half_revert,
    hash_in_other_parent,
    survived,
    was_mended,
)
from authguard.rules.rule import Rule
from authguard.rules.words import command, listed, selector, silent, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.outputs.model import FixedOutput
    from authguard.prove.local_locks import LocalAnswer
    from authguard.prove.proving import Answer
    from authguard.rules.context import Change, Suspect
    from authguard.rules.finding import Because, Finding, FindingParts

RULE = Rule(
    code="AG203",
    name="suspect-dependency-hash",
    severities=("warning", "note"),
    fixable=True,
    summary="A dependency hash may be stale: its source or its script moved.",
    what="""
A dependency hash did not move, but the source that it is computed from did, or the script of a hand-written fixed
output (buildPhase, postFetch) changed. The dependencies may be the same or not. A lock file inside the source decides
that, and it is not in this repository. There is one finding for each bump.

If the version moved and the lock did not, the lock is compared with that of the commit that wrote the hash.

The finding is only a note in these cases:

- The source moved from one full commit id to another, and has a new hash. It is a warning if the dependency hash was
  last corrected in a commit of its own.
- The source is the same release as before, and only the hash of the source moved.
- The source kept its own hash too, which has its own finding if it may be wrong.
- The dependency hash was kept before when its source moved, or when only the same program in its script moved.
- Only the source moved now, and the commit that wrote the dependency hash moved the source too: the author computes
  the hash with each bump. If the sources of many packages moved and no dependency hash did, it is a warning. So it is
  if the source now is that of the commit before, which had another dependency hash: half of a bump was reverted.
- Only the source moved now, and at least two other dependency hashes moved with their sources, one of them of this
  kind.
- In the lock, only packages moved that this hash does not contain, for example of another environment.
- A program, such as an update script, wrote the file of the hash in this commit.
- Only a hook of the package changed (`postPatch`, `preBuild`) or a file that it copies, and no changed line names a
  lock, a manifest or, for Go, a package with a host in its path.
- The Go sources began or ceased to import a package that another module imports too (`// indirect` in go.mod).

If you allow the network (git config `authguard.network`, or `--online`), upstream's lock files of both revisions are
compared, and npm, Go, cargo and yarn hashes are computed as by `verify`. Then the finding becomes AG202, or it
disappears, or it shows both hashes.
""",
    why="""
Many version bumps rightly keep a dependency hash, since the lock is the same in both releases. So this is only a
question, but it is worth an answer. If the store name contains no version (fetchPnpmDeps, fetchYarnDeps, a changed
script under the same name), Nix serves the old dependencies without a message. If it contains one, a stale hash
fails on the builder an hour later.
""",
    example="""
-  version = "2026.2.0";
+  version = "2026.2.1";
   src = fetchFromGitHub { …; hash = "sha256-new…"; };  # moved, rightly
   vendorHash = "sha256-bdILiCQgDuzp…";                 # AG203: go.sum?
""",
    fix="""
`git authguard fix PATH#ATTRIBUTE` computes the true hash and writes it if it differs. `git authguard verify`
computes it and writes nothing. After one of these commands the hash is proved, and the finding disappears.
""",
    waive="""
Put `# authguard: allow AG203 REASON` on the line of the hash or on the line above. To turn the rule off, set
`AG203 = "off"` under `[rules]` in the config. To stop each such commit, set it to `"error"`.
""",
)


MOST_NAMES = 12
"""One finding names at most this many hashes."""

_DECIDING = ("what", "how", "script")
"""The roles of inputs that decide the content of a hash."""

_HISTORY = "history"
"""The kind of evidence of a lock that moved in an earlier commit."""

_LEAST = (False, None, True)
"""One finding about several hashes describes the hash that Nix is least likely to notice."""


class Doubt:
    """A dependency hash that may be stale, with a key. Hashes with the same key are in one finding.

    suspect  set if its source or script moved. Otherwise a lock of this repository raises the doubt: ``local`` is the
    answer of the lock, ``kind`` the kind of evidence, ``says`` a clause with details.
    """

    __slots__ = ("key", "kind", "local", "output", "says", "suspect")

    def __init__(
        self,
        key: object,
        output: FixedOutput,
        suspect: Suspect | None = None,
        local: LocalAnswer | None = None,
        kind: str = "lock",
        says: str = "",
    ) -> None:
        """Store the arguments."""
        self.key = key
        self.output = output
        self.suspect = suspect
        self.local = local
        self.kind = kind
        self.says = says


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report the dependency hashes that are neither proved stale nor proved right, with one finding for each package.

    If the network is allowed, the hashes are computed first. A hash that is proved stale is reported as AG202.
    """
    doubts = [*_of_moves(change), *_of_kept(change)]
    answers = change.computed([one.output for one in doubts]) if doubts else {}
    groups: dict[object, list[Doubt]] = {}
    for one in doubts:
        known = hash_in_other_parent(change, one.suspect) if one.suspect is not None else None
        if one.suspect is not None and known is not None:
            yield _contradicted(change, one.suspect, known)
            continue
        answer = answers.get(id(one.output))
        if answer is not None and answer.verdict == "wrong":
            yield _stale(change, one, answer)
        elif answer is None or answer.verdict != "right":
            groups.setdefault(one.key, []).append(one)
    for group in groups.values():
        computed = [evidence for one in group for evidence in _unproved(answers.get(id(one.output)))]
        suspects = [one.suspect for one in group if one.suspect is not None]
        yield _of_bump(change, suspects, computed) if suspects else _by_lock(change, group, computed)


def _is_replaced(each: FixedOutput) -> bool:
    """Tell whether Nix does not use a hash, since the call has another input in its place (`cargoLock.lockFile`)."""
    names = each.row.replaced_by if each.row is not None and each.input("key") is None else ()
    return any(each.input(name) is not None for name in names)


def _of_moves(change: Change) -> Iterator[Doubt]:
    """Yield the hashes that did not move although their source or script did."""
    twins = _twins(change)
    for suspect in change.suspects:
        each, local = suspect.output, suspect.local
        if (each.path, each.digest) in twins or _is_replaced(each):
            continue
        if local is not None and suspect.is_decided_here:
            if not proves(each, local):
                yield Doubt(("lock", each.path, local.lock, local.says), each, None, local, says=local.says)
        elif suspect.is_cleared_here:
            yield from _since_written(change, each, suspect.judgement.other)
        elif not (suspect.is_proved_upstream or suspect.is_cleared_upstream):
            yield Doubt(("bump", _bump_of(change, suspect)), each, suspect)


def _stale(change: Change, one: Doubt, answer: Answer) -> Finding:
    """Return the finding about a hash that differs from the computed hash."""
    true = answer.true.sri() if answer.true is not None else ""
    computed = Evidence("native", f"the true hash is {true}, {answer.says}")
    if one.suspect is None:
        because = [_lock_of(one)]
        evidence = [Evidence(one.kind, one.says), computed]
        noticed = one.local.nix_notices if one.local is not None else None
    else:
        because = reasons(one.suspect.judgement, _DECIDING, change.read)
        evidence = [*_of_mirrors([one.suspect]), computed]
        noticed = notices(one.suspect.judgement.other, one.output)
    found = proved(one.output, because, evidence, noticed)
    return (
        found if answer.true is None else found._replace(replacement=replacement_of(one.output, answer.true))
    )


def _contradicted(change: Change, suspect: Suspect, known: FixedOutput) -> Finding:
    """Return the finding about a hash if its source has another dependency hash in ``known``."""
    digest = known.digest.sri() if known.digest is not None else ""
    evidence = [Evidence("index", f"another parent has {digest} for this source")]
    because = reasons(suspect.judgement, _DECIDING, change.read)
    found = proved(suspect.output, because, evidence, notices(suspect.judgement.other, suspect.output))
    return found._replace(move_class=CONTRADICTED.name)


def _unproved(answer: Answer | None) -> list[Evidence]:
    """Return an inconclusive answer as evidence: both hashes, or the reason why only one hash is known."""
    if answer is None or answer.error is not None:
        return []
    digest = answer.each.digest
    if answer.computed is None or digest is None:
        return [Evidence("native", answer.says)]
    return [Evidence("native", f"the declared hash is {digest.sri()}; {answer.says}")]


def _lock_of(one: Doubt) -> Because:
    if one.local is None:
        return moved_input("", "what")
    return moved_input(one.local.input or one.local.lock, "what", path=one.local.lock)


def _of_mirrors(suspects: list[Suspect]) -> list[Evidence]:
    return [Evidence("mirror", one.upstream.says) for one in suspects if one.upstream is not None]


def _twins(change: Change) -> set[tuple[str, object]]:
    """Return (path, digest) of the suspects in a tool's JSON file that its .nix file has too: nvfetcher writes both."""
    places = {(one.output.path, one.output.digest) for one in change.suspects}
    return {
        (path, digest)
        for path, digest in places
        if path.endswith(".json")
        and pin_file(path) is not None
        and (f"{path.removesuffix('.json')}.nix", digest) in places
    }


def _bump_of(change: Change, suspect: Suspect) -> object:
    """Return a key that the suspects of one bump in one file share: the moved inputs or, if unknown, the package.

    The entries of a platform set have the key of the package, since each entry may have its own url.
    """
    because = reasons(suspect.judgement, _DECIDING, change.read)
    label = suspect.output.label
    if (label is not None and is_platform(label)) or any(
        one.before is None and one.after is None for one in because
    ):
        return suspect.output.package
    return suspect.output.path, *((one.input, one.before, one.after) for one in because)


def _of_kept(change: Change) -> Iterator[Doubt]:
    """Yield kept hashes of local sources with a lock that may have moved, now or in an earlier commit."""
    for each, before, answer in change.kept_locals:
        if answer.decision in ("moved", "unknown"):
            if not proves(each, answer):
                key = ("kept", each.path, answer.lock, answer.says)
                yield Doubt(key, each, None, answer, says=answer.says)
            continue
        yield from _since_written(change, each, before)


def _since_written(change: Change, each: FixedOutput, before: FixedOutput | None) -> Iterator[Doubt]:
    """Yield a hash if its lock moved after it was written, but not now, and the version moved now."""
    one, other = before.version if before is not None else None, each.version
    if before is None or one is None or other is None or one.form == other.form:
        return
    since = change.since_written(each, before)  # a new release is a reason to look for an older mistake
    if since is not None and since[1].decision == "moved":
        says = f"since {since[0].label[:12]}, which wrote this hash, {since[1].says}"
        yield Doubt(("since", id(each)), each, None, since[1], _HISTORY, says)


def _by_lock(change: Change, doubts: list[Doubt], computed: list[Evidence]) -> Finding:
    one = doubts[0]
    parts: FindingParts = {
        "nix_notices": one.local.nix_notices if one.local is not None else None,
        "because": [_lock_of(one)],
        "evidence": [Evidence(one.kind, one.says), *computed],
    }
    outputs = [each.output for each in doubts]
    quiet = all(
        (each.local is not None and each.local.unlikely) or _is_written_by_program(change, each.output)
        for each in doubts
    )
    ordered = sorted(outputs, key=lambda each: place_of(each.origin).key())
    why = why_moved(parts["because"])
    if one.kind == _HISTORY:
        says = f"{ordered[0].attribute} stayed for a new version, though {why} after this hash was written"
    else:
        names = listed([each.attribute for each in ordered], MOST_NAMES)
        hashes = "hash" if len(ordered) == 1 else "hashes"
        says = f"{names} stayed, although {why}; the {hashes} may depend on it"
    return _finding(ordered, parts, "note" if quiet else None, f"{says}{silent(parts['nix_notices'])}")


def _is_written_by_program(change: Change, each: FixedOutput) -> bool:
    """Tell whether the data file of a kept hash changed too. Then the program that wrote it computed the hash again."""
    return each.record and not each.path.endswith(".nix") and each.path in change.changed


def _of_bump(change: Change, suspects: list[Suspect], computed: list[Evidence]) -> Finding:
    literals = {one.output.origin.key: one for one in reversed(suspects)}
    ordered = sorted(literals.values(), key=lambda one: place_of(one.output.origin).key())
    noticed = [notices(one.judgement.other, one.output) for one in ordered]
    parts: FindingParts = {
        "nix_notices": min(noticed, key=_LEAST.index),
        "move_class": ordered[0].judgement.move_class.name,
        "because": reasons(ordered[0].judgement, _DECIDING, change.read),
        "evidence": [*_of_mirrors(suspects), *computed],
    }
    few = len(ordered) <= MOST_QUESTIONS
    known = [hash_before_half_revert(change, one) for one in ordered if few]
    digests = {one.digest.sri() for one in known if one is not None and one.digest is not None}
    parts["evidence"] += [Evidence(_HISTORY, f"this source had {each} before") for each in sorted(digests)]
    is_quiet = not digests and all(_is_quiet(change, one, few=few) for one in ordered)
    severity = "note" if is_quiet else None
    first, message = ordered[0], None
    if first.judgement.move_class is OWN_PACKAGE:
        parts["because"] = []  # nothing moved but the hash
        says = sentence(first.judgement, [], "")
        message = f"{first.output.attribute}: {says}{silent(parts['nix_notices'])}"
    return _finding([one.output for one in ordered], parts, severity, message)


def _is_quiet(change: Change, suspect: Suspect, *, few: bool) -> bool:
    """Tell whether a kept hash is most likely right. Only for a few hashes is the history read."""
    move_class = suspect.judgement.move_class
    if move_class.severity == "note":
        return not (few and move_class is SOURCE_AT_OTHER_COMMIT and was_mended(change, suspect))
    if most_likely_keep(suspect.judgement, change.read_in_bases, change.read):
        change.note(
            suspect.output, "script", "no edited line of the hooks names what decides the dependencies"
        )
        return True
    return few and survived(change, suspect)


def _is_of_dependencies(each: FixedOutput) -> bool:
    """Tell whether a hash is that of dependencies. A hand-written script may fetch anything."""
    return each.kind != "handwritten" or ecosystem(each) is not None


def _finding(
    outputs: list[FixedOutput], parts: FindingParts, severity: str | None = None, message: str | None = None
) -> Finding:
    """Return one finding about the hashes of one bump, at the place of the first."""
    references = [reference_to(each) for each in outputs]
    places = [place_of(each.origin) for each in outputs]
    names = [each.attribute for each in outputs]
    parts["verdict"] = SUSPECT
    parts["fixed_output"] = references[0]
    parts["further"] = places[1:]
    parts["help"] = command("git", "authguard", "fix", *map(selector, places, references))
    what = "dependencies" if all(map(_is_of_dependencies, outputs)) else "output"
    if len(names) > 1:
        what = f"{what} of these" if what == "dependencies" else "outputs"
    return RULE.finding(
        places[0],
        message
        or f"{listed(names, MOST_NAMES)} stayed: {why_moved(parts['because'])}, and nothing here shows whether the "
        f"{what} moved too{silent(parts['nix_notices'])}",
        severity=severity,
        **parts,
    )
