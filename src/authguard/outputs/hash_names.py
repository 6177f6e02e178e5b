"""The attribute names for the hash of a fixed output, of a source or of dependencies."""

from __future__ import annotations

import re

from authguard import locks

_WORDS = re.compile(r"[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*|\d+")
_HASHES = frozenset(("hash", "sha256", "sha512", "sha1", "md5", "sri", "checksum", "shasum", "integrity"))
_OF_CHAINS = frozenset(("block", "genesis", "merkle", "parent", "state", "transaction", "tx"))
_OTHER_THINGS = frozenset(("config", "index", "manifest", "meta", "metadata", "schema"))
_DEPENDENCIES = locks.WORDS | {"dependencies", "dependency", "deps", "modules", "offline", "vendor"}
_NO_HASH = frozenset(
    (
        "allowed",
        "auth",
        "cert",
        "certificate",
        "commit",
        "fingerprint",
        "guid",
        "hashed",
        "host",
        "key",
        "keys",
        "login",
        "passphrase",
        "passwd",
        "password",
        "passwords",
        "peer",
        "pin",
        "psk",
        "pubkey",
        "rev",
        "revision",
        "salt",
        "secret",
        "secrets",
        "token",
        "tokens",
        "tree",
        "user",
        "users",
        "uuid",
    )
)
_MACHINE = (
    "aarch",
    "amd",
    "arm",
    "bit",
    "darwin",
    "i386",
    "i686",
    "linux",
    "mac",
    "musl",
    "ppc",
    "riscv",
    "x",
)


_MOST_KNOWN = 4096
_known: dict[str, str | None] = {}
"""The results for earlier names, since all files use the same few names."""


def classify(attribute: str) -> str | None:
    """Return the kind of the hash in an attribute, judged by its name: "source", "dependency", or None for no hash.

    The argument is a bare name or a path, quoted or not; only the last component of a path is used (`src.hash`).
    `vendorHash`, `npm_deps_sha256` and `goModSum` are hashes of dependencies; `hash`, `debSha256` and `sha256_aarch64`
    are hashes of a source. Attributes for keys, tokens, passwords, fingerprints, commit ids and blocks of a chain have
    no hash; nor has `hashMode`.
    """
    if attribute not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[attribute] = _classify(attribute)
    return _known[attribute]


def is_of_dependencies(attribute: str) -> bool:
    """Tell by the name of an attribute (`unstablePnpmDeps`) whether a hash in the attribute belongs to dependencies."""
    words = _words(attribute)
    return words[-1:] in (["deps"], ["dependencies"]) and not _DEPENDENCIES.isdisjoint(words)


def _classify(attribute: str) -> str | None:
    words = _words(attribute)
    if not words or not _NO_HASH.isdisjoint(words):
        return None
    if words[-1] == "hash" and not _OF_CHAINS.isdisjoint(words):
        return None
    if words[-2:] == ["mod", "sum"]:
        return "dependency"
    if words[-1] == "sum" and words[-2:-1] and words[-2] in _HASHES:
        words = words[:-1]  # sha256sum
    if words[-1] not in _HASHES and not (words[0] in _HASHES and all(map(_is_machine, words[1:]))):
        return None
    return "source" if _DEPENDENCIES.isdisjoint(words) else "dependency"


def is_plain(attribute: str) -> bool:
    """Tell whether a name only means a hash: `hash`, `sha256`."""
    words = _words(attribute)
    return len(words) == 1 and words[0] in _HASHES


def is_of_other_thing(attribute: str) -> bool:
    """Tell whether the name of a hash has a word for something else than a source: `metadataHash`."""
    return classify(attribute) is not None and not _OTHER_THINGS.isdisjoint(_words(attribute))


def names_machine(attribute: str) -> bool:
    """Tell whether a name has a word of a platform: `armHash`, `x64Hash`, `sha256_linux`."""
    return any(map(_is_machine, [word for word in _words(attribute) if word not in _HASHES]))


def _words(attribute: str) -> list[str]:
    """The words of an attribute's last component in lower case: npmDepsHash → npm, deps, hash."""
    last = attribute.strip("\"'").rpartition(".")[2].strip("\"'")
    return [word.lower() for word in _WORDS.findall(last)]


def _is_machine(word: str) -> bool:
    """Whether a word is part of a platform's name: aarch64, linux, x86, 64."""
    return word.isdigit() or word.startswith(_MACHINE)
