"""Finds the variables of a derivation that decide its content, without any code of authguard.

The producer decides which variables of the builder's environment matter. The rules are those of docs/architecture.md: a
revision and the name of a repository decide the content, a host and an owner only name the location, options decide how
the content is fetched, scripts decide without comments and indentation, and tools decide nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.parts import PARTS

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_FORGES = tuple(
    map(
        re.compile,
        (
            r"https://bitbucket\.org/(?P<owner>[^/]+)/(?P<repo>[^/]+)/get/(?P<rev>.+)\.tar\.gz",
            r"https://(?P<host_name>[^/]+)/api/v4/projects/(?P<owner>.+)%2F(?P<repo>[^/%]+)/repository/archive.+sha=(?P<rev>.+)",
            r"https://git\.savannah\.gnu\.org/cgit/(?P<repo>[^/]+)\.git/snapshot/(?P=repo)-(?P<rev>.+)\.tar\.gz",
            r"https://(?P<host_name>api\.github\.com)/repos/(?P<owner>[^/]+)/(?P<repo>[^/]+)/tarball/(?P<rev>.+)",
            r"https://repo\.or\.cz/(?P<repo>[^/]+)\.git/snapshot/(?P<rev>.+)\.tar\.gz",
            r"https://(?P<host_name>[^/]+)/(?P<owner>[^/]+)/(?P<repo>[^/]+)/(?P<rev>.+)/snap\.tar\.gz",
            r"https://(?P<host_name>.+)/(?P<repo>[^/]+)/\+archive/(?P<rev>.+)\.tar\.gz",
            r"https://(?P<host_name>[^/]+)/(?P<owner>[^/]+)/(?P<repo>[^/]+)/archive/(?P<rev>.+)\.(?:tar\.gz|zip)",
        ),
    )
)
"""The archives of forges by their urls: host_name and owner, the repository's name, the revision."""


_ARCHIVES = ("github", "gitlab", "sourcehut")
"""The types of fetchTree that fetch the archive of a forge: each only says where the repository is."""

_SILENT = re.compile(
    r"name|pname|version|system|builder|args|out|outputs|outputHash.*|meta|passthru|impureEnvVars|dont.*"
    r"|nativeBuildInputs|buildInputs|__.*|preferLocalBuild|stdenv|strictDeps"
)
"""Variables that never decide the content of a derivation, even if the derivation takes all variables."""


def _from_commit(value: object) -> object:
    """Return a path of a url from its full commit id on: the folders before it only say where it is."""
    found = re.fullmatch(r"/.*?/([0-9a-f]{40}/.+)", value) if isinstance(value, str) else None
    return found[1] if found is not None else value


@dataclass
class Fixed:
    """A fixed output as Nix evaluates it, and the inputs that decide its content."""

    name: str
    path: str
    digest: str
    """The digest as algorithm and base 16; "" for a placeholder."""
    mode: str
    kind: str
    producer: str
    which: dict[str, Any] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    system: str = ""

    @property
    def identity(self) -> object:
        """The identity: it is equal for equal contents."""
        return (
            frozenset((name, _from_commit(value)) for name, value in self.which.items()),
            frozenset(self.how.items()),
            frozenset(self.scripts.items()),
        )

    @property
    def pair(self) -> object:
        """Identity and digest."""
        return (self.identity, self.digest)


