"""AG102: the version moved, and no source of the package moved with it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from authguard.compare.moves import has_commit
from authguard.outputs.version_literals import may_have_moved, moved_in_lists, moved_literals
from authguard.producers.pins import pin_file
from authguard.rules.describe import place_of, point, reference_to
from authguard.rules.finding import moved_input
from authguard.rules.rule import Rule
from authguard.rules.words import listed, pair

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from authguard.compare.pairs import Pairs
    from authguard.outputs.model import FixedOutput
    from authguard.outputs.version_literals import VersionLiteral
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG102",
    name="version-without-source",
    severities=("warning",),
    summary="A version moved, and no input of the package's source moved with it.",
    what="""
The `version` of a package changed, its source is fetched, and nothing that decides which source is
fetched changed: not the rev, not the tag, not the url. The rev does not contain ${version}: it is written separately,
and was forgotten. A package with a local source (`src = ./.`, `self`, a fileset) is exempt.

The same is reported for an item with an id, a version and one fetch (an extension of a browser), and for an image with
the finalImageTag of another release and the old imageDigest.
""",
    why="""
The package is then built from the old source under the new version's name. Its hash is right for that old
source, so neither Nix nor another rule reports anything: the build succeeds, and makes the old
program.
""",
    example="""
   pname = "evtest";
-  version = "1.33";
+  version = "1.34";
   src = fetchgit {
     url = "https://git.example.org/evtest.git";
     rev = "evtest-1.33";                         # forgotten
     hash = "sha256-…";                           # right, for 1.33
   };
""",
    fix="""
Move the rev or tag as well, and then the hash (`git authguard fix PATH#src`). So that it cannot be
forgotten again, let the source follow the version: rev = "evtest-${version}".
""",
    waive="""
Where a version is yours and not upstream's (a packaging date, a suffix), put
`# authguard: allow AG102 REASON` on the line of the version or on the line above.
""",
)


_ID = rb"(?<![\w.'-])(?:id|uuid|guid|(?:addon|extension)Id)\s*=\s*\""
_OTHER = (
    rb"\s//\s|[\s(=]\.{1,2}/"
    rb"|(?<![\w.'-])(?:srcs?|source|passthru|env|patches|rev|imageDigest)\s*=|(?<![\w'-])srcs?\s*;"
)
"""A package, a patch, or a source with a version of its own."""

_PATCHED = r"(\d+(?:\.\d+)*)(?:[-_.]?(?:p|patch|pl)|-)\d+"
_PATCH_FILE = rb"(?<![\w.${}/-])(\.{1,2}/[\w./+-]{0,200}(?:patch|\.diff)[\w./+-]{0,40})"
"""A path to a patch, a folder of patches, or a list of them, relative to the file."""
_RELEASE = r"\d\.\d"
_UNRELEASED = r"unstable|git|\d{4}-\d{2}-\d{2}|[0-9a-f]{40}"
_DATE = r"\d{4}-\d{2}-\d{2}"
_WITHOUT_RELEASES = r"0-unstable-\d{4}-\d{2}-\d{2}|git|master|main|unstable"
"""The version of a project without releases, by the rules of nixpkgs, or a word in place of a version."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report version literals that moved while no source of their package did, except literals that tools wrote."""
    if len(change.bases) != 1:
        return
    base, before = change.bases[0], change.base_pairs[0]
    yield from _images(change.outputs, before)
    kept = {each.path for each in change.outputs if each.is_source and before.holds(each)}
    for path in sorted(kept.intersection(change.changed)):
        earlier = before.renamed.get(path, path)
        if pin_file(path) is None and may_have_moved(base, change.target, path, earlier):
            moved = (
                *moved_literals(base, change.target, path, earlier),
                *moved_in_lists(base, change.target, path, earlier),
            )
            for old, new in moved:
                own = _kept_sources(change.outputs, before, old, new)
                if own and not _counts_patches(own, old, new, change.changed):
                    yield _finding(old, new, own)


