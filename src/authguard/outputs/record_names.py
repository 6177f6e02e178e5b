"""The names around a hash in data. They show whether a text is a hash, its kind, and the roles of its inputs.

A record is in Nix code (records.py) or in a file with only data (pin_files.py).
"""

from __future__ import annotations

import re
from itertools import pairwise
from posixpath import commonprefix
from typing import TYPE_CHECKING

from authguard.digest import SHORTEST
from authguard.outputs.hash_names import classify, is_of_dependencies, is_plain
from authguard.outputs.model import REVISION_IN_URL, FixedOutput, Input, decode
from authguard.outputs.place import is_platform, plain_platform
from authguard.outputs.urls import is_full_id, is_packed, version_of_artifact, versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from authguard.nix.parse import Source


_WHAT = (
    r"(?:[a-z]\w*?)?(?:[vV]ersion|[rR]ev(?:ision)?|[tT]ag|[uU]rls?|[rR]ef|[cC]ommit|image_?[dD]igest|[bB]uildId|[rR]elease)"
    r"|repo|build|snapshot|slug|artifactId|chart|id|file|(?:[a-z]+-)?path"
)
EDITED = "editedCabalFile"
"""The attribute with the hash of a cabal file that was edited after its release; `revision` counts the edits."""
WEAK = frozenset({"branch", "channel", "date"})
"""Attributes that decide the content of a hash only if nothing with a stronger name is beside it."""
_CONTENT = rb"(?i)src|source|file|path|patch|content|.*(?:src|source|file|content|with)"
"""Names of an attribute with a file: a hash beside the attribute is the hash of this file."""
_OTHER_URL = r"[a-z]\w*?(?:U|_u)rls?"
_ANY_URL = r".*[uU]rls?"
_OTHER_VERSION = r"[a-z]\w*?(?:V|_v)ersion"
_PLAIN_VERSIONS = frozenset({"version", "rev", "revision", "tag"})
_WHERE = r"owner|host|domain|registry|server|group"
CLONE_OPTIONS = ("fetchSubmodules", "leaveDotGit", "deepClone", "fetchLFS")
"""Options of a clone that decide its content if they are switched on."""
STRONG = (
    r".*(?:[vV]ersion|[rR]ev(?:ision)?|[tT]ag|[uU]rls?|[cC]ommit|image_?[dD]igest|[bB]uildId"
    r"|[rR]elease|[rR]ef|build|snapshot)"
)
_NEVER = frozenset(
    {
        "lockfileVersion", "stateVersion", "schemaVersion", "configVersion", "fetcherVersion", "dontVersion",
        "minVersion", "homepage", "finalPackage", "goVersion", "npmDepsFetcherVersion", "prev", "changelogUrl",
        "formatVersion", "generatorVersion", "format_version", "generator_version", "lockfile_version",
        "schema_version",
    }
)  # fmt: skip
"""Names of versions of a format or of a program that writes it, and of other attributes that decide no content."""
FETCHED_WHEN = (
    r"lastModified|(?:last)?(?:fetched|updated)(?:At|On)?|(?:fetch|update|commit)(?:Date|Time)|date"
)
"""The names under which a program stores the time at which it fetched a source, or the time of the commit."""
_ETAG = "etag"
"""What a server says of a file; only a program that fetched the file stores it. It is no tag of a source."""
_VERSIONISH = r".*\d+[._]\d+.*|[0-9a-f]{40}"
_STATED = r"v?\d+(?:\.\d+)+(?:[-+.]?\w)*|[0-9a-f]{40}|(?:https?|git|ssh|ftp)://\S+"
VERSION_KEY = r"v?\d+(?:[._]\d+)+(?:[-+.]?\w)*"
_NAMED_VERSION = r"([A-Za-z][\w+]*(?:-[A-Za-z][\w+]*)*-v?)\d+(?:\.\d+){2,}(?:[-+._]\w(?:[-+.]?\w)*)?"
"""A package or a platform with its complete version; a name with a shorter version (`python-3.12`) is only a name."""
_NO_OUTPUTS = frozenset({"meta", "passthru", "env", "environment", "license", "licenses"})
_EXPECTED = r"[eE]xpect(?:ed|ation)"
_LONGEST_NAME = 100
_WORD = r"[-_]?[A-Za-z][a-z0-9]*"
_ENTRIES = frozenset({"outputHashes", "gitHashes", "cargoOutputHashes"})
_TABLE = r"hash(?:es)?|[a-z]+Hashes(?<!wordHashes)|(?:lookupS|s)ha(?:256|512)(?:s|[mM]ap)?|[cC]hecksums"
"""The names of tables of hashes, with any keys."""
_LOCKS = frozenset({"cargoLock", "cargoLocks"})
_CRATE = r"(?:\S+ \S+ \()?(?:git|registry|sparse)\+\w+://\S+"
"""The id of a crate of cargo, as crate2nix writes it to crate-hashes.json."""
_CRATE_COMMIT = r"[?&]rev=([0-9a-f]{40})\b|#([0-9a-f]{40})\)?$"
_EXTENSION = frozenset({"name", "publisher"})


