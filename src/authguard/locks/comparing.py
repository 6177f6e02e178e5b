"""Compare two versions of a lock: the kinds of locks, the differences of two sets of packages, and the answer.

There are two ways to judge a lock: either its text is part of the output (``copied``), or only the resolved packages
are (``resolved``).

An install with filters, `bun install --filter ./packages/x`, fetches only a part of a lock. A kind of lock returns the
graph of its packages. The part has two bounds: the packages that the tool certainly installs, and the packages that the
tool possibly installs. Between them are packages for only some platforms and optional peers.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

Files = Mapping[str, bytes | None]
Options = Mapping[str, object]


MOST_READ = 4
"""So many locks are kept in memory, to be compared again for another hash."""
BESIDE = "beside"
"""The option of a member of a workspace: two functions that read a file beside its lock, before and after."""


class LockAnswer(NamedTuple):
    """Whether the packages behind a dependency hash moved.

    decision  "moved" (proof that the content of the fixed output changed), "same" (proof that the content did not
    change) or "unknown" (the content may have changed). says      the reason as one clause.
    lock      the name of the deciding file, as in the given mappings.
    problem   the reason if a file could not be read, else None.
    unlikely  whether the packages that moved are most likely not fetched, if the decision is "unknown".
    input     the name of the moved input if it is not the lock.
    is_part   whether only the part of the lock that the known options of a command install is the same.
    """

    decision: str
    says: str
    lock: str
    problem: str | None = None
    unlikely: bool = False
    input: str = ""
    is_part: bool = False

    def with_doubt(self) -> "LockAnswer":
        """Return the answer for a hash: a script may install more than its known commands say."""
        return self._replace(decision="unknown") if self.is_part and self.decision == "same" else self


class LockTree(Protocol):
    """The files of one commit of a source."""

    def paths(self) -> Mapping[str, str]:
        """Return the blob of each path."""

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of all ``paths`` that exist, by one request."""


class LockedCode(NamedTuple):
    """Source code that decides together with a lock, if only the imported packages of the lock are copied.

    is_read  tells whether a file is a part of the code, by its path relative to the lock.
    imports  returns the imports of one file.
    compare  judges two sets of imports; the other arguments are the first file of the lock now and before.
    unless   the option of a producer with which the code decides nothing.
    """

    is_read: Callable[[str], bool]
    imports: Callable[[bytes], set[str]]
    compare: Callable[[set[str], set[str], bytes, bytes | None], LockAnswer]
    unless: str


class LockKind(NamedTuple):
    """One kind of lock.

    name      the name by which producers refer to it.
    files     the names of the lock, relative to the lock root. The first existing file decides.
    beside    more files that decide together with the lock.
    telling   the files of ``beside`` that decide even without the lock: if one of these files is equal, the packages
    are equal. compare   judges two versions of these files: (before, after, options) to LockAnswer. It may raise
    LockUnreadable. commands  a pattern of the commands by which hand-written scripts fetch the packages of the lock, ""
    for none. words     words in the names of hash attributes that mean a hash of dependencies: `npmDepsHash`.
    alone     (option, value) of a producer that makes ``beside`` irrelevant.
    further   judges the other files that a tool reads, if these are the same in two commits of a source: (root, before,
              after, options, the files after) to LockAnswer, or None if none of them moved.
    code      the source code that decides together with the lock, or None.
    members   returns the directories of the packages that are built together with the package of the lock: from a
    function
              that reads a file beside the lock, and the options.
    workspace the names of files beside the lock that list the members.
    joined    compares two versions of such a file: (before, after, options) to a clause, "" if both list the same.
    includes  compares the files of some paths, relative to the lock, that the tool reads too: (function that reads a
              file before, one after, paths) to LockAnswer, or None if none of them moved.
    """

    name: str
    files: tuple[str, ...]
    compare: Callable[[Files, Files, Options], LockAnswer]
    beside: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    commands: str = ""
    words: tuple[str, ...] = ()
    alone: tuple[str, object] | None = None
    further: Callable[[str, LockTree, LockTree, Options, Files], LockAnswer | None] | None = None
    code: LockedCode | None = None
    members: Callable[[Callable[[str], bytes | None], Options], list[str]] | None = None
    workspace: tuple[str, ...] = ()
    joined: Callable[[bytes | None, bytes | None, Options], str] | None = None
    includes: (
        Callable[
            [Callable[[str], bytes | None], Callable[[str], bytes | None], Iterable[str]], LockAnswer | None
        ]
        | None
    ) = None
    part: Callable[[Files, "InstallSelection", "ReadFiles"], "InstalledPart"] | None = None

    def deciding_files(self, options: Options) -> tuple[str, ...]:
        """Return the names of the files that ``compare`` reads, in order."""
        if self.alone is not None and options.get(self.alone[0]) == self.alone[1]:
            return self.files
        return self.files + self.beside


