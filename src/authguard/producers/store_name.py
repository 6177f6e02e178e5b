"""The store name of a fixed output, by the rule of its producer, and its store path.

The path depends only on name, hash and mode. So Nix notices if an input of the name changes. An input with the value
None is passed, but its value is not known. If the rule needs this value, the name is not known either. The rules are
those of nixpkgs 25.11 with its default configuration.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from authguard.producers.record import Producer

    Inputs = Mapping[str, str | None]


_NAME = r"[0-9A-Za-z+._?=-]{1,211}"
"""A valid store name."""
_UNFIT = r"[^0-9A-Za-z+._?=-]+"
_STATED = r"\{(\w+)\}"
_MAGNET = r".*xt=urn:bt[im]h:([^&]{64}|[^&]{40}).*"


class _UnknownError(Exception):
    """An input that the rule needs is unknown."""


def store_name(row: Producer, inputs: Inputs) -> str | None:
    """Return the store name of a call with these inputs; None if it is unknown or Nix would refuse it.

    `inputs` has the attributes of the call as Nix would interpolate them (a list joined by blanks, true as "true"). An
    attribute that is not resolved has the value None. An omitted or null attribute is absent. The record of a pin may
    pass its own key as `key`.
    """
    rule, _, argument = row.name_rule.partition(":")
    try:
        name = _WITH_ARGUMENT[rule](inputs, argument) if rule in _WITH_ARGUMENT else _RULES[rule](inputs)
    except _UnknownError:
        return None
    return name if re.fullmatch(_NAME, name) else None


def sanitise(name: str) -> str:
    """Make a derivation name as lib.strings.sanitizeDerivationName does.

    Leading dots are removed, a run of characters that a store path cannot have becomes one dash, and a long name keeps
    its last 207 characters.
    """
    clean = re.sub(_UNFIT, "-", name.lstrip("."))
    return clean[-207:] or "unknown"


def url_name(url: str) -> str:
    """Return the name of a repository as lib.sources.urlToName does: the last part of its url without extensions."""
    base = _basename(url.rpartition(":")[2].removesuffix("/"))
    while True:
        stem, dot, extension = base.rpartition(".")
        if not dot or extension not in _EXTENSIONS:
            return base
        base = stem


_EXTENSIONS = frozenset(
    ("git", "tar", "zip", "gz", "tgz", "bz", "tbz", "bz2", "tbz2", "lzma", "txz", "xz", "zstd")
)


def _basename(path: str) -> str:
    """Return the base name of a text as builtins.baseNameOf does: without one trailing slash."""
    return path.removesuffix("/").rpartition("/")[2]


def _given(inputs: Inputs, *names: str) -> bool:
    """Tell whether all these inputs are passed. As in nixpkgs, an input with an empty text is omitted."""
    return all(inputs.get(name, "") != "" for name in names)


def _need(inputs: Inputs, name: str, default: str | None = None) -> str:
    """Return the text of an input, or its default. Raises _UnknownError."""
    value = inputs.get(name, default)
    if value is None:
        raise _UnknownError
    return value


def _own(inputs: Inputs) -> str | None:
    """Return the sanitised `name` of a call, or None for a call without `name`."""
    return sanitise(_need(inputs, "name")) if _given(inputs, "name") else None


def _url(inputs: Inputs, *names: str) -> str:
    """Return the first url of a call."""
    for name in names or ("url", "urls"):
        if _given(inputs, name):
            words = _need(inputs, name).split()
            if words:
                return words[0]
    raise _UnknownError


def _short(rev: str) -> str:
    """Return the suffix that fetchgit adds for a rev: the first seven characters, if the rev is all hexadecimal."""
    return f"-{rev[:7]}" if rev.strip("0123456789abcdef") == "" else ""


def _rev(inputs: Inputs) -> str:
    """Return the rev of a git call, or its tag if there is a tag."""
    return _need(inputs, "tag") if _given(inputs, "tag") else _need(inputs, "rev", "HEAD")


def _fixed(_inputs: Inputs, argument: str) -> str:
    return argument


def _default(inputs: Inputs, argument: str) -> str:
    return _own(inputs) or argument


def _prefix(inputs: Inputs, argument: str) -> str:
    return sanitise(f"{argument}-{_need(inputs, 'name')}") if _given(inputs, "name") else argument


def _text(inputs: Inputs, template: str) -> str:
    return sanitise(re.sub(_STATED, lambda name: _need(inputs, name[1]), template))


def _suffix(inputs: Inputs, argument: str) -> str:
    return sanitise(_package(inputs) + argument)


def _package(inputs: Inputs) -> str:
    """Return the name that mkDerivation uses: `name`, otherwise pname and version."""
    if _given(inputs, "name"):
        return _need(inputs, "name")
    return f"{_need(inputs, 'pname')}-{_need(inputs, 'version')}"


def _name(inputs: Inputs) -> str:
    return sanitise(_package(inputs))


def _basename_rule(inputs: Inputs) -> str:
    return sanitise(_basename(_url(inputs)))


def _fetchurl(inputs: Inputs) -> str:
    if _given(inputs, "pname", "version"):
        return sanitise(f"{_need(inputs, 'pname')}-{_need(inputs, 'version')}")
    return _own(inputs) or _basename_rule(inputs)


def _fetchurl_boot(inputs: Inputs) -> str:
    return _need(inputs, "name") if _given(inputs, "name") else _basename(_url(inputs))


def _s3(inputs: Inputs) -> str:
    return _own(inputs) or sanitise(_basename(_url(inputs, "s3url")))


def _require_file(inputs: Inputs) -> str:
    return _own(inputs) or _basename_rule(inputs)


def _path(inputs: Inputs) -> str:
    return _need(inputs, "name") if _given(inputs, "name") else _basename(_need(inputs, "path"))


def _pypi(inputs: Inputs) -> str:
    pname, version = _need(inputs, "pname"), _need(inputs, "version")
    if _need(inputs, "format", "setuptools") != "wheel":
        return sanitise(f"{pname}-{version}.{_need(inputs, 'extension', 'tar.gz')}")
    tags = (
        _need(inputs, "python", "py2.py3"),
        _need(inputs, "abi", "none"),
        _need(inputs, "platform", "any"),
    )
    return sanitise(f"{pname}-{version}-{'-'.join(tags)}.whl")


def _pypi_legacy(inputs: Inputs) -> str:
    return _own(inputs) or sanitise(_need(inputs, "file"))


def _crate(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    crate = _need(inputs, "crateName") if _given(inputs, "crateName") else _need(inputs, "pname")
    return sanitise(f"{crate}-{_need(inputs, 'version')}.tar.gz")


def _maven_artifact(inputs: Inputs) -> str:
    group, artifact = (_need(inputs, name).replace(".", "_") for name in ("groupId", "artifactId"))
    return sanitise(f"{group}_{artifact}-{_need(inputs, 'version')}.jar")


def _debian_patch(inputs: Inputs) -> str:
    return _own(inputs) or sanitise(_need(inputs, "patch"))


def _torrent(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    magnet = re.match(_MAGNET, _need(inputs, "url"))
    return f"bittorrent-{magnet[1]}" if magnet else "bittorrent"


def _bower(inputs: Inputs) -> str:
    version = _need(inputs, "version")
    last = version.rpartition("#")[2] if "#" in version else _dashed(version)
    return sanitise(f"{_dashed(_need(inputs, 'name'))}-{last}")


def _dashed(text: str) -> str:
    """Return a text with dashes for slashes and colons."""
    return text.replace("/", "-").replace(":", "-")


def _nuget(inputs: Inputs, extension: str) -> str:
    name = _need(inputs, "nugetName") if _given(inputs, "nugetName") else _need(inputs, "pname")
    return sanitise(f"{name}.{_need(inputs, 'version')}.{extension}")


def _hex(inputs: Inputs) -> str:
    package = _need(inputs, "pkg") if _given(inputs, "pkg") else _need(inputs, "name")
    return sanitise(f"{package}-{_need(inputs, 'version')}.tar")


def _vsix(inputs: Inputs) -> str:
    return sanitise(f"{_need(inputs, 'publisher')}-{_need(inputs, 'name')}.zip")


def _gem(inputs: Inputs) -> str:
    if _need(inputs, "type", _need(inputs, "source.type", "gem")) == "git":
        return url_name(_need(inputs, "source.url")) + _short(_need(inputs, "source.rev"))
    name = _need(inputs, "gemName") if _given(inputs, "gemName") else _need(inputs, "key")
    platform = _need(inputs, "platform", "ruby")
    return sanitise(f"{name}-{_need(inputs, 'version')}{'' if platform == 'ruby' else '-' + platform}.gem")


def _git(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    base = url_name(_need(inputs, "url"))
    if _given(inputs, "rootDir"):
        return sanitise(f"{base}-{sanitise(_need(inputs, 'rootDir'))}")
    return sanitise(base + _short(_rev(inputs)))


def _radicle(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    base = url_name(_need(inputs, "repo"))
    if _given(inputs, "rootDir"):
        return sanitise(f"{base}-{sanitise(_need(inputs, 'rootDir'))}")
    plain = not _given(inputs, "node") and not _given(inputs, "tag")
    return sanitise(base + (_short(_need(inputs, "rev")) if plain else ""))


def _radicle_patch(inputs: Inputs) -> str:
    rev = "" if _given(inputs, "node") else _short(_need(inputs, "revision"))
    return _own(inputs) or sanitise(url_name(_need(inputs, "repo")) + rev)


def _sourcehut(inputs: Inputs) -> str:
    name = _own(inputs) or "source"
    return f"hg-archive-{name}" if _need(inputs, "vc", "git") == "hg" else name


def _svn(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    first, second, third = ([*reversed(_need(inputs, "url").removesuffix("/").split("/")), "", "", ""])[:3]
    name = first
    if first == "trunk":
        name = second
    elif second in ("branches", "branch", "tags", "tag"):
        name = f"{third}-{first}"
    return sanitise(f"{name}-r{_need(inputs, 'rev', 'HEAD')}")


def _go_modules(inputs: Inputs) -> str:
    if "goSum" in inputs:
        raise _UnknownError
    return sanitise(f"{_package(inputs)}-go-modules")


def _cargo_builder(inputs: Inputs) -> str:
    name = _need(inputs, "cargoDepsName") if _given(inputs, "cargoDepsName") else _package(inputs)
    return sanitise(f"{name}-vendor-staging")


def _vendored(inputs: Inputs, otherwise: str) -> str:
    known = _given(inputs, "name") or _given(inputs, "pname", "version")
    return sanitise(_package(inputs) + otherwise.partition("-deps")[2] if known else otherwise)


def _packwiz(inputs: Inputs) -> str:
    if "src" in inputs and not _given(inputs, "pname", "version"):
        raise _UnknownError  # the pack has both
    return sanitise(f"{_need(inputs, 'pname', 'packwiz-pack')}-{_need(inputs, 'version', '')}")


def _sbt(inputs: Inputs) -> str:
    strategy = _need(inputs, "depsArchivalStrategy", "tar+zstd")
    extension = {"tar": ".tar", "tar+zstd": ".tar.zst"}.get(strategy, "")
    return sanitise(f"{_need(inputs, 'pname')}-sbt-dependencies{extension}")


def _docker(inputs: Inputs) -> str:
    if own := _own(inputs):
        return own
    image = _need(inputs, "finalImageName" if _given(inputs, "finalImageName") else "imageName")
    return sanitise(_dashed(f"docker-image-{image}-{_need(inputs, 'finalImageTag', 'latest')}.tar"))


def _nix2container(inputs: Inputs) -> str:
    return _own(inputs) or sanitise(_dashed(f"docker-image-{_need(inputs, 'imageName')}"))


def _npins(inputs: Inputs) -> str:
    if _need(inputs, "type", "") == "PyPi":
        return _basename(_need(inputs, "url"))
    if _given(inputs, "image_digest"):
        raise _UnknownError  # the tag of the image is no input
    return "source"


def _niv(inputs: Inputs) -> str:
    return f"{sanitise(_need(inputs, 'key'))}-src"


def _nvfetcher(inputs: Inputs) -> str:
    if _given(inputs, "src.name"):
        return sanitise(_need(inputs, "src.name"))
    kind = _need(inputs, "src.type")
    if kind == "git":
        return url_name(_need(inputs, "src.url")) + _short(_need(inputs, "src.rev"))
    if kind == "url":
        return sanitise(_basename(_need(inputs, "src.url")))
    if kind == "docker":
        image = _need(
            inputs, "src.finalImageName" if _given(inputs, "src.finalImageName") else "src.imageName"
        )
        return _dashed(f"docker-image-{image}-{_need(inputs, 'src.finalImageTag', 'latest')}.tar")
    return "source"


def _unknown(_inputs: Inputs) -> str:
    raise _UnknownError


_WITH_ARGUMENT: dict[str, Callable[[Inputs, str], str]] = {
    "fixed": _fixed,
    "default": _default,
    "prefix": _prefix,
    "suffix": _suffix,
    "text": _text,
    "nuget": _nuget,
    "vendored": _vendored,
}
_RULES: dict[str, Callable[[Inputs], str]] = {
    "name": _name,
    "basename": _basename_rule,
    "fetchurl": _fetchurl,
    "fetchurl-boot": _fetchurl_boot,
    "s3": _s3,
    "require-file": _require_file,
    "path": _path,
    "pypi": _pypi,
    "pypi-legacy": _pypi_legacy,
    "crate": _crate,
    "maven-artifact": _maven_artifact,
    "debian-patch": _debian_patch,
    "torrent": _torrent,
    "bower": _bower,
    "hex": _hex,
    "vsix": _vsix,
    "gem": _gem,
    "git": _git,
    "radicle": _radicle,
    "radicle-patch": _radicle_patch,
    "sourcehut": _sourcehut,
    "svn": _svn,
    "go-modules": _go_modules,
    "cargo-builder": _cargo_builder,
    "packwiz": _packwiz,
    "sbt": _sbt,
    "docker": _docker,
    "nix2container": _nix2container,
    "npins": _npins,
    "niv": _niv,
    "nvfetcher": _nvfetcher,
    "unknown": _unknown,
}
RULES = frozenset((*_WITH_ARGUMENT, *_RULES))
"""The rules that the records of producers name. If a rule takes an argument, it follows after a colon."""
