"""Audits that are stored between runs. A second audit of a commit, with the same version and proofs, takes no time."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from authguard.app.audit import Audit, AuditedHash
from authguard.git import store
from authguard.git.summaries import Summaries
from authguard.git.writers import shallow_commits
from authguard.nix.canonical import fingerprint
from authguard.rules.finding import Because, CommitRef, Evidence, Finding, FixedOutputRef, Place

if TYPE_CHECKING:
    from typing import Any

    from authguard.git.git import Git


class AuditCache:
    """The audits of one repository. If an audit is lost, the next audit only takes longer."""

    def __init__(self, git: Git, commit: str) -> None:
        """Store the repository and the audited commit."""
        self._common_dir = git.facts().common_dir
        cut = fingerprint(sorted(shallow_commits(git)))
        self._key = f"audit:{store.edition()}:{commit}:{cut}:{_proofs(self._common_dir)}"

    def get(self) -> Audit | None:
        """Return the audit of an earlier run; None if no audit is stored, or the stored audit cannot be read."""
        summaries = Summaries(self._common_dir)
        try:
            text = summaries.get_many([self._key]).get(self._key)
        finally:
            summaries.close()
        try:
            return _loaded(json.loads(text)) if text else None
        except (ValueError, TypeError, KeyError):
            return None

    def put(self, audit: Audit) -> None:
        """Store an audit."""
        summaries = Summaries(self._common_dir)
        try:
            summaries.put_many({self._key: json.dumps(asdict(audit), separators=(",", ":"))})
        finally:
            summaries.close()


def _loaded(plain: dict[str, Any]) -> Audit:
    hashes = [AuditedHash(**each) for each in plain.pop("hashes")]
    return Audit(hashes, [_finding(each) for each in plain.pop("findings")], **plain)


def _finding(row: list[Any]) -> Finding:
    """Return a finding from its row. In JSON, each of its tuples is a list."""
    plain = Finding(*row)
    return plain._replace(
        place=Place(*plain.place),
        fixed_output=plain.fixed_output and FixedOutputRef(*plain.fixed_output),
        because=[Because(*each) for each in plain.because],
        evidence=[Evidence(*each) for each in plain.evidence],
        order=tuple(plain.order),
        written=plain.written and CommitRef(*plain.written),
        moved=plain.moved and CommitRef(*plain.moved),
        further=[Place(*each) for each in plain.further],
    )


def _proofs(common_dir: str) -> str:
    """Return a text that changes with every new proof."""
    path = store.file_of(common_dir, "proofs")
    found = []
    for each in (path, f"{path}-wal"):
        try:
            state = os.stat(each)
        except OSError:
            continue
        found.append(f"{state.st_size}.{state.st_mtime_ns}")
    return "-".join(found)