def kind_of(names: list[str]) -> str | None:
    """Return "source" or "dependency", by the nearest name that shows the kind.

    `pnpmDeps = "…"` and `pnpmDeps.hash = "…"` belong to dependencies, whatever attributes are around them.
    """
    if any(map(is_of_dependencies, names[-1:])) or (
        len(names) > 1 and is_plain(names[-1]) and is_of_dependencies(names[-2])
    ):
        return "dependency"
    for name in reversed(names[-3:]):
        kind = classify(name)
        if kind is not None:
            return kind
    return "source" if names else None


_TYPED = (
    r"(?:sha(?:1|256|512)-"
    r"|sha(?:256:(?:[0-9abcdf-np-sv-z]{52}|[A-Za-z0-9+/]{43}=)|512:(?:[0-9abcdf-np-sv-z]{103}|[A-Za-z0-9+/]{86}==))\Z)"
)


def is_no_output(names: list[str]) -> bool:
    """Tell whether a hash belongs to no fixed output: it is in metadata or an environment, or a test expects it."""
    return (
        not _NO_OUTPUTS.isdisjoint(names[:-1]) or re.search(_EXPECTED, names[-1] if names else "") is not None
    )


_CONCRETE = r"[\w.+!-]*\d[\w.+!-]*"
"""A version without a placeholder such as `{version}`."""


def beside_version(parts: list[Input], found: list[Input]) -> list[Input]:
    """Return the inputs in a registry's url, with its version as the revision in the url.

    This is a label of the version that is stated beside the url, unless the two differ: then both decide.
    """
    made: list[Input] = []
    for part in parts:
        stated = {_number(each.form) for each in found if each.name == "version"}
        if part.name != "version" or not stated or re.fullmatch(_CONCRETE, str(part.form)) is None:
            made.append(part)
            continue
        kind = "label" if stated <= {_number(part.form)} else "what"
        made += [part] if kind == "label" else []
        made.append(Input(REVISION_IN_URL, kind, part.form, part.shown, part.known, part.path, part.offset))
    return made


def _number(form: object) -> object:
    """Return a version without `v` and without zeros at its end: 1.2 for `v1.2.0`."""
    return re.sub(r"(?:\.0)+\Z", "", form.removeprefix("v")) if isinstance(form, str) else form


def is_expected_by_test(source: Source, nodes: list[Node]) -> bool:
    """Tell whether a place is in what a test expects: `testX = { expr = …; expected = …; };` for lib.runTests.

    Or in `expected = { … };` beside `actual = …;`.
    """
    outer: list[str] = []
    for around, node in pairwise(nodes):
        names = _path_of(source, node)
        if "expected" in names:
            at = names.index("expected")
            if any(_path_of(source, each) == ["actual"] for each in around.named_children):
                return True
            test = [*outer, *names[:at]][-1:]
            return any(name.startswith("test") for name in test) and any(
                _path_of(source, each)[: at + 1] == [*names[:at], "expr"] for each in around.named_children
            )
        outer += names
    return False


def _path_of(source: Source, node: Node) -> list[str]:
    """Return the attribute path of a binding; nothing for another node."""
    path = node.child_by_field_name("attrpath") if node.type == "binding" else None
    return [source.text(each) for each in path.named_children] if path is not None else []


def is_hash(names: list[str], text: str) -> bool:
    """Tell whether a literal is a hash, by its text or its name: a bare digest may also be a key or a fingerprint."""
    if is_typed(text):
        return classify(names[-1]) is not None or not _is_secret(names)
    if classify(names[-1]) is not None or (len(names) > 1 and names[-2] in _ENTRIES):
        return True
    if not text or not digest_like(text):
        return False
    return is_platform(names[-1]) or is_of_table(names) or names[-1] == EDITED


def is_of_table(names: list[str]) -> bool:
    """Tell whether a value is in a table of hashes, with any keys: `hashes.headers`, `sha256map."URL"."COMMIT"`.

    A set of hashes by the ids of crates, or by url and commit, is such a table, too.
    """
    if names and re.fullmatch(_CRATE, names[-1]) is not None:
        return True
    if len(names) > 1 and "://" in names[-2] and is_full_id(names[-1]):
        return True
    return any(re.fullmatch(_TABLE, name) for name in names[-3:-1])


