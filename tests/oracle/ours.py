"""The answers of authguard about the same trees, in process."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from authguard.app.judge import judge_range
from authguard.config.model import Config
from authguard.nix.parse import line_and_column
from authguard.nix.references import CALL, SCOPE, references
from authguard.outputs.reach import is_nix, may_pin
from authguard.outputs.tree import OutputTree
from authguard.outputs.tree_cache import TreeCache
from tests.support.snapshots import Held, HeldSnapshots, between
from tests.support.store_path import fixed_output_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding

_STALE = frozenset({"AG201", "AG202", "AG203", "AG204", "AG208"})


def listed(files: Mapping[str, bytes]) -> list[FixedOutput]:
    """Return the fixed outputs that `list` would print."""
    return TreeCache(Held(files), None, "").load().outputs()


def collected(files: Mapping[str, bytes]) -> list[FixedOutput]:
    """Return the fixed outputs of all files as `check` collects them, in half the time of `listed`."""
    refers = {path: set(references(path, data)) for path, data in files.items()}

    def importers(path: str) -> list[str]:
        paths = path, path.removesuffix("default.nix").rstrip("/")
        wanted = {kind + each for kind in (CALL, SCOPE) for each in paths}
        return [name for name, found in refers.items() if wanted & found]

    judged = [path for path in files if is_nix(path) or may_pin(path)]
    return OutputTree(Held(files), importers).collect(judged)


def findings(base: Mapping[str, bytes], target: Mapping[str, bytes]) -> list[Finding]:
    """Return the findings of `check`."""
    return judge_range(between(base, target), HeldSnapshots(base), Config()).findings


def store_path(each: FixedOutput, store: str) -> str:
    """Return the store path that `list` computes, "" if it is unknown."""
    if each.digest is None or each.store_name is None:
        return ""
    return fixed_output_path(each.store_name, each.digest, each.mode == "recursive", store)


class Said(NamedTuple):
    """The finding about a fixed output."""

    kind: str
    """"none", "stale" or "copy"."""
    silent: frozenset[bool | None]
    """The possible answers: a finding about several hashes describes the hash that Nix notices least."""
    severity: str
    codes: str
    """All findings at its literal."""


def said_of(each: FixedOutput, found: list[Finding]) -> Said:
    """Return the verdict on a fixed output."""
    start, _ = each.origin.span()
    line, column = line_and_column(each.origin.data, start)
    # A source and its dependencies may have one selector, if a `let` names their hashes `hash` and `sha256`.
    selector = f"{each.path}#{each.attribute}" if not each.is_source else ""
    here = [
        finding
        for finding in found
        if (finding.place.path, finding.place.line, finding.place.column) == (each.path, line, column)
        or (finding.code == "AG203" and selector in shlex.split(finding.help or ""))
    ]
    codes = " ".join(sorted(finding.code for finding in here))
    for finding in here:
        if finding.code in _STALE or finding.code == "AG205":
            silent = {None if finding.nix_notices is None else not finding.nix_notices}
            if (finding.help or "").count("#") > 1 and True in silent:
                silent.add(False)
            kind = "copy" if finding.code == "AG205" else "stale"
            return Said(kind, frozenset(silent), finding.severity, codes)
    return Said("none", frozenset(), "", codes)
