"""The urls of sources, of their scripts and of pins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare.moves import constants, form_of
from authguard.outputs import urls

if TYPE_CHECKING:
    from authguard.compare.judgement import Move
    from authguard.outputs.model import FixedOutput

_URL = r"\b(?:https?|ftp)://[^\s\"'<>|;)]+"
_FETCH = (
    r"\b(?:helm (?:pull|fetch)|(?:git|hg) clone|git (?:fetch|checkout)|svn (?:export|checkout|co)|npm pack|gem fetch"
    r"|gh release download|(?:oras|crane|ollama) pull|skopeo copy|(?:huggingface-cli|hf|modelscope) download"
    r"|(?:aws s3|gsutil|gcloud storage) cp|apt-get download|[dD]epot[dD]ownloader)\s"
)
"""The commands that download only their arguments. An `npm install` is none: it may install a tool for the script."""
_INSTALL = (
    r"\b(?:(?:npm|pnpm|bun) (?:i|install|add)|yarn (?:global )?add|pip3? (?:install|download)|uv (?:pip|tool) install"
    r"|(?:cargo|go|gem|luarocks|dotnet tool) install|(?:cs|coursier) (?:fetch|install|bootstrap))\s"
)
"""The commands that install packages: the program itself, or a tool for the script."""
_RELEASE = r"\b[0-9a-f]{40}\b|\bv?\d+(?:\.\d+)+(?:-?(?:alpha|beta|rc)\.?\d*)?|(?<=-manifest )\d+"
_DIGEST = r"\bsha256:[0-9a-f]{64}\b"
_COPIES_IMAGES = r"\b(?:buildah|crane|docker|nerdctl|oras|podman|regctl|skopeo)\b"
"""A command for which the digest of an image decides, and not its tag."""
_FOLDER_OF_DIGEST = r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{60}"
_NETWORK_FLAG = (
    r"--(?:network-concurrency|child-concurrency|fetch-retr[a-z-]*|fetch-timeout|loglevel|reporter)=.*"
)
_GAP = "\0"
_MOVING = frozenset({"current", "latest", "main", "master", "nightly", "stable", "unstable"})


def address_of(each: FixedOutput) -> str | None:
    """Return the full url of a source, if the url is known; the inputs only have its parts."""
    shown = (
        one.shown for one in each.inputs if one.name in ("url", "urls", "rev", "host", "owner") and one.known
    )
    return next((text for text in shown if "://" in text), None)


def states_url(each: FixedOutput) -> bool:
    """Tell whether a record states the complete url of a file."""
    return each.record and not each.tool and each.resolved and address_of(each) is not None


def are_of_two_versions(one: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the urls of two sources have different versions."""
    first, second = (urls.versions(address_of(each) or "") for each in (one, other))
    return bool(first) and bool(second) and first != second


def are_exchanged(old: FixedOutput, new: FixedOutput, moved: list[Move]) -> bool:
    """Tell whether a source and its script, which moved too, download the same urls as before, in another order.

    The two files are of one version (a jar and its pom).
    """
    before, after = _downloads(old), _downloads(new)
    if len(before) < 2 or before != after or not any(move.role == "script" for move in moved):
        return False
    one, other = (re.findall(r"\d+", address_of(each) or "") for each in (old, new))
    return one == other


def _downloads(each: FixedOutput) -> list[str]:
    """Return the urls of a source and of its script, sorted; none if something is not known."""
    scripts = [one for one in each.inputs if one.role == "script"]
    found = [url for one in scripts for url in re.findall(_URL, _GAP.join(constants(one.form)))]
    address = address_of(each)
    return sorted([address, *found]) if address is not None and all(one.known for one in scripts) else []


def is_other_download(move: Move) -> bool:
    """Tell whether only versions differ in the urls or in the fetching commands of a script."""
    if move.role != "script" or move.before is None or move.after is None:
        return False
    before, after = (_GAP.join(constants(each.form)) for each in (move.before, move.after))
    return _has_other_url(before, after) or _has_other_command(before, after)


