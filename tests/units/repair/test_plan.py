"""The plan finds a hash by its place, not its text. A literal that cannot be right for two outputs is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from authguard.git.worktree import Edited
from authguard.repair.edits import Edit
from authguard.repair.plan import carry, plan
from tests.support.collected import A, B
from tests.units.repair.repairing import (
    NEW,
    after,
    digest,
    held,
    outputs,
    planned,
    reasons,
    repaired,
    without_effect,
)

if TYPE_CHECKING:
    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput

OLD = digest(2)

CHANNELS = {
    "default.nix": f"""{{ callPackage }}:
{{
  stable = callPackage ./generic.nix {{
    version = "0.0.1";
    hash = "{A}"; # {A}
  }};
  canary = callPackage ./generic.nix {{
    version = "0.0.2";
    hash = "{A}";
  }};
}}
""",
    "generic.nix": """{ fetchurl, version, hash }:
fetchurl {
  url = "https://dl.example.org/${version}/app.tar.gz";
  inherit hash;
}
""",
}


def test_only_the_moved_one_of_two_equal_digests_is_edited() -> None:
    """The other channel and a comment keep the same text."""
    made = planned(CHANNELS, lambda each: NEW if each.attribute.startswith("canary") else None)
    head, _, tail = CHANNELS["default.nix"].rpartition(A)
    assert after(CHANNELS, made) == {**CHANNELS, "default.nix": head + NEW.sri() + tail}
    (repair,) = made.repairs
    assert (repair.before, repair.after, len(repair.outputs)) == (A, NEW.sri(), 1)


def test_two_packages_of_one_digest_are_two_edits() -> None:
    """Each package gets its own true hash."""
    truths = iter((digest(3), digest(4)))
    one, other = CHANNELS["default.nix"].rsplit(A, 1)
    head, rest = one.split(A, 1)
    expected = f"{head}{digest(3).sri()}{rest}{digest(4).sri()}{other}"
    assert repaired(CHANNELS, lambda _: next(truths))["default.nix"] == expected


def test_a_hash_is_not_edited_in_a_url_or_a_comment() -> None:
    """Only the bytes of the hash change."""
    text = f'fetchurl {{ url = "https://e.org/{A}/a.tgz"; hash = "{A}"; }} # {A}\n'
    assert repaired({"x.nix": text}) == {"x.nix": text.replace(f'hash = "{A}"', f'hash = "{NEW.sri()}"')}


SHARED = f"""let
  hash = "{A}";
