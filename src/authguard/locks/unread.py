"""Locks of tools that only hand-written scripts run: their packages are not read, so any change of one is a doubt."""

from __future__ import annotations

import re
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import LockAnswer, LockKind, LockUnreadable, command, join, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.locks.comparing import Files, LockTree, Options

    Read = Callable[[str], "bytes | None"]

MOST_INCLUDED = 1000
"""At most this many files that requirements include are followed. If there are more, any text may be included."""

_INCLUDES = (
    r"(?m)^[ \t]*(?:-[rc][ \t]*|--(?:requirement|constraint)(?:[ \t]+|[ \t]*=[ \t]*))[\"']?([^\s\"'#]+)"
)
_OF_SBT = r"[^/]+\.sbt|project/(?:[^/]+/)*[^/]+\.(?:sbt|scala|properties)"
_OF_CABAL = r"cabal\.project\.local|(?:[^/]+/)*[^/]+\.cabal"
_OF_STACK = r"(?:[^/]+/)*(?:[^/]+\.cabal|package\.yaml)"
MAY_DECIDE = (
    r"(?:^|/)(?:[^/]+\.(?:sbt|cabal|txt|in|pip|req|lock)|package\.yaml|cabal\.project\.local"
    r"|project/(?:[^/]+/)*[^/]+\.(?:scala|properties)|[^/]+\.gradle(?:\.kts)?|[^/]+\.versions\.toml|gradle\.properties"
    r"|buildSrc/.+|(?:build-logic|buildLogic)/.+\.kt|[^/]+\.wrap)$"
)
"""The ends of the paths of files that these locks may include."""

_SBT_LABELS = (
    r"(?m)^[ \t]*(?:(?:ThisBuild|Global)[ \t]*/[ \t]*)?(?:name|version|organization|organizationName|description"
    r"|homepage|licenses|startYear)(?:[ \t]+in[ \t]+ThisBuild)?[ \t]*:=[ \t]*\"[^\"\n$]*\",?[ \t]*$"
)
_SBT_USES = r"\b(?:name|version|organization)\s*+\)?\s*+\.\s*+value\b"
_SBT_DEPENDENCIES = r"(?m)^[^/\n]*\blibraryDependencies\b"
_SBT_BUILD = "build.sbt"
_CABAL_LABELS = (
    r"(?im)^([ \t]*+)(?:version|synopsis|description|author|maintainer|copyright|license(?:-files?)?|homepage"
    r"|bug-reports|category|stability|tested-with|(?:extra-(?:source|doc)|data)-files|(?:exposed|other|autogen)-modules|main-is"
    r"|hs-source-dirs|ghc-options|(?:default|other)-extensions|default-language)[ \t]*:.*(?:\n(?:\1[ \t]+.*|[ \t]*$))*"
)
_PIP_COMMENT = r"(?m)(?:^|(?<![ \t])[ \t]++)#.*$"
_PIP_JOINED_COMMENT = r"(?m)\\\n[ \t]*+(?:#|$)|^[^#\n]*+#.*\\$"
_STACK_LABELS = r"(?m)^(?:version|synopsis|author|maintainer|copyright|license|github|category):.*$"

_BAZEL_LABELS = r"(?m)^module\([^()]*\)"
_WEST_LABELS = r"(?m)^[ \t]*#.*$"


def _of(names: tuple[str, ...]) -> Callable[[Files, Files, Options], LockAnswer]:
    """Return the comparison of files with these names."""

    def answer(before: Files, after: Files, options: Options) -> LockAnswer:
        """Only tell whether the files are the same. Raises LockUnreadable for a text with conflict markers."""
        moved = [name for name in names if _said(name, before.get(name)) != _said(name, after.get(name))]
        text_of(after.get(moved[0]) or b"" if moved else b"")
        if not moved and any(after.get(name) is not None for name in names):
            return LockAnswer("same", f"{names[0]} is the same", names[0])
        name = (*moved, names[0])[0]
        return LockAnswer("unknown", f"{name} changed" if moved else f"there is no {name}", name)

    return answer


