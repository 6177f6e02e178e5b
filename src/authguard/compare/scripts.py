"""Whether an edited script can change the dependencies that are fetched beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.compare.moves import Move
    from authguard.compare.pairs import Judgement

_MANIFESTS = re.compile(
    r"lock|package\.json|go\.(?:mod|sum|work)|Cargo\.toml|pyproject|composer\.json|mix\.exs|pubspec|Gemfile|pom\.xml"
    r"|vendor|node_modules|\bnpm\b|\byarn\b|pnpm|\bbun\b|\bgo (?:get|mod|generate)\b|\bcargo\b|\bcd\b|pushd|sourceRoot"
    r"|requirements|dependenc|workspace|\bpatch\b|registry|deno|nuget|\.csproj|gradle|maven|\bsbt\b"
)

_BESIDE_NPM = re.compile(r"package\.json|node_modules")
"""Words that matter for dependencies, but not for npm: it fetches by the lock alone."""

_NUMBER = re.compile(r"\d")


def can_matter(judgement: Judgement) -> bool:
    """Tell whether a suspect dependency hash is worth a report.

    If only the package's own scripts moved (postPatch, preBuild), its dependencies moved only if the edited lines
    mention a manifest, a lock or the vendored tree. A hand-written fixed output is made by its script: every edit of
    it counts.
    """
    each = judgement.output
    heavy = [move for move in judgement.moved if move.role in ("what", "how")]
    if heavy and not each.is_source and all(_states_the_same(move) for move in judgement.moved):
        return False
    if heavy or each.row is None or each.row.everything or not each.row.script:
        return True
    scripts = [move for move in judgement.moved if move.role == "script"]
    by_npm = each.row.lock == "npm"
    return any(_touches(_lines(move.before), _lines(move.after), by_npm) for move in scripts)


def _states_the_same(move: Move) -> bool:
    """Tell whether an unresolved value is only written otherwise: both contain the same versions and files."""
    one, other = move.before, move.after
    if one is None or other is None or one.known or other.known:
        return False
    first, second = (sorted(filter(_NUMBER.search, texts(each.form))) for each in (one, other))
    return bool(first) and first == second


def _lines(side: object) -> set[str]:
    form = getattr(side, "form", "")
    text = form if isinstance(form, str) else "\n".join(texts(form))
    return {line.strip() for line in text.split("\n") if line.strip()}


def texts(form: object) -> list[str]:
    """Return the pieces of text in a form, and the fingerprints of the files in it."""
    if isinstance(form, str):
        return [form]
    if isinstance(form, tuple):
        if form[:1] == ("file",):
            return [f"lock {form[1]}"]
        return [text for part in form for text in texts(part)]
    return []


def _touches(before: set[str], after: set[str], by_npm: bool) -> bool:
    lines = before ^ after
    return any(_MANIFESTS.search(_BESIDE_NPM.sub("", line) if by_npm else line) for line in lines)
