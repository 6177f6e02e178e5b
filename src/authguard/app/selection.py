"""Selectors: the paths and fixed outputs that the user names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from authguard.errors import Refused
from authguard.messages import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from authguard.config.model import Config
    from authguard.git.git import Git
    from authguard.git.ranges import Range
    from authguard.git.snapshot import Snapshot
    from authguard.outputs.model import FixedOutput
    from authguard.rules.finding import Finding


def prefix_of(git: Git) -> str:
    """Return the current directory relative to the root of the work tree ("" at the root, or without a work tree)."""
    top = git.facts().toplevel
    if top is None:
        return ""
    relative = os.path.relpath(os.path.realpath(os.getcwd()), os.path.realpath(top))
    return "" if relative == "." or relative.startswith("..") else relative


def from_root(path: str, prefix: str) -> str:
    """Return a path argument relative to the root. Raises Refused if the path leads out of the repository."""
    full = os.path.normpath(os.path.join(prefix, path))
    found = _inside(path, prefix) if full == ".." or full.startswith(("../", "/")) else full
    if found is None:
        raise Refused(f"{path!r} is outside this repository")
    return "" if found == "." else found


def _inside(path: str, prefix: str) -> str | None:
    """Return an absolute path, or one that begins with `..`, relative to the root; None if the path is outside.

    As in git, the first directory of the path that is the root is used. Later symlinks are not followed.
    """
    here = os.path.realpath(os.getcwd())
    root = here.removesuffix(f"/{prefix}") if prefix else here
    full = os.path.normpath(os.path.join(here, path))
    names = full.split("/")
    for end in range(1, len(names) + 1):
        if os.path.realpath("/".join(names[:end]) or "/") == root:
            return "/".join(names[end:]) or "."
    return None


def leaves_tree(target: Snapshot, path: str) -> bool:
    """Tell whether a path in the config leads out of the tree through a symlink."""
    return target.kind(path) is not None and target.resolve(path) is None


class Selector:
    """`PATH`, `PATH:LINE` or `PATH#ATTRIBUTE`, with a path relative to the root. A directory selects all files in it.

    `PATH:LINE#ATTRIBUTE`, as it is printed in answers, selects by the attribute.
    """

    __slots__ = ("attribute", "line", "path", "text")

    def __init__(self, text: str, prefix: str) -> None:
        """Read a selector. Raises Refused if its path leads out of the repository."""
        path, mark, attribute = text.partition("#")
        line = None
        head, colon, number = path.rpartition(":")
        if colon and number.isascii() and number.isdigit():
            path, line = head, None if mark else int(number)
        self.text = text
        self.path = from_root(path or ".", prefix)
        self.attribute = attribute if mark else None
        self.line = line

    def file(self, path: str) -> bool:
        """Tell whether a file, or a part of it, is selected."""
        return not self.path or f"{path}/".startswith(f"{self.path}/")

    def may_hold(self, summary: str) -> bool:
        """Tell by the summary of a file whether one of its fixed outputs may have its hash in a selected file."""
        from json import dumps

        return f'"path":{dumps(self.path)[:-1]}' in summary

    def selects(self, each: FixedOutput) -> bool:
        """Tell whether a fixed output is selected; its literal may span several lines."""
        if not self.file(each.path):
            return False
        if self.attribute is not None:
            return each.attribute == self.attribute
        if self.line is None:
            return True
        from authguard.nix.parse import line_and_column

        first, last = (line_and_column(each.origin.data, at)[0] for at in each.origin.span())
        return first <= self.line <= last

    def reports(self, finding: Finding) -> bool:
        """Tell whether a finding is selected."""
        place = finding.place
        if not self.file(place.path):
            return False
        if self.attribute is not None:
            return finding.fixed_output is not None and finding.fixed_output.attribute == self.attribute
        return self.line is None or place.line <= self.line <= max(place.line, place.end_line)


def demand_match(git: Git, scope: Range, config: Config, selectors: list[Selector]) -> None:
    """Raise Refused for a selector that matches neither a file in the target of a range nor a deleted file."""
    exact = [one for one in selectors if one.attribute is not None or one.line is not None]
    if exact:
        selected(git, scope, config, exact)
    for one in selectors:
        if one in exact or not one.path or scope.target.kind(one.path) is not None:
            continue
        if any(one.file(change.path) for base in scope.bases for change in base.changes):
            continue
        raise Refused(f"{one.text!r} matches no file of {_named(scope.target)}{hint(git, scope.target, one)}")


def demand_output(
    git: Git,
    scope: Range,
    config: Config,
    selectors: list[Selector],
    found: list[FixedOutput],
    unread: Iterable[str] = (),
) -> None:
    """Raise Refused for a selector as `demand_match` does, and if all selectors together select no fixed output.

    The root of the repository is no error: it has all fixed outputs, even if there are none. Nor is one of the files
    ``unread``, which are too large.
    """
    demand_match(git, scope, config, [one for one in selectors if not any(map(one.selects, found))])
    is_unread = any(one.file(path) for one in selectors for path in unread)
    if not found and selectors and all(one.path for one in selectors) and not is_unread:
        selected(git, scope, config, selectors)


def hint(git: Git, target: Snapshot, selector: Selector) -> str:
    """Return a hint for a selector with a path that a tree does not have: the probable path; "" if there is none."""
    path = selector.path
    if target.kind(path) is not None:
        return ""
    return untracked(git, target, path) or _revision(git, selector.text) or _near_path(git, target, path)


def _revision(git: Git, text: str) -> str:
    """Return the end of a message for a selector that is a revision or a range; otherwise ""."""
    from authguard.git.misspelt import as_options

    options = as_options(text)
    if options is not None and all(git.resolve(rev) is not None for rev in options.split()[1::2]):
        return f"; a range of commits is {options}"
    return "; it is a revision: use --head, --base or --rev" if git.resolve(text) is not None else ""


def _near_path(git: Git, target: Snapshot, path: str) -> str:
    """Return the end of a message with the most similar file or directory; otherwise ""."""
    if "*" in path:
        return "; a SELECTOR is a path, not a pattern"
    above, name = "", path
    while "/" in name and target.kind(f"{above}{name.partition('/')[0]}") is not None:
        first, _, name = name.partition("/")
        above += f"{first}/"
    wrong, slash, below = name.partition("/")
    names = {each[len(above) :].partition("/")[0] for each in target.paths() if each.startswith(above)}
    near = nearest(wrong, sorted(names))
    suggested = f"{above}{near}{slash}{below}" if near is not None else _deeper(target, path)
    if not suggested or (below and target.kind(suggested) is None):
        return ""
    return f"; did you mean {os.path.relpath(f'/{suggested}', f'/{prefix_of(git)}')}?"


def _deeper(target: Snapshot, path: str) -> str:
    """Return the path with the fewest directories that ends with this path; "" if there is none."""
    end = f"/{path}"
    found = {each[: at + len(end)] for each in target.paths() if (at := f"{each}/".find(f"{end}/")) > 0}
    return min(found, key=lambda each: (each.count("/"), each), default="")


def demand_file(git: Git, target: Snapshot, path: str, prefix: str) -> None:
    """Raise Refused for a path argument that leads out of the repository, or to no file of a tree."""
    full = from_root(path, prefix)
    if full and target.kind(full) is None:
        hint = untracked(git, target, full) or _near_path(git, target, full)
        raise Refused(f"{path!r} is no file of {_named(target)}{hint}")


def _named(target: Snapshot) -> str:
    return {":index": "the index", ":worktree": "the work tree"}.get(target.label, target.label[:12])


def moved(git: Git, scope: Range, config: Config) -> list[FixedOutput]:
    """Return the fixed outputs that a change moved or made doubtful."""
    from authguard.app.judge import judge_range
    from authguard.app.repository import Repository

    around = Repository(git, scope)
    try:
        return judge_range(scope, around, config).moved()
    finally:
        around.close()


def moved_and_reported(git: Git, scope: Range, config: Config) -> list[tuple[FixedOutput, bool]]:
    """Return the outputs of `moved`, each with whether a finding about its hash is more than a note."""
    from authguard.app.judge import judge_range
    from authguard.app.repository import Repository
    from authguard.rules.describe import place_of
    from authguard.rules.finding import NOTE

    around = Repository(git, scope)
    try:
        outcome = judge_range(scope, around, config)
        places = {
            finding.place.key()
            for finding in outcome.findings
            if finding.fixed_output is not None and finding.severity != NOTE
        }
        return [(each, place_of(each.origin).key() in places) for each in outcome.moved()]
    finally:
        around.close()


def selected(
    git: Git, scope: Range, config: Config, selectors: list[Selector], view: Snapshot | None = None
) -> list[FixedOutput]:
    """Return the fixed outputs of a tree that any of the selectors selects; all without selectors.

    ``view`` is another view of the same tree; lines are counted in its bytes.

    Raises:
        Refused: a selector selects nothing; the message names the nearest attribute of its file.
    """
    near = _collected(git, scope, config, selectors, view)
    found = [each for each in near if not selectors or any(one.selects(each) for one in selectors)]
    for one in selectors:
        if not any(one.selects(each) for each in found):
            raise Refused(
                f"{one.text!r} matches no fixed output of {_named(scope.target)}"
                f"{hint(git, scope.target, one) or _near(one, near)}"
            )
    return found


def _collected(
    git: Git, scope: Range, config: Config, selectors: list[Selector], view: Snapshot | None
) -> list[FixedOutput]:
    """Return the fixed outputs of the files that the selectors name, and of files with hashes in those."""
    from authguard.app.repository import cached_tree

    cache = cached_tree(git, scope.target)
    paths = [
        path
        for path, kept in cache.files.items()
        if kept.text != "[]"
        and not config.excluded(path)
        and (not selectors or any(one.file(path) or one.may_hold(kept.text) for one in selectors))
    ]
    output_tree = cache.output_tree(view)
    scope.target.prefetch(paths)
    output_tree.collect(paths)
    return output_tree.found


def collected(
    git: Git, scope: Range, config: Config, paths: Iterable[str], view: Snapshot | None = None
) -> list[FixedOutput]:
    """Return the fixed outputs with a hash in some files of a tree; a path without a hash is skipped.

    See `selected`.
    """
    selectors = [Selector(path, "") for path in sorted(set(paths))]
    return _collected(git, scope, config, selectors, view) if selectors else []


def untracked(git: Git, target: Snapshot, path: str) -> str:
    """Return the end of a message for a file or directory on disk that git does not track; otherwise ""."""
    top = git.facts().toplevel
    is_live = target.label in (":index", ":worktree")
    if not is_live or top is None or target.kind(path) is not None or not os.path.lexists(f"{top}/{path}"):
        return ""
    return "; git does not track it yet (git add)"


def of_files(
    git: Git, scope: Range, config: Config, paths: Iterable[str], view: Snapshot | None = None
) -> list[FixedOutput]:
    """Return all fixed outputs of some files, see `selected`."""
    return selected(git, scope, config, [Selector(path, "") for path in sorted(set(paths))], view)


def _near(selector: Selector, found: list[FixedOutput]) -> str:
    """Return the end of a message with the selectors that the user may have meant."""
    here = [each.attribute for each in found if each.path == selector.path]
    if not here or (selector.attribute is None and selector.line is None):
        return "; git authguard list shows all selectors"
    if selector.attribute is None:
        return _near_line(selector, found)
    close = nearest(selector.attribute, here)
    path = selector.text.partition("#")[0]
    if close is not None:
        return f"; did you mean {path}#{close}?"
    return f"; in {path} there are {', '.join(dict.fromkeys(here[:4]))}"


def _near_line(selector: Selector, found: list[FixedOutput]) -> str:
    """Return the end of a message with the nearest line of the file that has a hash."""
    from authguard.nix.parse import line_and_column

    wanted = selector.line or 0
    lines = [
        line_and_column(each.origin.data, each.origin.span()[0])[0]
        for each in found
        if each.path == selector.path
    ]
    return f"; did you mean {selector.text.rpartition(':')[0]}:{min(lines, key=lambda line: abs(line - wanted))}?"


def one_a_literal(found: list[FixedOutput]) -> list[FixedOutput]:
    """Return the fixed outputs in the order of their places, one for each literal and identity."""
    kept: dict[object, FixedOutput] = {}
    for each in sorted(found, key=lambda each: (each.path, each.origin.span(), each.record)):
        kept.setdefault((each.origin.key, each.identity), each)
    return list(kept.values())
