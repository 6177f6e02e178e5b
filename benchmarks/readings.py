"""What people read in the rows that a replay could not settle: rows labelled wrongly, errors that are right, the rest.

readings.tsv holds them, a reading a line: class of the corpus ("mutants", "A" to "E"), repository, the commit's
first ten digits, file and line ("-" for the whole commit), and the name of a reason. Where all rows of a kind have
one reason, the finding tells it (see `told_by`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.corpus import Row

FILE = Path(__file__).with_name("readings.tsv")

MISLABELLED = {
    "entry": "Its key names the version, and is put back with the hash: that pair is the base's, and right.",
    "idle": "Nix makes nothing with this hash.",
    "twin": "What moved is of another pin: the two files that nvfetcher writes say the same.",
    "base": "Nothing that decides this hash moved in the commit: put back, it is what the base has.",
    "spelling": "The same revision of the same repository, fetched by other means: put back, it is what the base has.",
    "tools": "Only what the dependencies are computed with moved (nixpkgs, the builder); `check` has a note for that.",
    "tidied": (
        "go.sum alone moved, in lines that go.mod does not need: the vendored tree is the same. The hash was stale"
        " since an earlier commit, where `check` has an error."
    ),
    "merged": "go.mod moved in the merge that follows, where `check` has an error; here only the store name moved.",
    "before": "go.mod moved in the commit before, where `check` has an error; go.sum is no part of the vendored tree.",
    "text": "It stands in a text: an example of an option, which nothing fetches.",
    "nameless": "The old line is put back under a name that the new call does not take: no hash is left.",
    "broken": "The file is no JSON in this commit, which `check` says (AG902).",
    "invented": "The base's hash was typed by hand to be replaced (`xLxxxx…`): no pair of it was ever right.",
    "stale": "The hash that was kept is stale: the labelled keep is none.",
    "typo": "A `$` is missing before `{…}`: the revision that is asked for does not exist.",
}
"""Why a row is labelled wrongly."""

RIGHT = {
    "no-nix": "AG901: Nix refuses this file (each was given to `nix-instantiate --parse`).",
    "no-hash": "AG207: Nix refuses this hash (each was given to `nix-instantiate --eval`), or it is a placeholder.",
    "padding": "AG207: an `=` is missing, or is one too many: Nix up to 2.26 takes it, later ones do not.",
    "mended": "The hash is stale: a later commit moves it alone.",
    "same-bytes": "The last character of the hash was changed, which decodes to the same bytes; the tag moved.",
    "exchanged": "The hash of one dependency set stands at another now.",
    "forgotten": "What is fetched moved and the hash did not, in a file written by hand; nothing later shows it right.",
    "tag-in-image": "The tag is written into the image's archive: with another tag it has another hash.",
    "suspect": "A warning: what decides a dependency hash, or makes a hand-written output, did move.",
    "renamed": "The name in the url moved (`repo = pname`, `url = …${pname}…`): what is fetched is another file.",
}
"""Why an error, or a finding on a commit that moves nothing, is right."""

REMAINS = {
    "tag-or-id": (
        "A commit id became a tag, or a tag a commit id, without a version that moved between two releases: often"
        " the tag is that commit. A warning."
    ),
    "fork": "Owner and commit id moved together: what a fork changed was merged, maybe to the same tree. A warning.",
    "one-file": "A file, or a patch, at another commit id: most files are the same in most commits. A warning.",
    "re-tagged": "One release under two names of its tag. A warning.",
    "other-host": "The same version on another host, or an address that says nothing of what it is. A warning.",
    "partly-known": "A part of what is fetched is not of this repository (an override, `pname` of nixpkgs). A warning.",
    "moved-house": "The same tag of a repository that moved; the corpus has it kept in the same commit, too. A note.",
    "commented": "The hash stood in a comment, or in a branch that is never taken: it was nobody's pair.",
    "no-version": "The url is that of the newest file and states no version; only the name in the store moved.",
    "copied": "Put back, it is the hash of another source that still stands: told as a copy. A warning.",
    "foreign": "An override of a source that is not of this repository, of which only the hash is stated.",
    "no-base": "The base is no Nix.",
    "fetched-lock": "The lock that decides lies in a source that is fetched: nothing is read of it offline.",
    "go-imports": "Nothing moved in go.mod and go.sum, nor what is imported.",
    "go-unknown": "go.mod moved in a way that decides only what is imported. A warning.",
    "handed-on": "What hands the hash on was rewritten, and no input that decides it moved.",
    "tool-repeats": (
        "A tag or version moved in a file that a tool wrote and fetched, and the content was the same. A person's"
        " mistake looks alike."
    ),
    "option": "An option of the dependencies moved, and the base could not be built.",
    "two-spellings": "One file in two places, which nothing shows to be one.",
    "bare-number": "What was fetched before was of a bare number (v23), which nobody can tell from others. A warning.",
    "unread": "Not read.",
}
"""Why a miss, or an error that is wrong, remains."""

REASONS = {**MISLABELLED, **RIGHT, **REMAINS}


class Readings:
    """The readings of a file."""

    def __init__(self, file: Path = FILE) -> None:
        """Read them; a file that is not there holds none."""
        self._known: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for line in lines:
            if line and not line.startswith("#"):
                kind, repository, commit, place, reason = line.split("\t")
                self._known[kind, repository, commit][place] = reason

    def reason(self, kind: str, row: Row) -> str | None:
        """Return the name of the reason that was read for a row of a class, or None."""
        known = self._known.get((kind, str(row["repo"]), str(row["commit"])[:10]))
        if known is None:
            return None
        return known.get(f"{row.get('file', '')}:{row.get('line', '')}", known.get("-"))


def told_by(what: str, row: Row, findings: Iterable[dict[str, Any]]) -> str:
    """Return the reason that findings show by themselves, without anybody reading the commit."""
    for finding in findings:
        if finding["code"] == "AG901":
            return "no-nix"
        if finding["code"] == "AG207":
            return (
                "padding"
                if "= is missing" in finding["message"] or "= too many" in finding["message"]
                else "no-hash"
            )
        if what.startswith("mutant") and finding["severity"] == "warning":
            return _softened(row, finding)
    return "unread"


def _softened(row: Row, finding: dict[str, Any]) -> str:
    """Return why a stale hash is told as a warning only, by what moved."""
    if finding["code"] == "AG205":
        return "copied"
    if finding["code"] == "AG203":
        return "fetched-lock" if row["truth"] == "stale-cross" else "go-unknown"
    for name, before, after in finding.get("because", ()):
        sides = [side or "" for side in (before, after)]
        ids = [re.search(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])", side) is not None for side in sides]
        if any("${" in side for side in sides):
            return "partly-known"
        if name == "rev" and all(sides):
            return "fork" if all(ids) else "tag-or-id" if any(ids) else "re-tagged"
        if name in ("url", "urls") and all(sides):
            return "one-file" if any(ids) else "other-host"
    return "unread"
