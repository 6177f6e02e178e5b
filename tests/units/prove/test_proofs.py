"""A proof is remembered for exactly this pair, and its loss is not an error."""

from __future__ import annotations

from pathlib import Path

from authguard.git import store
from authguard.prove.proofs import Proofs
from tests.support.collected import A, B, github, one


def digest_key(text: str) -> str:
    """Return the key of the digest of the only fixed output of a text."""
    found = one(text).digest
    assert found is not None
    return found.key()


def test_a_pair_is_proved_and_no_other(tmp_path: Path) -> None:
    """Another digest, another revision or another fetcher makes another pair."""
    proofs = Proofs(str(tmp_path))
    proofs.keep(one(github()), digest_key(github()), "native")
    proved = proofs.of(one(github()))
    assert proved is not None
    assert proved.how == "native"
    assert proofs.of(one(github(hash=B))) is None
    assert proofs.of(one(github(rev="v2"))) is None
    assert (
        proofs.of(one(f'fetchgit {{ url = "https://github.com/o/r"; rev = "v1.0"; hash = "{A}"; }}')) is None
    )


def test_the_proved_digest_is_the_true_one(tmp_path: Path) -> None:
    """A wrong hash proves the pair that the repair will make."""
    proofs = Proofs(str(tmp_path))
    proofs.keep(one(github()), digest_key(github(hash=B)), "nix")
    assert proofs.of(one(github())) is None
    assert proofs.of(one(github(hash=B))) is not None


def test_another_process_finds_a_proof(tmp_path: Path) -> None:
    """A proof is in the file at once."""
    first, second = Proofs(str(tmp_path)), Proofs(str(tmp_path))
    first.keep(one(github()), digest_key(github()), "native")
    first.keep_commit("https://f.org/a", "refs/tags/v1", "a" * 40)
    assert second.of(one(github())) is not None
    found = second.commit_of("https://f.org/a", "refs/tags/v1")
    assert found is not None
    assert found[0] == "a" * 40
    assert second.commit_of("https://f.org/a", "refs/tags/v2") is None


def test_unresolved_outputs_are_never_proved(tmp_path: Path) -> None:
    """The same expression may be another revision later."""
    proofs = Proofs(str(tmp_path))
    text = f'fetchFromGitHub {{ owner = "o"; repo = "r"; rev = version; hash = "{A}"; }}'
    proofs.keep(one(text), digest_key(text), "native")
    assert proofs.of(one(text)) is None


def test_a_damaged_file_is_written_again(tmp_path: Path) -> None:
    """Nothing is raised, and a damaged line proves nothing."""
    first = Proofs(str(tmp_path))
    first.keep(one(github()), digest_key(github()), "native")
    first.close()
    Path(store.file_of(str(tmp_path), "proofs")).write_bytes(b"x" * 5000)
    proofs = Proofs(str(tmp_path))
    assert proofs.of(one(github())) is None
    proofs.keep(one(github()), digest_key(github()), "native")
    assert proofs.of(one(github())) is not None


def test_nothing_is_remembered_without_a_place_for_proofs(tmp_path: Path) -> None:
    """A file has the name of the directory."""
    (tmp_path / "authguard").write_text("a file where the directory should be")
    proofs = Proofs(str(tmp_path))
    proofs.keep(one(github()), digest_key(github()), "native")
    assert proofs.of(one(github())) is None


def test_a_step_that_another_host_tested_is_not_remembered(tmp_path: Path) -> None:
    """A host that answers in place of the real one may make any lock fit to the earlier hash."""
    proofs = Proofs(str(tmp_path), {"github.com": "evil.org"})
    proofs.keep_tested(("npm", "a"), [one(github())])
    proofs.keep_tested(
        ("npm", "b"), [one(f'fetchgit {{ url = "https://f.org/r"; rev = "v1.0"; hash = "{A}"; }}')]
    )
    assert not proofs.tested(("npm", "a"))
    assert proofs.tested(("npm", "b"))
