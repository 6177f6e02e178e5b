"""Store paths of fixed outputs are those that Nix computes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from authguard.digest import Digest, parse
from tests.support.nix import Nix
from tests.support.store_path import fixed_output_path

DIGESTS = [
    Digest(algorithm, hashlib.new(algorithm, b"x").digest())
    for algorithm in ("sha256", "sha512", "sha1", "md5")
]


@pytest.mark.parametrize(
    ("name", "digest", "recursive", "wanted"),
    [
        ("x", DIGESTS[0].sri(), True, "/tmp/nixs/store/qn39phrhnfmvz0gjk8rkfy9spifzm555-x"),
        (
            "x",
            "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIB=",
            True,
            "/tmp/nixs/store/yr6cjlrrjrs6yc5nrphg2ixpb8lqzmsf-x",
        ),
        ("y", DIGESTS[0].sri(), False, "/tmp/nixs/store/xk1nfwagjp6qz87sq4sz6z0m2dsb0ab8-y"),
    ],
)
def test_known_inputs_have_the_paths_that_nix_computed(
    name: str, digest: str, recursive: bool, wanted: str
) -> None:
    """The constants are from Nix 2.26.3 with a store of its own."""
    assert fixed_output_path(name, parse(digest), recursive, "/tmp/nixs/store") == wanted


def test_the_store_is_nix_store_by_default() -> None:
    """A path has the directory /nix/store, 32 characters of base 32, and the name."""
    path = fixed_output_path("source", DIGESTS[0], True)
    assert path.startswith("/nix/store/")
    assert path.endswith("-source")
    assert len(path) == len("/nix/store/") + 32 + len("-source")


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("recursive", [True, False])
@pytest.mark.parametrize("digest", DIGESTS, ids=lambda digest: digest.algorithm)
def test_nix_computes_the_same_store_path(tmp_path: Path, digest: Digest, recursive: bool) -> None:
    """The path is the same for every algorithm and both modes."""
    nix = Nix(tmp_path / "nix")
    mode = "recursive" if recursive else "flat"
    expression = (
        'derivation { name = "hello-1.0.tar.gz"; system = "x"; builder = "/x"; '
        f'outputHash = "{digest.sri()}"; outputHashMode = "{mode}"; }}'
    )
    (made,) = nix.fixed_outputs(nix.instantiate_expression(expression))
    store = str(tmp_path / "nix" / "store")
    assert fixed_output_path("hello-1.0.tar.gz", digest, recursive, store) == made.store_path
