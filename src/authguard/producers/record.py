"""The record of one producer of fixed outputs."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from authguard.locks import KINDS

_NUMBER = r"_\d+(?:_\d+)*(?=$|\.)"
_PLACE = r"\{(\w+)(\??)\}(/?)"
_BUILD_GO = r"\bbuildGo(?:\d+|Latest)Module\b"

RECIPES = frozenset(
    ("forge", "clone", "file", "unpacked", "crate", "fetchGit", "fetchTree", "npins", "niv", "nvfetcher")
)
"""The rules of authguard.prove.recipes that compute a correct hash without Nix."""

SRI: dict[str, str | None] = {"hash": None, "sha256": "sha256"}
"""The hash attributes of most fetchers: `hash`, which names its algorithm, or `sha256`."""

ANY: dict[str, str | None] = {
    "hash": None,
    "sha256": "sha256",
    "sha512": "sha512",
    "sha1": "sha1",
    "md5": "md5",
    "outputHash": None,
}
"""All attributes that any version of fetchurl accepts. `outputHashAlgo` is the algorithm of `outputHash`."""

SHA256: dict[str, str | None] = {"sha256": "sha256"}
HASH: dict[str, str | None] = {"hash": None}
OUTPUT: dict[str, str | None] = {"outputHash": None}

ROLES = ("what", "how", "script", "where", "tool")
"""The fields of a record that are roles of its inputs, in the order of their weight."""

NEVER = frozenset(
    (
        "allowSubstitutes",
        "allowedReferences",
        "allowedRequisites",
        "derivationArgs",
        "impureEnvVars",
        "maintainers",
        "meta",
        "name",
        "outputHash",
        "outputHashAlgo",
        "outputHashMode",
        "passthru",
        "pname",
        "pos",
        "preferLocalBuild",
        "strictDeps",
        "system",
        "version",
    )
)
"""Attributes that never decide the content, even if all others of a derivation do: those that only Nix and nixpkgs use.

