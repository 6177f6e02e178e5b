"""Changes of a tree, as in commits: packages change, and hashes move, stay, are swapped or copied."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.oracle import catalogue, families, locks, trees
from tests.oracle.model import BySystem, Call, Hash, Script, Text, calls_of, hashes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.model import Draw, Package, Tree, Value


def edited(draw: Draw, base: Tree) -> tuple[Tree, list[str]]:
    """Return the tree after some edits of ``base``, and the names of the edits."""
    tree = base.copy()
    done = []
    for _ in range(draw.pick((1, 1, 1, 2, 3))):
        edit = draw.pick(locks.EDITS if any(locks.found(tree)) and draw.chance(50) else EDITS)
        if tree.packages:
            edit(draw, tree)
            done.append(edit.__name__)
    return tree, done


def _package(draw: Draw, tree: Tree) -> Package:
    return draw.pick(tree.packages)


def bump(draw: Draw, tree: Tree) -> None:
    """Set another version; each hash moves with the version, or is forgotten."""
    package = _package(draw, tree)
    args = package.call.args
    if "version" in args:
        args["version"] = families.text(draw.pick(families.VERSIONS))
    kept = draw.pick((0, 50, 100))
    for call, name, each in list(hashes_of(package.call)):
        if not draw.chance(kept):
            _renew(draw, tree, call, name, each)


def _renew(draw: Draw, tree: Tree, call: Call, name: str, each: Hash) -> None:
    new = families.new_hash(draw, tree, name)
    each.number, each.spelling, each.unfinished = new.number, new.spelling, ""


def change_text(draw: Draw, tree: Tree) -> None:
    """Another revision, repository, owner, host, url or name."""
    _, call = draw.pick(list(calls_of(_package(draw, tree).call)))
    changeable = []
    for family in catalogue.by_function(call.function):
        changeable += [(name, make) for name, make in family.texts.items() if name in call.args]
    if changeable:
        name, make = draw.pick(changeable)
        if isinstance(call.args[name], BySystem) == isinstance(made := make(draw), BySystem):
            call.args[name] = made


def change_option(draw: Draw, tree: Tree) -> None:
    """An option is added, removed or changed."""
    _, call = draw.pick(list(calls_of(_package(draw, tree).call)))
    options: list[tuple[str, tuple[Value, ...]]] = []
    for family in catalogue.by_function(call.function):
        options += family.options.items()
    if options:
        name, values = draw.pick(options)
        value = draw.pick((None, *values))
        if value is None:
            call.args.pop(name, None)
        else:
            call.args[name] = deepcopy(value)


def change_script(draw: Draw, tree: Tree) -> None:
    """A script is added, removed or changed."""
    _, call = draw.pick(list(calls_of(_package(draw, tree).call)))
    names = [name for family in catalogue.by_function(call.function) for name in family.scripts]
    if names:
        name = draw.pick(names)
        choices = catalogue.scripts_of(call.function)
        if draw.chance(30) and name not in call.positional:
            call.args.pop(name, None)
        else:
            call.args[name] = Script(draw.pick(choices))


def touch_script(draw: Draw, tree: Tree) -> None:
    """A script with another indentation, or with a comment."""
    for _, call in calls_of(_package(draw, tree).call):
        for value in call.args.values():
            if isinstance(value, Script):
                value.indent = draw.pick((6, 2, 9))
                value.noise = draw.pick(((), ("# why", ""), ("", "# note", "")))


_HOSTS = {"fetchFromGitHub": "github.com", "fetchFromCodeberg": "codeberg.org"}


def touch_file(draw: Draw, tree: Tree) -> None:
    """A file of the repository gets another content."""
    tree.files[draw.pick(families.FILES)] = draw.pick((b"second\n", b"third\n", b"first\n"))


def exchange(draw: Draw, tree: Tree) -> None:
    """A forge's fetcher is replaced by fetchzip of the same archive, or by fetchgit if it clones."""
    package = _package(draw, tree)
    call = package.call.args.get("src")
    if not isinstance(call, Call) or call.function not in _HOSTS:
        return
    plain = {"owner", "repo", "rev", "tag", "name", "postFetch", call.hash_name}
    if not set(call.args) <= plain:
        if families.clones(call) and "githubBase" not in call.args:
            _clone(call)
        return
    host = _HOSTS[call.function]
    owner, repo = call.args.pop("owner"), call.args.pop("repo")
    tag, rev = call.args.pop("tag", None), call.args.pop("rev", None)
    texts = [text.parts for text in (owner, repo, tag, rev) if isinstance(text, Text)]
    prefix = ("refs/tags/",) if tag is not None else ()
    url = ("https://", f"{host}/", *texts[0], "/", *texts[1], "/archive/", *prefix, *texts[2], ".tar.gz")
    call.args = {"url": Text(url), **call.args}
    call.function = "fetchzip"


