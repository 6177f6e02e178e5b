"""AG205: this change gave one digest to two identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import copies
from authguard.compare.changed_outputs import MOST_SHARING
from authguard.compare.classes import COMMITS_SHARE_HASH, NAMES_SHARE_HASH
from authguard.compare.dependency_copies import sources_of
from authguard.compare.judgement import Judgement, Kind
from authguard.compare.moves import form_of, moves
from authguard.compare.repository_names import are_of_other_names
from authguard.outputs.facts import is_concrete
from authguard.rules.copied_dependency import copied_dependencies
from authguard.rules.describe import name_of, notices, place_of, reasons, reference_to
from authguard.rules.rule import Rule
from authguard.rules.words import at, fix, shorten, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Change, Everything
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG205",
    name="one-hash-two-inputs",
    severities=("error", "warning", "note"),
    fixable=True,
    summary="This change gave one hash to two fixed outputs with different inputs.",
    what="""
Two fixed outputs with different inputs have the same hash, and this change did it. Usually a block was copied and
edited, and its hash was forgotten. The finding is an error if people wrote both sources in Nix code, and the sources
differ in repository or version, or if a new platform has the hash of the file for another platform. It is an error
too if one hash is of a file and the other of a directory, if one is of a source and the other of dependencies, or if
two images of pullImage have two names or tags, which are in the image, or if the dependency hashes of two directories
of this repository are equal and their locks are not, or if a pin and another pin or fetch are of two repositories.
The finding is a warning if one of two repositories is in a data file, or if they can be one commit: two commit ids, a
tag and a commit id of one repository, or tags of two patterns (`node/v1.9.0` and `batcher/v1.9.0`); or if it is of
the dependencies of two projects.

Digests that are correct in both places are not reported: commits of one tree, crates of one workspace, platforms of a
universal binary, dependency hashes of sibling packages. Nor is a hash that `fix` or `verify` proved in this clone: if
the other place is new and not proved, the finding is there.
""",
    why="""
The copied hash is in the store already, so Nix serves the *other* project's source under the new name and
reports nothing: fetchers of forges and fetchzip all name their output `source`. Something else fails later, or nothing
at all.
""",
    example="""
   telescope = fetchFromGitHub {
     owner = "nvim-telescope"; repo = "telescope.nvim"; rev = "0.1.8";
     hash = "sha256-jYUJO5vdoWHrxeZN30H5+zvWTePgmEnHig52fnVXrg8=";
   };
+  neotree = fetchFromGitHub {
+    owner = "nvim-neo-tree"; repo = "neo-tree.nvim"; rev = "3.27";
+    # AG205:
+    hash = "sha256-jYUJO5vdoWHrxeZN30H5+zvWTePgmEnHig52fnVXrg8=";
+  };
""",
    fix="""
`git authguard fix PATH#ATTRIBUTE` for the newer of the two, or set its hash to lib.fakeHash and build.
""",
    waive="""
If both really have one content (a mirror, a re-tagged release), put `# authguard: allow AG205 REASON` on
the line of the reported hash or on the line above; in a file without comments use an [[allow]] table.
""",
)


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each digest that this change gave to a second identity.

    If both identities are new, one finding names both. The finding is at the later place, since a copy is mostly below
    its original. If a bump brought the hash, and the other source kept its inputs and lost its own hash, it is there.
    """
    found: dict[frozenset[object], Judgement] = {}
    for one in (*change.of_kind(Kind.COPY), *_of_dependencies(change)):
        if one.other is not None:
            both = frozenset((one.output.origin.key, one.other.origin.key))
            if both not in found or _place(found[both]) < _place(one):
                found[both] = one
    for one in found.values():
        each, other = one.output, one.other
        if other is None or _may_share(change, one, other):
            continue
        has_lost = _has_lost_hash(change, other) and _is_bumped(change, each)
        if has_lost:
            each, other = other, each
            one = one._replace(output=each, other=other, moved=moves(other, each))
        yield _finding(one, other, change.read, notices(other, each), has_lost=has_lost)


def _of_dependencies(change: Change) -> Iterator[Judgement]:
    return copied_dependencies(change.outputs, change.is_kept, change.scope.target)


def _is_bumped(change: Change, each: FixedOutput) -> bool:
    """Tell whether the place of a fixed output has other inputs in every base. A new block may be a copy."""
    before = change.before(each)
    return bool(before) and all(old.identity != each.identity for old in before)


