"""Does a change of a script matter to the dependencies that are fetched beside it?"""

from __future__ import annotations

from authguard.patterns import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.verdict.pairs import Judged

_MANIFESTS = lazily(
    r"lock|package\.json|go\.(?:mod|sum|work)|Cargo\.toml|pyproject|composer\.json|mix\.exs|pubspec|Gemfile|pom\.xml"
    r"|vendor|node_modules|\bnpm\b|\byarn\b|pnpm|\bbun\b|\bgo (?:get|mod|generate)\b|\bcargo\b|\bcd\b|pushd|sourceRoot"
    r"|requirements|dependenc|workspace|\bpatch\b|registry|deno|nuget|\.csproj|gradle|maven"
)


def relevant(judged: Judged) -> bool:
    """Tell whether a suspicion deserves a line.

    Where a package's own scripts (postPatch, preBuild) alone moved, its dependencies moved only if the script
    touches what they are computed from: a manifest, a lock, the vendored tree. A hand-written fixed output is made
    by its script: there every change counts.
    """
    each = judged.each
    heavy = [move for move in judged.moved if move.role in ("what", "how")]
    if heavy or each.row is None or each.row.everything or not each.row.script:
        return True
    scripts = [move for move in judged.moved if move.role == "script"]
    return any(_touches(_lines(move.before), _lines(move.after)) for move in scripts)


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


def _touches(before: set[str], after: set[str]) -> bool:
    return any(_MANIFESTS.search(line) for line in before ^ after)
