"""AG207: a placeholder, an empty hash, or a digest that Nix would reject."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from authguard.compare.changed_outputs import MOST_SHARING
from authguard.digest import SIZES, BadDigest, parse
from authguard.messages import count
from authguard.nix.lexical import chain
from authguard.outputs.facts import EMPTY, MALFORMED, PLACEHOLDER, unfinished
from authguard.outputs.place import binding_names, is_platform
from authguard.outputs.urls import is_full_id
from authguard.rules.describe import place_of, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG207",
    name="unfinished-hash",
    severities=("error", "note"),
    fixable=True,
    summary="A placeholder, an empty hash, or a digest that Nix would reject.",
    what="""
The text is not a finished hash: lib.fakeHash, lib.fakeSha256 or lib.fakeSha512, a digest of nothing but zeros in any
encoding, an empty string, or a text that Nix refuses to read as a digest: a wrong length, a character
that is not in the alphabet, a missing `=` at the end, another algorithm than the attribute says. The default of a
function's argument (`{ hash ? lib.fakeHash }:`) is not reported. Nor is `vendorHash = null`, which means that the
source has its own vendor directory. Nor is a placeholder in `passthru` that the base has too: an update script reads
the new hash from the error. A placeholder in a package for such a script (`nodeModulesUpdater`) is only a note.

A digest that differs from its predecessor in one to four characters is reported as well: somebody changed it by hand
to see which hash Nix prints. So is a digest that an editor wrote in small or capital letters. If only the padding
(`=`) is wrong, or a text follows it, it is a note: Nix reads such a hash, other programs may not. The note is not
repeated while the same place keeps the fault. In a JSON or TOML file, an empty text, a placeholder or a text that Nix
cannot read is only reported if Nix code refers to the file or is in its directory, if the text or its name says the
algorithm (`sha256`), or if a url or version is beside it. A text of another kind, such as base 58 or base 16 after a
dash, is not reported there. It is only a note if the sole reference is to all files below a directory. So is a
placeholder if there is no such reference, no Nix code in the directory, and no url or version beside it.

A text with an unknown prefix, such as `PPU-…`, is only a note too, if no known call uses it. A prefix that is nearly
the name of an algorithm (`sha265-`) is an error.

If an unfinished hash only moved to another place, with its name and its inputs, it is a note. So is the placeholder
of a platform that the base has too, if another platform of the table has a hash: this platform is not supported yet.
So is an unfinished hash in the input or output of a test (`tests/a.in.nix`, `a.expected.nix`), if no Nix code refers to
the file.
""",
    why="""
Nix notices each of these: a malformed digest at evaluation, a placeholder at the first build. People write them to
obtain a hash by hand, and sometimes commit too early.
""",
    example="""
   src = fetchFromGitHub {
     owner = "goauthentik"; repo = "authentik"; tag = "version/2026.2.0";
     hash = lib.fakeHash;                                    # AG207
   };
   # AG207: its last = is missing
   vendorHash = "sha256-bdILiCQgDuzp+VJDVW3z2JxTtxlHkm9tmMHiA/Sx6ts";
""",
    fix="""
`git authguard fix PATH#ATTRIBUTE` writes the true hash. A digest that lost its last `=` only needs that
back.
""",
    waive="""
