"""Decide kept dependency hashes by the lock files of their source, read from local copies of public histories.

A folder of upstreams contains git repositories by OWNER+NAME. Cases with other sources stay open, and are named.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

from authguard.outputs.facts import row_of
from authguard.prove.ecosystems import ecosystem, lock_root, options_of
from authguard.prove.recipes import repository
from authguard.prove.upstream import UpstreamTree, compare_upstream
from evaluation.crater.later import HONEST, OPEN, STALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from authguard.compare.judgement import Judgement
    from authguard.outputs.model import FixedOutput
    from evaluation.crater.later import Case


def question(one: Judgement | None) -> dict[str, Any] | None:
    """Return the facts that a later run needs to compare the locks of a suspect's sources; None if they are unknown."""
    if one is None or one.other is None or one.output.is_source or one.output.local is not None:
        return None
    each = one.output
    kind = ecosystem(each)
    before, after = _source(one.other), _source(each)
    if kind is None or before is None or after is None:
        return None
    options = {name: value for name, value in options_of(each).items() if isinstance(value, (str, bool))}
    if row_of(each) is None:
        return None
    root = lock_root(each, "", after[2] or "source")
    return {"kind": kind, "root": root, "before": before[:2], "after": after[:2], "options": options}


def _source(each: FixedOutput) -> tuple[str, str, str | None] | None:
    """Return (url, revision, store name) of the source of a dependency hash."""
    source = next((one.output for one in each.inputs if one.role == "what" and one.output is not None), None)
    where = repository(source) if source is not None else None
    return (*where, source.store_name) if source is not None and where is not None else None


class Upstreams:
    """The copies of upstream repositories in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder: FOLDER/OWNER+NAME or FOLDER/OWNER+NAME/repo."""
        self._found = {}
        for each in folder.iterdir():
            directory = each / "repo" if (each / "repo").is_dir() else each
            self._found[each.name.lower()] = directory
        self.lacking: Counter[str] = Counter()

    def decide(self, cases: Iterable[Case]) -> None:
        """Decide the open cases with sources in the folder."""
        for case in cases:
            asked = case.finding.get("upstream")
            if case.truth == OPEN and asked:
                self._decide(case, asked)

    def _decide(self, case: Case, asked: dict[str, Any]) -> None:
        trees = [self._tree(*asked[output_tree]) for output_tree in ("before", "after")]
        if trees[0] is None or trees[1] is None:
            return
        answer = compare_upstream(asked["kind"], asked["root"], trees[0], trees[1], asked["options"])
        if answer.decision in ("moved", "same"):
            case.truth = STALE if answer.decision == "moved" else HONEST
            case.why = f"upstream: {answer.lock} {answer.says}"

    def _tree(self, url: str, revision: str) -> _Clone | None:
        name = "+".join(url.rstrip("/").removesuffix(".git").split("/")[-2:])
        directory = self._found.get(name.lower())
        if directory is None:
            self.lacking[name] += 1
            return None
        for each in (f"refs/tags/{revision}", revision):
            command = ["git", "-C", str(directory), "rev-parse", "-q", "--verify", f"{each}^{{commit}}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return _Clone(directory, done.stdout.strip())
        return None


class _Clone(UpstreamTree):
    """The files of one commit of a local repository."""

    def __init__(self, directory: Path, commit: str) -> None:
        self.directory = directory
        self.commit = commit
        self._paths: dict[str, str] | None = None

    def paths(self) -> Mapping[str, str]:
        if self._paths is None:
            output = self._git("ls-tree", "-r", "-z", self.commit)
            rows = (line.split(b"\t", 1) for line in output.split(b"\0") if line)
            self._paths = {name.decode("utf-8", "replace"): facts.split()[2].decode() for facts, name in rows}
        return self._paths

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        here = self.paths()
        return {path: self._git("cat-file", "blob", here[path]) for path in paths if path in here}

    def _git(self, *words: str) -> bytes:
        command = ["git", "-C", str(self.directory), *words]
        return subprocess.run(command, capture_output=True, check=False).stdout