_OPTIONS = r"(?:[ \t]++[-+][^\s;&|]*+(?:[ \t]++[^-+\s;&|][^\s;&|]*+)??){0,6}[ \t]++"
"""Up to six options, each perhaps with a value, and the spaces before the next word."""


def command(tools: str, subcommands: str) -> str:
    """Return the pattern of a command: a tool, perhaps options (`npm --prefix ui ci`), and a subcommand."""
    return rf"\b(?:{tools}){_OPTIONS}(?:{subcommands})(?![\w-])"


def command_alone(tools: str) -> str:
    """Return the pattern of a tool that installs the packages without a subcommand: `yarn --immutable`."""
    path = r"(?m:^|[;&|(])[ \t]*(?:[\w.-]*/)*"
    flags = r"(?:[ \t]+--(?!help|version)[^\s;&|]++){0,4}+"
    return rf"{path}(?:{tools}){flags}[ \t]*(?m:$|[;&|)])"


Packages = dict[str, dict[str, str]]
"""Name → version → mark. A mark identifies the content (a checksum, a commit id); "" if the lock has none.

A version is written as people do. For a package from a repository it includes the commit id.
"""

MOST_NAMED = 3
LONGEST_MARK = 4000
"""If a mark has more characters, a package is listed more often than in any real lock."""

_MARK = r"(?i)([a-z0-9]+)[-:/]"


class PackageChange(NamedTuple):
    """One package that differs between two sets.

    gone and new: the versions that only the earlier or only the later lock has, sorted. proved is False if equal
    versions have marks that cannot be compared (a mark is missing, or the algorithms differ).
    """

    name: str
    gone: list[str]
    new: list[str]
    proved: bool = True

    def text(self) -> str:
        """Return the change for a message."""
        name, gone, new = clean(self.name), clean(", ".join(self.gone)), clean(", ".join(self.new))
        if self.gone and self.new:
            return f"{name} {gone} → {new}" if gone != new else f"{name} {gone} with another checksum"
        return f"{name} {new} added" if self.new else f"{name} {gone} removed"


Reader = Callable[[bytes], Packages]
"""Reads the packages of a lock. It may raise LockUnreadable."""
Sure = Callable[[list[PackageChange]], bool]
"""Tells whether at least one change is of a package that is certainly fetched."""
Layout = Callable[[bytes], Mapping[str, str] | None]
"""Returns the identity of the package in each directory that a tool fills from a lock; None if the lock has none."""


def join(root: str, name: str) -> str:
    """Return the path of a file in the directory of a lock, "" for the root of the source."""
    return f"{root}/{name}" if root else name


def add(packages: Packages, name: str, version: str, mark: str = "") -> None:
    """Add a package to a set. A package that is listed twice has both marks.

    Raises Unreadable if it is listed too often.
    """
    versions = packages.setdefault(name, {})
    known = versions.get(version, "")
    if not known:
        versions[version] = mark
    elif mark and len(known) > LONGEST_MARK:
        raise LockUnreadable(f"it lists {clean(name)} more than once")
    elif mark and mark not in known.split(" "):
        versions[version] = " ".join(sorted([*known.split(" "), mark]))


def _comparable(before: str, after: str) -> bool:
    """Tell whether two different marks prove different content: both exist and have the same algorithm."""
    if not before or not after:
        return False
    mine, other = re.match(_MARK, before), re.match(_MARK, after)
    return (mine and mine.group(1).lower()) == (other and other.group(1).lower())