def _said(name: str, data: bytes | None, build: bytes | None = None) -> object:
    """Return the lines of a file that may decide the packages: without blank lines, comments and labels.

    ``build`` is the main file of the same build, if this is another file. The labels of sbt are omitted only if the two
    files define the dependencies without labels.
    """
    labels, comment = next((found for end, found in _LABELS.items() if name.endswith(end)), ("", ""))
    try:
        text = text_of(data or b"") if labels else ""
    except LockUnreadable:
        text = ""
    if not text:
        return data or None
    kept = text.replace("\r\n", "\n")
    if labels == _PIP_COMMENT and re.search(_PIP_JOINED_COMMENT, kept):
        return data  # a comment or an empty line may decide where a joined line ends
    joined = text + (build or b"").decode("utf-8", "replace")
    if not name.endswith(".sbt") or _are_labels_unused(joined):
        kept = re.sub(labels, "", kept)
    return [line for line in kept.split("\n") if line.strip() and not line.lstrip().startswith(comment)]


def _are_labels_unused(text: str) -> bool:
    """Tell whether the text of a build of sbt has its dependencies, and no dependency reads a label."""
    return bool(re.search(_SBT_DEPENDENCIES, text)) and not re.search(_SBT_USES, text)


_LABELS = {
    ".sbt": (_SBT_LABELS, "//"),
    ".cabal": (_CABAL_LABELS, "--"),
    "package.yaml": (_STACK_LABELS, "#"),
    "west.yml": (_WEST_LABELS, "#"),
    **dict.fromkeys(("MODULE.bazel", "WORKSPACE", "WORKSPACE.bazel"), (_BAZEL_LABELS, "#")),
    **dict.fromkeys((".txt", ".in", ".pip", ".req"), (_PIP_COMMENT, "#")),
}


def _included(read: Read, names: Iterable[str]) -> set[str]:
    """Return the files that requirements include by `-r` and `-c`, directly or not."""
    found: set[str] = set()
    waiting = list(names)
    while waiting and len(found) < MOST_INCLUDED:
        name = waiting.pop()
        text = (read(name) or b"").decode("utf-8", "replace")
        for inner in re.findall(_INCLUDES, text):
            path = normpath(join(dirname(name), inner))
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


def _parts(kind: str, files: tuple[str, ...]) -> Callable[[Read, Iterable[str]], list[str]]:
    """Return a function that takes paths, and returns the paths that the lock of a kind includes."""

    def parts(read: Read, paths: Iterable[str]) -> list[str]:
        if kind == "pip":
            included = _included(read, files)
            return [path for path in paths if path in included or len(included) >= MOST_INCLUDED]
        if kind in ("cabal", "stack") and read(files[0]) is not None:
            return []  # the packages are pinned
        pattern = {"sbt": _OF_SBT, "cabal": _OF_CABAL, "stack": _OF_STACK}[kind]
        return [path for path in paths if re.fullmatch(pattern, path)]

    return parts


def _kind(name: str, commands: str, *files: str) -> LockKind:
    if name not in ("pip", "sbt", "cabal", "stack"):
        return LockKind(name=name, files=files, compare=_of(files), commands=commands)
    parts = _parts(name, files)

    def differs(before: Read, after: Read, paths: Iterable[str]) -> LockAnswer | None:
        """Return the answer of the first included file that differs."""
        build = after(_SBT_BUILD) if name == "sbt" else None
        for path in sorted(parts(after, paths)):
            if _said(path, before(path), build) != _said(path, after(path), build):
                return LockAnswer("unknown", f"{path} changed", path)
        return None

    def further(
        root: str, before: LockTree, after: LockTree, options: Options, new: Files
    ) -> LockAnswer | None:
        """Compare the included files of two commits of a source."""
        old, now = before.paths(), after.paths()
        above = f"{root}/" if root else ""
        moved = [path for path in {**old, **now} if path.startswith(above) and old.get(path) != now.get(path)]
        inside = [path.removeprefix(above) for path in moved]

        def reader(tree: LockTree) -> Read:
            return lambda name: tree.read([join(root, name)]).get(join(root, name))

        return differs(reader(before), reader(after), inside)

    return LockKind(
        name=name, files=files, compare=_of(files), commands=commands, includes=differs, further=further
    )


