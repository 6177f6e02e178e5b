"""Random histories of packages: correct histories, and histories with a hash that did not move with its version.

A history is a list of commits. Each commit is a state: the version and the form of every package. So the correct hash
of each version is known at every commit, after any merge, revert or move.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

KINDS = ("let", "versions", "json", "url", "go", "pin")
SHAPES = ("line", "branch", "merge", "squash", "octopus", "criss-cross", "ours", "reverted merge", "rebase")
STALE_SHAPES = ("line", "branch", "merge", "squash", "octopus", "criss-cross", "rebase")
_HEAD = "{ fetchFromGitHub, fetchurl, buildGoModule }:\n"


@dataclass(frozen=True)
class Package:
    """One package: its version, the version of its hash, and its form.

    ``lock`` is the version of its lock file, for a kind that has one.
    """

    name: str
    kind: str
    version: int = 1
    content: int = 1
    folder: str = "pkgs"
    comment: int = 0
    hexadecimal: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the hash is that of the version."""
        return self.version == self.content

    def at(self, version: int) -> Package:
        """Return the package at another version, with the correct hash."""
        return replace(self, version=version, content=version)

    @property
    def digest(self) -> str:
        """The hash as SRI."""
        return _digest(f"{self.name} {self.content}")

    @property
    def path(self) -> str:
        """The file with the hash."""
        if self.kind == "json":
            return f"{self.folder}/{self.name}/source.json"
        if self.kind == "pin":
            return "npins/sources.json"
        return f"{self.folder}/{self.name}/default.nix"


State = dict[str, Package]


@dataclass
class Commit:
    """A commit of a history: its state, the numbers of its parents, its message."""

    state: State
    parents: list[int]
    message: str
    notes: int = 0


@dataclass
class History:
    """A random history.

    base   the number of the commit where the range begins.
    head   the number of its last commit.
    main   the head of another branch, which starts at the base and touches none of the packages.
    old    the earlier form of a rewritten range (a rebase), which the remote has.
    stale  the package with the hash that did not move; None for a correct history.
    """

    shape: str
    commits: list[Commit] = field(default_factory=list)
    base: int = 0
    head: int = 0
    main: int = 0
    old: int | None = None
    stale: str | None = None


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def files(state: State, notes: int) -> dict[str, str]:
    """Return the files of a state, by their paths."""
    found = {"README.md": f"{notes} notes\n", "authguard.toml": 'exclude = ["vendor/**"]\n'}
    versions = {}
    pins = {}
    for each in state.values():
        literal = each.digest
        if each.hexadecimal and each.kind not in ("go", "pin"):
            literal = f"sha256:{base64.b64decode(literal[7:]).hex()}"
        comment = "".join(f"# Line {number}.\n" for number in range(each.comment))
        here = f"{each.folder}/{each.name}"
        fetch = f'owner = "example"; repo = "{each.name}"; hash = "{literal}";'
        if each.kind == "let":
            text = f'let version = "{each.version}.0"; in\nfetchFromGitHub {{ rev = "v${{version}}"; {fetch} }}\n'
        elif each.kind == "versions":
            versions[each.name] = f"{each.version}.0"
            text = f'fetchFromGitHub {{ rev = "v${{(import ../../versions.nix).{each.name}}}"; {fetch} }}\n'
        elif each.kind == "url":
            url = f"https://example.org/{each.name}-{each.version}.0.tar.gz"
            text = f'fetchurl {{ url = "{url}"; hash = "{literal}"; }}\n'
        elif each.kind == "json":
            record = {"owner": "example", "repo": each.name, "rev": f"v{each.version}.0", "hash": literal}
            found[f"{here}/source.json"] = json.dumps(record, indent=2) + "\n"
            text = "let source = builtins.fromJSON (builtins.readFile ./source.json); in fetchFromGitHub source\n"
        elif each.kind == "go":
            found[f"{here}/go.mod"] = (
                f"module example.org/{each.name}\n\ngo 1.22\n\nrequire example.org/x v1.{each.version}.0\n"
            )
            found[f"{here}/go.sum"] = (
                f"example.org/x v1.{each.version}.0 h1:{_digest(str(each.version))[7:]}\n"
            )
            found[f"{here}/main.go"] = 'package main\n\nimport _ "example.org/x"\n\nfunc main() {}\n'
            text = f'buildGoModule {{ pname = "{each.name}"; version = "1"; src = ./.; vendorHash = "{literal}"; }}\n'
        else:
            pins[each.name] = _pin(each)
            continue
        found[f"{here}/default.nix"] = comment + _HEAD + text
    if versions:
        found["versions.nix"] = "".join(
            ["{\n", *(f'  {name} = "{at}";\n' for name, at in versions.items()), "}\n"]
        )
    if pins:
        found["npins/sources.json"] = json.dumps({"pins": pins, "version": 5}, indent=2) + "\n"
    return found