def changes(before: Packages, after: Packages) -> list[PackageChange]:
    """Return the differences of two sets, sorted by name."""
    found: list[PackageChange] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}), after.get(name, {})
        if old == new:
            continue
        gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
        if gone or come:
            found.append(PackageChange(name, gone, come))
            continue
        moved = sorted(version for version in old if old[version] != new[version])
        proved = any(_comparable(old[version], new[version]) for version in moved)
        found.append(PackageChange(name, moved, moved, proved))
    return found


def name_and_version(specifier: str) -> tuple[str, str]:
    """Return the two parts of `name@version`, also of `@scope/name@version`."""
    at = specifier.find("@", 1)
    return (specifier, "?") if at < 0 else (specifier[:at], specifier[at + 1 :])


def any_of(moved: list[PackageChange], before: set[str], after: set[str]) -> bool:
    """Tell whether a changed package is in the set of the later lock or, for a removed package, of the earlier lock."""
    return any(change.name in (after if change.new else before) for change in moved)


def describe_changes(moved: list[PackageChange], noun: str = "package") -> str:
    """Return the changes as a clause, e.g. "14 packages moved (django 5.2.11 → 5.2.12, …)"."""
    named = [change.text() for change in moved[:MOST_NAMED]]
    if len(moved) > MOST_NAMED:
        named.append("…")
    plural = noun if len(moved) == 1 else f"{noun}s"
    return f"{len(moved)} {plural} moved ({', '.join(named)})"


def pick(names: tuple[str, ...], files: Files) -> str | None:
    """Return the first of the names that exists: the lock that the producer reads."""
    return next((name for name in names if files.get(name) is not None), None)


def chosen(names: tuple[str, ...], before: Files, after: Files) -> tuple[str, bytes, bytes] | LockAnswer:
    """Return the name of the lock that base and target read, with its two texts; an answer if there is no lock."""
    mine, other = pick(names, before), pick(names, after)
    if mine is None and other is None:
        return LockAnswer("unknown", f"there is no {' or '.join(names)}", names[0])
    if other is None:
        return LockAnswer("unknown", f"{mine} was removed", mine or names[0])
    if mine is None:
        return LockAnswer("unknown", f"{other} was added", other)
    if mine != other:
        return LockAnswer("unknown", f"{other} decides now, {mine} did before", other)
    return other, before.get(mine) or b"", after.get(other) or b""


def copied(names: tuple[str, ...], before: Files, after: Files, read: Reader) -> LockAnswer:
    """Judge a lock that is copied into the output: any changed byte is proof.

    If a lock cannot be read after the change, the answer is "unknown", since nothing can be built from it.
    """
    found = chosen(names, before, after)
    if isinstance(found, LockAnswer):
        return found
    name, old, new = found
    if old == new:
        idle = next((other for other in names if before.get(other) != after.get(other)), None)
        if idle is not None:
            return LockAnswer(
                "unknown", f"{idle} differs, and only a newer nixpkgs reads {name} instead of it", idle
            )
        return LockAnswer("same", f"{name} is the same", name)
    try:
        packages = _packages(read, new)
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    try:
        moved = changes(_packages(read, old), packages)
    except LockUnreadable:
        return LockAnswer("moved", f"{name} differs, and its text is part of the output", name)
    if moved:
        return LockAnswer("moved", f"{name} differs: {describe_changes(moved)}", name)
    return LockAnswer("moved", f"{name} differs in its text alone, and its text is part of the output", name)


