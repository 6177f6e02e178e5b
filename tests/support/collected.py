"""The fixed outputs of files that a test writes."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from authguard.nix.references import CALL, SCOPE, references
from authguard.outputs.collect import Collector, once
from tests.support.values import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from authguard.outputs.model import FixedOutput

A, B, C = (f"sha256-{b64encode(sha256(letter).digest()).decode()}" for letter in (b"a", b"b", b"c"))
"""Three digests of nothing in particular."""


def collected(files: Mapping[str, str | bytes]) -> list[FixedOutput]:
    """Return the fixed outputs of a tree of these files."""
    evaluator = tree(files)

    def importers(path: str) -> list[str]:
        wanted = {path, CALL + path, SCOPE + path}
        return [name for name in files if wanted.intersection(references(name, evaluator.read(name) or b""))]

    return outputs_of(Collector(evaluator, importers), sorted(files))


def outputs_of(collector: Collector, paths: Iterable[str]) -> list[FixedOutput]:
    """Return the fixed outputs of files: first those of all calls, then the other records."""
    wanted = list(paths)
    collector.demand_budget(wanted)
    calls = [each for path in wanted for each in collector.calls(path)]
    return once([*calls, *(each for path in wanted for each in collector.records(path))])


def one(text: str, path: str = "x.nix") -> FixedOutput:
    """Return the only fixed output of a file."""
    (found,) = collected({path: text})
    return found


def github(**given: str) -> str:
    """Return a call of fetchFromGitHub; the given arguments replace the usual arguments, and "" omits an argument."""
    stated = {"owner": "o", "repo": "r", "rev": "v1.0", "hash": A, **given}
    inner = " ".join(f'{name} = "{value}";' for name, value in stated.items() if value)
    return f"fetchFromGitHub {{ {inner} }}"