For a template that is never built, list the file under `exclude` in the config. For one hash, put
`# authguard: allow AG207 REASON` on its line or on the line above.
""",
)

_WORD = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])"
_DEPENDENCIES = frozenset({"deps", "dependencies", "hash", "hashes", "modules", "cache", "vendor"})
"""A package for an update script has one of these words in its name: `nodeModulesUpdater`."""
_UPDATERS = frozenset({"updater", "gen", "generator"})
"""It also has one of these words: `fodHashGen` prints a hash."""

_OF_RELEASES = frozenset({"url", "urls", "ref", "tag", "version", "owner", "repo"})
_FETCHED = _OF_RELEASES | {"rev"}
_OF_COMMIT = frozenset({"commit", "ref", "rev", "revision", "tag"})
"""The keys of a commit id in a table with hashes."""
_PREFIX = r"([A-Za-z]\w*)[-:]"
_COUNTER = r"\d{1,5}"
_FLAKE = "flake.nix"
_TEMPLATES = frozenset({"templates", "template", "defaultTemplate"})
_TEMPLATE = rb"(?<![\w'-])path\s{0,20}=\s{0,20}(\./[\w./-]{1,200})"
"""The directory of a template: `templates.rust.path = ./templates/rust;`."""
_MOST_TEMPLATES = 256
_BASE58 = r"(?=.*[a-z])[1-9A-HJ-NP-Za-km-z]+"
_MULTIHASH = r"Qm[1-9A-HJ-NP-Za-km-z]{44}"
"""A sha256 digest in base 58 with the prefix of its kind and length, as IPFS writes it."""
_LENGTHS_OF_64 = (24, 28, 44, 88)
_SPELLINGS: tuple[tuple[str, tuple[int, ...]], ...] = (
    (r"[0-9a-fA-F]", (32, 40, 64, 128)),
    (r"[0-9a-df-np-sv-z]", (26, 32, 52, 103)),
    (r"[A-Za-z0-9+/=_-]", _LENGTHS_OF_64),
)
"""The characters and lengths of digests (md5, sha1, sha256 or blake3, sha512) in base 16, 32 and 64."""
_FEW_LETTERS = 8
"""A text of so few different characters may be a placeholder in any base: "000…"."""

MANGLED = "mangled"
MOST_MANGLED = 4
"""Two digests of real contents differ in more characters than this."""
RECASED = "recased"
_FIXTURES = frozenset({"__fixtures__", "fixture", "fixtures", "test-fixtures", "testdata"})
"""The directories with examples for tests, as languages and their tools name them."""


_TESTS = _FIXTURES | {"test", "tests"}
_PAIR = r".*\.(?:in|input|before|out|output|after|expected|golden)\.nix"
"""The names of the input and the output of a test of a program that edits Nix code."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each unfinished hash that no base has at the same place with the same inputs, or in a renamed file."""
    known = {
        (old.path, old.attribute, old.literal, old.identity)
        for base in change.bases
        for old in base.found
        if old.placeholder or old.problem is not None
    }
    places = {key[:3] for key in known}
    left = {key[1:] for key in known if change.target.kind(key[0]) is None}
    moved = _moved(change)
    templates = cache(lambda: _templates(change))
    for each in change.outputs:
        if (each.path, each.attribute, each.literal, each.identity) not in known:
            fault = unfinished(each, change.target.evaluator.source)
            is_moved = (each.attribute, each.literal, each.identity) in left or (
                (change.moved.get(each.path), each.attribute, each.literal) in places
            )
            if _is_for_updates(each) and (each.path, each.attribute, each.literal) in places:
                continue
            if (
                fault is not None
                and not is_moved
                and not _is_known(change, each)
                and not _is_commit_id(each)
                and _may_be_read(change, each, fault)
            ):
                was_real = any(old.digest is not None and not old.placeholder for old in change.before(each))
                is_quiet = not was_real and (
                    id(each) in moved
                    or _is_only_below(change, each)
                    or _names_other_algorithm(each)
                    or (each.placeholder and _is_below(each.path, templates()))
                    or _is_test_input(change, each)
                    or (
                        (each.path, each.attribute, each.literal) in places
                        and _is_not_supported(change, each)
                    )
                )
                yield _finding(each, fault, was_real=was_real, severity="note" if is_quiet else None)
            elif fault is None and not change.is_kept(each):
                yield from _mangled(change, each)


def _is_commit_id(each: FixedOutput) -> bool:
    """Tell whether a text is the commit id of an entry: code that reads any key of the entry may read the hash."""
    return (
        each.attribute.rpartition(".")[2] in _OF_COMMIT and is_full_id(each.literal) and not each.placeholder
    )


def _is_test_input(change: Change, each: FixedOutput) -> bool:
    """Tell whether a file is an example for a program that edits Nix code, and no Nix code refers to it."""
    *folders, name = each.path.split("/")
    if _TESTS.isdisjoint(folders) or re.fullmatch(_PAIR, name) is None:
        return False
    return not (change.reach.referring([each.path], below=False) or change.reach.callers(each.path))