def resolved(
    names: tuple[str, ...],
    before: Files,
    after: Files,
    read: Reader,
    *,
    options: Options | None = None,
    sure: Sure | None = None,
    doubt: str = "which perhaps is not fetched",
    unlikely: bool = False,
    layout: Layout | None = None,
) -> LockAnswer:
    """Judge a lock that is not part of the output: only another set of packages is a change.

    Option "package" limits the question to one name (a lock with a hash for each package). Option "text_copied"
    (bool): the text of the lock is in the output after all. sure(changes) returns whether at least one of the changed
    packages is certainly fetched. `doubt` is the reason why it may not be fetched. `unlikely` means that it is most
    likely not fetched. `layout` returns the directories into which the tool installs the packages of a lock.
    """
    options = options or {}
    if options.get("text_copied"):
        return copied(names, before, after, read)
    found = chosen(names, before, after)
    if isinstance(found, LockAnswer):
        return found
    name, old, new = found
    if old == new:
        return LockAnswer("same", f"{name} is the same", name)
    try:
        packages = _packages(read, new)
        moved = changes(_packages(read, old), packages)
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    only = options.get("package")
    if isinstance(only, str):
        moved = [change for change in moved if change.name == only]
    if not moved:
        installs_all = not options.get("part_of_lock") and copies_modules(options)
        if layout is not None and installs_all and _is_other_layout(layout, old, new):
            return LockAnswer("unknown", f"{name} differs in the directories of its packages", name)
        what = f"its entries for {only}" if isinstance(only, str) else "the packages that it resolves to"
        return LockAnswer("same", f"{name} differs, but not in {what}", name)
    says = f"{name} differs: {describe_changes(moved)}"
    proved = [change for change in moved if change.proved]
    if not proved:
        return LockAnswer("unknown", f"{says}, and the checksums cannot be compared", name)
    if sure is not None and not sure(proved):
        return LockAnswer("unknown", f"{says}, {doubt}", name, unlikely=unlikely)
    return LockAnswer("moved", says, name)


@lru_cache(maxsize=MOST_READ)
def _packages(read: Reader, data: bytes) -> Packages:
    """Return the packages of a lock. Several hashes of one change have the same lock: one for each platform."""
    return read(data)


def _is_other_layout(layout: Layout, old: bytes, new: bytes) -> bool:
    """Tell whether two locks with directories put a package into another directory."""
    before, after = layout(old), layout(new)
    return before is not None and after is not None and before != after


LARGEST = 8 << 20
"""A lock with more bytes is not read."""

LONGEST_NAME = 80
"""The most characters of a package's name or version in a sentence."""


class LockUnreadable(Exception):
    """A lock that cannot be read: ``reason`` is a clause, ``line`` is 1-based (0: unknown)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        """Store the reason and the line."""
        super().__init__(reason)
        self.reason = reason
        self.line = line

    def text(self, name: str) -> str:
        """Return the problem as one clause, for the file called ``name``."""
        where = f"{name}:{self.line}" if self.line else name
        return f"{where} cannot be read: {self.reason}"


def text_of(data: bytes) -> str:
    """Return the text of a lock, with its line ends.

    Raises:
        Unreadable: the text is too large, not UTF-8, or has the markers of an unresolved merge. Without this, readers
            that go line by line would read both sides of the merge.
    """
    if len(data) > LARGEST:
        raise LockUnreadable(f"it is larger than {LARGEST >> 20} MiB")
    if data.startswith(b"<<<<<<< ") or b"\n<<<<<<< " in data:
        offset = 0 if data.startswith(b"<<<<<<< ") else data.index(b"\n<<<<<<< ") + 1
        raise LockUnreadable("a merge conflict is left in it", data.count(b"\n", 0, offset) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LockUnreadable("it is not UTF-8", data.count(b"\n", 0, error.start) + 1) from error


def json_of(data: bytes) -> object:
    """Return the value of a JSON lock. Raises Unreadable, with the line of the first error."""
    import json

    text = text_of(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise LockUnreadable(f"it is not JSON ({error.msg})", error.lineno) from error
    except RecursionError as error:
        raise LockUnreadable("it is nested too deep") from error
    except ValueError as error:
        raise LockUnreadable("it has a number that is too long") from error


def toml_of(data: bytes) -> dict[str, object]:
    """Return the table of a TOML lock. Raises Unreadable, with the line of the first error."""
    import tomli

    text = text_of(data)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise LockUnreadable("it is not TOML", getattr(error, "lineno", 0)) from error
    except (RecursionError, ValueError) as error:
        raise LockUnreadable("it is not TOML that can be read") from error


def table(value: object) -> dict[str, object]:
    """Return a value that is a table; for any other value an empty table."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[object]:
    """Return a value that is a list; for any other value an empty list."""
    return value if isinstance(value, list) else []


def word(value: object) -> str:
    """Return a value that is a text; for any other value an empty text."""
    return value if isinstance(value, str) else ""