def is_input(name: str, text: str) -> bool:
    """Tell whether a text beside a hash looks like an input of it: a version, a commit or a url."""
    if name in _NEVER or classify(name) is not None or re.fullmatch(FETCHED_WHEN, name):
        return False
    return re.fullmatch(_STATED, text) is not None


def name_of(text: str) -> str:
    """Return a name for an input without one: `url`, `rev` or `version`, by its text."""
    return "url" if "://" in text else "rev" if is_full_id(text) else "version"


def _is_secret(names: list[str]) -> bool:
    return (
        re.compile(r"[kK]ey|[tT]oken|[sS]ecret|[pP]assword|[fF]ingerprint|[cC]ert").search(names[-1])
        is not None
    )


def is_typed(text: str) -> bool:
    """Tell whether a text names its algorithm as only Nix does: not in base 16, as the digests of images are."""
    return re.match(_TYPED, text) is not None


def digest_like(text: str) -> bool:
    """Tell whether a text has the length and the alphabet of a digest."""
    return (
        re.compile(
            r"(?:sha\d+:)?(?:[0-9a-f]{64}|[0-9a-z]{52}|[A-Za-z0-9+/]{43}=)|[0-9a-f]{128}|[0-9a-z]{103}"
        ).fullmatch(text)
        is not None
    )


_REPOSITORY_AND_REVISION = 2
"""The number of keys that name the revision of a repository."""


def keys(names: list[str]) -> list[Input]:
    """Return the names above a hash that belong to its identity: a platform, a version, a crate."""
    if _is_of_repository(names):
        url, revision = names[-2:]
        return [Input("url", "what", url, url, True), Input("rev", "what", revision, revision, True)]
    found = []
    for name in names:
        if is_platform(name):
            found.append(Input("platform", "what", plain_platform(name), name, True))
        elif name is names[-1] and (
            is_entry(names) or (classify(name) is None and re.fullmatch(_VERSIONISH, name))
        ):
            found.extend(_of_key(name))
    return found


def _is_of_repository(names: list[str]) -> bool:
    """Tell whether the keys of a hash are a repository and its revision: `sha256map."https://…"."COMMIT"`."""
    if len(names) < _REPOSITORY_AND_REVISION or "://" not in names[-2]:
        return False
    revision = names[-1]
    if is_full_id(revision):
        return True
    return classify(revision) is None and not is_platform(revision) and bool(versions(revision))


def is_version(name: str) -> bool:
    """Tell whether a key of a table is the version that its hash belongs to: `1.4`."""
    return re.fullmatch(VERSION_KEY, name) is not None


def stem_of_version(name: str) -> str | None:
    """Return the text before the version in a key such as `tool-1.4.0`; None for another key."""
    named = re.fullmatch(_NAMED_VERSION, name)
    return named[1] if named is not None else None


def version_key(names: list[str]) -> str | None:
    """Return the key of a table that has a version: `release."1.4".vendorHash`, `hashes."tool-1.4.0".x86_64-linux`."""
    held = len(names) - (classify(names[-1]) is not None) if names else 0
    while held and (is_platform(names[held - 1]) or is_plain(names[held - 1])):
        held -= 1
    key = names[held - 1] if held else ""
    return key if is_version(key) or stem_of_version(key) is not None else None


def version_above(names: list[str]) -> list[Input]:
    """Return the key with a version just above the set of a hash that nothing else decides: `"1.4".release.sha256`."""
    key = next((name for name in names[-3:-2] if is_version(name) or stem_of_version(name)), None)
    return [Input("key", "what", key, key, True)] if key is not None else []


def _of_key(name: str) -> list[Input]:
    """Return the inputs in the key of an entry: `git+https://…#COMMIT` in a lock is a url and a commit id."""
    if re.fullmatch(_CRATE, name) and (found := re.search(_CRATE_COMMIT, name)) is not None:
        commit = found[1] or found[2]
        stem = name.replace(commit, "")
        return [Input("key", "label", stem, name, True), Input("rev", "what", commit, commit, True)]
    url, _, commit = name.rpartition("#")
    if not url or not is_full_id(commit):
        return [Input("key", "what", name, name, True)]
    return [Input("key", "what", url, name, True), Input("rev", "what", commit, commit, True)]


