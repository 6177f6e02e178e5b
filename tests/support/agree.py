"""Evaluates many expressions by authguard and by real Nix, and compares."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings

from tests.support.values import UNKNOWN, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from tests.support.nix import Nix

T = TypeVar("T")


def examples(strategy: SearchStrategy[T], count: int) -> list[T]:
    """Return ``count`` examples of a strategy, the same in every run."""
    made: list[T] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(example: T) -> None:
        made.append(example)

    gather()
    return made


def disagreements(
    nix: Nix,
    folder: Path,
    expressions: Iterable[str],
    files: Mapping[str, str] | None = None,
    theirs: str = "",
    ours: str = "",
) -> tuple[list[str], list[str]]:
    """Evaluate expressions both ways. Returns those with a wrong value of authguard, and those with an unknown value.

    ``files`` are in the directory of the expressions. ``theirs`` and ``ours`` come before every expression, for Nix and
    for authguard: This Nix has no nixpkgs, so the functions of its lib are written in ``theirs``.
    """
    values = {text: known(ours + text, files) for text in dict.fromkeys(expressions)}
    claimed = [text for text, value in values.items() if value is not UNKNOWN]
    for name, content in (files or {}).items():
        (folder / name).write_text(content, encoding="utf-8")
    body = "\n".join(f"({theirs}{text})" for text in claimed)
    (folder / "all.nix").write_text(f"[\n{body}\n]", encoding="utf-8")
    found: Any = nix.evaluate(f"import {folder}/all.nix")
    wrong = [
        f"{text}\n  ours: {json.dumps(values[text])}\n  Nix:  {json.dumps(real)}"
        for text, real in zip(claimed, found, strict=True)
        if json.dumps(values[text], sort_keys=True) != json.dumps(real, sort_keys=True)
    ]
    return wrong, [text for text, value in values.items() if value is UNKNOWN]