class Projector:
    """Finds the fixed outputs of one tree on one system. An input of another output comes before that output."""

    def __init__(self, derived: dict[str, list[dict[str, Any]]], system: str) -> None:
        """Take the output of probe.nix."""
        self.derived = {each["derivation"]: each for each in derived["fixed"]}
        self.others = {each["derivation"]: each for each in derived["others"]}
        self.system = system
        self.known: dict[str, Fixed] = {}

    def all(self) -> list[Fixed]:
        """Return the fixed outputs."""
        return [self.of(derivation) for derivation in self.derived]

    def of(self, derivation: str) -> Fixed:
        """Return one fixed output."""
        if derivation not in self.known:
            self.known[derivation] = self._project(self.derived[derivation])
        return self.known[derivation]

    def _project(self, derived: dict[str, Any]) -> Fixed:
        producer = derived["producer"]
        part = PARTS[producer]
        found = Fixed(
            derived["name"],
            derived["path"],
            digest_of(derived["hash"], derived["algorithm"]),
            derived["mode"],
            part.kind,
            producer,
            system=self.system,
        )
        env = derived["env"]
        if "tool" in env:
            found.kind = "pin"
        revised = any(
            role == "revision" and env.get(name, {}).get("text") for name, role in part.which.items()
        )
        for name, role in part.which.items():
            if name in env and env[name]["text"]:
                self._which(found, name, role, env[name], revised)
        if _ID.fullmatch(str(found.which.get("rev", ""))) and "repo" in found.which:
            found.where["repo"] = found.which.pop("repo")
        for name, default in part.how.items():
            value = env[name]["text"] if name in env else default
            if value != default and not (name == "type" and value in _ARCHIVES):
                found.how[name] = value
        for name in part.scripts:
            self._script(found, name, env)
        if part.rest:
            for name in env:
                if name not in part.which and name not in part.how and not _SILENT.fullmatch(name):
                    self._script(found, name, env)
            self._of_the_shell(found, env)
        if part.by_mode:
            found.how["mode"] = "recursive" if derived["mode"] == "nar" else derived["mode"]
        if producer == "fetchgit":
            found.how["clone"] = "1"  # an archive may omit files that a clone has
        return found

    @staticmethod
    def _script(found: Fixed, name: str, env: dict[str, Any]) -> None:
        lines = script(env[name]["text"]) if name in env else ()
        if lines:
            found.scripts[name] = lines

    @staticmethod
    def _of_the_shell(found: Fixed, env: dict[str, Any]) -> None:
        """Add the environment that a script reads."""
        for name in ("version", "pname", "name"):
            used = re.compile(r"\$\{?" + name + r"\b")
            if name in env and any(used.search(line) for lines in found.scripts.values() for line in lines):
                found.which[name] = env[name]["text"]

    def _which(self, found: Fixed, name: str, role: str, variable: dict[str, Any], revised: bool) -> None:
        value: str = variable["text"]
        if role == "url":
            first = value.split()[0]
            archive = next((match for each in _FORGES if (match := each.fullmatch(first))), None)
            if revised:
                self._which(found, name, "repository", variable, revised)
            elif archive is not None:
                stated = archive.groupdict()
                found.where["owner"] = f"{stated.get('host_name')}/{stated.get('owner')}"
                found.which["repo"] = stated["repo"]
                found.which["rev"] = bare(stated["rev"].replace("%2F", "/"))
            else:
                host_name, path = re.fullmatch(r"([a-z0-9]+:(?://[^/]*)?)(.*)", first).groups()  # type: ignore[union-attr]
                found.where["host_name"] = host_name
                found.which["url"] = path
        elif role == "repository":
            host_name, _, last = value.rstrip("/").rpartition("/")
            found.where["host_name"] = host_name
            found.which["repo"] = last.removesuffix(".git")
        elif role == "revision":
            found.which["rev"] = bare(value)
        elif role == "aside":
            found.where[name] = value
        elif role == "made":
            found.which[name] = self._paired(variable)
        else:
            found.which["address" if role == "address" else name] = value

    def _paired(self, variable: dict[str, Any]) -> object:
        """Return a variable as the pairs of the fixed outputs that it names, and the texts between them."""
        text: str = variable["text"]
        parts: list[object] = []
        by_path: dict[str, list[str]] = {}
        for each in variable["needs"]:
            by_path.setdefault((self.derived.get(each) or self.others[each])["path"], []).append(each)
        for place, piece in enumerate(re.split(r"(/[^ ]*/store/[0-9a-z]{32}-[0-9A-Za-z+._?=-]+)", text)):
            if place % 2 and piece in by_path:
                # Two placeholders of one name have one path: each of them is used once, in any order.
                same = by_path[piece]
                parts.extend(
                    ("pair", each) for each in self._below(same.pop(0) if len(same) > 1 else same[0])
                )
            elif piece.strip():
                parts.append(piece.strip())
        return Pairs(parts)

    def _below(self, derivation: str) -> list[Fixed]:
        """Return a fixed output, or the fixed outputs that another derivation is made from."""
        if derivation in self.derived:
            return [self.of(derivation)]
        found = [each for needed in self.others[derivation]["needs"] for each in self._below(needed)]
        return sorted(found, key=lambda each: (each.path, each.name))


