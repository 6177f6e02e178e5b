"""The way to fetch a fixed output again without Nix.

A recipe follows from the inputs of a fixed output. If there is no recipe (a script changes the content, an option
includes git's own files, or only nixpkgs knows the registry), `Unclear` has the reason, and Nix is asked. The rules for
content come from nixpkgs' fetchers and from Nix's own fetchers.
"""

from __future__ import annotations

from ast import literal_eval
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.outputs.facts import input_text, row_of
from authguard.producers.record import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.outputs.model import FixedOutput

CHECKOUT, ARCHIVE, RAW, RAW_EXPORT = "checkout", "archive", "raw", "raw-export"
"""The contents of a commit: a work tree, `git archive`, the blobs, the blobs except those that export-ignore names."""

GIT, FILE, UNPACKED = "git", "file", "unpacked"

_SCRIPTS = ("postFetch", "postCheckout", "preFetch", "extraPostFetch", "postUnpack")
_OWN_GIT = ("leaveDotGit", "deepClone", "fetchTags")
_CLONES = ("fetchSubmodules", *_OWN_GIT, "forceFetchGit", "fetchLFS", "sparseCheckout", "rootDir")
"""The options with which nixpkgs' forge fetchers clone instead of downloading the forge's archive."""


class Unclear(Exception):
    """The reason (a clause) why a fixed output cannot be fetched again without Nix."""


@dataclass(slots=True)
class Recipe:
    """A way to fetch: ``kind`` is GIT, FILE or UNPACKED.

    GIT: ``url`` of the repository, ``rev`` (a full commit id, `refs/…`, or a name that a tag has first), ``rules``
    of content; ``submodules``; ``sparse`` (the lines of a sparse checkout; ``cone`` its mode) and ``root_dir``.
    FILE and UNPACKED: ``urls``, the first url that answers is used; ``strip_root`` makes the single directory of an
    archive the root; ``executable`` sets the executable bit. ``extension`` is the type of an archive if the url does
    not name it.
    """

    kind: str
    urls: list[str]
    rev: str = ""
    rules: str = CHECKOUT
    submodules: bool = False
    sparse: tuple[str, ...] = ()
    cone: bool = True
    root_dir: str = ""
    strip_root: bool = True
    executable: bool = False
    extension: str = ""

    @property
    def is_named_zip(self) -> bool:
        """Whether the name of the archive, the extension or the end of the first url, is that of a zip."""
        if self.extension:
            return self.extension.rpartition(".")[2] == "zip"
        return _path(self.url).endswith(".zip")

    @property
    def url(self) -> str:
        """The first url."""
        return self.urls[0]


def recipe(each: FixedOutput) -> Recipe:
    """Return the way to fetch the content of a fixed output.

    Raises:
        Unclear: the way is unknown, or needs Nix.
    """
    row = row_of(each)
    if each.kind == "handwritten":
        raise Unclear("a script makes it")
    if each.kind == "dependency":
        raise Unclear("only its build collects the packages")
    if row is None:
        raise Unclear(f"{'the fetcher of a record' if each.record else each.producer} is not known")
    if isinstance(row.recipe, Reason):
        raise Unclear(row.recipe)
    for name in _SCRIPTS:
        if each.input(name) is not None:
            raise Unclear(f"its {name} may change the content")
    for one in each.inputs:
        if one.role in ("what", "how", "where") and not one.known and one.name != "owner":
            raise Unclear(f"its {one.name} is not known without evaluating")
    return MAKERS[row.recipe](each)


