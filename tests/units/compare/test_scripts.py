"""The changes of a script that can change the dependencies of its package."""

from __future__ import annotations

import pytest

from authguard.compare.judgement import Judgement
from authguard.compare.pairs import Pairs, judge
from authguard.compare.scripts import can_matter, texts
from tests.support.collected import A, B, collected, github

GO = 'buildGoModule {{ src = {0}; vendorHash = "{1}"; {2} }}'


def judged(old: str, new: str, attribute: str = "vendorHash") -> Judgement | None:
    """Judge the vendor hash after a move from one text to the next text."""
    before, after = collected({"x.nix": old}), collected({"x.nix": new})
    (each,) = [found for found in after if found.attribute == attribute]
    return judge(each, [Pairs(before)], Pairs(after))


@pytest.mark.parametrize(
    ("old", "new", "matters"),
    [
        ("substituteInPlace x --replace a b", "substituteInPlace x --replace a c", False),
        ("touch x", "touch x; cp ${./go.mod} go.mod", True),
        ("", "rm -rf vendor", True),
        ("patch -p1 < a", "patch -p1 < b", True),
        ("echo a", "echo b", False),
    ],
)
def test_a_script_matters_if_it_touches_the_dependencies(old: str, new: str, matters: bool) -> None:
    """The input of the dependencies is a file such as a lock."""
    found = judged(
        GO.format(github(hash=B), A, f'postPatch = "{old}";'),
        GO.format(github(hash=B), A, f'postPatch = "{new}";'),
    )
    assert found is not None
    assert can_matter(found) is matters


WITH_WASM = """
let wasm = rustPlatform.buildRustPackage {{ src = ./rust; installPhase = "{0}"; cargoLock.lockFile = ./Cargo.lock; }};
in buildNpmPackage {{ src = {1}; npmDepsHash = "{2}"; {3} postPatch = ''
  mkdir -p x
  {4}
  chmod -R u+w x
''; }}
"""


@pytest.mark.parametrize(
    ("line", "matters"),
    [
        ("cp -rL --no-preserve=mode,ownership ${wasm} pkg", False),
        ("cp -r ${wasm}/share/* src/wasm", False),
        ("ln -s ${wasm} ./pkg", False),
        ("cp -r ${wasm} pkg\n  mv pkg/x package-lock.json", True),
        ("cp -r ${wasm} pkg\n  cd pkg", True),
        ("cp -r ${wasm} pkg\n  cp pkg/* web", True),
        ("touch y\n  cp -r ${wasm} pkg", True),
        ("cp -r ${wasm} pkg\n  make prepare", True),
        ("cp -r ${wasm} .", True),
        ("cp -r ${wasm}/. ./", True),
        ("cp -r ${wasm} ../pkg", True),
        ("cp ${wasm}/package-lock.json x", True),
        ("cp ${wasm}/x npm-shrinkwrap.lock", True),
        ("cp -r ${wasm} $out", True),
        ("bash ${wasm} pkg", True),
        ("${wasm}/bin/prepare pkg", True),
    ],
)
def test_a_copied_value_matters_only_at_some_paths(line: str, matters: bool) -> None:
    """The lock alone decides the packages of npm, so another package in a folder of its own changes nothing."""
    found = judged(
        WITH_WASM.format("cargo install a", github(hash=B), A, "", line),
        WITH_WASM.format("cargo install b", github(hash=B), A, "", line),
        "npmDepsHash",
    )
    assert found is not None
    assert can_matter(found) is matters


def test_a_copied_value_matters_beside_another_root() -> None:
    """The folder of the lock may be the folder that the line copies."""
    root = 'sourceRoot = "source/pkg";'
    found = judged(
        WITH_WASM.format("cargo install a", github(hash=B), A, root, "cp -r ${wasm} pkg"),
        WITH_WASM.format("cargo install b", github(hash=B), A, root, "cp -r ${wasm} pkg"),
        "npmDepsHash",
    )
    assert found is not None
    assert can_matter(found)


def test_other_moves_always_matter() -> None:
    """The move of a source comes before a script."""
    found = judged(GO.format(github(hash=B), A, ""), GO.format(github(rev="v2", hash=B), A, ""))
    assert found is not None
    assert can_matter(found)


def test_a_hand_written_output_is_made_by_its_script() -> None:
    """Every change of the script is a move."""
    made = 'stdenv.mkDerivation {{ name = "n"; outputHash = "{0}"; buildPhase = "{1}"; }}'
    found = judged(made.format(A, "echo a"), made.format(A, "echo b"), "outputHash")
    assert found is not None
    assert can_matter(found)


def test_all_texts_of_a_form_are_returned() -> None:
    """The fingerprints of files are texts too."""
    assert texts(("str", "a", ("sym", "b"), ("file", "f"))) == ["str", "a", "sym", "b", "lock f"]
    assert texts(None) == []


NPM = 'buildNpmPackage {{ src = {0}; npmDepsHash = "{1}"; postPatch = "{2}"; }}'


@pytest.mark.parametrize(
    ("line", "matters"),
    [
        ("sed -i s/a/b/ package.json", False),
        ("cp a/package-lock.json package-lock.json", True),
        ("rm -r node_modules/a", False),
        ("cp package.json a; cd a", True),
    ],
)
def test_npm_fetches_by_its_lock_alone(line: str, matters: bool) -> None:
    """Edits of package.json are ignored."""
    found = judged(NPM.format(github(), A, ""), NPM.format(github(), A, line), "npmDepsHash")
    assert found is not None
    assert can_matter(found) is matters


@pytest.mark.parametrize(
    ("old", "new", "matters"),
    [
        ("a.source { version = b; rev = ''1.0''; }", "b.tree { version = b; rev = ''1.0''; }", False),
        ("a.source { version = b; rev = ''1.0''; }", "b.tree { version = b; rev = ''1.1''; }", True),
        ("a.source", "b.tree", True),
    ],
)
def test_unknown_values_may_only_change_their_names(old: str, new: str, matters: bool) -> None:
    """The names in an unknown value may change if all numbers in it stay."""
    made = 'a: b: buildGoModule {{ src = {0}; vendorHash = "{1}"; }}'
    found = judged(made.format(old, A), made.format(new, A))
    assert found is not None
    assert can_matter(found) is matters
