"""Locks of tools that only hand-written scripts run: their packages are not read, so any change of one is a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.locks.comparing import LockAnswer, LockKind, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.locks.comparing import Files, Options


def _of(names: tuple[str, ...]) -> Callable[[Files, Files, Options], LockAnswer]:
    """Return the comparison of files with these names."""

    def answer(before: Files, after: Files, options: Options) -> LockAnswer:
        """Only tell whether they are the same. Raises LockUnreadable for a text with conflict markers."""
        moved = [name for name in names if before.get(name) != after.get(name)]
        text_of(after.get(moved[0]) or b"" if moved else b"")
        if not moved and any(after.get(name) is not None for name in names):
            return LockAnswer("same", f"{names[0]} is the same", names[0])
        name = (*moved, names[0])[0]
        return LockAnswer("unknown", f"{name} changed" if moved else f"there is no {name}", name)

    return answer


def _kind(name: str, commands: str, *files: str) -> LockKind:
    return LockKind(name=name, files=files, compare=_of(files), commands=commands)


UNREAD = (
    _kind("pip", r"\bpip3? (?:download|install|wheel)\b", "requirements.txt", "constraints.txt"),
    _kind("pipenv", r"\bpipenv (?:install|sync)\b", "Pipfile.lock"),
    _kind("pdm", r"\bpdm (?:install|sync)\b", "pdm.lock"),
    _kind("swift", r"\bswift (?:build|package)\b", "Package.resolved"),
    _kind("cocoapods", r"\bpod install\b", "Podfile.lock"),
    _kind(
        "cabal",
        r"\bcabal (?:v2-|new-)?(?:build|fetch|install|update)\b",
        "cabal.project.freeze",
        "cabal.project",
    ),
    _kind("stack", r"\bstack (?:build|install|setup)\b", "stack.yaml.lock", "stack.yaml"),
    _kind("elm", r"\belm make\b", "elm.json"),
    _kind("sbt", r"\bsbt\s", "build.sbt", "plugins.sbt"),
    _kind("opam", r"\bopam install\b", "opam.locked"),
    _kind("conan", r"\bconan install\b", "conan.lock", "conanfile.txt", "conanfile.py"),
    _kind("vcpkg", r"\bvcpkg install\b", "vcpkg.json", "vcpkg-configuration.json"),
    _kind("bazel", r"\bbazel (?:fetch|build|sync)\b", "MODULE.bazel.lock", "MODULE.bazel"),
    _kind("spago", r"\bspago (?:build|fetch|install)\b", "spago.lock", "spago.yaml", "packages.dhall"),
    _kind("dub", r"\bdub (?:fetch|build|upgrade)\b", "dub.selections.json"),
    _kind("shards", r"\bshards install\b", "shard.lock"),
    _kind("nimble", r"\bnimble (?:install|setup)\b", "nimble.lock"),
    _kind("helm", r"\bhelm dep(?:endency)? (?:build|update)\b", "Chart.lock"),
    _kind("terraform", r"\b(?:terraform|tofu) (?:init|providers mirror)\b", ".terraform.lock.hcl"),
)
"""The kinds, each with the commands of scripts and the names of its files."""
