"""AG206: the digest moved although no deciding input did, and the new pair is not proved."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from authguard.compare.judgement import Kind
from authguard.compare.moves import has_commit, moves, silent
from authguard.compare.scripts import BY_LOCK_ALONE, may_have_lock
from authguard.compare.shared_parts import call_of
from authguard.digest import is_of_nothing
from authguard.nix.canonical import SYSTEM
from authguard.outputs.facts import keeps_git, moving_revision
from authguard.outputs.hash_names import is_of_other_thing
from authguard.producers import of_call
from authguard.rules.describe import place_of, reference_to
from authguard.rules.finding import Evidence
from authguard.rules.rule import Rule
from authguard.rules.words import command, pair, selector, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.compare.judgement import Judgement
    from authguard.outputs.model import FixedOutput, Input
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG206",
    name="hash-moved-alone",
    severities=("warning", "note"),
    fixable=True,
    summary="A hash moved, but none of its inputs did, and it is not proved.",
    what="""
The inputs of a fixed output are the same as in the base, but its hash differs. Either the old hash was wrong and this
commit repairs it, or the new one is wrong, or upstream changed the content of the same tag or url. It is also
reported if the package's version moved with the hash, but a literal rev or tag did not.

Nothing is reported in these cases:

- The new pair is proved (by history, a mirror or `verify`).
- A tool wrote the hash, unless there is a full commit id: the content of a commit never changes.
- The content is expected to change (a url without a version, a branch, a patch of a pull request).
- An earlier commit moved the inputs and kept the old hash, or the old hash is also that of another source, so this
  one repairs it.
- The old hash is of another algorithm.
- A pin is fetched in another way now, or another fetcher fetches the same tag from another owner or host.
- The same literal is also the hash of an override with other inputs.

The finding is a note for a dependency hash, which is mostly repaired after nixpkgs moved, and for a hash with a name
like `metadataHash` in a set that a function takes: it may be of something else than the source. It is also a note if
one of the last five commits, at most a month old, brought the old hash together with its tag, version or url.
""",
    why="""
If upstream moved a tag, its content is not the one that was reviewed, so look at the change before you trust it. A
hash that was pasted into the wrong attribute looks like a repair, too.
""",
    example="""
   src = fetchFromGitHub {
     owner = "a"; repo = "b"; tag = "v1.2.0";                 # as before
-    hash = "sha256-R4xWeqdHEAaje37VQaGlg+L2iYIOH4tXMHvZkZq4SDU=";
+    hash = "sha256-DWUjQmoojkzFv1p4Xyt0kOwwqQ216ocO5yR/ujhhMPA=";  # AG206
   };
""",
    fix="""
`git authguard verify PATH#ATTRIBUTE` obtains the true hash and compares. If it agrees, the pair is
remembered as proved, and the finding is gone.
""",
    waive="""
Put `# authguard: allow AG206 REASON` on the line of the hash or on the line above.
""",
)


MANY = 5
"""If this many hashes of one file, or hashes of this many files, move without an input, a program changed them."""

_DIGIT = r"\d"
_NO_VERSION = (
    r"\.(?:7z|[a-z]{1,4}\d)(?![0-9a-z])"  # a file ending: .bz2
    r"|(?:x86|amd|arm|aarch|win|linux|macos|x|i)[_-]?(?:32|64|[3-6]86)"  # a platform: x86_64, win32
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # the id of a bucket or a file
    r"|(?<=\.[a-z]{3})\?v=.*"  # a version after a file name, which only makes caches fetch again
)
"""Numbers in a url that are not a version."""

_VERSION = r"\d[._]\d|(?<![0-9A-Za-z])[vVrR]?\d+(?:[a-z]\d+|(?![0-9A-Za-z]))|[0-9a-f]{40}"
_PULL_REQUEST = r"/(?:pull|merge_requests)/\d+\.(?:patch|diff)"
_HOST = r"\b\w+://[^/\s]*"
_NAMES = frozenset({"owner", "repo", "pname", "crateName", "name"})
"""Inputs that name a source, but not its version."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each digest that moved although no input did, unless something that authguard cannot see explains it."""
    reported = set()
    standing = {(each.path, each.attribute, each.identity, each.digest) for each in change.outputs}
    clones = {(each.path, each.attribute): _names(each) for each in change.outputs if keeps_git(each)}
    for one in change.of_kind(Kind.ALONE):
        if one.other is None or _is_explained(change, one, one.other) or _is_of_clone(one.output, clones):
            continue
        if (one.output.path, one.output.attribute, one.output.identity, one.other.digest) in standing:
            continue  # an item was added to a list, and the known inputs do not tell its items apart
        written = (one.output.attribute, one.other.digest, one.output.digest)
        if one.output.tool and written in reported:
            continue  # the tool writes each pin to two files
        reported.add(written)
        yield _finding(change, one.output, one.other)