def repository(each: FixedOutput) -> tuple[str, str] | None:
    """Return (url, rev) of the git commit of a source, for any way to fetch the source; None for no commit.

    For a forge's archive, return the commit that the archive was made from.
    """
    from authguard.outputs import urls

    found = _commit(each)
    if found is None:
        return None
    if found.kind == GIT:
        return found.url, found.rev
    parts = urls.archive(found.url)
    where, _ = urls.split(found.url)
    if parts is None or not where.startswith("http"):
        return None
    owner, name, rev = parts
    owner = owner.removeprefix(f"{where}/")
    host = {
        "https://api.github.com": "https://github.com",
        "https://codeload.github.com": "https://github.com",
    }
    return f"{host.get(where, where)}/{owner}/{name}.git", rev


def _commit(each: FixedOutput) -> Recipe | None:
    """The recipe, even of a fetch with a script or an option that changes the content later."""
    try:
        return recipe(each)
    except Unclear:
        pass
    row = row_of(each)
    maker = MAKERS.get(row.recipe) if row is not None else None
    if maker is None or not all(
        one.known
        for one in each.inputs
        if one.name in ("rev", "repo", "url", "domain") and one.role != "tool"
    ):
        return None
    try:
        return maker(each, strict=False)
    except Unclear:
        return None


def _text(each: FixedOutput, name: str, otherwise: str = "") -> str:
    """Return the text of an input, or of its default if the input is omitted."""
    one = each.input(name)
    if one is None:
        default = each.row.defaults.get(name) if each.row is not None else None
        return default if isinstance(default, str) else otherwise
    return one.form if isinstance(one.form, str) else otherwise


def _truth(each: FixedOutput, name: str) -> bool:
    """Return the bool of an input, or its default if the input is omitted."""
    one = each.input(name)
    if one is None:
        default = each.row.defaults.get(name) if each.row is not None else None
        return default is True
    if isinstance(one.form, tuple) and one.form[:1] == ("const",):
        return one.form[1] in ("True", True)
    if one.form in ("True", "False"):  # of a pin file
        return one.form == "True"
    raise Unclear(f"its {name} is not known without evaluating")


def _list(each: FixedOutput, name: str) -> tuple[str, ...]:
    one = each.input(name)
    if one is None:
        return ()
    items: object = None
    if isinstance(one.form, tuple) and one.form[:1] == ("list",):
        items = list(one.form[1:])
    elif isinstance(one.form, tuple) and one.form[:1] == ("const",):  # of a pin file
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            items = literal_eval(str(one.form[1]))
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Unclear(f"its {name} is not known without evaluating")
    return tuple(items)


def _address(each: FixedOutput, *names: str) -> list[str]:
    """Return the urls as written. An input is split into content and location, but has the full text too.

    So has the name of a release, if it is fetched by the url of its registry.
    """
    for name in (*names, *_PUBLISHED):
        one = each.input(name)
        if one is not None and (name in names or "://" in one.shown):
            found = one.shown.strip("[] ").split() if one.shown.startswith("[") else [one.shown]
            if any("…" in url or "${" in url for url in found):
                raise Unclear("its url is not known without evaluating")
            if any(url.startswith("mirror://") for url in found):
                raise Unclear("only nixpkgs knows the hosts of mirror:// urls")
            return [url for url in found if url]
    raise Unclear("it has no url")


_PUBLISHED = ("pname", "crateName")


def _revision(each: FixedOutput) -> str:
    from authguard.outputs.urls import is_full_id

    rev = _text(each, "rev")
    if not rev:
        raise Unclear("it has no revision")
    return rev if is_full_id(rev) or rev == "HEAD" or rev.startswith("refs/") else f"refs/tags/{rev}"


def _cloned(each: FixedOutput, url: str, strict: bool) -> Recipe:
    """The content of fetchgit: a work tree without any `.git`."""
    found = Recipe(GIT, [url])
    found.rev = _revision(each)
    found.rules = CHECKOUT
    if not strict:
        return found
    for name in _OWN_GIT:
        if _truth(each, name):
            raise Unclear(f"with {name} git's own files are part of it")
    if _truth(each, "fetchLFS"):
        raise Unclear("large files come from another server")
    if each.input("gitConfigFile") is not None:
        raise Unclear("a gitConfigFile may change the checked-out files")
    found.submodules = _truth(each, "fetchSubmodules")
    found.root_dir = _text(each, "rootDir").strip("/")
    found.sparse = (found.root_dir,) if found.root_dir else _list(each, "sparseCheckout")
    found.cone = not (found.root_dir or _truth(each, "nonConeMode"))
    return found


