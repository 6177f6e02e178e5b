"""Judge a whole tree, moved or not: what needs no base."""

from __future__ import annotations

from authguard.app.judge import Outcome
from authguard.compare import copies
from authguard.compare import moves as compare
from authguard.compare.pairs import MOST_SHARING
from authguard.outputs.tree import Side
from authguard.rules import forms, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.config.model import Config
    from authguard.git.ranges import Range
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.tree_cache import Kept, Whole
    from authguard.prove.inquiry import Inquiry
    from authguard.rules.finding import Finding


def judge_everything(scope: Range, whole: Whole, config: Config, inquiry: Inquiry | None = None) -> Outcome:
    """Judge every fixed output of the head: form, moving revisions, houses, copies, agreement of versions.

    With ``inquiry`` also whether its mirrors have the revision of each source.
    """
    outcome = Outcome()
    files = {path: kept for path, kept in whole.files.items() if not config.excluded(path)}
    side = Side(scope.target, lambda _: ())
    wanted = {
        path
        for path, kept in files.items()
        if "f" in kept.flags or any(_is_told(house, config) for house in kept.houses)
    }
    for each in whole.outputs(wanted):
        outcome.findings.extend(_of_one(each, side, config))
    outcome.findings.extend(_copies(whole, files))
    outcome.findings.extend(_files(whole, side, files))
    outcome.findings.extend(_versions(side, config))
    if inquiry is not None:
        from authguard.rules.asking import revisions

        outcome.findings.extend(revisions(inquiry, whole.outputs(files)))
    outcome.files = len(files)
    outcome.fixed_outputs = sum(kept.counts[0] for kept in files.values())
    outcome.unresolved = sum(kept.counts[1] for kept in files.values())
    outcome.read = {path for path, kept in files.items() if "w" in kept.flags}
    outcome.missing = sorted(scope.target.missing)
    outcome.large = sorted(path for path, kept in files.items() if "h" in kept.flags)
    return outcome


def _is_told(location: str, config: Config) -> bool:
    return location.partition("/")[0] in config.mirrors_renamed or not config.mirrored(location)


def _of_one(each: FixedOutput, side: Side, config: Config) -> list[Finding]:
    found = forms.houses(each, config)
    for finding in (forms.unfinished(each, side.evaluator.source), forms.moving(each)):
        if finding is not None:
            found.append(finding)
    return found


def _copies(whole: Whole, files: dict[str, Kept]) -> list[Finding]:
    """Find digests that stand under two identities in hand-written Nix."""
    holders: dict[str, list[str]] = {}
    for path, kept in files.items():
        for digest in kept.digests:
            holders.setdefault(digest, []).append(path)
    repeated = {path for paths in holders.values() if len(paths) > 1 for path in paths}
    by_digest: dict[str, list[FixedOutput]] = {}
    for each in whole.outputs(repeated):
        if each.digest is not None and copies.is_concrete(each):
            by_digest.setdefault(each.digest.key(), []).append(each)
    return [finding for sharing in by_digest.values() for finding in _sharing(sharing)]


def _sharing(sharing: list[FixedOutput]) -> list[Finding]:
    """Return AG205 for the fixed outputs of one digest: each that differs from one before it, told once."""
    from authguard.rules import ag205_one_hash_two_inputs

    found: list[Finding] = []
    for number, each in enumerate(sharing):
        for other in sharing[: min(number, MOST_SHARING)]:
            severity = copies.is_copy(other, each)
            if severity is None:
                continue
            moved = [move for move in compare.moves(other, each) if move.role == "what"]
            found.append(
                ag205_one_hash_two_inputs.finding(
                    place=told.place(each.origin),
                    fixed_output=told.reference(each),
                    other=told.place(other.origin),
                    here=told.name_of(each),
                    there=told.name_of(other),
                    because=told.because(moved, lambda _: None),
                    severity=severity,
                )
            )
            break
    return found


def _files(whole: Whole, side: Side, files: dict[str, Kept]) -> list[Finding]:
    """Return AG901 and AG902 of the files that cannot be read as what they are."""
    found: list[Finding] = []
    for path in files:
        flags = whole.files[path].flags
        if "n" in flags:
            finding = forms.not_nix(side, path)
            if finding is not None:
                found.append(finding)
        elif "u" in flags:
            side.collector.records(path)
    return [*found, *forms.unreadable(side.collector.unreadable.items())]


def _versions(side: Side, config: Config) -> list[Finding]:
    from authguard.rules.version_literals import configured

    return configured(config, side, None)