def _images(outputs: list[FixedOutput], before: Pairs) -> Iterator[Finding]:
    """Yield the images with the tag of another release and a new hash, but the digest of the old image."""
    for each in outputs:
        digest, tag = each.input("imageDigest"), each.input("finalImageTag")
        if digest is None or tag is None:
            continue
        for old in before.at(each):
            digest_before, tag_before = old.input("imageDigest"), old.input("finalImageTag")
            if digest_before is None or tag_before is None or digest_before.form != digest.form:
                continue
            was, now = tag_before.shown, tag.shown
            is_kept = old.digest == each.digest or _are_one_release(was, now) or _others(old) != _others(each)
            if not is_kept and all(re.search(_RELEASE, text) for text in (was, now)):
                says = "finalImageTag moved from {} to {}, and imageDigest did not".format(*pair(was, now))
                yield RULE.finding(
                    place_of(each.origin),
                    f"{each.attribute}: {says}",
                    nix_notices=False,
                    fixed_output=reference_to(each),
                    because=[moved_input("finalImageTag", "what", was, now, tag.path)],
                    help="move imageDigest to the digest of the new tag, and then the hash",
                )


def _are_one_release(one: str, other: str) -> bool:
    """Tell whether two tags can name one release: `7.2` and `7.2.4`, `16.4` and `16.4-alpine`."""
    shorter, longer = sorted((one, other), key=len)
    return re.match(rf"{re.escape(shorter)}(?![0-9])", longer) is not None or _states(longer, shorter)


def _others(each: FixedOutput) -> set[tuple[str, object]]:
    """Return the inputs of an image without its tag."""
    return {(one.name, one.form) for one in each.inputs if one.name != "finalImageTag"}


def _kept_sources(
    outputs: list[FixedOutput], before: Pairs, old: VersionLiteral, new: VersionLiteral
) -> list[FixedOutput]:
    """Return the `src` of the package with the moved version, if none of its sources moved; otherwise nothing."""
    if _states(new.value, old.value) or _states(old.value, new.value):
        return []  # the same version in another form
    dates = re.findall(_DATE, old.value)
    if dates and dates == re.findall(_DATE, new.value):
        return []  # the label of one snapshot: 1.0-unstable-2026-01-01 → 1.1-unstable-2026-01-01
    start, end = new.container
    sources = [
        each
        for each in outputs
        if each.path == new.path
        and each.is_source
        and start <= each.origin.span()[0] < end
        and not each.record
        and not _has_other_version(each, new, before)
    ]
    own = [each for each in sources if each.attribute.rpartition(".")[2] == "src"] or [
        each for each in sources if _is_beside(each, start)
    ]
    own = own or _only_file(sources, old, new)
    if not all(_stayed(each, before) and _is_known(each, new) for each in own):
        return []
    if any(_is_relabelled(each, old, new) for each in own):
        return []
    return own if all(before.holds(each) for each in sources) else []


def _counts_patches(
    own: list[FixedOutput], old: VersionLiteral, new: VersionLiteral, changed: Container[str]
) -> bool:
    """Tell whether the version is a kept release and the number of its patches, and a file of patches changed too.

    Such is `5.2p3`: the source of 5.2 with three patches. The package names the file: `./patches.nix`.
    """
    before, after = (re.fullmatch(_PATCHED, each.value) for each in (old, new))
    if before is None or after is None or before[1] != after[1]:
        return False
    if not all(_states(" ".join(one.shown for one in each.inputs), before[1]) for each in own):
        return False
    start, end = new.container
    folder = new.path.rpartition("/")[0]
    named = re.compile(_PATCH_FILE).findall(new.data, start, end)
    paths = (posixpath.normpath(posixpath.join(folder, each.decode("utf-8", "replace"))) for each in named)
    return any(path in changed for path in paths)