def _fetchgit(each: FixedOutput, strict: bool = True) -> Recipe:
    return _cloned(each, _address(each, "url", "repo")[0], strict)


def _forge(each: FixedOutput, strict: bool = True) -> Recipe:
    """The content of a forge's fetcher: the archive of the forge, or a clone if an option requires one."""
    row = row_of(each)
    if _text(each, "vc", "git") != "git":
        raise Unclear("it is not a git repository")
    return _archive(each, _located(each), strict, row.inputs() if row is not None else _CLONES)


def _archive(each: FixedOutput, url: str, strict: bool, options: tuple[str, ...] = _CLONES) -> Recipe:
    if strict and any(
        _list(each, name)
        if name == "sparseCheckout"
        else _text(each, name)
        if name == "rootDir"
        else _truth(each, name)
        for name in _CLONES
        if name in options
    ):
        return _cloned(each, url, strict)
    found = Recipe(GIT, [url], rev=_revision(each), rules=ARCHIVE)
    if strict and each.input("stripRoot") is not None:
        raise Unclear("its stripRoot keeps the archive's own directory")
    return found


def _located(each: FixedOutput) -> str:
    """Return the url that the record of a producer forms from its inputs."""
    row = row_of(each)
    url, complete = row.address(lambda name: input_text(each, row, name)) if row is not None else ("", False)
    if not complete or "//" in url.partition("://")[2]:
        raise Unclear("where it is fetched from is not known without evaluating")
    return url


def _addresses(each: FixedOutput) -> list[str]:
    """Return the given urls, or the url that the record of the producer makes from the inputs.

    Raises Unclear if an option beside such inputs may name another file (`candidate`, `arch`).
    """
    row = row_of(each)
    if row is None or isinstance(row.location, Reason) or row.location == "{url}":
        return _address(each, "url", "urls", "host", "owner")
    if each.input("url") is not None or each.input("host") is not None:
        return _address(each, "url", "host")
    for name in row.how:
        if each.input(name) is not None:
            raise Unclear(f"its {name} may change the content")
    return [_located(each)]


def _file(each: FixedOutput, strict: bool = True) -> Recipe:
    found = Recipe(FILE, _addresses(each))
    for name in ("curlOpts", "curlOptsList", "downloadToTemp"):
        if each.input(name) is not None:
            raise Unclear(f"its {name} may change the content")
    found.executable = _truth(each, "executable")
    if _truth(each, "unpack"):
        raise Unclear("Nix itself unpacks it")
    return found


def _zip(each: FixedOutput, strict: bool = True) -> Recipe:
    found = Recipe(UNPACKED, _addresses(each))
    for name in ("curlOpts", "curlOptsList"):
        if each.input(name) is not None:
            raise Unclear(f"its {name} may change the content")
    found.strip_root = _truth(each, "stripRoot") if each.row and "stripRoot" in each.row.inputs() else True
    found.extension = _text(each, "extension")
    if not found.extension and "?" in found.url and found.url.endswith(".zip") != found.is_named_zip:
        raise Unclear("the query of its url has the name of a zip")
    return found


def _path(url: str) -> str:
    """Return the path in a url, in lower case."""
    return url.partition("#")[0].partition("?")[0].lower()


def _crate(each: FixedOutput, strict: bool = True) -> Recipe:
    unpack = _truth(each, "unpack")
    found = Recipe(UNPACKED if unpack else FILE, [_located(each)], extension="tar.gz")
    found.strip_root = _truth(each, "stripRoot") if unpack else True
    return found


