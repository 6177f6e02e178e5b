"""The values of a finding, and its JSON form."""

from __future__ import annotations

from authguard.rules.finding import Evidence, Finding, FixedOutputRef, Place, moved_input, place_at
from authguard.rules.registry import RULES

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
PATH = "containers/authentik/sources.nix"


def test_the_json_of_a_finding_has_every_field() -> None:
    """The fields have the order of the docs and the documented values."""
    found = RULES["AG201"].finding(
        Place(PATH, 15, 12, 15, 65),
        "src: rev moved from version/2025.12.4 to version/2026.2.0, but the hash did not; Nix will not notice",
        verdict="stale",
        move_class="tag-moved",
        help=f"git authguard fix {PATH}#src",
        fixed_output=FixedOutputRef("src", "fetchgit", DIGEST, "authentik"),
        because=[moved_input("rev", "what", "version/2025.12.4", "version/2026.2.0", PATH, 6)],
        evidence=[Evidence("history", "the hash stood with 2025.12.4")],
        nix_notices=False,
    )
    document = found.as_json()
    assert document == {
        "code": "AG201",
        "rule": "stale-source-hash",
        "severity": "error",
        "path": PATH,
        "line": 15,
        "column": 12,
        "end_line": 15,
        "end_column": 65,
        "message": "src: rev moved from version/2025.12.4 to version/2026.2.0, but the hash did not; "
        "Nix will not notice",
        "verdict": "stale",
        "nix_notices": False,
        "fixed_output": {
            "attribute": "src",
            "producer": "fetchgit",
            "digest": DIGEST,
            "store_name": "authentik",
        },
        "move_class": "tag-moved",
        "because": [
            {
                "input": "rev",
                "role": "what",
                "before": "version/2025.12.4",
                "after": "version/2026.2.0",
                "path": PATH,
                "line": 6,
            }
        ],
        "evidence": [{"kind": "history", "says": "the hash stood with 2025.12.4"}],
    }
    assert list(document)[:5] == ["code", "rule", "severity", "path", "line"]


def test_a_finding_without_a_hash_has_nulls() -> None:
    """A field that does not apply is null or empty, and never missing."""
    found = Finding(code="AG101", rule="r", severity="error", place=place_at("a.nix", 1, 1), message="m")
    document = found.as_json()
    assert document["fixed_output"] is None
    assert document["verdict"] is None
    assert document["nix_notices"] is None
    assert document["because"] == []
    assert document["evidence"] == []
    assert (document["end_line"], document["end_column"]) == (1, 1)


def test_findings_sort_by_place_and_then_code() -> None:
    """Lines sort as numbers. At one place, the code decides, then the extra key."""

    def one(path: str, line: int, code: str, *order: str) -> Finding:
        return Finding(
            code=code, rule="r", severity="note", place=place_at(path, line, 1), message="", order=order
        )

    findings = [one("b", 1, "AG101"), one("a", 10, "AG101"), one("a", 9, "AG201"), one("a", 9, "AG101", "z")]
    findings.append(one("a", 9, "AG101", "b"))
    ordered = sorted(findings, key=Finding.sort_key)
    assert [(f.place.path, f.place.line, f.code, f.order) for f in ordered] == [
        ("a", 9, "AG101", ("b",)),
        ("a", 9, "AG101", ("z",)),
        ("a", 9, "AG201", ()),
        ("a", 10, "AG101", ()),
        ("b", 1, "AG101", ()),
    ]


def test_places_are_values() -> None:
    """Two places with one span are equal, and a place without an end is a point."""
    assert place_at("a", 1, 2) == Place("a", 1, 2, 1, 2)
    assert place_at("a", 1, 2) != place_at("a", 1, 3)