def _has_other_version(each: FixedOutput, new: VersionLiteral, before: Pairs) -> bool:
    """Tell whether the nearest version around a source is not the moved one: it is a package inside of the package.

    Such a version did not move. A version that is computed from the moved literal did.
    """
    version = each.version.form if each.version is not None else None
    if not isinstance(version, str) or not version or _states(version, new.value):
        return False
    earlier = {old.version.form if old.version is not None else None for old in before.at(each)}
    return earlier == {version}


def _is_beside(each: FixedOutput, start: int) -> bool:
    """Tell whether a hash is written in the set that begins at ``start``, and not in a set inside that set."""
    between = each.origin.data[start + 1 : each.origin.span()[0]]
    return between.count(b"{") == between.count(b"}")


def _only_file(sources: list[FixedOutput], old: VersionLiteral, new: VersionLiteral) -> list[FixedOutput]:
    """Return the only fetch in a set with an id, a version and nothing else: an extension of a browser.

    `{ id = "…"; crxPath = fetchurl { … }; version = "1.62.0"; }` has no other source.
    """
    if len(sources) != 1 or not _is_item(new):
        return []
    stated = " ".join(one.shown for one in sources[0].inputs if one.role == "what")
    if re.search(_RELEASE, stated) is not None and not _states(stated, old.value):
        return []  # the file has a version of its own
    start, end = new.container
    between = new.data[start + 1 : sources[0].origin.span()[0]]
    depth = [between.count(one) - between.count(other) for one, other in (b"{}", b"[]", b"()")]
    has_more = re.compile(_OTHER).search(new.data, start, end) is not None
    return sources if depth == [1, 0, 0] and not has_more else []


def _is_item(literal: VersionLiteral) -> bool:
    """Tell whether the set of a version has an id, too: an item of a list of extensions."""
    start, end = literal.container
    is_set = literal.data[start : start + 1] == b"{"
    return is_set and re.compile(_ID).search(literal.data, start, end) is not None


def _is_known(each: FixedOutput, new: VersionLiteral) -> bool:
    """Tell whether the version is no unknown input of a source.

    If the hash is in one item with the version, a known function makes the source of the item: it passes the version
    on, or does not use it.
    """
    if each.resolved or has_commit(each):
        return True
    return _is_item(new) and _is_beside(each, new.container[0])


def _is_relabelled(each: FixedOutput, old: VersionLiteral, new: VersionLiteral) -> bool:
    """Tell whether the new version is only a better name of the fetched source.

    Either the inputs of the source contain the new version, but not the old version. Or the source is a commit, and the
    version becomes a release after a date or an id, or the name of a project without releases after a release.
    """
    stated = " ".join(one.shown for one in each.inputs if one.role == "what")
    if _states(stated, new.value) and not _states(stated, old.value):
        return True
    unreleased = [re.search(_UNRELEASED, value) is not None for value in (old.value, new.value)]
    is_without_releases = not unreleased[0] and re.fullmatch(_WITHOUT_RELEASES, new.value) is not None
    return has_commit(each) and (unreleased == [True, False] or is_without_releases)


def _states(text: str, version: str) -> bool:
    """Tell whether a text contains exactly this version. For example, `v1.10` and `1.1.2` do not contain 1.1."""
    return re.search(rf"(?<![0-9.]){re.escape(version)}(?![0-9]|\.[0-9])", text) is not None


def _stayed(each: FixedOutput, before: Pairs) -> bool:
    """Tell whether a source is unchanged at its place. A pair may be at another place, if two packages were swapped."""
    return before.holds(each) and any(old.identity == each.identity for old in before.at(each))


def _finding(old: VersionLiteral, new: VersionLiteral, own: list[FixedOutput]) -> Finding:
    before, after = pair(old.value, new.value)
    stayed = listed([each.attribute for each in own])
    return RULE.finding(
        point(new.path, new.data, new.offset),
        f"version moved from {before} to {after}, and no input of {stayed} moved with it",
        nix_notices=False,
        because=[moved_input("version", "what", old.value, new.value, new.path)],
        help="move the source's rev or tag and then its hash, or let the rev follow ${version}",
    )