def _builtin_git(each: FixedOutput, strict: bool = True) -> Recipe:
    found = Recipe(GIT, [_address(each, "url", "repo")[0]])
    rev = _text(each, "rev")
    found.rev = rev or _text(each, "ref", "HEAD")
    found.submodules = _truth(each, "submodules")
    found.rules = RAW if found.submodules or not _truth(each, "exportIgnore") else RAW_EXPORT
    if strict and _truth(each, "lfs"):
        raise Unclear("large files come from another server")
    return found


_FORGES = {"github": "github.com", "gitlab": "gitlab.com", "sourcehut": "git.sr.ht"}


def _locked(each: FixedOutput, strict: bool = True) -> Recipe:
    """A node of flake.lock, or the arguments of builtins.fetchTree."""
    kind = _text(each, "type")
    rev = _text(each, "rev")
    if kind in _FORGES:
        host = _text(each, "host") or _FORGES[kind]
        suffix = "" if kind == "sourcehut" else ".git"
        found = Recipe(GIT, [f"https://{host}/{_text(each, 'owner')}/{_text(each, 'repo')}{suffix}"])
        found.rules = ARCHIVE
    elif kind == "git":
        found = Recipe(GIT, [_address(each, "url", "repo")[0].removeprefix("git+")])
        found.rules = RAW
        found.submodules = _truth(each, "submodules")
        if strict and _truth(each, "lfs"):
            raise Unclear("large files come from another server")
    elif kind in ("tarball", "file"):
        return Recipe(UNPACKED if kind == "tarball" else FILE, _address(each, "url", "host", "owner"))
    else:
        raise Unclear(f"a {kind or 'pin'} of flake.lock is not fetched from a forge")
    found.rev = rev
    if not rev:
        raise Unclear("it has no revision")
    return found


def _npins(each: FixedOutput, strict: bool = True) -> Recipe:
    if each.input("image_digest") is not None:
        raise Unclear("only Nix pulls images")
    if _truth(each, "submodules"):
        raise Unclear("npins does not use the hash of a source with submodules")
    found = _address(each, "url", "host", "owner")
    return Recipe(FILE if _text(each, "type") == "PyPi" else UNPACKED, found)


def _niv(each: FixedOutput, strict: bool = True) -> Recipe:
    kind = _text(each, "type", "tarball")
    if kind not in ("tarball", "file"):
        raise Unclear(f"niv does not use the hash of a {kind}")
    return Recipe(FILE if kind == "file" else UNPACKED, _address(each, "url", "host", "owner"))


def _nvfetcher(each: FixedOutput, strict: bool = True) -> Recipe:
    """A source in generated.json. The fields determine the call that nvfetcher generates."""
    if each.input("imageDigest") is not None or each.input("imageName") is not None:
        raise Unclear("only Nix pulls images")
    if each.mode == "flat":
        return Recipe(FILE, _address(each, "url", "host", "owner"))
    rev = each.input("rev")
    if rev is None or rev.shown.startswith(("http://", "https://")):
        return Recipe(UNPACKED, _address(each, "url", "host", "owner"))
    if any(_truth(each, name) for name in ("leaveDotGit", "deepClone")):
        raise Unclear("its options make git's own files part of it")
    if _text(each, "owner"):
        return _archive(each, f"https://github.com/{_text(each, 'owner')}/{_text(each, 'repo')}.git", strict)
    return _cloned(each, _address(each, "url", "repo")[0], strict)


MAKERS: dict[str, Callable[..., Recipe]] = {
    "forge": _forge,
    "clone": _fetchgit,
    "file": _file,
    "unpacked": _zip,
    "crate": _crate,
    "fetchGit": _builtin_git,
    "fetchTree": _locked,
    "npins": _npins,
    "niv": _niv,
    "nvfetcher": _nvfetcher,
}
"""The rules that the records of producers name."""
