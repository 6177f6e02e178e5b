"""Waivers: how they are found, which findings they waive, and when one is idle."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.config.model import Allow
from authguard.digest import parse
from authguard.globs import Glob
from authguard.rules.finding import Finding, FixedOutputRef, Place, place_at
from authguard.rules.waivers import apply_waivers, find_waivers

DIGEST = "sha256-pVQ34cZYX3hlk6hF1aZ/n32xMqTF4Jmp0G0VGDU7iXc="
HEX = "a55437e1c6585f786593a845d5a67f9f7db132a4c5e099a9d06d1518353b8977"


def finding(code: str, line: int, path: str = "a.nix", digest: str = DIGEST) -> Finding:
    """A finding about a hash at a line."""
    return Finding(
        code=code,
        rule="r",
        severity="error",
        place=Place(path, line, 12, line, 65),
        message="m",
        fixed_output=FixedOutputRef("src", "fetchgit", digest),
    )


def left(data: bytes, *findings: Finding) -> list[tuple[str, int, str]]:
    """(code, line, message) of the findings in a.nix that remain."""
    kept = apply_waivers(list(findings), {"a.nix": find_waivers("a.nix", data)}, [])
    return [(one.code, one.place.line, one.message) for one in kept]


def test_a_waiver_on_the_line_of_the_hash_is_for_that_line() -> None:
    """The next hash of a set is not waived."""
    data = b'  a = "sha"; # authguard: allow AG201 two tags, one content\n  b = "sha";\n'
    assert left(data, finding("AG201", 1)) == []
    assert left(data, finding("AG201", 1), finding("AG201", 2)) == [("AG201", 2, "m")]


def test_a_waiver_on_its_own_line_is_for_the_next_line() -> None:
    """The hash of the line after that is not waived."""
    data = b'  # authguard: allow AG201 one content\n  a = "sha";\n  b = "sha";\n'
    assert left(data, finding("AG201", 2), finding("AG201", 3)) == [("AG201", 3, "m")]


def test_comment_lines_may_be_between_waiver_and_hash() -> None:
    """One line may have two waivers, and a comment of several lines."""
    data = b"# authguard: allow AG201 one\n# authguard: allow AG205 two\n# more about it\nhash\n"
    assert left(data, finding("AG201", 4), finding("AG205", 4)) == []


def test_a_waiver_may_name_several_codes() -> None:
    """Codes are separated by commas, with or without spaces, in any case."""
    data = b'a = "x"; # authguard: allow ag201, AG203,AG205 because\n'
    assert left(data, finding("AG201", 1), finding("AG203", 1)) == []
    assert left(data, finding("AG206", 1)) == [
        ("AG206", 1, "m"),
        ("AG903", 1, "this waiver of AG201, AG203 and AG205 waives nothing"),
    ]


@pytest.mark.parametrize(
    ("codes", "code", "severity", "idle"),
    [
        ("AG201, AG303", "AG201", "error", "AG303"),
        ("AG201, AG302, AG303", "AG303", "warning", "AG201 and AG302"),
        ("AG201, AG203", "AG203", "warning", "AG201"),
        ("AG201, AG203", "AG201", "error", None),  # a finding of AG203 may be below that of AG201
        ("AG201, AG202", "AG202", "error", None),  # AG201 can be a warning, below an error of AG202
    ],
)
def test_one_of_several_codes_is_idle(codes: str, code: str, severity: str, idle: str | None) -> None:
    """The code is reported, unless another finding about the same hash may have hidden its finding."""
    found = finding(code, 1)._replace(severity=severity)
    says = [] if idle is None else [("AG903", 1, f"this waiver of {idle} waives nothing")]
    assert left(f'a = "x"; # authguard: allow {codes} one tree\n'.encode(), found) == says


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        (b"# authguard: allow AG201", "this waiver of AG201 gives no reason, so it waives nothing"),
        (b"# authguard: allow AG201 --", "this waiver of AG201 gives no reason, so it waives nothing"),
        (b"# authguard: allow AG299 why", "this waiver names AG299, which is not a rule"),
        (b"# authguard: allow", "this waiver names no rule, so it waives nothing"),
        (b"# authguard: allow because I say so", "this waiver names no rule, so it waives nothing"),
        (b"# authguard: allow AG2O1 why", "this waiver names AG2O1, which is not a rule"),
        (
            b"# authguard: allow stale-sorce-hash why",
            "this waiver names stale-sorce-hash, which is not a rule",
        ),
        (
            b"# authguard: allow AG201 REASON",
            "the reason of this waiver of AG201 is still the word REASON, so it waives nothing",
        ),
    ],
)
def test_a_waiver_at_fault_waives_nothing(comment: bytes, says: str) -> None:
    """A warning reports the waiver."""
    waivers = find_waivers("a.nix", b"hash " + comment + b"\n")
    kept = apply_waivers([finding("AG201", 1)], {"a.nix": waivers}, [])
    assert [(one.code, one.severity, one.message) for one in kept[1:]] == [("AG903", "warning", says)]
    assert kept[0].code == "AG201"


def test_an_idle_waiver_is_a_note_at_its_comment() -> None:
    """The place is the span of the comment, in characters and not in bytes."""
    data = "é = 1; # authguard: allow AG201 weil früher\r\n".encode()
    (kept,) = apply_waivers([], {"a.nix": find_waivers("a.nix", data)}, [])
    assert kept.place.key() == ("a.nix", 1, 8, 1, 8 + len("# authguard: allow AG201 weil früher"))
    assert kept.severity == "note"


def test_an_idle_waiver_is_not_itself_waived() -> None:
    """A waiver cannot waive a finding about waivers."""
    data = b"x # authguard: allow AG903 quiet\n"
    assert [code for code, _, _ in left(data)] == ["AG903"]


def test_other_files_are_not_waived() -> None:
    """A waiver is for its own file."""
    data = b"x # authguard: allow AG201 why\n"
    assert ("AG201", 1, "m") in left(data, finding("AG201", 1, "b.nix"))


@pytest.mark.parametrize(
    "comment",
    [
        "# authguard: allow stale-source-hash two tags",
        "# authguard: allow AG201, one-hash-two-inputs two tags",
        "# authguard: allow Stale_Source_Hash two tags",
    ],
)
def test_a_waiver_may_name_a_rule(comment: str) -> None:
    """A name means the code of its rule."""
    assert left(f'a = "x"; {comment}\n'.encode(), finding("AG201", 1)) == []


def test_a_reason_is_not_read_as_rules() -> None:
    """After the first rule, only a rule continues the list."""
    (waiver,) = find_waivers("a.nix", b"x # authguard: allow AG201, not-nixed and old\n")
    assert (waiver.codes, waiver.reason, waiver.fault) == (("AG201",), "not-nixed and old", "")


@pytest.mark.parametrize(
    "comment",
    [
        b"# authguard allow AG201 x",
        b"# authguard: alow AG201 x",
        b"# authguard: AG201 x",
        b"# authguard: ignore[AG201] x",
        b"# authgard: allow AG201 x",
        b"# auth-guard: allow AG201 x",
        b"# authguard: disable=stale-source-hash",
    ],
)
def test_comments_that_look_like_a_waiver_are_reported(comment: bytes) -> None:
    """A warning says that the comment waives nothing."""
    kept = left(b"a#b = 1; " + comment + b"\n", finding("AG201", 1))
    says = "this comment about AG201 waives nothing, since it does not begin with `# authguard: allow`"
    assert kept == [("AG201", 1, "m"), ("AG903", 1, says)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"authguard: allow AG201 x",
        b"# allow AG201",
        b"# authguard checks this",
        b"# noqa: AG201",
        b"# other: AG201",
    ],
)
def test_other_comments_are_no_waiver(data: bytes) -> None:
    """Other text is not reported."""
    assert find_waivers("a.nix", data) == []


def test_equal_new_waivers_are_reported_once() -> None:
    """There is one warning for each file, with the lines of the waivers."""
    data = b'a = "x"; # authguard: allow AG201 one tree\n' * 3 + b'b = "y"; # authguard: allow AG201 other\n'
    waivers = {"a.nix": find_waivers("a.nix", data)}
    findings = [finding("AG201", line) for line in (3, 1, 2, 4)]
    kept = apply_waivers(findings, waivers, [], before=lambda path: [])
    assert [(one.code, one.place.line, one.message) for one in kept] == [
        ("AG905", 1, "this change waives AG201 on 3 lines (1, 2 and 3): one tree"),
        ("AG905", 4, "this change waives AG201: other"),
    ]


def test_the_reason_is_kept() -> None:
    """The reason is kept for a list of waivers."""
    (waiver,) = find_waivers("a.nix", b"x # authguard: allow AG201: two tags, one content  \n")
    assert waiver.reason == "two tags, one content"
    assert waiver.codes == ("AG201",)


def allow(rule: str = "AG208", path: str = "npins/**", digest: str | None = DIGEST) -> Allow:
    """An [[allow]] table at line 7 of the config."""
    decoded = None if digest is None else parse(digest)
    return Allow(rule=rule, path=Glob(path), digest=decoded, reason="one tree", line=7)


@pytest.mark.parametrize(
    ("table", "found", "waived"),
    [
        (allow(), finding("AG208", 3, "npins/sources.json"), True),
        (allow(), finding("AG208", 3, "npins/sources.json", HEX), True),
        (allow(), finding("AG208", 3, "npins/sources.json", f"sha256:{HEX}"), True),
        (allow(), finding("AG208", 3, "npins/sources.json", DIGEST.replace("pVQ", "pVR")), False),
        (allow(), finding("AG201", 3, "npins/sources.json"), False),
        (allow(), finding("AG208", 3, "other/sources.json"), False),
        (allow(digest=None), finding("AG208", 3, "npins/sources.json", "anything"), True),
        (allow(), finding("AG208", 3, "npins/sources.json", "not a digest"), False),
    ],
)
def test_a_table_waives_only_findings_that_match_it(table: Allow, found: Finding, waived: bool) -> None:
    """The finding must have the rule, the path and the decoded digest of the table."""
    assert (apply_waivers([found], {}, [table]) == []) is waived


def test_a_table_with_a_digest_is_not_for_findings_without() -> None:
    """AG902 has no hash, so its table has no digest."""
    found = Finding(code="AG902", rule="r", severity="warning", place=place_at("f.lock", 1, 1), message="m")
    assert apply_waivers([found], {}, [allow("AG902", "f.lock")]) == [found]
    assert apply_waivers([found], {}, [allow("AG902", "f.lock", None)]) == []


def test_idle_tables_are_reported_only_when_everything_was_judged() -> None:
    """A staged check cannot know that a table is idle."""
    table = allow()
    assert apply_waivers([], {}, [table], config_path="authguard.toml") == []
    (kept,) = apply_waivers([], {}, [table], config_path="authguard.toml", idle=[table])
    assert (kept.code, kept.place.path, kept.place.line) == ("AG903", "authguard.toml", 7)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_any_bytes_are_read(before: bytes, after: bytes) -> None:
    """With any text around it, each waiver has a line and a target at or below this line."""
    data = before + b"# authguard: allow AG201 " + after
    waivers = find_waivers("a", data)
    assert waivers
    for waiver in waivers:
        assert 1 <= waiver.line <= waiver.target <= data.count(b"\n") + 2
        assert waiver.column < waiver.end_column


def test_all_comments_of_a_run_are_about_the_line_after_it() -> None:
    """The time is not quadratic."""
    run = b"# authguard: allow AG201 why\n# of another kind\n"
    start = process_time()
    found = find_waivers("a.nix", run * 20_000 + b"x\n" + run + b"y # authguard: allow AG202 here\n" + run)
    assert process_time() - start < 6
    assert len(found) == 20_003
    assert {one.target for one in found[:20_000]} == {40_001}
    assert [one.target for one in found[20_000:]] == [40_004, 40_004, 40_007]