def _has_other_command(before: str, after: str) -> bool:
    """Tell whether a command that fetches has another version or commit id, and no such command differs otherwise."""
    one, other = (_fetching_commands(script) for script in (before, after))
    if len(one) != len(other):
        return False
    moved = [(old, new) for old, new in zip(one, other, strict=True) if old != new]
    is_pinned = all(
        re.search(_COPIES_IMAGES, old) is not None
        and re.findall(_DIGEST, old) == re.findall(_DIGEST, new) != []
        for old, new in moved
    )
    return not is_pinned and all(_fetches_other_release(old, new) for old, new in moved)


def _fetches_other_release(old: str, new: str) -> bool:
    """Tell whether two commands differ only in versions, commit ids and digests of images, and not in digests alone.

    Two digests can have the same files: an image has other platforms too, and an archive has the times of its files.
    """
    one, other = (re.sub(_DIGEST, _GAP, command) for command in (old, new))
    return one != other and re.sub(_RELEASE, _GAP, one) == re.sub(_RELEASE, _GAP, other)


def installs_other_version(old: FixedOutput, new: FixedOutput, move: Move) -> bool:
    """Tell whether a script installs a package at the version of the derivation, and only that version moved."""
    if move.role != "script" or move.before is None or move.after is None:
        return False
    versions = [form_of(each.version) for each in (old, new)]
    before, after = versions
    if not isinstance(before, str) or not isinstance(after, str) or not re.search(r"\d", before):
        return False
    one, other = (
        _fetching_commands(_GAP.join(constants(each.form)), _INSTALL) for each in (move.before, move.after)
    )
    return one != other and [each.replace(before, after) for each in one] == other


def _fetching_commands(script: str, pattern: str = _FETCH) -> list[str]:
    """Return the commands of a script that download their arguments, with one space between words."""
    joined = re.sub(r"\\\n", " ", script)
    return [
        " ".join(command.split())
        for command in re.split(r"\n|;|&&|\|", joined)
        if re.search(pattern, command) is not None and not command.lstrip().startswith("#")
    ]


def _has_other_url(before: str, after: str) -> bool:
    """Tell whether the urls in a script only differ from the earlier urls in their versions."""
    one, other = (re.findall(_URL, script) for script in (before, after))
    if len(one) != len(other):
        return False
    pairs = [(old, new) for old, new in zip(one, other, strict=True) if old != new]
    return bool(pairs) and all(
        urls.split(old)[0] == urls.split(new)[0] and urls.other_version_only(old, new) for old, new in pairs
    )


def has_lost_version(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether the url of a pin lost its version or commit, so that it is a link to the newest file now."""
    if (old.path, old.attribute) != (new.path, new.attribute):
        return False
    before, after = address_of(old), address_of(new)
    if before is None or after is None or new.producer != "flake.lock" or new.input("rev") is not None:
        return False
    one, other = (urls.split(address)[1].partition("?")[0] for address in (before, after))
    words, moving = (re.findall(r"[a-z]+", path.rpartition(".tar")[0].lower()) for path in (one, other))
    rest = [word for word in moving if word not in _MOVING]
    named = len(rest) < len(moving) and re.search(r"\d", other) is None
    return named and bool(rest) and set(rest) <= set(words) and bool(urls.versions(before))


def is_folder_of_wheel(move: Move) -> bool:
    """Tell whether only `dist` of fetchPypi moved, a folder of the url. Two folders of digests have two files.

    https://github.com/NixOS/nixpkgs/blob/master/pkgs/build-support/fetchpypi/default.nix
    """
    stated = [form_of(each) for each in (move.before, move.after)]
    folders = [form.strip("/").lower() if isinstance(form, str) else "" for form in stated]
    digests = [re.fullmatch(_FOLDER_OF_DIGEST, folder) is not None for folder in folders]
    return move.name == "dist" and not all(digests)


def is_of_network(move: Move) -> bool:
    """Tell whether only such flags of a list moved as affect the download of a program, not its content."""
    lists = [form_of(each) for each in (move.before, move.after)]
    flags = [set(form[1:]) if isinstance(form, tuple) and form[:1] == ("list",) else set() for form in lists]
    moved = flags[0] ^ flags[1]
    return bool(moved) and all(
        isinstance(flag, str) and re.fullmatch(_NETWORK_FLAG, flag) is not None for flag in moved
    )