in
{{
  a = fetchFromGitHub {{ owner = "o"; repo = "a"; rev = "v1"; inherit hash; }};
  b = fetchFromGitHub {{ owner = "o"; repo = "b"; rev = "v1"; inherit hash; }};
}}
"""


def test_two_outputs_with_one_literal_share_an_edit() -> None:
    """The two true hashes are the same."""
    made = planned({"x.nix": SHARED})
    (repair,) = made.repairs
    assert len(repair.outputs) == 2
    assert after({"x.nix": SHARED}, made) == {"x.nix": SHARED.replace(A, NEW.sri())}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (digest(3), "it is the hash of a v1 and of b v1, whose true hashes differ"),
        (None, "it is the hash of b v1 too, whose true hash is not known"),
    ],
)
def test_a_literal_with_two_true_hashes_is_not_written(other: Digest | None, reason: str) -> None:
    """Each hash would be wrong for one output."""
    truths = {"a": NEW, "b": other}

    def truth(each: FixedOutput) -> Digest | None:
        (name,) = [one.shown for one in each.inputs if one.name == "repo"]
        return truths[name]

    made = planned({"x.nix": SHARED}, truth)
    assert made.edits == {}
    assert {why for _, why in reasons(made)} == {reason}


def test_an_output_that_is_called_twice_is_one_output() -> None:
    """The two calls have the same arguments."""
    files = {
        "default.nix": "{ callPackage }: { a = callPackage ./x.nix { }; b = callPackage ./x.nix { }; }",
        "x.nix": f'{{ fetchurl }}: fetchurl {{ url = "https://e.org/1.0/a"; hash = "{A}"; }}',
    }
    snapshot = held(files)
    found = outputs(snapshot)
    made = plan(snapshot, [*found, *outputs(snapshot)], {found[0]: NEW})
    assert after(files, made)["x.nix"] == files["x.nix"].replace(A, NEW.sri())


def test_hashes_that_are_right_already_get_no_edit() -> None:
    """A right hash gets no message either, in any spelling."""
    text = f'fetchurl {{ url = "https://e.org/a"; sha256 = "{NEW.base32()}"; }}'
    made = planned({"x.nix": text})
    assert (made.edits, made.left, len(made.right)) == ({}, [], 1)


def test_a_literal_that_nix_rejects_is_not_right() -> None:
    """Only some versions of Nix read a digest without its padding."""
    text = f'fetchurl {{ url = "https://e.org/a"; hash = "{NEW.sri()[:-1]}"; }}'
    assert repaired({"x.nix": text}) == {"x.nix": text.replace(NEW.sri()[:-1], NEW.sri())}


def test_a_file_outside_of_the_repository_is_not_edited() -> None:
    """The snapshot does not have the file of the literal."""
    (each,) = outputs(held({"x.nix": f'fetchurl {{ url = "https://e.org/a"; hash = "{A}"; }}'}))
    made = plan(held({"y.nix": "1"}), [each], {each: NEW})
    assert reasons(made) == [("hash", "it is outside this repository")]


def test_many_hashes_of_one_file_are_edited_at_once() -> None:
    """Each edit is made at its place."""
    line = '  p{0} = fetchurl {{ url = "https://e.org/{0}"; {1} }};\n'
    given = ['hash = "";', "hash = lib.fakeHash;", f'sha256 = "{OLD.hex()}";', f'hash = "{A}";']
    text = "{\n" + "".join(line.format(number, given[number % 4]) for number in range(40)) + "}\n"
    found = outputs(held({"x.nix": text}))
    truths = {each.origin.key: digest(100 + number) for number, each in enumerate(found)}
    made = planned({"x.nix": text}, lambda each: truths[each.origin.key])
    written = after({"x.nix": text}, made)["x.nix"]
    assert [each.digest for each in outputs(held({"x.nix": written}))] == list(truths.values())
    assert len(made.edits["x.nix"]) == 40


def test_edits_that_do_not_last_are_reported() -> None:
    """After the repair, no fixed output at the place has the true digest."""
    files = {"x.nix": f'fetchurl {{ url = "https://e.org/a"; hash = "{A}"; }}'}
    made = planned(files)
    (repair,) = made.repairs
    assert without_effect([repair], made.edits, outputs(held(files))) == [repair]
    assert without_effect([repair], made.edits, []) == [repair]


def test_an_edited_snapshot_has_the_edited_bytes() -> None:
    """Everything else is as in the original snapshot."""
    below = held({"a/x.nix": "1", "a/y.nix": "2"})
    edited = Edited(below, {"a/x.nix": b"3", "z.nix": b"4"})
    assert {path: edited.read(path) for path in edited.paths()} == {"a/x.nix": b"3", "a/y.nix": b"2"}
    assert edited.entries("a")["a/x.nix"][1] is None
    assert edited.kind("a") == "directory"


def test_truths_are_carried_to_the_same_place_of_another_tree() -> None:
    """The literal may be at another place in the other tree, but its inputs must be the same."""
    here = outputs(held(CHANNELS))
    truths = {each: NEW for each in here if each.attribute.startswith("stable")}
    moved = {**CHANNELS, "default.nix": "# a line more\r\n" + CHANNELS["default.nix"].replace(A, B)}
    known, left = carry(truths, outputs(held(moved)), held(CHANNELS), held(moved))
    assert [(each.attribute, each.literal, true) for each, true in known.items()] == [("stable", B, NEW)]
    assert left == []
    other = {**CHANNELS, "default.nix": CHANNELS["default.nix"].replace("0.0.1", "0.0.3")}
    known, left = carry(truths, outputs(held(other)), held(CHANNELS), held(other))
    assert known == {}
    assert [(each.output.attribute, each.reason[:26]) for each in left] == [
        ("stable", "its inputs in the index di")
    ]


def test_a_plan_shows_itself() -> None:
    """The text of a plan is for debugging."""
    made = planned({"x.nix": f'fetchurl {{ url = "https://e.org/a"; hash = "{A}"; }}'})
    assert repr(made.repairs) == f"[Repair(x.nix#hash: {A} -> {NEW.sri()})]"
    assert made.edits == {"x.nix": [Edit("x.nix", 44, 44 + len(A), A.encode(), NEW.sri().encode())]}
