"""AG201: a source's identity moved, but its digest did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.judgement import Kind
from authguard.compare.moves import form_of
from authguard.outputs.urls import is_full_id
from authguard.producers import by_name
from authguard.rules.describe import name_of, notices, place_of, reasons, reference_to, replacement_of
from authguard.rules.finding import STALE, SUSPECT, Evidence, moved_input
from authguard.rules.kept_dependency import MOST_QUESTIONS, came_with_version, follows_version, kept_before
from authguard.rules.rule import Rule
from authguard.rules.words import fix, shorten, silent, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.compare.judgement import Judgement
    from authguard.digest import Digest
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Change
    from authguard.rules.finding import Because, Finding, FindingParts

RULE = Rule(
    code="AG201",
    name="stale-source-hash",
    severities=("error", "warning", "note"),
    fixable=True,
    summary="The inputs of a source moved, but its hash did not.",
    what="""
An input that decides the content of a fetched source changed: its rev, tag or version, a version in its url, its
repository, or an option of the fetch (fetchSubmodules, sparseCheckout, the excludes of a patch). The hash beside it
still belongs to the old source. Re-encoding a hash, moving it, renaming a variable, or naming the same tag in another
way is no change.

The finding is a warning if the hash is often still right: an imageDigest, a tag that became a commit id of the same
version, daily tags, one file of a repository at two tags, or an input that cannot be resolved fully. It is also a
warning if no code names the binding of `let` with the hash. It is a note if the hash is that of one file, of a part
of a source, or of an entry that a program fetched, and was kept before too, or the program fetched other entries anew.
Nothing is reported if the inputs have a full commit id that did not move: a version or tag beside it is only a label.
""",
    why="""