def is_no_hash(made: FixedOutput, names: list[str]) -> bool:
    """Tell whether a text under a hash-like name is not a hash: a file name, a kernel option, a version range.

    ``names`` are the keys that lead to the text.
    """
    if made.placeholder:
        # The "y" of a kernel's CONFIG_SHA256 is not even a placeholder.
        return 0 < len(made.literal) < SHORTEST and not made.literal.startswith("sha")
    if made.problem is None:
        return False
    if re.match(r"(?:md5|sha\d+)=", made.literal):
        return True  # a spelling of opam, which Nix does not know
    if re.fullmatch(r"0x[0-9a-fA-F]+", made.literal):
        return True  # a number of another language: the hash of a block of Ethereum
    if re.fullmatch(r"[0-9a-df-np-sv-z]{32}", made.literal):
        # With a name such as `drvHash` it is the hash in a store path; with the name `sha256` it is a truncated digest.
        return not names or not is_plain(names[-1])
    return re.compile(r"(?:\w+[-:])?[A-Za-z0-9+/=]{30,}\s*").fullmatch(made.literal) is None


def is_entry(names: list[str]) -> bool:
    """Tell whether a hash is in a set of hashes, and the keys of the set name the content: `outputHashes."foo-1.2"`.

    The attributes around such a set (the version of the package) are no inputs of these hashes.
    """
    if len(names) > 1 and (names[-2] in _ENTRIES or not _LOCKS.isdisjoint(names[:-1])):
        return True
    if _is_of_repository(names):
        return True
    return bool(names) and (is_full_id(names[-1]) or re.fullmatch(_CRATE, names[-1]) is not None)


def finish(made: FixedOutput, names: list[str], text: str) -> None:
    """Set the parts of a record that depend on its names: digest, platform and version."""
    made.record = True
    decode(made, text, _algorithm(names[-1] if names else "hash", text), fake=False)
    made.platform = next((name for name in names if is_platform(name)), None)
    if made.platform is not None:
        stem = names[: names.index(made.platform)]
        made.group = ("record", made.path, ".".join(stem), names[-1] if names[-1] != made.platform else "")
    made.version = next((each for each in made.inputs if each.name == "version"), None)


def _algorithm(name: str, text: str) -> str | None:
    """Return the algorithm of a digest by the name of its attribute or, for a bare digest, by its length."""
    for algorithm in ("sha256", "sha512", "sha1", "md5"):
        if algorithm in name.lower():
            return algorithm if not text.startswith("sha") or text.startswith(algorithm) else None
    if text.startswith(("sha", "md5")) or not text:
        return None
    return "sha512" if len(text) in (128, 103, 88) else "sha1" if len(text) == 40 else "sha256"


def states_version(inputs: list[Input]) -> bool:
    """Tell whether any of the inputs is a version, a revision or a tag by its name, or a url that contains one."""
    return any(
        _states_version(each.form) if re.fullmatch(_ANY_URL, each.name) else re.fullmatch(STRONG, each.name)
        for each in inputs
    )


def with_weak(inputs: list[Input], beside: Iterable[Input]) -> list[Input]:
    """Return the inputs of a hash.

    Those with a weak name are included if no other input is a version, a revision or a url.

    `{ date; sha256; }`, `{ repo; branch; hash; }`: a date or a branch decides only if nothing else does. ``beside``
    are the attributes in the set of the hash. The default branch may have either of its two usual names.
    """
    if any(re.fullmatch(STRONG, each.name) for each in inputs):
        return inputs
    weak = [
        Input(
            each.name,
            "what",
            "main" if each.form == "master" else each.form,
            each.shown,
            each.known,
            each.path,
            each.offset,
        )
        for each in beside
        if each.name in WEAK
    ]
    names = {each.name for each in weak}
    return [*(each for each in inputs if each.name not in names), *weak]


def without_other_urls(inputs: list[Input], name: str) -> list[Input]:
    """Return the inputs that decide a plain hash. If one input is `url`, other names that end in "Url" are excluded.

    `{ url; sha1; manifestUrl; javaVersion; }`: the hash is that of ``url``. The version of something else is excluded
    too, if the url is known, and the url or a plain name has the version of the content. At a url that always has the
    newest file, any version may be that of the file. ``name`` is the attribute of the hash.
    """
    stated = [each for each in inputs if each.name in ("url", "urls") and each.role == "what"]
    if not is_plain(name) or not stated:
        return inputs
    is_stated = any(_states_version(each.form) for each in stated) or any(
        each.name in _PLAIN_VERSIONS for each in inputs
    )
    is_known = is_stated and all(each.known for each in stated)
    others = f"{_OTHER_URL}|{_OTHER_VERSION}" if is_known else _OTHER_URL
    return [
        Input(each.name, "label", each.form, each.shown, each.known, each.path, each.offset)
        if each.role == "what" and re.fullmatch(others, each.name)
        else each
        for each in inputs
    ]