def _pin(each: Package) -> dict[str, object]:
    revision = hashlib.sha1(f"{each.name} {each.version}".encode()).hexdigest()  # noqa: S324 - a name, as git's
    return {
        "type": "GitRelease",
        "repository": {"type": "GitHub", "owner": "example", "repo": each.name},
        "pre_releases": False,
        "version_upper_bound": None,
        "version": f"v{each.version}.0",
        "revision": revision,
        "url": f"https://api.github.com/repos/example/{each.name}/tarball/v{each.version}.0",
        "hash": each.digest,
    }


class Walk:
    """Makes one random history."""

    def __init__(self, random: Random, shape: str, is_stale: bool) -> None:
        """Take a random generator, which decides everything."""
        self.random = random
        self.history = History(shape)
        self.is_stale = is_stale
        self.notes = 0
        self.newest: dict[str, int] = {}

    def make(self) -> History:
        """Return the history."""
        random, made = self.random, self.history
        names = random.sample(["one", "two", "three", "four", "five", "six"], random.randint(2, 4))
        state = {name: Package(name, random.choice(KINDS)) for name in names}
        self.newest = dict.fromkeys(names, 1)
        made.base = self._line(self._commit(state, [], "first"), random.randint(0, 3))
        made.main = self._notes(made.base)
        made.stale = random.choice(names) if self.is_stale else None
        shape = made.shape.replace("-", "_").replace(" ", "_")
        made.head = getattr(self, f"shape_{shape}")(made.base)
        if self.is_stale and made.commits[made.head].state[made.stale or ""].is_right:
            made.head = self._keep(made.head)
        made.head = self._line(made.head, random.randint(0, 3))
        return made

    def _commit(self, state: State, parents: list[int], message: str) -> int:
        self.history.commits.append(Commit(state, parents, message, self.notes))
        return len(self.history.commits) - 1

    def _state(self, number: int) -> State:
        return self.history.commits[number].state

    def _notes(self, at: int) -> int:
        self.notes += 1
        return self._commit(self._state(at), [at], "notes")

    def _line(self, at: int, most: int) -> int:
        """Add correct changes, which do not touch a kept hash."""
        for _ in range(most):
            at = self._step(at)
        return at

    def _step(self, at: int) -> int:
        state = self._state(at)
        name = self.random.choice(list(state))
        each = state[name]
        choices = ["notes", "comment", "respelled", "moved"]
        if name != self.history.stale:
            choices += ["bump"] * 4 + ["version first", "hash first", "back"]
        change = self.random.choice(choices)
        if change == "notes":
            return self._notes(at)
        if change in ("bump", "back"):
            to = self._next(name) if change == "bump" else self.random.randint(1, self.newest[name])
            return self._commit({**state, name: each.at(to)}, [at], f"{name}: {change}")
        if change in ("version first", "hash first"):
            to = self._next(name)
            half = replace(each, version=to) if change == "version first" else replace(each, content=to)
            at = self._commit({**state, name: half}, [at], f"{name}: {change}")
            return self._commit({**state, name: each.at(to)}, [at], f"{name}: the rest")
        other = {
            "comment": replace(each, comment=each.comment + 1),
            "respelled": replace(each, hexadecimal=not each.hexadecimal),
            "moved": replace(each, folder=self.random.choice(["pkgs", "packages", "nix"])),
        }[change]
        return self._commit({**state, name: other}, [at], f"{name}: {change}")

    def _next(self, name: str) -> int:
        self.newest[name] += 1
        return self.newest[name]

    def _keep(self, at: int) -> int:
        """Move the version of one package and keep its hash."""
        name = self.history.stale
        if name is None or not self._state(at)[name].is_right:
            return at
        each = self._state(at)[name]
        # The hash may be correct for a moment, which a squash hides.
        for _ in range(self.random.randint(0, 0 if self.history.shape == "squash" else 1)):
            each = each.at(self._next(name))
            at = self._commit({**self._state(at), name: each}, [at], f"{name}: bump")
        return self._commit(
            {**self._state(at), name: replace(each, version=self._next(name))}, [at], f"{name}: kept"
        )

    def _with_stale(self, at: int) -> int:
        """Make more commits; one of the new commits restores the one hash."""
        at = self._line(at, self.random.randint(0, 3))
        return self._line(self._keep(at), self.random.randint(0, 2))

    def _merged(self, at: int, others: list[int], since: int) -> int:
        """Merge: take the newest version of each package, and every change of only one side."""
        state = dict(self._state(at))
        for other in others:
            for name, each in self._state(other).items():
                if each != self._state(since)[name] and (
                    state[name] == self._state(since)[name]
                    or (each.version > state[name].version and name != self.history.stale)
                    or not each.is_right
                ):
                    state[name] = each
        return self._commit(state, [at, *others], "merge")

    def _half_of(self, at: int) -> int:
        """Return the head of a correct branch."""
        return self._line(at, self.random.randint(1, 3))

    # The shapes.

    def shape_line(self, at: int) -> int:
        """One commit after another."""
        return self._with_stale(at) if self.is_stale else self._line(at, self.random.randint(2, 6))

    def shape_branch(self, at: int) -> int:
        """The range is a branch, which is merged."""
        output_tree = self.shape_line(at)
        return self._merged(self._half_of(at), [output_tree], at)

    def shape_merge(self, at: int) -> int:
        """Both branches bump the same package. A stale merge has the version of one and the hash of the other."""
        name = self.history.stale or self.random.choice(list(self._state(at)))
        each = self._state(at)[name]
        one, other = each.at(self._next(name)), each.at(self._next(name))
        first = self._commit({**self._state(at), name: one}, [at], f"{name}: one")
        second = self._commit({**self._state(at), name: other}, [at], f"{name}: other")
        result = replace(other, content=one.content) if self.is_stale else other
        return self._commit({**self._state(first), name: result}, [first, second], "merge")

    def shape_squash(self, at: int) -> int:
        """The range is squashed into one commit."""
        output_tree = self.shape_line(at)
        squashed = self._commit(self._state(output_tree), [at], "squashed")
        return self._notes(squashed)

    def shape_octopus(self, at: int) -> int:
        """Three branches are merged at once."""
        sides = [self._half_of(at) for _ in range(2)]
        return self._merged(self.shape_line(at), sides, at)

    def shape_criss_cross(self, at: int) -> int:
        """Two branches merge each other, and are merged."""
        one, two = self.shape_line(at), self._half_of(at)
        first, second = self._merged(one, [two], at), self._merged(two, [one], at)
        return self._merged(first, [self._notes(second)], at)

    def shape_ours(self, at: int) -> int:
        """A stale branch is merged, but all of its changes are dropped."""
        output_tree = self._keep_any(self._half_of(at))
        mine = self._half_of(at)
        return self._commit(self._state(mine), [mine, output_tree], "merge -s ours")

    def _keep_any(self, at: int) -> int:
        """Move a version and keep its hash, on a branch that is dropped."""
        name = self.random.choice(list(self._state(at)))
        each = self._state(at)[name]
        return self._commit(
            {**self._state(at), name: replace(each, version=self._next(name))}, [at], f"{name}: kept"
        )

    def shape_reverted_merge(self, at: int) -> int:
        """A merge is reverted, and sometimes the revert is."""
        mine, output_tree = self._half_of(at), self._half_of(at)
        merged = self._merged(mine, [output_tree], at)
        reverted = self._commit(self._state(mine), [merged], "revert the merge")
        if self.random.random() < 0.5:
            return self._notes(reverted)
        return self._commit(self._state(merged), [reverted], "revert the revert")

    def shape_rebase(self, at: int) -> int:
        """The remote has the range on another commit; it was rebased on top of notes."""
        first = len(self.history.commits)
        old = self.shape_line(at)
        at = self._notes(at)
        for commit in list(self.history.commits[first : old + 1]):
            at = self._commit(commit.state, [at], commit.message)
        self.history.old = old
        return at