def _may_share(change: Change, one: Judgement, other: FixedOutput) -> bool:
    """Tell whether the base shows that two places may share a hash: they shared one before, each with other inputs.

    Two new hashes of one repository in data may be those of equal trees, which a program fetched. If one of the two
    stood before, the other one may have been copied from it.
    """
    if one.move_class not in (NAMES_SHARE_HASH, COMMITS_SHARE_HASH):
        return False
    each = one.output
    is_data = not (each.path.endswith(".nix") or other.path.endswith(".nix"))
    if one.move_class is COMMITS_SHARE_HASH and not is_data:
        return False
    before = [{old.digest for old in change.before(place)} - {None} for place in (each, other)]
    shared = not before[0].isdisjoint(before[1])
    is_new = one.move_class is COMMITS_SHARE_HASH and not are_of_other_names(each, other)
    return shared or (is_new and not (change.is_kept(other) or change.is_kept(each)))


def _has_lost_hash(change: Change, each: FixedOutput) -> bool:
    """Tell whether a base has other hashes, and not this one, at the place of a fixed output and for its inputs."""
    before = [old for old in change.before(each) if old.identity == each.identity]
    return bool(before) and all(old.digest not in (None, each.digest) for old in before)


def _place(one: Judgement) -> tuple[str, int]:
    return one.output.origin.path, one.output.origin.span()[0]


@RULE.on_tree
def decide_tree(tree: Everything) -> Iterator[Finding]:
    """Report each digest that two identities have in hand-written Nix."""
    holders: dict[str, list[str]] = {}
    for path, kept in tree.files.items():
        for digest in kept.digests:
            holders.setdefault(digest, []).append(path)
    repeated = {path for paths in holders.values() if len(paths) > 1 for path in paths}
    by_digest: dict[str, list[FixedOutput]] = {}
    outputs = tree.outputs(repeated)
    for each in outputs:
        if each.digest is not None and is_concrete(each):
            by_digest.setdefault(each.digest.key(), []).append(each)
    for sharing in by_digest.values():
        yield from _of_digest(sorted(sharing, key=lambda each: not tree.is_proved(each)), tree.is_proved)
    for one in copied_dependencies(outputs, tree.is_proved, tree.target.snapshot):
        if one.other is not None and _place(one._replace(output=one.other)) < _place(one):
            yield _finding(one, one.other, lambda _: None, None)


def _of_digest(sharing: list[FixedOutput], is_proved: Callable[[FixedOutput], bool]) -> Iterator[Finding]:
    """Report, once, each fixed output that differs from an earlier output with the same digest, and is not proved."""
    for number, each in enumerate(sharing):
        if is_proved(each):
            continue
        for other in sharing[: min(number, MOST_SHARING)]:
            move_class = copies.class_of(other, each)
            if move_class is not None and other.origin.key != each.origin.key:
                one = Judgement(Kind.COPY, each, other, moves(other, each), move_class)
                yield _finding(one, other, lambda _: None, None)
                break


def _names(each: FixedOutput, other: FixedOutput) -> tuple[str, str]:
    """Return two names: of two dependency hashes the sources, directories or keys, and at need attributes or paths."""
    named = each, other
    mine, its = form_of(each.input("key")), form_of(other.input("key"))
    if each.record and isinstance(mine, str) and isinstance(its, str) and mine != its:
        return mine, its
    if each.kind == other.kind == "dependency":
        sources = sources_of(each), sources_of(other)
        if sources[0] and sources[1]:
            named = sources[0][0], sources[1][0]
        elif None not in (each.local, other.local) and each.local != other.local:
            return f"./{each.local}", f"./{other.local}"
    names = name_of(named[0]), name_of(named[1])
    choices = (names, (each.attribute, other.attribute), (each.path, other.path))
    return next((pair for pair in choices if pair[0] != pair[1]), names)


def _finding(
    one: Judgement,
    other: FixedOutput,
    read: Callable[[str], bytes | None],
    nix_notices: bool | None,
    *,
    has_lost: bool = False,
) -> Finding:
    each, place, there = one.output, place_of(one.output.origin), place_of(other.origin)
    names = _names(each, other)
    return RULE.finding(
        place,
        f"{each.attribute}: the hash of {shorten(names[0])} {'was replaced by' if has_lost else 'is also'} that of "
        f"{shorten(names[1])} ({at(there)}){silent(nix_notices)}",
        severity=one.move_class.severity,
        verdict="stale" if one.is_error else "suspect",
        nix_notices=nix_notices,
        fixed_output=reference_to(each),
        move_class=one.move_class.name,
        because=reasons(one, ("what",), read),
        help=fix(place, reference_to(each)),
        order=(there.path, str(there.line)),
    )
