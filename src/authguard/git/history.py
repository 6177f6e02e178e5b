"""History as evidence: which ancestors wrote or removed a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.git.git import Git
    from authguard.git.snapshot import TreeSnapshot


def commits_that_touched(
    git: Git, tip: str, text: str | None, path: str, most: int
) -> Iterator[tuple[str, TreeSnapshot]]:
    """Yield (commit, its tree) of the ancestors of ``tip`` in which ``text`` came to or went from ``path``.

    The parent of a commit that removed the text is included, since it still has the text. Newest first; at most
    ``most`` commits are read. Without a text (None) every change of the file counts.
    """
    from authguard.errors import Refused
    from authguard.git.ranges import snapshot_of

    if text == "":
        return
    try:
        output = git.run(
            "log",
            *(() if text is None else ("-S", text)),
            "--no-textconv",
            "--no-ext-diff",
            "--format=%H %P",
            f"-n{most}",
            tip,
            "--",
            f":(top,literal){path}",
        )
    except Refused:
        return  # a shallow or partial history has no answer
    seen: set[str] = set()
    for line in output.decode("ascii", "replace").splitlines():
        for oid in line.split():
            if oid not in seen:
                seen.add(oid)
                try:
                    yield oid, snapshot_of(git, oid)
                except Refused:
                    continue
