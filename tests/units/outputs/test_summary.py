"""Fixed outputs as text: loaded outputs are judged like those that were written."""

from __future__ import annotations

from pathlib import Path

from authguard.compare.pairs import Pairs
from authguard.nix.canonical import fingerprint
from authguard.outputs import summary
from authguard.outputs.collect import Collector
from authguard.outputs.facts import is_concrete
from tests.support.collected import outputs_of
from tests.support.values import tree

CASES = Path(__file__).resolve().parents[2] / "cases"
SAME = (
    "producer", "kind", "literal", "attribute", "placeholder", "problem", "digest", "platform", "record", "tool",
    "local", "lock", "mode", "store_name", "path", "resolved", "is_source",
)  # fmt: skip


def test_every_loaded_output_is_as_it_was_written() -> None:
    """The groups, packages and identities that outputs share are the same too."""
    seen = 0
    for folder in sorted(CASES.glob("*/target")):
        files = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file() and not file.is_symlink()
        }
        found = outputs_of(Collector(tree(dict(files)), lambda _: ()), sorted(files))
        loaded = summary.load(summary.dump(found), files.get)
        assert len(loaded) == len(found)
        for before, after in zip(found, loaded, strict=True):
            seen += 1
            assert [getattr(after, name) for name in SAME] == [getattr(before, name) for name in SAME]
            assert after.origin.span() == before.origin.span()
            assert [(one.name, one.role, one.known) for one in after.inputs] == [
                (one.name, one.role, one.known) for one in before.inputs
            ]
        for number, before in enumerate(found):
            for other in range(number):
                for name in ("group", "package", "identity"):
                    same = getattr(before, name) == getattr(found[other], name)
                    assert (getattr(loaded[number], name) == getattr(loaded[other], name)) == same
        assert len(Pairs(loaded).by_identity) == len(Pairs(found).by_identity)
        assert [is_concrete(one) for one in loaded] == [is_concrete(one) for one in found]
    assert seen > 150


def test_a_loaded_output_has_the_bytes_of_its_file() -> None:
    """The text is ASCII for any bytes of a file."""
    files = {"x.nix": 'fetchurl { url = "https://a/\udcff"; hash = "sha256-' + "A" * 42 + 'E="; }'}
    held = {"x.nix": files["x.nix"].encode("utf-8", "surrogateescape")}
    found = outputs_of(Collector(tree(held), lambda _: ()), ["x.nix"])
    text = summary.dump(found)
    assert text.isascii()
    (loaded,) = summary.load(text, held.get)
    assert (loaded.literal, loaded.inputs[0].form) == (found[0].literal, found[0].inputs[0].form)
    assert summary.load("[]", held.get) == []


def test_fingerprints_are_short_and_equal_for_equal_forms() -> None:
    """Different forms have different fingerprints."""
    assert fingerprint(("a", 1)) == fingerprint(("a", 1)) != fingerprint(("a", 2))
    assert len(fingerprint(("a" * 1000,))) == 24