The parts of the name are among these attributes, but decide if an input or a script interpolates them.
"""


class Reason(str):
    """The reason (a clause) why a record does not have a part. The reason is the value of that part."""

    __slots__ = ()


class Producer(NamedTuple):
    """One producer: its names, its hash attributes, the inputs that decide its content, and its location.

    Every input is an attribute of the call, or a dotted path into an attribute set among the arguments. An input that
    can change the content has exactly one of the five roles; an input that never matters has none. The test of all
    records names each missing part.

    names     the last component of the function's name (`fetchFromGitHub`), or the last two components if one is
    ambiguous (`pnpm.fetchDeps`); without version numbers, see `plain`. kind      "source", "dependency", "image",
    "patch", "handwritten" or "pin". hashes    the attributes that may hold the hash, each with the algorithm that its
    name implies (None: the
              text names it). A dotted path is a hash inside a set (`mktplcRef.sha256`).
    what      inputs that name the content: rev, url, version, src, patches that change a lock.
    how       inputs that change the way of fetching: fetchSubmodules, excludes, fetcherVersion.
    script    shell text that can change the content: postFetch.
    where     inputs that only name the location: host, owner, mirror.
    tool      the programs that make the content: the package set's `go`, `nodejs`.
    location  the url that a source is fetched from, with inputs in braces: "https://{domain}/{owner}/{repo}".
              An input with a question mark may be left out, with the slash after the input. Or a Reason.
    recipe    the rule by which authguard.prove computes the true hash without Nix (RECIPES), or a Reason.
    lock      the kind of lock that decides the content (a name in authguard.locks), or a Reason.
    lock_input  the input that is the lock itself, if there is such an input (`yarnLock`).
    lock_root   the inputs that name the folder of the lock in src, outermost first.
    lock_copied True: the lock's text is part of the output, so any edit of it changes the hash.
    name_rule   the rule of store_name.py for the store name.
    mode      "flat" or "recursive"; `flips` are (input, value, mode) that override it; the first matching entry is
    used. entries   attribute sets with one hash for each key (`cargoLock.outputHashes`); the key is part of the
    identity. defaults  the value of an omitted input, so that writing this value is not a change.
    aliases   (input, canonical input, prefix): `tag = X` is `rev = X`, and a rev that begins with the prefix
              is the same without it. The role lists both names.
    positional  the names of the arguments if they are not a set; "*" is a set with the inputs.
    everything  True: all attributes of the call are part of the derivation, except NEVER. If no role lists an
    attribute, its name decides the role: a phase is a script, any other attribute is "how".
    builder   True: the call is a package too (src, pname, version), and the fixed output one of its parts.
    block     the attribute that holds the inputs, if the call itself does not (`mktplcRef`).
    evaluated True: Nix fetches the content during the evaluation, not in a build.
    newest    True: a call without a revision fetches the newest commit.
    replaced_by inputs in place of the hash: with one of them, Nix does not use the hash.
    nix_checks True: Nix checks the content again even if the store has the path (builtins.fetchTree).
    channel_file  inputs that are a toolchain file of rustup, or its directory; only the channel in this file decides.
    only_with   inputs that decide the content only if the call has one of the given others too.
    reference the file of nixpkgs, Nix or another project that the rule comes from.
    """

    names: tuple[str, ...]
    kind: str
    hashes: Mapping[str, str | None]
    reference: str
    what: tuple[str, ...]
    how: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    tool: tuple[str, ...] = ()
    location: str = ""
    recipe: str = ""
    lock: str = ""
    lock_input: str | None = None
    lock_root: tuple[str, ...] = ()
    lock_copied: bool = False
    name_rule: str = "name"
    mode: str = "recursive"
    flips: tuple[tuple[str, object, str], ...] = ()
    entries: tuple[str, ...] = ()
    defaults: Mapping[str, object] = MappingProxyType({})
    aliases: tuple[tuple[str, str, str], ...] = ()
    positional: tuple[str, ...] = ()
    everything: bool = False
    builder: bool = False
    block: str | None = None
    evaluated: bool = False
    newest: bool = False
    replaced_by: tuple[str, ...] = ()
    nix_checks: bool = False
    channel_file: tuple[str, ...] = ()
    only_with: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def __repr__(self) -> str:
        """Return the first name, for debugging."""
        return f"Producer({self.names[0]!r})"

    def role(self, attribute: str) -> str | None:
        """Return the role of an input ("what", "how", "script", "where", "tool"); None if the input never matters."""
        for role in ROLES:
            if attribute in getattr(self, role):
                return role
        if not self.everything or attribute in NEVER or attribute in self.hashes:
            return None
        if attribute.endswith(("Phase", "Command")) or attribute.startswith(("pre", "post")):
            return "script"
        return "how"

    def inputs(self) -> tuple[str, ...]:
        """Return the inputs in the roles, by weight of the roles. A record with `everything` has more inputs."""
        return self.what + self.how + self.script + self.where + self.tool

    @property
    def lock_files(self) -> tuple[str, ...]:
        """The possible names of the lock that decides the content, in order of precedence."""
        return KINDS[self.lock].files if self.lock in KINDS else ()

    def address(self, value_of: Callable[[str], str | None]) -> tuple[str, bool]:
        """Return the url of a call, and whether the url is completely known.

        ``value_of`` returns the text of an input: None for an unknown input, "" for an input that is left out and has
        no default. The url ends before the first unknown input; without a location the url is "".
        """
        text, at = ("" if isinstance(self.location, Reason) else self.location), 0
        found = ""
        for place in re.finditer(_PLACE, text):
            found += text[at : place.start()]
            value = value_of(place[1])
            if value is None or not (value or place[2]):
                return found, False
            found += f"{value}{place[3]}" if value else ""
            at = place.end()
        return found + text[at:], True

    def mode_of(self, values: Mapping[str, object]) -> str:
        """Return the hash mode of a call, "flat" or "recursive", from the known values of its inputs.

        Booleans may be given as such or as Nix writes them ("true", "false").
        """
        for attribute, value, mode in self.flips:
            given = values.get(attribute)
            if given == value or (isinstance(value, bool) and given == ("true" if value else "false")):
                return mode
        return self.mode

    def algorithm_of(self, attribute: str, values: Mapping[str, object]) -> str | None:
        """Return the algorithm that a hash attribute implies in a call, None if the hash must name it."""
        implied = self.hashes.get(attribute)
        if implied is None and attribute.rpartition(".")[2] == "outputHash":
            given = values.get("outputHashAlgo")
            return given if isinstance(given, str) and given else None
        return implied


def plain(name: str) -> str:
    """Return a function's name without quotes, and without version numbers at the end of its components.

    `pnpm_9.fetchDeps` becomes `pnpm.fetchDeps`, and `buildGo125Module` becomes `buildGoModule`.
    """
    if "_" not in name and "buildGo" not in name and '"' not in name:
        return name
    name = re.sub(_NUMBER, "", name.replace('"', ""))
    return re.sub(_BUILD_GO, "buildGoModule", name)