def _clone(call: Call) -> None:
    """Replace a forge's fetcher that clones by fetchgit."""
    owner, repo = call.args.pop("owner"), call.args.pop("repo")
    if not isinstance(owner, Text) or not isinstance(repo, Text):
        return
    url = Text((f"https://{_HOSTS[call.function]}/", *owner.parts, "/", *repo.parts, ".git"))
    call.args.pop("forceFetchGit", None)
    submodules = call.args.pop("fetchSubmodules", False)
    call.args = {"url": url, **call.args} | ({} if submodules else {"fetchSubmodules": False})
    call.function = "fetchgit"


def restyle(draw: Draw, tree: Tree) -> None:
    """The same package in another idiom."""
    package = _package(draw, tree)
    package.style = trees.style_of(draw, package.call)


def move(draw: Draw, tree: Tree) -> None:
    """A package moves into another file."""
    package = _package(draw, tree)
    package.style.layout = draw.pick(trees.LAYOUTS)
    if package.style.layout in trees.HANDED:
        trees.hand_over(package.style, package.call)


def rename_variables(draw: Draw, tree: Tree) -> None:
    """The variables of a package get other names, and its comments change."""
    style = _package(draw, tree).style
    style.suffix = draw.pick(trees.SUFFIXES)
    style.noise = draw.number(0, 7)


def rewrite_root(draw: Draw, tree: Tree) -> None:
    """The file of all packages gets another form."""
    tree.root = draw.pick(trees.ROOTS)


def rename_package(draw: Draw, tree: Tree) -> None:
    """A package gets another name."""
    package = _package(draw, tree)
    if isinstance(package.call.args.get("pname"), Text):
        package.call.args["pname"] = families.text(draw.pick(families.REPOS))


def respell(draw: Draw, tree: Tree) -> None:
    """A digest gets another spelling."""
    for _, name, each in hashes_of(_package(draw, tree).call):
        number, unfinished = each.number, each.unfinished
        new = families.new_hash(draw, tree, name)
        each.number, each.spelling, each.unfinished = number, new.spelling, unfinished


def move_hash(draw: Draw, tree: Tree) -> None:
    """A hash moves alone."""
    found = list(hashes_of(_package(draw, tree).call))
    if found:
        _renew(draw, tree, *draw.pick(found))


def forget_hash(draw: Draw, tree: Tree) -> None:
    """A placeholder replaces a hash, or a hash a placeholder."""
    found = list(hashes_of(_package(draw, tree).call))
    if found:
        call, name, each = draw.pick(found)
        if each.unfinished:
            _renew(draw, tree, call, name, each)
        else:
            each.unfinished = draw.pick(("fake", "zeros")) if each.algorithm == "sha256" else "zeros"
            each.spelling = "sri"


def swap_hashes(draw: Draw, tree: Tree) -> None:
    """Two hashes are exchanged."""
    found = [each for package in tree.packages for _, _, each in hashes_of(package.call)]
    one, other = draw.pick(found or [None]), draw.pick(found or [None])
    if one is not None and other is not None and one.algorithm == other.algorithm:
        one.number, other.number = other.number, one.number


def copy_hash(draw: Draw, tree: Tree) -> None:
    """The hash of one fetch is copied to another fetch."""
    found = [each for package in tree.packages for _, _, each in hashes_of(package.call)]
    one, other = draw.pick(found or [None]), draw.pick(found or [None])
    if one is not None and other is not None and one.algorithm == other.algorithm:
        one.number = other.number


def copy_package(draw: Draw, tree: Tree) -> None:
    """A package is a copy of another package at first."""
    package = deepcopy(_package(draw, tree))
    package.key = trees.free_key(tree)
    tree.packages.append(package)
    if draw.chance(50):
        args = package.call.args
        if "version" in args:
            args["version"] = families.text(draw.pick(families.VERSIONS))


def add_twin(draw: Draw, tree: Tree) -> None:
    """A package gets a second version, and both packages call one file."""
    tree.packages.append(trees.twins_of(draw, tree, _package(draw, tree)))


def add_package(draw: Draw, tree: Tree) -> None:
    """A new package."""
    tree.packages.append(trees.package_of(draw, tree))


def drop_package(draw: Draw, tree: Tree) -> None:
    """A package is removed."""
    if len(tree.packages) > 1:
        tree.packages.remove(_package(draw, tree))


EDITS: tuple[Callable[[Draw, Tree], None], ...] = (
    bump,
    bump,
    bump,
    change_text,
    change_text,
    change_option,
    change_script,
    touch_script,
    touch_file,
    exchange,
    restyle,
    restyle,
    move,
    rename_variables,
    rewrite_root,
    rename_package,
    respell,
    move_hash,
    forget_hash,
    swap_hashes,
    copy_hash,
    copy_package,
    add_twin,
    add_package,
    drop_package,
)

REWRITING = frozenset(
    edit.__name__
    for edit in (
        touch_script,
        restyle,
        move,
        rename_variables,
        rewrite_root,
        respell,
        exchange,
        locks.lay_out_lock,
    )
)
"""Edits that change only the spelling of a tree, and not its content."""