def _is_explained(change: Change, one: Judgement, other: FixedOutput) -> bool:
    """Tell whether the digest may have moved correctly, or another rule or an earlier commit explains the move."""
    return (
        _may_move(change, one.output, other)
        or _is_of_moved_table(change, one.output)
        or _is_hashed_anew(one.output, other)
        or change.has_moved_use(one.output, other)
        or change.was_kept(other)
        or change.was_copied(other)
        or (other.digest is not None and is_of_nothing(other.digest))
    )


def _may_move(change: Change, each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether an input is unknown, a tool fetched the hash, or the content is expected to change."""
    if keeps_git(each) or change.is_of_files(each) or _is_signed_anew(each, other):
        return True
    if each.is_source and has_commit(each):
        return False  # the content of a commit never changes, so a hash that a tool wrote is reported too
    if may_have_lock(each) and (each.record or _has_moved_lock(change, each, other)):
        return True
    if not each.resolved or each.tool or not each.path.endswith(".nix"):
        return True
    if each.producer != other.producer and _is_elsewhere(each, other):
        return True
    if moving_revision(each) is not None or _is_of_program(change, each.path):
        return True
    if _version_moved(each, other) and each.input("rev") is None and not _states_old_version(each, other):
        return True  # the url does not contain the version
    if each.record and each.input("key") is not None:
        return True  # a lock has the commit of the crate with this key
    if each.is_source:
        return not _is_fixed(each)  # without a version the content behind a url changes at any time
    return change.toolchain_moved or any(move.role == "tool" for move in moves(other, each))


def _has_moved_lock(change: Change, each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the lock of a dependency hash moved, now or since the old hash was written, or is unknown.

    Other files may decide the hash of a function that is not known, and a lock of some kinds may name a branch.
    """
    kind = each.row.lock if of_call(each.producer, each.row) is not None and each.row is not None else None
    if kind not in BY_LOCK_ALONE and kind != "go":
        return True
    answer = change.lock_answer(each, other)
    if answer is None or answer.decision != "same":
        return True
    since = change.since_written(each, other)
    return since is None or since[1].decision != "same"


def _is_of_moved_table(change: Change, each: FixedOutput) -> bool:
    """Tell whether only a platform is known of a hash, and another hash of its table is used and moved correctly.

    `hashes.${system}` with one system uses one hash of the table, and all hashes are of the same inputs.
    """
    if not each.record or each.platform is None or _names(each) != {"platform"}:
        return False
    place = call_of(each)
    beside = [one for one in change.outputs if not one.record and one.platform and call_of(one) == place]
    moved = [one for one in beside if any(old.digest != one.digest for old in change.before(one))]
    alone = {id(one.output): one for one in change.of_kind(Kind.ALONE)}
    return any(
        id(one) not in alone or _is_explained(change, alone[id(one)], alone[id(one)].other or one)
        for one in moved
    )


def _is_signed_anew(each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether only the signature of the url moved, in its query: somebody fetched the same file again."""
    one, two = other.input("url"), each.input("url")
    if one is None or two is None or one.form != two.form or one.shown == two.shown:
        return False
    (place, _, _), (other_place, mark, _) = one.shown.partition("?"), two.shown.partition("?")
    return place == other_place and mark == "?"


def _is_of_clone(each: FixedOutput, clones: dict[tuple[str, str], set[str]]) -> bool:
    """Tell whether a hash that no call uses is in the set of a clone that keeps its `.git`, and has only its inputs.

    An update script writes such a `refs_hash`, and it moves with the branches and tags of the repository. ``clones``
    has the names of the inputs of each clone, by its file and attribute path.
    """
    of_clone = clones.get((each.path, each.attribute.rpartition(".")[0]))
    return each.record and of_clone is not None and _names(each) <= of_clone


def _names(each: FixedOutput) -> set[str]:
    return {one.name for one in each.inputs}


def _is_hashed_anew(each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the two digests cannot be compared: the algorithm differs, or a pin is fetched in another way."""
    if (
        each.digest is not None
        and other.digest is not None
        and each.digest.algorithm != other.digest.algorithm
    ):
        return True
    return each.tool and _means(each) != _means(other)


def _is_elsewhere(each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the owner or the host moved. Another repository may have the same tag, with other content."""
    return any(move.role == "where" and move.before and move.after for move in moves(other, each))


def _means(each: FixedOutput) -> set[str]:
    """Return the names of the inputs that define the content of a pin and its location."""
    return {one.name for one in each.inputs if one.role in ("what", "where")}


def _is_of_program(change: Change, path: str) -> bool:
    """Tell whether a program must have fetched the hashes: MANY of the file, or of the whole change, moved alone."""
    alone = Counter(one.output.path for one in change.of_kind(Kind.ALONE))
    return alone[path] >= MANY or len(alone) >= MANY


def _version_moved(each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether the version of the package moved."""
    one, two = other.version, each.version
    return one is not None and two is not None and one.form != two.form


def _states_old_version(each: FixedOutput, other: FixedOutput) -> bool:
    """Tell whether an input of a source still contains the version that the package had before, such as 1.2."""
    old = other.version.form if other.version is not None else None
    if not isinstance(old, str) or not re.search(r"\d\.\d", old):
        return False
    pattern = rf"(?<![0-9])(?<![0-9]\.){re.escape(old.removeprefix('v'))}(?!\.?[0-9])"
    deciding = (one.form for one in each.inputs if one.role == "what" and one.name not in _NAMES)
    return any(isinstance(form, str) and re.search(pattern, form) is not None for form in deciding)


def _is_fixed(each: FixedOutput) -> bool:
    """Tell whether the inputs of a source fix its content: a revision, a version, or a url with a version in it."""
    return any(_states_version(one) for one in each.inputs if one.role == "what" and one.name not in _NAMES)


def _states_version(one: Input) -> bool:
    """Tell whether an input contains a version, or may contain one because it is not a text."""
    if "url" in one.name.lower():
        return _is_url_of_version(one.form)
    return not isinstance(one.form, str) or re.search(_DIGIT, one.form) is not None


def _is_url_of_version(form: object) -> bool:
    """Tell whether a url has a version, or may have one because a part of it is unknown."""
    text = _with_options(form)
    if text is None:
        return True
    if re.search(_PULL_REQUEST, text):
        return False
    return re.search(_VERSION, re.sub(_NO_VERSION, "", re.sub(_HOST, "", text))) is not None


def _with_options(form: object) -> str | None:
    """Return a url, with the texts of all options where a condition chooses; None if a part is unknown."""
    if isinstance(form, str) or not isinstance(form, tuple):
        return form if isinstance(form, str) else None
    if form == SYSTEM:
        return ""
    if form[:1] == ("choice",):
        parts = [_with_options(option) for _, option in form[2:]]
    elif form[:1] == ("str",):
        parts = [_with_options(part) for part in form[1:]]
    else:
        return None
    known = [part for part in parts if part is not None]
    between = " " if form[0] == "choice" else ""
    return between.join(known) if len(known) == len(parts) else None


def _is_of_something_else(each: FixedOutput) -> bool:
    """Tell whether a hash beside a source may be of another thing, by a word in its name: `metadataHash`."""
    return each.record and is_of_other_thing(each.attribute)


def _spelled_alike(one: FixedOutput, other: FixedOutput) -> tuple[str, str]:
    """Return two hashes as they are written, or both as SRI if they are written in two encodings."""
    digests = one.digest, other.digest
    if digests[0] is None or digests[1] is None or len(one.literal) == len(other.literal):
        return one.literal, other.literal
    return digests[0].sri(), digests[1].sri()


def _newly_brought(change: Change, old: FixedOutput) -> str | None:
    """Return the late commit that brought a hash together with its inputs, so that this one repairs it; else None.

    The first commit of a repository does not tell which came first. The content of a full commit id never changes.
    """
    written = change.history.came_lately(old) if not has_commit(old) else ()
    if len(written) < 2 or any(one.identity == old.identity for one in change.at(written[1:], old)):
        return None
    return written[0].label


def _finding(change: Change, each: FixedOutput, other: FixedOutput) -> Finding:
    place, reference = place_of(each.origin), reference_to(each)
    is_other = not each.is_source or _is_of_something_else(each)
    commit = _newly_brought(change, other) if not is_other else None
    old, new = pair(*_spelled_alike(other, each))
    stayed = "nothing that decides it moved"
    revision = each.input("rev")
    if revision is not None and (has_commit(each) or _version_moved(each, other)):
        stayed = f"its {revision.name} is still {shorten(revision.shown)}"
    return RULE.finding(
        place,
        f"{each.attribute}: the hash moved from {old} to {new}, and {stayed}",
        severity="note" if commit is not None or is_other else None,
        evidence=[Evidence("history", f"{shorten(commit)} brought the old hash")]
        if commit is not None
        else [],
        verdict="suspect",
        nix_notices=True if silent(other, each) is not None else None,
        fixed_output=reference,
        help=command("git", "authguard", "verify", selector(place, reference)),
    )