def clean(text: str) -> str:
    """Return a name of the lock for a message: without control characters, at most LONGEST_NAME long."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[: LONGEST_NAME + 1])
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


SELECTION = "selection"
"""The option with the `InstallSelection` of a package that installs only a part of its lock."""

IS_STORE = "is_store"
"""The option for an output that is a store of packages, without links between them."""

SCRIPT = "script:"
"""The option with the text of a hand-written script, if all of it is known. No attribute of a package has this name."""
_COMMAND_END = r"[\n;]|&&"
_OF_A_PART = r"isolated|NODE_ENV|\bprune\b"
"""Words of a script that leaves out packages, or has packages in other directories than the lock says."""
_OUT = r"\$(?:out|\{out\})"


def copies_modules(options: Options) -> bool:
    """Tell whether a hand-written script has node_modules in its output, and not only a cache of packages."""
    script = options.get(SCRIPT)
    if options.get(IS_STORE) is not False or not isinstance(script, str):
        return False
    copies = [line for line in re.split(_COMMAND_END, script) if re.search(_OUT, line)]
    return re.search(_OF_A_PART, script) is None and any("node_modules" in line for line in copies)


def takes_only(options: Options, copied: str, commands: str) -> bool:
    """Tell whether a hand-written script puts only certain directories and files (`vendor`) into its output.

    ``copied`` is the pattern of their names, and ``commands`` that of other commands that may write to the output.
    """
    script = options.get(SCRIPT)
    if options.get(IS_STORE) is not False or not isinstance(script, str):
        return False
    copy = rf"(?:cp|mv)\s+(?:-\S+\s+)*(?:\"?(?:\./)?(?:{copied})(?:/\.?|/\*)?\"?\s+)+\S+"
    allowed = rf"\s*(?:mkdir\s+(?:-p\s+)?\S+|{copy}|{commands})\s*"
    lines = [line for line in re.split(_COMMAND_END, script) if re.search(_OUT, line)]
    return bool(lines) and all(re.fullmatch(allowed, line) for line in lines)


MANIFESTS = "manifests"
"""The option with two functions of the type `ReadFiles`, for the tree before and the tree after."""

ReadFiles = Callable[[Iterable[str]], Mapping[str, bytes]]
"""Returns the existing files among some paths, which are relative to the directory of the lock.

A path may have `*` in place of one directory: `apps/*/mix.exs`.
"""


def expanded(paths: Iterable[str], known: Callable[[str], Iterable[str]]) -> list[str]:
    """Return the paths, but for a path with `*` the matching files; ``known`` lists the files below a directory."""
    found: list[str] = []
    for path in paths:
        before, star, after = path.partition("*")
        if not star:
            found.append(path)
            continue
        wanted = re.compile(re.escape(before) + "[^/]+" + re.escape(after))
        found += sorted(each for each in known(before.rstrip("/")) if wanted.fullmatch(each))
    return found


def no_files(paths: Iterable[str]) -> dict[str, bytes]:
    """Read no file: a `ReadFiles` for a lock without its tree."""
    return {}


class Undecidable(Exception):
    """It is not known exactly which packages a filter installs."""


class InstallSelection(NamedTuple):
    """The options with which a tool installs only some packages of a lock.

    filters  the patterns of workspaces, as the command has them; () for all workspaces.
    omitted  the kinds of dependencies that are left out: "dev", "optional", "peer".
    """

    filters: tuple[str, ...] = ()
    omitted: frozenset[str] = frozenset()


class LockedPackage(NamedTuple):
    """One package of a lock.

    name and version are empty for a package of the repository. ``identity`` names the package in both cases.
    """

    identity: str
    name: str = ""
    version: str = ""
    mark: str = ""


class InstalledPart(NamedTuple):
    """The installed part of a lock.

    sure      the packages that are certainly installed.
    possible  these packages, and the packages that depend on the platform or on another package.
    edges     the identities of each package in ``possible`` and of its dependency.
    settings  the other values of the lock that decide the layout of the installed packages.
    linked    whether each package has links to its dependencies, so that ``edges`` are installed as well.
    places    (directory, identity) of each package in ``sure``, if the lock has the directories.
    """

    sure: Packages
    possible: Packages
    edges: frozenset[tuple[str, str]]
    settings: tuple[str, ...] = ()
    linked: bool = False
    places: frozenset[tuple[str, str]] = frozenset()