def _moved(change: Change) -> set[int]:
    """Return the ids of the unfinished hashes that only moved to another place, together with their inputs.

    The base has each at a place that is gone now, with the same last name, text and inputs.
    """
    kept = {(each.path, each.attribute) for each in change.outputs}
    found: set[int] = set()
    for base in change.bases:
        gone = Counter(
            _record_of(old)
            for old in base.found
            if (old.placeholder or old.problem is not None)
            and old.path in change.changed
            and (old.path, old.attribute) not in kept
        )
        for each in change.outputs if gone else ():
            key = _record_of(each)
            if each.inputs and gone[key] > 0 and not change.before(each):
                gone[key] -= 1
                found.add(id(each))
    return found


def _record_of(each: FixedOutput) -> tuple[object, ...]:
    """Return the last name of a hash (and the one before, if it is a platform), its text, and all its inputs."""
    *outer, name = each.attribute.split(".")
    names = (*outer[-1:], name) if is_platform(name) else (name,)
    inputs = sorted(((one.name, one.form) for one in each.inputs), key=lambda one: one[0])
    return names, each.literal, each.producer, *inputs


def _is_for_updates(each: FixedOutput) -> bool:
    """Tell whether a hash is in `passthru`: programs build a placeholder there to read the hash in the error."""
    return each.placeholder and "passthru" in each.attribute.split(".")[:-1]


def _is_of_updater(each: FixedOutput) -> bool:
    """Tell whether a placeholder is in a package that is only built to read its hash.

    `nodeModulesUpdater`, or `passthru.prefetchYarnCache`.
    """
    names = each.attribute.split(".")
    inside = names[names.index("passthru") + 1 :] if "passthru" in names else []
    words = [{word.lower() for word in re.findall(_WORD, name)} for name in names]
    return each.placeholder and any(
        not found.isdisjoint(_DEPENDENCIES)
        and (not found.isdisjoint(_UPDATERS) or ("prefetch" in found and name in inside))
        for name, found in zip(names, words, strict=True)
    )


def _is_not_supported(change: Change, each: FixedOutput) -> bool:
    """Tell whether a placeholder is that of one platform, and another platform of its table has a real hash."""
    return each.placeholder and any(
        one.group is not None and one.group == each.group and one.platform != each.platform
        for one in change.outputs
        if one.digest is not None and not one.placeholder
    )


def _is_known(change: Change, each: FixedOutput) -> bool:
    """Tell whether a hash that Nix accepts has the fault of the earlier hash at its place."""
    return each.digest is not None and any(old.problem == each.problem for old in change.before(each))


def _is_below(path: str, folders: set[str]) -> bool:
    return any(path.startswith(f"{each}/") for each in folders)


def _templates(change: Change) -> set[str]:
    """Return the directories that flake.nix names as templates: a user of a template writes its hashes."""
    source = change.target.evaluator.source(_FLAKE) if change.target.kind(_FLAKE) == "file" else None
    if source is None or b"emplate" not in source.data:
        return set()
    found = set()
    for match in islice(re.finditer(_TEMPLATE, source.data), _MOST_TEMPLATES):
        names = binding_names(source, chain(source, match.start(1), match.end(1)))
        if names[-1:] == ["path"] and not _TEMPLATES.isdisjoint(names):
            found.add(match[1].decode("utf-8", "replace").removeprefix("./").rstrip("/"))
    return {each for each in found if each}


_TYPED = r"(?i:sha\d+|md5|blake3)[-:]"
_ALGORITHM = r"(?i)sha\d|md5|blake3"
_KEY, _LONGEST_KEY = rb"([\w.-]+)[\"']?\s*[:=]\s*[\"']*\Z", 200


def _may_be_read(change: Change, each: FixedOutput, fault: str) -> bool:
    """Tell whether a text may be a hash for Nix. Other programs have digests of their own in JSON and TOML files.

    A text that names no algorithm and is no digest of Nix belongs to another program if the base had no digest in its
    place, and one of these is true: no Nix code refers to the file, and its directory has no Nix code; or the text is
    like no digest of Nix. So does a digest in base 16 after a dash, which Nix rejects, if the base had none and no call
    is known that uses it. Nor is a text a hash if code reads only the digest behind its prefix. A placeholder belongs
    to another program if neither the text nor its name says the algorithm, no url or version is beside it, and nothing
    of Nix is near the file.
    """
    if fault == MALFORMED and _is_read_in_part(change, each):
        return False
    if any(old.digest is not None for old in change.before(each)):
        return True
    if fault != MALFORMED:
        return _is_of_fetch(each) or change.may_be_read(each)
    is_read = change.reach.may_be_read(each.path, below=False)
    return not _is_of_other_program(each, is_read=is_read) and (
        re.match(_TYPED, each.literal) is not None or change.may_be_read(each)
    )


