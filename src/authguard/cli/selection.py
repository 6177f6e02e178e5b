"""Which fixed outputs a command is about: those that a change moved, those of selectors, or all."""

from __future__ import annotations

from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput


class Selector:
    """`PATH`, `PATH:LINE` or `PATH#ATTRIBUTE`, its path relative to the root; a directory selects all below it."""

    __slots__ = ("attribute", "line", "path", "text")

    def __init__(self, text: str, prefix: str) -> None:
        """Read a selector. Raises Refused for one that leaves the repository."""
        from authguard.cli.check import from_root

        path, mark, attribute = text.partition("#")
        line = None
        if not mark:
            head, colon, number = path.rpartition(":")
            if colon and number.isascii() and number.isdigit():
                path, line = head, int(number)
        self.text = text
        self.path = from_root(path or ".", prefix)
        self.attribute = attribute if mark else None
        self.line = line

    def file(self, path: str) -> bool:
        """Tell whether a file is selected, as a whole or a part of it."""
        return not self.path or f"{path}/".startswith(f"{self.path}/")

    def selects(self, each: FixedOutput) -> bool:
        """Tell whether a fixed output is selected; its literal may reach over several lines."""
        if not self.file(each.path):
            return False
        if self.attribute is not None:
            return each.attribute == self.attribute
        if self.line is None:
            return True
        from authguard.nix.parse import line_and_column

        first, last = (line_and_column(each.origin.data, at)[0] for at in each.origin.span())
        return first <= self.line <= last


def moved(git: Git, scope: Range, config: Config) -> list[FixedOutput]:
    """Return the fixed outputs that a change moved or left in doubt."""
    from authguard.app.judge import judge_range
    from authguard.app.repository import Repository

    world = Repository(git, scope)
    try:
        return judge_range(scope, world, config).moved()
    finally:
        world.close()


def selected(
    git: Git, scope: Range, config: Config, selectors: list[Selector], view: Snapshot | None = None
) -> list[FixedOutput]:
    """Return the fixed outputs of a tree that any of the selectors selects; all where there is none.

    ``view`` is another view of the same tree, whose bytes count.

    Raises:
        Refused: a selector selects nothing; the nearest attribute of its file is named.
    """
    from authguard.app.repository import whole_tree

    whole = whole_tree(git, scope.target)
    paths = [
        path
        for path, kept in whole.files.items()
        if kept.text != "[]"
        and not config.excluded(path)
        and (not selectors or any(one.file(path) for one in selectors))
    ]
    side = whole.side(view)
    scope.target.prefetch(paths)
    side.collect(paths)
    found = [each for each in side.found if not selectors or any(one.selects(each) for one in selectors)]
    for one in selectors:
        if not any(one.selects(each) for each in found):
            raise Refused(f"{one.text!r} selects no fixed output{_near(one, side.found)}")
    return found


def of_files(
    git: Git, scope: Range, config: Config, paths: Iterable[str], view: Snapshot | None = None
) -> list[FixedOutput]:
    """Return all fixed outputs of some files, see `selected`."""
    return selected(git, scope, config, [Selector(path, "") for path in sorted(set(paths))], view)


def _near(selector: Selector, found: list[FixedOutput]) -> str:
    """Name what was meant, perhaps."""
    from authguard.nearest import nearest

    here = [each.attribute for each in found if each.path == selector.path]
    if selector.attribute is None or not here:
        return "; `git authguard list` names them all"
    close = nearest(selector.attribute, here)
    return (
        f"; did you mean {selector.path}#{close}?"
        if close
        else f"; {selector.path} has {', '.join(here[:4])}"
    )


def one_a_literal(found: list[FixedOutput]) -> list[FixedOutput]:
    """Return the fixed outputs in the order of their places; of those that share a literal and inputs, the first."""
    kept: dict[object, FixedOutput] = {}
    for each in sorted(found, key=lambda each: (each.path, each.origin.span(), each.record)):
        kept.setdefault((each.origin.key, each.identity), each)
    return list(kept.values())
