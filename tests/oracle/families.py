"""The producers in the trees: their arguments, and the possible changes of them.

A family defines how random calls of its producer are made. The oracle knows which parts of a call decide the content,
see projection.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.oracle.model import BySystem, Call, Hash, Local, Ref, Script, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.model import Draw, Tree, Value

OWNERS = ("acme", "blue", "corp")
REPOS = ("widget", "gadget", "tool-kit", "x_y")
CLONED = ("kernel", "loader", "net.utils")
"""Repositories that only fetchgit fetches: it is unknown whether an archive and a clone have the same content."""
FILES = ("data/notes.txt", "data/table.csv")
PEERS = ("z3gqcJUoA1n9HaHKufZs5FCSGazv5", "z42hL2jL4XNk6K8oHQaSWfMgCL7ji")
HOSTS = ("example.org", "files.example.net", "dl.example.com")
VERSIONS = ("1.0", "1.2.3", "2.0.0", "2025.1", "0.9.1-rc1", "10.4")
IDS = ("a" * 40, "b" * 40, "c" * 40, "0123456789abcdef0123456789abcdef01234567")
SYSTEMS = ("x86_64-linux", "aarch64-linux")
SCRIPTS = (
    ("rm -rf $out/docs",),
    ("rm -rf $out/docs", "rm $out/big.bin"),
    ("find $out -name '*.orig' -delete",),
)
FETCHING_SCRIPTS = (
    ("curl -L https://dl.example.org/@version@/data.bin -o $out",),
    ("curl -L https://dl.example.org/$version/data.bin -o $out",),
    ("npm ci --ignore-scripts", "mv node_modules $out"),
    ("npm ci", "mv node_modules $out"),
)
"""Scripts of fixed outputs that are written by hand."""
MANIFEST_SCRIPTS = (
    ("cp ../package-lock.json .",),
    ("sed -i s/1/2/ package.json go.mod Cargo.toml",),
    ("rm yarn.lock", "cp other.lock package-lock.json"),
)
"""Lines that change the input of dependencies."""


def text(*parts: str | Ref) -> Text:
    """Return a text without its empty parts."""
    return Text(tuple(part for part in parts if part != ""))


@dataclass(frozen=True)
class Family:
    """One producer.

    texts    by argument: its possible texts, as a function of the draw.
    options  by argument: its possible values; it may also be omitted.
    scripts  arguments that are shell.
    """

    function: str
    texts: dict[str, Callable[[Draw], Value]]
    hashes: tuple[str, ...] = ("hash", "sha256")
    options: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()
    """Exactly one of these texts is given."""
    block: str = ""
    """The argument that is a set with the hash, and with the arguments in `in_block`."""
    in_block: tuple[str, ...] = ()


def local(draw: Draw) -> Value:
    """A file of the repository."""
    return Local(draw.pick(FILES))


def version(_: Draw) -> Value:
    """The version of the package."""
    return text(Ref("version"))


def name(_: Draw) -> Value:
    """The name of the package."""
    return text(Ref("pname"))


def one_of(*choices: str) -> Callable[[Draw], Value]:
    """Draw one of several plain texts."""
    return lambda draw: text(draw.pick(choices))


def tag(draw: Draw) -> Value:
    """A tag, in most cases made of the version."""
    return draw.pick(
        (
            text("v", Ref("version")),
            text(Ref("version")),
            text("refs/tags/v", Ref("version")),
            text("release-", Ref("version"), "-final"),
            text("v3.1.4"),
            text(Ref("pname"), "-", Ref("version")),
            text("v", Ref("version", "underscored")),
            text("r", Ref("version", "majorMinor"), "-", Ref("version", "first")),
            text(Ref("pname", "upper"), "_", Ref("version", "underscored")),
        )
    )


def plain_tag(draw: Draw) -> Value:
    """A tag for the argument `tag`."""
    return draw.pick((text("v", Ref("version")), text(Ref("version")), text("v3.1.4")))


def revision(draw: Draw) -> Value:
    """A tag or a commit id."""
    return text(draw.pick(IDS)) if draw.chance(25) else tag(draw)


def commit(draw: Draw) -> Value:
    """A commit id."""
    return text(draw.pick(IDS))


def number(draw: Draw) -> Value:
    """Draw a revision that is a number."""
    return text(str(draw.pick((17, 18, 4711))))


def file_url(draw: Draw) -> Value:
    """The url of a file, with the version in its name, in a directory, or not at all."""
    host, project = draw.pick(HOSTS), draw.pick(REPOS)
    return draw.pick(
        (
            text(f"https://{host}/{project}-", Ref("version"), ".tar.gz"),
            text(f"https://{host}/{project}/v", Ref("version"), f"/{project}.zip"),
            text("https://", f"{host}/", Ref("pname"), "/", Ref("version"), "/", Ref("pname"), ".tar.xz"),
            text(f"https://{host}/{project}/latest.bin"),
            text(f"https://github.com/acme/{project}/archive/v", Ref("version"), ".tar.gz"),
            text(
                f"https://github.com/acme/{project}/releases/download/v", Ref("version"), f"/{project}.tar.gz"
            ),
            text(f"mirror://gnu/{project}/{project}-", Ref("version"), ".tar.xz"),
            text(f"https://{host}/{project}-", Ref("version"), ".tar.gz?raw=1"),
            text(
                f"https://{host}/{project}/",
                Ref("version", "majorMinor"),
                f"/{project}-",
                Ref("version"),
                ".zip",
            ),
            text(
                f"https://{host}/v", Ref("version", "major"), "/", Ref("version", "start"), f"/{project}.bin"
            ),
            text(f"https://{host}/{project}_", Ref("version", "underscored"), ".tgz"),
            text(f"https://{host}/", Ref("version", "bare"), "/", Ref("pname", "upper"), ".tgz"),
        )
    )


def arch_url(draw: Draw) -> Value:
    """A url of binaries, with another url for each platform."""
    host, project = draw.pick(HOSTS), draw.pick(REPOS)
    return BySystem(
        {
            system: text(f"https://{host}/{project}/v", Ref("version"), f"/{project}-{arch}.tar.gz")
            for system, arch in zip(SYSTEMS, ("amd64", "arm64"), strict=True)
        }
    )


def patch_url(draw: Draw) -> Value:
    """The url of a patch."""
    return draw.pick(
        (
            text(f"https://github.com/acme/widget/commit/{draw.pick(IDS)}.patch"),
            text(f"https://github.com/acme/widget/pull/{draw.pick(('123', '456'))}.patch"),
            text(f"https://{draw.pick(HOSTS)}/fix-", Ref("version"), ".patch"),
        )
    )


def pack_url(draw: Draw) -> Value:
    """The url of the index of a modpack, in a repository of a forge."""
    host, project = draw.pick(HOSTS), draw.pick(REPOS)
    return draw.pick(
        (
            text(f"https://{host}/acme/{project}/raw/tag/v", Ref("version"), "/pack.toml"),
            text(f"https://{host}/acme/{project}/raw/commit/{draw.pick(IDS)}/pack.toml"),
            text(f"https://{host}/{project}/", Ref("version"), "/pack.toml"),
        )
    )


def git_url(draw: Draw) -> Value:
    """The url of a repository."""
    host, owner, repo = draw.pick(HOSTS), draw.pick(OWNERS), draw.pick(CLONED)
    return draw.pick((text(f"https://{host}/{owner}/{repo}.git"), text(f"https://{host}/{owner}/{repo}")))


def call_of(family: Family, draw: Draw, tree: Tree, fetch_only: bool = False) -> Call:
    """Draw a call of a family with a new hash."""
    args: dict[str, Value] = {}
    chosen = draw.pick(family.choose) if family.choose else None
    for key, make in family.texts.items():
        if key in family.choose and key != chosen:
            continue
        if key in family.optional and not draw.chance(20):
            continue
        args[key] = make(draw)
    hash_name = draw.pick(family.hashes)
    args[hash_name] = new_hash(draw, tree, hash_name)
    if any(isinstance(value, BySystem) for value in args.values()):
        args[hash_name] = BySystem({system: new_hash(draw, tree, hash_name) for system in SYSTEMS})
    for key, values in family.options.items():
        if draw.chance(12):
            args[key] = draw.pick(values)
    for key in family.scripts:
        needed = key in family.positional
        if needed or draw.chance(20):
            args[key] = Script(draw.pick(FETCHING_SCRIPTS if "outputHash" in family.hashes else SCRIPTS))
    if family.block:
        within = {key: args.pop(key) for key in (*family.in_block, hash_name) if key in args}
        args[family.block] = within
        hash_name = f"{family.block}.{hash_name}"
    return Call(family.function, args, hash_name, family.positional)


def new_hash(draw: Draw, tree: Tree, name: str) -> Hash:
    """Draw a new digest in the form that an argument of this name takes."""
    algorithm = name if name in ("sha256", "sha512", "sha1") else "sha256"
    if name == "nugetSha256" or name.endswith("Sha256"):
        algorithm = "sha256"
    typed = name in ("hash", "outputHash") or name.endswith("Hash")
    spellings = ("sri", "typed") if typed else ("sri", "base32", "base16")
    return Hash(tree.next_hash(), algorithm, draw.pick(spellings) if draw.chance(30) else "sri")


CLONING = ("fetchSubmodules", "leaveDotGit", "deepClone", "fetchLFS", "sparseCheckout", "rootDir")
"""With any of these options a forge's fetcher clones."""


def clones(call: Call) -> bool:
    """Tell whether a forge's fetcher clones."""
    given = (call.args.get(name) for name in CLONING)
    return any(value.parts if isinstance(value, Text) else value for value in given)