def _is_only_below(change: Change, each: FixedOutput) -> bool:
    """Tell whether little suggests that a text of a data file is a hash: a read of any file below a directory.

    For a placeholder, its algorithm is not enough either.
    """
    is_data = each.record and not each.tool and not each.path.endswith(".nix")
    is_shown = _is_surely_of_fetch(each) if each.placeholder else _is_of_fetch(each)
    return is_data and not is_shown and not change.reach.may_be_read(each.path, below=False)


def _is_of_fetch(each: FixedOutput) -> bool:
    """Tell whether the text, its key, its kind or an input beside the text shows that it is a hash for Nix."""
    return _names_algorithm(each) or not each.is_source or any(one.name in _FETCHED for one in each.inputs)


def _is_surely_of_fetch(each: FixedOutput) -> bool:
    """Tell whether a placeholder has an address or version beside it, or is of dependencies.

    Any program writes digests in any spelling under any key, and numbers the revisions of its records.
    """
    return not each.is_source or any(
        one.name in _OF_RELEASES or (one.name == "rev" and re.fullmatch(_COUNTER, str(one.form)) is None)
        for one in each.inputs
    )


def _names_other_algorithm(each: FixedOutput) -> bool:
    """Tell whether a text that no known call uses has a prefix that is nearly no algorithm of Nix: "PPU-0f3c…"."""
    prefix = re.match(_PREFIX, each.literal) if each.record and each.digest is None else None
    return prefix is not None and not get_close_matches(prefix[1].lower(), SIZES, 1)


def _names_algorithm(each: FixedOutput) -> bool:
    """Tell whether the text or its key says the algorithm of the digest: "sha256-…", or a key `sha256`.

    The attribute of a record does not have the last key.
    """
    start = each.origin.span()[0]
    key = re.search(_KEY, each.origin.data[max(0, start - _LONGEST_KEY) : start])
    is_named = key is not None and re.search(_ALGORITHM, key[1].decode("utf-8", "replace")) is not None
    return is_named or re.match(_TYPED, each.literal) is not None


def _is_of_other_program(each: FixedOutput, *, is_read: bool = False) -> bool:
    """Tell whether a text of a data file is no digest of Nix: base 58, base 16 after a dash, or unlike any digest.

    A digest in base 58 has its letters, and not nearly a length of base 64. A multihash is an exception: it has 46. A
    text that says its algorithm, or has a url or version beside it, is a digest in any other spelling.
    """
    if not each.record or each.path.endswith(".nix"):
        return False
    text = each.literal
    is_base58 = re.fullmatch(_BASE58, text) is not None and re.search("[G-Z]", text) is not None
    is_near = any(abs(len(text) - length) <= MOST_MANGLED for length in _LENGTHS_OF_64)
    if re.fullmatch(_MULTIHASH, text) is not None or _after_dash(text) is not None:
        return True
    return (is_base58 and not is_near) or not (
        _is_of_fetch(each) or _is_like_digest(text, in_any_base=is_read)
    )


def _is_like_digest(text: str, *, in_any_base: bool) -> bool:
    """Tell whether a text differs from the spelling of a digest by only a few characters, in number or in kind.

    A text with only characters of base 16 is not in base 32 or 64: a real digest has other characters of its base too.
    Neither is a text with only characters of base 32 in base 64. With ``in_any_base``, all bases count.
    """
    spellings = _SPELLINGS
    if len(set(text)) > _FEW_LETTERS and not in_any_base:
        spellings = tuple(one for one in _SPELLINGS if re.fullmatch(f"{one[0]}+", text))[:1] or _SPELLINGS
    return any(
        any(abs(len(text) - length) <= MOST_MANGLED for length in lengths)
        and len(re.sub(characters, "", text)) <= MOST_MANGLED
        for characters, lengths in spellings
    )