def _states_version(form: object) -> bool:
    """Tell whether the form of a url, or of a list of urls, has a version, a date or a commit id in it."""
    if isinstance(form, str):
        return bool(versions(form))
    return isinstance(form, tuple) and any(map(_states_version, form))


def of_no_other(hashes: Iterable[str], inputs: list[Input]) -> list[Input]:
    """Return the inputs without those that belong to one of the other ``hashes`` by name, unless none would remain.

    `{ version; hash; dartVersion; dartHash; }`: `dartVersion` does not decide `hash`.
    """
    taken: set[str] = set()
    for name in hashes:
        own = of_one_name([name], inputs)
        if len(own) < len(inputs):
            taken.update(each.name for each in own)
    kept = [each for each in inputs if each.name not in taken]
    return kept if any(re.fullmatch(STRONG, each.name) for each in kept) else inputs


def of_one_name(names: list[str], inputs: list[Input]) -> list[Input]:
    """Return the inputs that share a part of their name with a hash, or all inputs if none does.

    For example, `lumisVersion` decides `lumisTargets.hash`, but the `version` of the package does not. A name with
    one word more than the shared part is preferred: `toolVersion` decides `toolSourceHash`, but `toolDocsVersion`
    does not. A plain name (`hash`) shares no part with an input.
    """
    for name in reversed(names):
        if is_plain(name):
            continue
        words = re.compile(r"[a-z0-9]+|[A-Z][a-z0-9]*|[^A-Za-z0-9]+").findall(name[:_LONGEST_NAME])
        shared = max((len(commonprefix([name, each.name])) for each in inputs), default=0)
        for most in range(len(words), 0, -1):
            stem = "".join(words[:most])
            if len(stem) > shared:
                continue
            own = [each for each in inputs if each.name.startswith(stem) and len(each.name) > len(stem)]
            if (len(stem) > 2 or stem[-1:].isdigit()) and any(
                re.fullmatch(STRONG, each.name) for each in own
            ):
                nearest = [each for each in own if re.fullmatch(_WORD, each.name[len(stem) :])]
                return nearest if any(re.fullmatch(STRONG, each.name) for each in nearest) else own
    return inputs


_MOST_KNOWN = 1 << 16
_roles: dict[str, str | None] = {}
"""The results for earlier names, since all records use the same few names."""


def role(name: str) -> str | None:
    """Return the role of a record's attribute by its name, or None if the attribute decides nothing."""
    if name not in _roles:
        if len(_roles) >= _MOST_KNOWN:
            _roles.clear()
        _roles[name] = _role(name)
    return _roles[name]


def states(name: str, beside: Iterable[str]) -> bool:
    """Tell whether an attribute of a record names the fetched content, by its name and the names ``beside`` it.

    A `name` alone is only a label. Beside a `publisher` it names an extension of an editor. A `revision` beside
    `editedCabalFile` belongs to that file, not to the package.
    """
    if name == "revision" and EDITED in beside:
        return False
    return role(name) is not None or (name in _EXTENSION and set(beside) >= _EXTENSION)


def _role(name: str) -> str | None:
    if name in _NEVER or classify(name) is not None:
        return None
    if re.fullmatch(_WHERE, name):
        return "where"
    if re.fullmatch(FETCHED_WHEN, name) or name.lower() == _ETAG:
        return "label"
    return "what" if re.fullmatch(_WHAT, name) else None


def is_item_of_file(nodes: list[Node]) -> bool:
    """Tell whether the set ``nodes[-1]`` is an item of a list with a file of this repository as its content."""
    if len(nodes) < 2 or nodes[-2].type != "list_expression":
        return False
    for binding in (binding for child in nodes[-1].named_children for binding in child.named_children):
        name, value = map(binding.child_by_field_name, ("attrpath", "expression"))
        if name is None or value is None or value.type != "path_expression" or name.text is None:
            continue
        if re.fullmatch(_CONTENT, name.text) is not None:
            return True
    return False


def named_files(stated: Iterable[Input]) -> list[Input]:
    """Return the `name` of a set, if it is the file name of an archive or a package and contains a version.

    The name identifies the file, so a version in an outer set decides nothing.
    """
    return [
        each for each in stated if isinstance(each.form, str) and is_packed(each.form) and versions(each.form)
    ]


def artifacts(stated: Iterable[Input]) -> list[Input]:
    """Return the `path` of a set, if it is that of an artifact of Maven: `org/acme/x/1.4/x-1.4.jar`."""
    return [
        each for each in stated if isinstance(each.form, str) and version_of_artifact(each.form) is not None
    ]