class Pairs:
    """A value with fixed outputs in it. Two values are equal if their pairs and their other parts are equal."""

    def __init__(self, parts: list[Any]) -> None:
        """Store the arguments."""
        self.parts = parts
        self.key = tuple(part[1].pair if isinstance(part, tuple) else part for part in parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pairs) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Pairs({self.parts})"

    def cloned_like(self, other: object) -> bool:
        """Tell whether two values differ only in archives and clones, which may have the same content."""
        return (
            isinstance(other, Pairs)
            and len(self.parts) == len(other.parts)
            and all(map(_may_be_clone, self.parts, other.parts))
        )

    def unfinished_like(self, other: object) -> bool:
        """Tell whether two values differ only in digests, and one of each two is a placeholder."""
        if not isinstance(other, Pairs) or len(self.parts) != len(other.parts):
            return False
        apart = [(one, two) for one, two in zip(self.parts, other.parts, strict=True) if not _alike(one, two)]
        left = [two for _, two in apart]
        for one, _ in apart:
            same = next((two for two in left if _alike(one, two) and _is_unfinished(one, two)), None)
            if same is None:
                return False
            left.remove(same)
        return True


def _may_be_clone(one: object, other: object) -> bool:
    """Tell whether two parts are equal, or one fixed output that is an archive in one part and a clone in the other."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    how = [{name: value for name, value in part[1].how.items() if name != "clone"} for part in (one, other)]
    first, second = one[1], other[1]
    same = (first.which, first.scripts, first.digest) == (second.which, second.scripts, second.digest)
    return same and how[0] == how[1]


def _alike(one: object, other: object) -> bool:
    """Tell whether two parts are one text, or fixed outputs of one identity without two different digests."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one == other
    digests = {one[1].digest, other[1].digest} - {""}
    return one[1].identity == other[1].identity and len(digests) < 2


def _is_unfinished(*parts: object) -> bool:
    """Tell whether one of some parts is a placeholder with an unknown place among others of its path."""
    return any(isinstance(part, tuple) and not part[1].digest for part in parts)


def bare(revision: str) -> str:
    """Return a tag without `refs/tags/`."""
    return revision.removeprefix("refs/tags/")


def script(text: str) -> tuple[str, ...]:
    """Return the lines of a script that have an effect."""
    lines = (line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


_LENGTHS = {"sha256": 32, "sha512": 64, "sha1": 20, "md5": 16}


def digest_of(text: str, algorithm: str | None) -> str:
    """Return a hash as algorithm and base 16, "" for a placeholder."""
    import base64

    match = re.fullmatch(r"(sha1|sha256|sha512|md5)[-:](.*)", text)
    if match is not None:
        algorithm, text = match.groups()
    assert algorithm is not None, text
    size = _LENGTHS[algorithm]
    if text == "":
        return ""
    if len(text) == 2 * size:
        raw = bytes.fromhex(text)
    elif len(text) == (8 * size + 4) // 5:
        letters = "0123456789abcdfghijklmnpqrsvwxyz"
        value = 0
        for letter in text:
            value = value * 32 + letters.index(letter)
        raw = value.to_bytes(size, "little")
    else:
        raw = base64.b64decode(text)
    assert len(raw) == size, text
    return f"{algorithm}:{raw.hex()}" if any(raw) else ""
