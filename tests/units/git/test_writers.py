"""The commit that wrote a digest, found by counting the digests in two versions of a file."""

from __future__ import annotations

import random
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from authguard.digest import Digest
from authguard.git.git import Git
from authguard.git.writers import _count, _spellings, writers_of
from tests.support.repos import Repo

if TYPE_CHECKING:
    from pathlib import Path

DIGESTS = [Digest("sha256", sha256(bytes([number])).digest()) for number in range(12)]


def test_skipping_the_common_ends_changes_no_count() -> None:
    """The common beginning and end of two texts are skipped; the counts are the same."""
    draw = random.Random(5)  # noqa: S311 - test data
    spellings = _spellings(DIGESTS)
    for _ in range(500):
        lines = [f'"{draw.choice(DIGESTS).sri()}"' if draw.random() < 0.5 else "text" for _ in range(12)]
        other = list(lines)
        for _ in range(draw.randrange(4)):
            at = draw.randrange(len(other))
            other[at : at + draw.randrange(2)] = [draw.choice(DIGESTS).base32(), "x"][: draw.randrange(3)]
        before, after = ("\n".join(text).encode() for text in (lines, other))
        nets: dict[str, int] = {}
        _count(before, after, spellings, nets)
        for each in DIGESTS:
            spelled = [text for text, key in spellings.items() if key == each.key()]
            wanted = sum(after.count(text) - before.count(text) for text in spelled)
            assert nets.get(each.key(), 0) == wanted


def test_large_texts_are_compared_by_their_lines() -> None:
    """Entries that came, went or changed in a text of thousands of lines are counted as in the complete texts."""
    draw = random.Random(6)  # noqa: S311 - test data
    digests = [Digest("sha256", sha256(bytes(str(number), "ascii")).digest()) for number in range(3000)]
    spellings = _spellings(digests)

    def lines(chosen: list[Digest]) -> bytes:
        return b"".join(
            f'{{\n  "a": [\n    1\n  ],\n  "sha256": "{each.sri()}"\n}},\n'.encode() for each in chosen
        )

    for changes in (1, 20, 1500):
        old = [draw.choice(digests) for _ in range(2000)]
        new = list(old)
        for _ in range(changes):
            at = draw.randrange(len(new))
            new[at : at + draw.randrange(3)] = draw.choices(digests, k=draw.randrange(3))
        before, after = lines(old), lines(new)
        nets: dict[str, int] = {}
        _count(before, after, spellings, nets)
        wanted = Counter(each.key() for each in new)
        wanted.subtract(each.key() for each in old)
        assert {key: net for key, net in nets.items() if net} == {
            key: net for key, net in wanted.items() if net
        }


def test_a_digest_that_moves_keeps_its_writer(tmp_path: Path) -> None:
    """The writer is the same after a merge of a side branch, and in another spelling."""
    one, other = DIGESTS[:2]
    repo = Repo(tmp_path / "repo").write("a.nix", f'"{one.sri()}"\n')
    first = repo.commit("first")
    repo.branch("side")
    output_tree = repo.write("b.nix", f'"{other.sri()}"\n').commit("side")
    repo.git("switch", "--quiet", "main")
    repo.remove("a.nix").write("c/d.nix", f'sha256 = "{one.base32()}";\n').commit("moved and respelled")
    repo.git("merge", "--quiet", "--no-edit", "side")
    repo.write("b.nix", f'x = "{other.hex()}";\n').commit("respelled")
    written = writers_of(Git(str(repo.path)), repo.oid("HEAD"), [one, other], ["*.nix"])
    assert {key: each.commit for key, each in written.writers.items()} == {
        one.key(): first,
        other.key(): output_tree,
    }


def test_a_digest_that_comes_again_is_written_again(tmp_path: Path) -> None:
    """The writer is the newest commit since which the digest was always in the tree."""
    (one,) = DIGESTS[:1]
    repo = Repo(tmp_path / "repo").write("a.nix", f'"{one.sri()}"\n')
    repo.commit("first")
    repo.write("a.nix", "1\n").commit("gone")
    again = repo.write("a.nix", f'"{one.sri()}"\n').commit("again")
    written = writers_of(Git(str(repo.path)), repo.oid("HEAD"), [one], ["*.nix"])
    assert written.writers[one.key()].commit == again
    assert written.commits == 3


def test_a_digest_in_a_comment_does_not_count(tmp_path: Path) -> None:
    """The digest was commented out. The commit that uses it again is its writer."""
    (one,) = DIGESTS[:1]
    repo = Repo(tmp_path / "repo").write("a.nix", f'"{one.sri()}"\n')
    repo.commit("first")
    repo.write("a.nix", f'# "{one.sri()}"\n1\n').commit("out of use")
    again = repo.write("a.nix", f'  "{one.sri()}" # "{one.sri()}"\n').commit("again")
    written = writers_of(Git(str(repo.path)), repo.oid("HEAD"), [one], ["*.nix"])
    assert written.writers[one.key()].commit == again