UNREAD = (
    _kind(
        "pip", command(r"pip3?(?:\.\d+)?", "download|install|wheel"), "requirements.txt", "constraints.txt"
    ),
    _kind("pipenv", command("pipenv", "install|lock|requirements|sync"), "Pipfile.lock"),
    _kind("pdm", command("pdm", "export|install|sync"), "pdm.lock"),
    _kind("hugo", command("hugo", "mod (?:get|tidy|vendor)"), "go.sum", "go.mod"),
    _kind("swift", command("swift", "build|package"), "Package.resolved"),
    _kind("cocoapods", command("pod", "install"), "Podfile.lock"),
    _kind(
        "cabal",
        command("cabal", "(?:v2-|new-)?(?:build|fetch|install|update)"),
        "cabal.project.freeze",
        "cabal.project",
    ),
    _kind("stack", command("stack", "build|install|setup"), "stack.yaml.lock", "stack.yaml"),
    _kind("elm", command("elm", "make"), "elm.json"),
    _kind("sbt", r"\bsbt\s", _SBT_BUILD, "plugins.sbt"),
    _kind("opam", command("opam", "install"), "opam.locked"),
    _kind("conan", command("conan", "install"), "conan.lock", "conanfile.txt", "conanfile.py"),
    _kind("vcpkg", command("vcpkg", "install"), "vcpkg.json", "vcpkg-configuration.json"),
    _kind(
        "bazel",
        command("bazel(?:isk)?", "fetch|build|sync|vendor"),
        "MODULE.bazel.lock",
        "MODULE.bazel",
        "WORKSPACE.bazel",
        "WORKSPACE",
    ),
    _kind("spago", command("spago", "build|fetch|install"), "spago.lock", "spago.yaml", "packages.dhall"),
    _kind("dub", command("dub", "fetch|build|upgrade"), "dub.selections.json"),
    _kind("shards", command("shards", "install"), "shard.lock"),
    _kind("nimble", command("nimble", "install|setup"), "nimble.lock"),
    _kind("helm", command("helm", "dep(?:endency)? (?:build|update|up)"), "Chart.lock"),
    _kind("terraform", command("terraform|tofu", "init|providers mirror"), ".terraform.lock.hcl"),
    _kind("lake", command("lake", "build|exe|resolve-deps|update"), "lake-manifest.json"),
    _kind("gleam", command("gleam", "build|deps download|export"), "manifest.toml"),
    _kind("julia", r"\bPkg\.(?:build|instantiate|resolve)\b", "Manifest.toml"),
    _kind("renv", r"\brenv::restore\b", "renv.lock"),
    _kind("clojure", r"\bclj(?:-\w+)? -|\bclojure -", "deps.edn"),
    _kind("lein", command("lein", "deps|install|jar|uberjar"), "project.clj"),
    _kind("mill", command("mill", r"[\w.]+"), "build.mill", "build.sc"),
    _kind("carton", command("carton", "install"), "cpanfile.snapshot"),
    _kind("luarocks", command("luarocks", "build|install|make"), "luarocks.lock"),
    _kind("paket", command("paket", "install|restore"), "paket.lock"),
    _kind("qlot", command("qlot", "install"), "qlfile.lock"),
    _kind("pixi", command("pixi", "install"), "pixi.lock"),
    _kind("conda-lock", command("conda-lock", "install"), "conda-lock.yml"),
    _kind("bower", command("bower", "install"), "bower.json"),
    _kind("jsonnet-bundler", command("jb", "install"), "jsonnetfile.lock.json"),
    _kind("vendir", command("vendir", "sync"), "vendir.lock.yml"),
    _kind("buf", command("buf", "build|dep|export|generate|mod"), "buf.lock"),
    _kind("packwiz", r"\bpackwiz\b", "pack.toml", "index.toml"),
    _kind("carthage", command("carthage", "bootstrap|checkout"), "Cartfile.resolved"),
    _kind("west", command("west", "init|update"), "west.yml", "config/west.yml"),
    _kind("esp-idf", command(r"idf\.py", "build|reconfigure|update-dependencies"), "dependencies.lock"),
    _kind("foundry", command("forge", "install"), "foundry.lock"),
    _kind("gclient", command("gclient", "runhooks|sync"), "DEPS"),
    _kind("ivy", command("ant", r"[\w.-]+"), "ivy.xml", "ivysettings.xml"),
    _kind("soldeer", command("forge", r"soldeer[ \t]install"), "soldeer.lock"),
    _kind("platformio", command("pio|platformio", "pkg|run"), "platformio.ini"),
    _kind("ansible-galaxy", r"\bansible-galaxy (?:\w+ )?install\b", "requirements.yml"),
)
"""The kinds, each with the commands of scripts and the names of its files."""
