"""Did what decides a dependency hash move? Pure functions over two versions of a lock file.

compare() is the one question; deciding_files() names what it wants to see. The rules are those of each
producer: where the lock's text is copied into the output any byte is proof, elsewhere only another set of
packages is. All of it takes bytes that strangers wrote: nothing raises out of compare(), and a lock that
cannot be read is "unknown" with a problem (AG902).
"""

from __future__ import annotations

from authguard.locks.answer import LockAnswer, Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Files = Mapping[str, bytes | None]
    Answer = Callable[[Files, Files, Mapping[str, object]], LockAnswer]

__all__ = ["FILES", "KINDS", "LockAnswer", "Unreadable", "compare", "deciding_files"]

KINDS: dict[str, tuple[str, ...]] = {
    "go": ("go.mod", "go.sum"),
    "npm": ("npm-shrinkwrap.json", "package-lock.json"),
    "yarn": ("yarn.lock",),
    "yarn-berry": ("yarn.lock", "missing-hashes.json"),
    "pnpm": ("pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc"),
    "bun": ("bun.lock", "bun.lockb"),
    "deno": ("deno.lock",),
    "cargo": ("Cargo.lock",),
    "composer": ("composer.lock", "composer.json"),
    "mix": ("mix.lock", "mix.exs"),
    "rebar": ("rebar.lock",),
    "uv": ("uv.lock",),
    "poetry": ("poetry.lock",),
    "pub": ("pubspec.lock.json", "pubspec.lock"),
    "gem": ("gemset.nix", "Gemfile.lock"),
    "nuget": ("deps.json", "packages.lock.json"),
    "zig": ("build.zig.zon",),
    "maven": ("pom.xml",),
    "gradle": ("deps.json", "gradle.lockfile"),
}
"""Each kind of lock with the files that decide, relative to the lock root, the one that wins first."""

FILES = frozenset(name for names in KINDS.values() for name in names)
"""All of them."""

_HOMES = {
    "go": ("golang", "answer"),
    "npm": ("npm", "answer"),
    "yarn": ("yarn", "classic_answer"),
    "yarn-berry": ("yarn", "berry_answer"),
    "pnpm": ("pnpm", "answer"),
    "bun": ("runtimes", "bun_answer"),
    "deno": ("runtimes", "deno_answer"),
    "cargo": ("cargo", "answer"),
    "composer": ("composer", "answer"),
    "mix": ("mix", "answer"),
    "rebar": ("rebar", "answer"),
    "uv": ("python", "uv_answer"),
    "poetry": ("python", "poetry_answer"),
    "pub": ("pub", "answer"),
    "gem": ("gem", "answer"),
    "nuget": ("nuget", "answer"),
    "zig": ("zig", "answer"),
    "maven": ("jvm", "maven_answer"),
    "gradle": ("jvm", "gradle_answer"),
}


def deciding_files(kind: str, options: Mapping[str, object]) -> tuple[str, ...]:
    """The names of the files to hand to compare(), in order; () for a kind that is not known.

    A producer that was told another lock file hands that one over under the usual name. Option "mixEnv":
    where it is "" every environment is fetched, and mix.exs is not asked.
    """
    names = KINDS.get(kind, ())
    return names[:1] if kind == "mix" and options.get("mixEnv") == "" else names


def compare(kind: str, before: Files, after: Files, options: Mapping[str, object]) -> LockAnswer:
    """Whether what decides a dependency hash moved between two versions of its lock files.

    kind: a key of KINDS. before, after: the bytes by the names of deciding_files(), None or absent where
    there is no such file. options: "text_copied" and "package" (engine.resolved), and what the kind's own
    module names: "proxyVendor", "imports", "pnpmWorkspaces", "composer_v1", "mixEnv".
    Never raises for what the files hold.
    """
    names = KINDS.get(kind, ())
    first = next((name for name in names if after.get(name) is not None), names[0] if names else kind)
    if kind not in KINDS:
        return LockAnswer("unknown", f"no lock of the kind {kind} is known", first)
    if all(before.get(name) == after.get(name) for name in names) and after.get(first) is not None:
        return LockAnswer("same", f"{first} is the same", first)
    try:
        return _answer_of(kind)(before, after, options)
    except Unreadable as error:
        return LockAnswer("unknown", f"{first} cannot be read", first, error.text(first))
    except (RecursionError, MemoryError, ValueError) as error:
        reason = f"{first} cannot be read: {type(error).__name__}"
        return LockAnswer("unknown", f"{first} cannot be read", first, reason)


def _answer_of(kind: str) -> Answer:
    """The function that answers for a kind; a module is loaded only when one of its kinds is asked for."""
    from importlib import import_module

    module, function = _HOMES[kind]
    found: Answer = getattr(import_module(f"authguard.locks.{module}"), function)
    return found