Nix finds a fixed output in the store by its name and its hash, never by its inputs. fetchFromGitHub and
the other fetchers of forges, fetchzip, and fetchgit of a tag give the same store name for every version
(`source`, or the repository's name). So Nix takes the old source from the store or from a binary cache,
and builds it under the new version without a message. If the version is part of the name (fetchurl of
foo-1.2.tar.gz, fetchPypi, fetchCrate), the build fails with a hash mismatch.
""",
    example="""
   version = "2026.2.0";
   src = fetchgit {
     url = "https://forge.example/mirrors/authentik.git";
-    rev = "version/2025.12.4";
+    rev = "version/2026.2.0";
     hash = "sha256-…";           # still that of 2025.12.4: AG201
   };
""",
    fix="""
`git authguard fix PATH#ATTRIBUTE` writes the true hash, and changes nothing else. By
hand: set the hash to lib.fakeHash, build, and copy the hash that Nix prints. Fix a source before hashes that are
computed from it.
""",
    waive="""
If two tags really have the same content, say so on the line of the hash or the line above:

`hash = "sha256-…"; # authguard: allow AG201 2.3.1 was re-tagged as 2.3.2`

In a file without comments (JSON, lock files) use an [[allow]] table with rule, path, digest and reason.
""",
)


_OFTEN_KEPT = (
    classes.SIBLING_FETCHED,
    classes.PART_AT_OTHER_REVISION,
    classes.FILE_AT_OTHER_COMMIT,
    classes.FILE_AT_OTHER_TAG,
    classes.FILE_OF_MOVED_SOURCE,
    classes.DAILY_FOLDER_MOVED,
)
"""Moves of one file or one part of a source. Many releases do not change it, so the second such move is only a note."""


_ONLY_HASH = r"hash|outputHash|sha1|sha256|sha512"
_OF_ANOTHER = (classes.OTHER_ENTRY, classes.OWN_PACKAGE, classes.OTHER_ECOSYSTEM)
"""Classes of a hash that another entry had."""

_EXCHANGED = tuple(classes.SWAPPED.values())
_NOTHING_MOVED = (classes.OTHER_ENTRY, classes.OWN_PACKAGE, *_EXCHANGED)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each source with a moved identity and a kept digest, except the pins of tools."""
    looked = 0
    for one in change.of_kind(Kind.STALE):
        if is_pin(one) or (one.output.kind == "dependency" and one.is_error):
            continue
        if one.move_class is not classes.LOCAL_DIRECTORY_MOVED or not _is_renamed(change, one):
            is_often_kept = one.move_class in _OFTEN_KEPT
            follows = one.move_class in classes.OF_VERSION and follows_version(one)
            looked += is_often_kept or follows
            kept = is_often_kept and looked <= MOST_QUESTIONS and kept_before(change, one)
            if follows and looked <= MOST_QUESTIONS and came_with_version(change, one):
                one = one._replace(move_class=classes.SOURCE_CAUGHT_UP)
            yield _finding(change, one, "note" if kept else one.move_class.severity)
    for each, path, true in change.hashed_trees:
        yield _of_tree(each, path, true)


def _of_tree(each: FixedOutput, path: str, true: Digest) -> Finding:
    """Return the finding about a hash that is not the hash of these files of this repository any more."""
    because = [moved_input("path", "what", path=path)]
    parts: FindingParts = {
        "verdict": STALE,
        "nix_notices": False,
        "fixed_output": reference_to(each),
        "move_class": classes.LOCAL_CONTENT_MOVED.name,
        "because": because,
        "evidence": [Evidence("index", f"the hash of its files now is {true.sri()}")],
        "replacement": replacement_of(each, true),
        "help": f"set the hash to {true.sri()}",
    }
    says = f"the files of {shorten(path or '.')} changed, but the hash did not"
    return RULE.finding(place_of(each.origin), f"{each.attribute}: {says}{silent(False)}", **parts)


def _is_renamed(change: Change, one: Judgement) -> bool:
    """Tell whether the directory of a source was renamed in this change, and no file in it changed."""
    stated = [form_of(each) for move in one.moved[:1] for each in (move.before, move.after)]
    old, new = (f"{form[1]}/" if isinstance(form, tuple) else "" for form in stated)
    below = [path for path in change.changed if path.startswith(new)]
    return bool(below) and all(change.moved.get(path) == old + path[len(new) :] for path in below)


def is_pin(one: Judgement) -> bool:
    """Tell whether a judgement is about a pin that a tool wrote, since AG208 reports those."""
    return one.output.kind == "pin" or one.output.tool


def stale_parts(change: Change, one: Judgement) -> FindingParts:
    """Return the parts of a finding about a stale digest that AG201, AG202 and AG208 share."""
    each, other = one.output, one.other
    roles = (("what", "how"), ("script",), ("where",))
    because = next((found for role in roles if (found := reasons(one, role, change.read))), [])
    if one.move_class in (*_OF_ANOTHER, *_EXCHANGED, classes.HASH_OF_BRANCH):
        because = []  # nothing moved in this change: the inputs are those of two entries or of two times
    noticed = True if each.row is not None and each.row.nix_checks else notices(other, each)
    former = former_name(each, other)
    evidence = [Evidence("index", f"the digest is that of {former}")] if former is not None else []
    return {
        "verdict": STALE if one.is_error else SUSPECT,
        "nix_notices": noticed,
        "fixed_output": reference_to(each),
        "move_class": one.move_class.name,
        "because": because,
        "evidence": evidence,
        "help": fix(place_of(each.origin), reference_to(each)),
    }


def former_name(each: FixedOutput, other: FixedOutput | None) -> str | None:
    """Return the short name of the fixed output that had the digest before; None if the new one has the same name.

    An output with unknown inputs has the name of its attribute. The new one usually has the same attribute, or another
    attribute that only says that it is a hash.
    """
    name = name_of(other) if other is not None else None
    if name is None or name in (name_of(each), each.attribute) or re.fullmatch(_ONLY_HASH, name):
        return None
    return " ".join(shorten(word) if is_full_id(word) else word for word in name.split(" "))


def sentence(one: Judgement, because: list[Because], kept: str) -> str:
    """Return the main sentence about a stale hash: an input moved but the hash did not, or others had the hash."""
    if one.move_class is classes.OTHER_ECOSYSTEM and one.other is not None:
        each, other = one.output, one.other
        if (each.path, each.attribute) == (other.path, other.attribute) and each.producer != other.producer:
            return f"the hash is still that of {other.producer}, and {each.producer} fetches other files"
    if one.move_class in _OF_ANOTHER and one.other is not None:
        verb = "was" if one.move_class is classes.OTHER_ECOSYSTEM else "is"  # the place may be gone
        return (
            f"the hash {verb} that of {shorten(name_of(one.other))} ({one.other.path}#{one.other.attribute})"
        )
    if one.move_class in _EXCHANGED and one.other is not None:
        there = f"{shorten(one.other.path)}#{one.other.attribute}"
        return f"this hash and that of {there} changed places, and no input of the two moved"
    if one.move_class is classes.HASH_OF_BRANCH and one.other is not None:
        before, after = (form_of(each.input("rev")) for each in (one.other, one.output))
        named = f"{shorten(str(before))} may have been at {shorten(str(after))} then"
        return f"an earlier commit has this hash for {shorten(name_of(one.other))}, and {named}"
    if one.move_class is classes.SOURCE_CAUGHT_UP:
        kept = "but the hash moved earlier, together with the version"
    if one.move_class is classes.CONTRADICTED:
        kept = f"{kept}, and the same content has another hash beside it"
    if because and (because[0].before is None) != (because[0].after is None):
        kept = kept.replace("hash did not", "hash stayed")  # "was added, but the hash did not" has no verb
    return f"{_exchanged(one, because) or why_moved(because)}, {kept}"


def _exchanged(one: Judgement, because: list[Because]) -> str:
    """Return `fetchCrate became fetchFromGitHub` if inputs were only added and removed; "" for other moves."""
    if one.other is None or not because or any(each.before and each.after for each in because):
        return ""
    before, after = one.other.producer, one.output.producer
    is_known = by_name(before) is not None and by_name(after) is not None
    return f"{before} became {after}" if is_known and before != after else ""


def _finding(change: Change, one: Judgement, severity: str | None) -> Finding:
    parts = stale_parts(change, one)
    place = place_of(one.output.origin)
    former = former_name(one.output, one.other)
    kept = "but the hash did not" if former is None else f"but the hash is still that of {former}"
    says = sentence(one, parts["because"], kept)
    if one.move_class not in _NOTHING_MOVED:  # their sentence says something else
        parts["evidence"] = [known._replace(is_in_message=True) for known in parts["evidence"]]
    return RULE.finding(
        place,
        f"{one.output.attribute}: {says}{silent(parts['nix_notices'])}",
        severity=severity,
        **parts,
    )
