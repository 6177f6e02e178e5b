"""Tell by go.mod and go.sum whether a vendorHash (buildGoModule) moved.

Measured with Go 1.24 against hand-made module proxies:
- vendor mode (`go mod vendor`): vendor/modules.txt lists every requirement of go.mod with its version,
  imported or not, indirect or not, from go 1.14 on; and every replacement. `// indirect` marks, comments,
  `toolchain`, `exclude`, `retract`, `godebug` and a go line that stays on its side of 1.14 and 1.17 leave no
  trace. go.sum is not copied: its lines only let a build fail, but for the /go.mod line of a requirement
  that no package imports (modules.txt then lacks its go line).
- proxy mode (`go mod download`): every requirement is downloaded; go.sum leaves no trace; the go line matters only if
  it crosses 1.17 (before, the full graph is downloaded).
"""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    LockAnswer,
    LockedCode,
    LockKind,
    LockUnreadable,
    PackageChange,
    Packages,
    changes,
    clean,
    command,
    describe_changes,
    join,
)
from authguard.locks.gomod import (
    WORK,
    GoMod,
    compare_go_imports,
    imports_of,
    is_workspace,
    members,
    parse,
    read_by_vendor,
    sums,
    work_lines,
    work_members,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    Read = Callable[[str], bytes | None]

    from authguard.locks.comparing import Files, LockTree, Options


MOD, SUM = "go.mod", "go.sum"
MOST_SOURCES = 20_000
"""The imports of at most this many differing Go files are read."""


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """Compare the go.mod and go.sum of a buildGoModule.

    Options: "proxyVendor" (truth), "imports" (the import paths of the module's sources, if known: used only below go
    1.14). This function never raises Unreadable.
    """
    old_mod, new_mod = before.get(MOD), after.get(MOD)
    if old_mod is None or new_mod is None:
        return LockAnswer("unknown", f"there is no {MOD} {'after' if old_mod else 'before'} the change", MOD)
    name = MOD
    try:
        new = parse(new_mod)
        old = parse(old_mod)
        name = SUM
        new_sums, old_sums = sums(after.get(SUM) or b""), sums(before.get(SUM) or b"")
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    proxy = bool(options.get("proxyVendor"))
    verdict = _by_proxy(old, new) if proxy else _by_vendor(old, new, options)
    if verdict is not None:
        return verdict
    verdict = _by_sums(old_sums, new_sums, new, proxy)
    if verdict is not None:
        return verdict
    if old_mod != new_mod:
        return LockAnswer("same", "go.mod differs only in lines that download nothing", MOD)
    if before.get(SUM) != after.get(SUM):
        return LockAnswer(
            "same", "go.sum differs, but go.mod does not, and go.sum is not part of the output", SUM
        )
    return LockAnswer("same", "go.mod and go.sum are the same", MOD)


def _set(requires: Mapping[str, str], only: Collection[str]) -> Packages:
    return {path: {requires[path]: ""} for path in only if path in requires}


def _moved(old: Mapping[str, str], new: Mapping[str, str], only: Collection[str]) -> list[PackageChange]:
    return changes(_set(old, only), _set(new, only))


def _by_vendor(old: GoMod, new: GoMod, options: Options) -> LockAnswer | None:
    """Return the answer of go.mod for a vendor tree; None if go.mod does not decide."""
    paths = old.requires.keys() | new.requires.keys()
    indirect = {path for path in paths if _is_indirect(old, path) and _is_indirect(new, path)}
    direct = _moved(old.requires, new.requires, paths - indirect)
    listed = min(old.era(), new.era()) > 0
    if direct:
        says = f"go.mod differs: {describe_changes(direct, 'required module')}"
        if listed or _imported(direct, old, new, options.get("imports")):
            return LockAnswer("moved", says, MOD)
        return LockAnswer("unknown", f"{says}, which no source imports", MOD)
    if old.replaces != new.replaces:
        return LockAnswer("moved" if listed else "unknown", _replaced(old, new), MOD)
    hidden = _moved(old.requires, new.requires, indirect)
    if hidden:
        says = f"go.mod differs: {describe_changes(hidden, 'indirect requirement')}"
        return LockAnswer("moved" if listed else "unknown", says, MOD)
    return _by_rest(old, new, vendor=True)


def _is_indirect(mod: GoMod, path: str) -> bool:
    """Tell whether a go.mod requires the module indirectly, or not at all."""
    return path not in mod.requires or path in mod.indirect


def _imported(moved: list[PackageChange], old: GoMod, new: GoMod, imports: object) -> bool:
    """Tell whether a moved module is imported; without sources, a direct requirement is assumed to be imported."""
    if not isinstance(imports, (set, frozenset, list, tuple)):
        return True
    owners = {mod.owner(path) for path in imports if isinstance(path, str) for mod in (old, new)}
    return any(change.name in owners for change in moved)


def _replaced(old: GoMod, new: GoMod) -> str:
    keys = sorted(
        key
        for key in old.replaces.keys() | new.replaces.keys()
        if old.replaces.get(key) != new.replaces.get(key)
    )
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return f"go.mod differs: the replacement of {clean(' '.join(keys[0]).strip())}{more} moved"


def _by_proxy(old: GoMod, new: GoMod) -> LockAnswer | None:
    """Return the answer of go.mod for a module cache; None if go.mod does not decide."""
    before, after = old.effective(), new.effective()
    moved = _moved(before, after, before.keys() | after.keys())
    if moved:
        return LockAnswer(
            "moved", f"go.mod differs: {describe_changes(_short(moved), 'required module')}", MOD
        )
    if old.requires != new.requires or old.replaces != new.replaces:
        return LockAnswer(
            "unknown", "go.mod differs in requirements or replacements that are not downloaded", MOD
        )
    return _by_rest(old, new, vendor=False)


def _short(moved: list[PackageChange]) -> list[PackageChange]:
    """Return the changes of effective requirements, with versions without the module's own path."""
    return [
        PackageChange(
            change.name,
            [text.removeprefix(f"{change.name} ") for text in change.gone],
            [text.removeprefix(f"{change.name} ") for text in change.new],
        )
        for change in moved
    ]


def _by_rest(old: GoMod, new: GoMod, *, vendor: bool) -> LockAnswer | None:
    """Return the answer of the other directives. No such directive proves a move."""
    crossed = old.era() != new.era() if vendor else (old.era() == 2) != (new.era() == 2)
    if crossed and (old.requires or new.requires):
        says = f"go.mod's go line went from {clean(old.go) or 'none'} to {clean(new.go) or 'none'}"
        return LockAnswer("unknown", f"{says}, and since then dependencies are stored in another way", MOD)
    for words, mine, other in (
        ("tool lines", old.tools, new.tools),
        ("exclude lines", old.excludes, new.excludes),
        ("directives", old.unknown, new.unknown),
    ):
        if mine != other and (vendor or words != "tool lines"):
            return LockAnswer("unknown", f"go.mod differs in its {words}", MOD)
    if vendor and old.module != new.module:
        return LockAnswer("unknown", f"the module was renamed to {clean(new.module)}", MOD, unlikely=True)
    return None


def _by_sums(
    old: Mapping[tuple[str, str], str], new: Mapping[tuple[str, str], str], mod: GoMod, proxy: bool
) -> LockAnswer | None:
    """Return the answer of go.sum. Only lines of modules that go.mod requires can matter."""
    needed = set(mod.effective().values())
    for path, version in sorted(old.keys() | new.keys()):
        key = (path, version)
        mine, other = old.get(key, ""), new.get(key, "")
        module = f"{path} {version.removesuffix('/go.mod')}"
        if mine == other or module not in needed:
            continue
        if mine and other:
            says = f"go.sum has another checksum for the same version of {clean(module)}"
            return LockAnswer("moved" if proxy and not version.endswith("/go.mod") else "unknown", says, SUM)
        if not proxy:
            verb = "lost" if mine else "got"
            return LockAnswer(
                "unknown", f"go.sum {verb} a checksum of {clean(module)}, which go.mod requires", SUM
            )
    return None


def _further(
    root: str,
    before: LockTree,
    after: LockTree,
    options: Options,
    new: Files,
) -> LockAnswer | None:
    """Judge the imports of the sources, which decide the packages of a module that `go mod vendor` copies."""
    if options.get("proxyVendor"):
        return None
    old, new_ = _sources(root, before), _sources(root, after)
    gone = [path for path in old if read_by_vendor(_below(path, root)) and old[path] != new_.get(path)]
    come = [path for path in new_ if read_by_vendor(_below(path, root)) and new_[path] != old.get(path)]
    if len(gone) + len(come) > MOST_SOURCES:
        return LockAnswer("unknown", "go.mod is the same, but too many sources differ to read", "go.mod")
    was, is_ = _imports(before, gone), _imports(after, come)
    if was == is_:
        return None
    same = [path for path in new_ if read_by_vendor(_below(path, root)) and new_[path] == old.get(path)]
    kept = _imports(after, same) if len(same) <= MOST_SOURCES else set()
    path = join(root, MOD)
    earlier = before.read([path]).get(path)
    answer = compare_go_imports(was | kept, is_ | kept, new.get(MOD) or b"", earlier)
    return answer if answer.decision != "same" else None


def _sources(root: str, tree: LockTree) -> dict[str, str]:
    """Return the Go files of a module by path, without the files of nested modules."""
    paths = tree.paths()
    inner = {
        path.rpartition("/")[0]
        for path in paths
        if path.endswith("/go.mod")
        and path != join(root, "go.mod")
        and path.startswith(f"{root}/" if root else "")
    }
    return {
        path: blob
        for path, blob in paths.items()
        if path.endswith(".go")
        and path.startswith(f"{root}/" if root else "")
        and not any(path.startswith(f"{folder}/") for folder in inner)
    }


def _imports(tree: LockTree, paths: list[str]) -> set[str]:
    return {name for data in tree.read(paths).values() for name in imports_of(data)}


def _below(path: str, root: str) -> str:
    return path.removeprefix(f"{root}/") if root else path


def _joined(before: bytes | None, after: bytes | None, options: Options) -> str:
    """Say that go.work uses or replaces other modules; "" if go.work does neither, or is not read."""
    if not is_workspace(options):
        return ""
    was, is_ = ((sorted(work_members(data)), sorted(work_lines(data, "replace"))) for data in (before, after))
    if was == is_:
        return ""  # the order of the lines decides nothing
    return f"{WORK} uses or replaces other modules"


def _in_replacement(before: Read, after: Read, paths: Iterable[str]) -> LockAnswer | None:
    """Return a doubt about the first file that moved in a directory of a replaced module: `replace m => ./lib`.

    `go mod vendor` copies its packages into the output, but no tests.
    """
    try:
        replaces = parse(after(MOD) or b"").replaces
    except LockUnreadable:
        return None
    folders = [f"{normpath(to)}/" for to, version in replaces.values() if not version and to.startswith("./")]
    for path in sorted(paths):
        is_code = path.endswith(".go") and not path.endswith("_test.go")
        if is_code and path.startswith(tuple(folders)) and before(path) != after(path):
            return LockAnswer("unknown", f"{path} is in a directory that replaces a module", path)
    return None


KIND = LockKind(
    name="go",
    files=(MOD,),
    beside=(SUM,),
    telling=(SUM,),
    compare=answer,
    further=_further,
    code=LockedCode(read_by_vendor, imports_of, compare_go_imports, unless="proxyVendor"),
    commands=command("go", "mod (?:vendor|download|tidy)|work vendor|get|build"),
    words=("gomod", "mod"),
    members=members,
    workspace=(WORK,),
    joined=_joined,
    includes=_in_replacement,
)