def _after_dash(text: str) -> Digest | None:
    """Return the digest in base 16 after a dash, `sha256-0f3c…`, which Nix rejects."""
    algorithm, _, body = text.partition("-")
    if re.fullmatch(r"[0-9a-f]+", body) is None:
        return None
    try:
        return parse(body, algorithm)
    except BadDigest:
        return None


def _is_read_in_part(change: Change, each: FixedOutput) -> bool:
    """Tell whether a call has the digest of a text without its prefix: `substring 7 128` of "sha512-" and base 16."""
    digest = _after_dash(each.literal) if not each.path.endswith(".nix") else None
    return digest is not None and any(other.digest == digest and not other.record for other in change.outputs)


def _mangled(change: Change, each: FixedOutput) -> Iterator[Finding]:
    """Report a digest that differs from its predecessor in only a few characters: digests of two contents never do.

    A digest that an ancestor had with the same inputs is correct.
    """
    for base in change.base_pairs:
        before = base.at(each)
        if not before:
            before = change.lost(base, each)
        if len(before) > MOST_SHARING:  # all items of a long list have the same place
            place = base.place(each)
            same = base.by_identity.get(each.identity, ())
            before = [old for old in same if (old.path, old.attribute) == place]
        for old in before:
            number = _differing(old, each)
            fault = RECASED if _is_recased(old, each) else MANGLED if number <= MOST_MANGLED else None
            if number > 0 and fault is not None and change.history.held(each) is None:
                yield _finding(each, fault, number)
                return


def _is_recased(old: FixedOutput, new: FixedOutput) -> bool:
    """Tell whether an editor made all letters of a digest small, or all of them large."""
    one, other = (re.sub(rf"\A{_TYPED}", "", each.literal) for each in (old, new))
    return one.lower() == other.lower() and other in (one.lower(), one.upper())


def _differing(old: FixedOutput, new: FixedOutput) -> int:
    """Return the number of characters in which two digests differ; 0 if a digest is unknown, or the kinds differ.

    Two texts of base 64 may have the same digest: Nix ignores the last bits of the last character.
    """
    if old.digest is None or new.digest is None or old.digest.algorithm != new.digest.algorithm:
        return 0
    if old.digest == new.digest:
        return 0
    spelled = len(old.literal) == len(new.literal)
    one, other = (old.literal, new.literal) if spelled else (old.digest.sri(), new.digest.sri())
    return sum(first != second for first, second in zip(one, other, strict=True))


def _is_of_fixture(each: FixedOutput) -> bool:
    """Tell whether a data file is an example for the tests of a program. Nix would refuse such a hash in any case."""
    return not (each.path.endswith(".nix") or _FIXTURES.isdisjoint(each.path.split("/")[:-1]))


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report each unfinished hash of a tree."""
    for each in tree.outputs(path for path, kept in tree.files.items() if "f" in kept.flags):
        fault = unfinished(each, tree.target.evaluator.source)
        if fault is None or (fault == MALFORMED and _is_of_other_program(each)):
            continue
        if fault == MALFORMED or _is_of_fetch(each) or tree.may_be_read(each):
            yield _finding(each, fault)


def _finding(
    each: FixedOutput, fault: str, number: int = 0, *, was_real: bool = False, severity: str | None = None
) -> Finding:
    says = {
        PLACEHOLDER: "the hash is a placeholder",
        EMPTY: "the hash is empty",
        MALFORMED: f"the hash {each.problem}" if each.problem else "the hash is one that Nix rejects",
        MANGLED: f"the hash differs from the one before in {count(number, 'character')}, so it is no real digest",
        RECASED: "the hash differs from the one before only in small and capital letters, so it is no real digest",
    }[fault]
    tolerated = fault == MALFORMED and each.digest is not None
    if tolerated:
        says += "; Nix reads it, other programs may not"
    place = place_of(each.origin)
    is_note = tolerated or _is_of_fixture(each) or (not was_real and _is_of_updater(each))
    return RULE.finding(
        place,
        f"{each.attribute}: {says}",
        severity="note" if is_note else severity,
        nix_notices=True,
        fixed_output=reference_to(each),
        help=fix(place, reference_to(each)),
    )
