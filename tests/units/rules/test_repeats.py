"""One finding in place of many similar ones."""

from __future__ import annotations

import pytest

from authguard.report.groups import evidence
from authguard.rules.finding import Evidence, Finding, FixedOutputRef, place_at
from authguard.rules.reported import MOST_ALIKE, without_repeats


def unjudged(path: str, reason: str, severity: str = "error") -> Finding:
    """Return a finding about a file that was not judged."""
    return Finding("AG904", "not-judged", severity, place_at(path, 1, 1), f"not judged: {reason}")


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_many_files_with_one_reason_have_one_finding(severity: str) -> None:
    """The finding has the number of the other files for people, and their paths for programs."""
    paths = [f"{number}.nix" for number in range(MOST_ALIKE + 1)]
    other = unjudged("other.nix", "it is encrypted", severity)
    first, second = without_repeats([*(unjudged(path, "too large", severity) for path in paths), other])
    assert second == other
    assert first.place.path == paths[0]
    assert first.severity == severity
    assert first.message == f"not judged: too large; {MOST_ALIKE} more files have the same finding"
    says = [one["says"] for one in first.as_json()["evidence"]]
    assert says == [f"not judged either: {path}" for path in paths[1:]]


def test_the_first_of_many_files_keeps_its_evidence() -> None:
    """The paths of the other files come after the evidence."""
    own = Evidence("index", "the clone is partial", False)
    found = [
        unjudged(f"{number}.nix", "too large")._replace(evidence=[own]) for number in range(MOST_ALIKE + 1)
    ]
    (first,) = without_repeats(found)
    assert first.evidence[0] == own
    assert len(first.evidence) == MOST_ALIKE + 1


def test_a_few_files_with_one_reason_have_their_own_findings() -> None:
    """The number of files is the limit."""
    found = [unjudged(f"{number}.nix", "too large") for number in range(MOST_ALIKE)]
    assert without_repeats(found) == found


def test_the_hashes_of_removed_findings_are_kept_for_programs() -> None:
    """Text shows only their number."""
    found = [
        Finding(
            "AG201",
            "stale-source-hash",
            "warning",
            place_at("Cargo.nix", number),
            "the hash did not move",
            move_class="commit-moved-by-tool",
            fixed_output=FixedOutputRef(f"crates.c{number}.src", "fetchgit", "sha256-A"),
        )
        for number in range(MOST_ALIKE + 1)
    ]
    (first,) = without_repeats(found)
    says = [one["says"] for one in first.as_json()["evidence"]]
    assert says == [
        f"the same finding: Cargo.nix#crates.c{number}.src" for number in range(1, MOST_ALIKE + 1)
    ]
    assert evidence(first) == []
