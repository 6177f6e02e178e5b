"""Random trees of packages."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.oracle import catalogue, families, locks
from tests.oracle.model import BySystem, Call, Package, Ref, Script, Style, Text, Tree, calls_of, hashes_of

if TYPE_CHECKING:
    from tests.oracle.model import Draw, Value

LOCKED = 8
"""For so many of a hundred packages, a lock of many hashes has the dependencies."""
CALLED = ("lambda", "make", "mapped", "listed", "table")
"""Functions in default.nix that are called in place, or right after their definition."""
EXTENSION = "vscode-utils.buildVscodeMarketplaceExtension"
PLAIN = (EXTENSION, "sbt.mkDerivation")
"""Builders without final attributes."""
SCOPES = ("scoped", "makescope", "overlaid")
"""Files that the callPackage of a scope calls: the scope has the arguments of a caller."""
LAYOUTS = ("inline", "import", "callPackage", "folder", "by-name", "overridden", *CALLED, *SCOPES)
HANDED = ("mapped", "listed", "overridden", "table", *SCOPES)
"""Layouts with the version and the hashes as arguments of a caller."""
HOMES = ("let", "info", "attr", "with", "json", "toml", "nix", "file", "formal", "caller", "sources")
WRAPS = (
    "direct",
    "merge",
    "override",
    "if",
    "optional",
    "function",
    "curried",
    "file",
    "base",
    "pipe",
    "back",
)
STRINGS = ("dollar", "plus", "indented", "list")
SUFFIXES = ("", "A", "_1", "'")
BY_SYSTEM = ("select", "or", "getAttr", "if")
FORMS = ("plain", "rec", "final", "override")
ROOTS = ("set", "rec", "inherit", "overlay")
REACHES = ("pkgs", "formals", "with", "inherit")


def tree_of(draw: Draw) -> Tree:
    """Draw a tree of one to four packages."""
    tree = Tree([], root=draw.pick(ROOTS) if draw.chance(50) else "set")
    tree.files = dict.fromkeys(families.FILES, b"first\n")
    for _ in range(draw.number(1, 4)):
        tree.packages.append(package_of(draw, tree))
    if draw.chance(10):
        tree.packages.append(twins_of(draw, tree, draw.pick(tree.packages)))
    return tree


def free_key(tree: Tree) -> str:
    """Return an attribute that no package has."""
    taken = {package.key for package in tree.packages}
    return next(key for number in range(100) if (key := f"p{number}") not in taken)


def package_of(draw: Draw, tree: Tree) -> Package:
    """Draw a package."""
    call = builder_of(draw, tree)
    return Package(free_key(tree), call, style_of(draw, call))


def twins_of(draw: Draw, tree: Tree, package: Package) -> Package:
    """Return another version of a package; after that both are two calls of one file."""
    style = Style(draw.pick(FORMS[:3]), "shared", reach=draw.pick(REACHES), suffix=draw.pick(SUFFIXES))
    if package.call.function in PLAIN:
        style.form = "plain"
    hand_over(style, package.call)
    package.style = style
    twin = deepcopy(package)
    twin.key = free_key(tree)
    if "version" in twin.call.args:
        twin.call.args["version"] = families.text(draw.pick(families.VERSIONS))
    for _, name, each in hashes_of(twin.call):
        each.number = families.new_hash(draw, tree, name).number
    return twin


def builder_of(draw: Draw, tree: Tree) -> Call:
    """Draw the call of a builder with its source, its patches, and its separately fetched dependencies."""
    if draw.chance(LOCKED):
        return locks.package_of(draw, tree)
    family = draw.pick(catalogue.BUILDERS)
    args: dict[str, Value] = {
        "pname": families.text(draw.pick(families.REPOS)),
        "version": families.text(draw.pick(families.VERSIONS)),
        "src": families.call_of(draw.pick(catalogue.SOURCES), draw, tree),
    }
    if draw.chance(15):
        patches = [families.call_of(draw.pick(catalogue.PATCHES), draw, tree)]
        if draw.chance(30):
            patches.append(families.call_of(draw.pick(catalogue.PATCHES), draw, tree))
        args["patches"] = list(patches)
    if family.function == EXTENSION:
        return extension_of(draw, tree)
    own = families.call_of(family, draw, tree) if family.hashes else Call(family.function, {})
    if not family.hashes and draw.chance(50):
        attribute = draw.pick(tuple(catalogue.DEPENDENCIES))
        apart = families.call_of(catalogue.DEPENDENCIES[attribute], draw, tree)
        block = apart.args.get(catalogue.DEPENDENCIES[attribute].block)
        if "yarnLock" not in apart.args:
            (block if isinstance(block, dict) else apart.args)["src"] = Ref("src")
        args[attribute] = apart
    return Call(family.function, {**args, **own.args}, own.hash_name)


def extension_of(draw: Draw, tree: Tree) -> Call:
    """Draw an extension of an editor, with its hash in a set among the arguments."""
    reference: dict[str, Value] = {
        "publisher": families.text(draw.pick(families.OWNERS)),
        "name": families.text(draw.pick(families.REPOS)),
        "version": families.text(Ref("version")),
    }
    name = draw.pick(("hash", "sha256"))
    reference[name] = families.new_hash(draw, tree, name)
    if draw.chance(20):
        reference["arch"] = families.text(draw.pick(("linux-x64", "linux-arm64")))
    version = families.text(draw.pick(families.VERSIONS))
    return Call(EXTENSION, {"version": version, "mktplcRef": reference}, f"mktplcRef.{name}")


def style_of(draw: Draw, call: Call) -> Style:
    """Draw the spelling of a package."""
    style = Style()
    if not draw.chance(75):
        return style
    style.form = draw.pick(FORMS)
    style.layout = draw.pick(LAYOUTS)
    style.reach = draw.pick(REACHES)
    style.suffix = draw.pick(SUFFIXES)
    style.noise = draw.number(0, 7)
    style.by_system = draw.pick(BY_SYSTEM)
    for slot, value in slots_of(call):
        if draw.chance(30):
            style.homes[slot] = draw.pick(HOMES)
        if isinstance(value, BySystem) and draw.chance(30):
            style.by_slot[slot] = draw.pick(BY_SYSTEM)
        if isinstance(value, Text) and draw.chance(50):
            style.strings[slot] = draw.pick(STRINGS)
    for slot, inner in calls_of(call):
        if slot and not inner.positional and draw.chance(60):
            style.wraps[slot] = draw.pick(WRAPS)
    if style.layout in HANDED:
        hand_over(style, call)
    if call.function in PLAIN and style.form == "final":
        style.form = "rec"
    if (call.function in PLAIN or "." in (call.hash_name or "")) and style.form == "override":
        style.form = "plain"  # a set among the arguments is only for the builder, and is no variable
    return style


def hand_over(style: Style, call: Call) -> None:
    """Let a caller give the version and all hashes of a package."""
    hashes = {id(value) for _, _, value in hashes_of(call)}
    for slot, value in slots_of(call):
        if slot == "version" or id(value) in hashes:
            style.homes[slot] = "caller"


def slots_of(call: Call, slot: str = "") -> list[tuple[str, Value]]:
    """Return the arguments of a call and of the calls below, with their slots."""
    found: list[tuple[str, Value]] = []
    for name, value in call.args.items():
        path = f"{slot}.{name}" if slot else name
        found.append((path, value))
        if isinstance(value, Call):
            found.extend(slots_of(value, path))
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, Call):
                    found.extend(slots_of(each, f"{path}.{number}"))
        elif isinstance(value, dict):
            found.extend((f"{path}.{key}", each) for key, each in value.items())
        elif isinstance(value, BySystem):
            found.extend((f"{path}.{system}", each) for system, each in value.values.items())
    return [(path, value) for path, value in found if not isinstance(value, Script)]
