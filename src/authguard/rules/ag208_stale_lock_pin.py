"""AG208: the pinned url, version, tag or revision of a lock file moved, but its hash did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.compare import classes
from authguard.compare.judgement import Kind
from authguard.outputs.flake import direct_nodes, requests
from authguard.outputs.urls import versions
from authguard.producers.pins import PIN_FILES
from authguard.rules.ag201_stale_source_hash import is_pin, sentence, stale_parts
from authguard.rules.describe import place_of, reference_to
from authguard.rules.finding import STALE, SUSPECT, moved_input
from authguard.rules.rule import Rule
from authguard.rules.words import command, shorten, silent, why_moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from authguard.compare.judgement import Judgement
    from authguard.outputs.model import FixedOutput
    from authguard.rules.context import Change
    from authguard.rules.finding import Finding

RULE = Rule(
    code="AG208",
    name="stale-lock-pin",
    severities=("error", "warning", "note"),
    fixable=True,
    summary="A pin in a lock file moved, but its hash did not.",
    what="""
A person or a merge changed an entry of flake.lock, npins, niv, nvfetcher's output or a similar file, or another
record with a hash beside a rev, version, tag or url. Its hash (narHash, hash, sha256) is still that of the old entry.
The finding is a warning if only a commit id moved: the tools that write these files fetch first, and two commits can
have one tree. The finding is a note if the tool fetched in the same commit (other pins have new hashes, or the
request for this input changed), or if it wrote this pin to two files. It is an error if the same content has
another hash too: two inputs at one commit cannot have two hashes.

Nix fetches the url of a pin of npins, niv and lon, so a tag or commit id that moved only in the url is reported too. An
option such as `submodules` that a pin gains or loses is a warning.
""",
    why="""
A lock file looks as if a machine wrote it, so nobody reviews it. But a merge of two branches can take the rev
of one side and the narHash of the other, and Nix accepts it. The inputs of a flake and the tarballs of
npins have the store name `source`, those of niv the name of the source, whatever their rev is: a machine that has the
old tree uses it without a message. A fresh machine reports a mismatch.
""",
    example="""
   "nixpkgs": {
     "locked": {
       "narHash": "sha256-…",                              # kept: AG208
       "owner": "NixOS", "repo": "nixpkgs",
-      "rev": "8f3e1f807051e32d8c95cd12b9b421623850a34d",
+      "rev": "ceb4fcc090851717a3069d78e85ceb1e86c2740c",
""",
    fix="""
Let the tool write the entry again: `nix flake update NAME`, `npins update NAME`, `niv update NAME`,
`nvfetcher`. To keep the rev and fix only the hash, `git authguard fix PATH#NAME`.
""",
    waive="""
These files have no comments; use the config:

`[[allow]]`
`rule = "AG208"`
`path = "npins/sources.json"`
`digest = "sha256-…"`
`reason = "two channels, one tree"`
""",
)


REQUESTED = ("ref", "rev", "owner", "repo", "url")
"""The parts of a node's `original` that define the requested source."""

_UPDATE = {each.producer: each.update for each in PIN_FILES if each.update}
"""The commands by which tools update one pin."""


@RULE.on_change
def decide(change: Change) -> Iterator[Finding]:
    """Report each pin of a tool with moved inputs and a kept digest."""
    for one in change.of_kind(Kind.STALE):
        if is_pin(one):
            yield _finding(change, one)
    for path in change.changed:
        if path.rpartition("/")[2] == "flake.lock":
            yield from _moved_requests(change, path)


def _moved_requests(change: Change, path: str) -> Iterator[Finding]:
    """Report inputs in flake.lock with another requested source than in the base, but the same locked part.

    Nix locks an input again if flake.nix requests another source. So nothing is reported if Nix locked other inputs
    in the same change, and it is a note if flake.nix changed. The request of an input of an input is reported if it
    contradicts the locked part, and flake.nix states its repository or Nix did not write the file. Nix copies other
    requests from other flakes.
    """
    here = [each for each in change.outputs if each.path == path]
    locked_anew = any(base.at(each) and not base.sharing(each) for base in change.base_pairs for each in here)
    is_asked = path.removesuffix("lock") + "nix" in change.changed
    flake_code = change.read(path.removesuffix("lock") + "nix") or b""
    now, direct = requests(change.read(path)), direct_nodes(change.read(path))
    kept = {each.attribute: each for each in here if change.is_kept(each)}
    for base in change.bases:
        then = requests(base.snapshot.read(path))
        for name, (original, locked) in now.items():
            each, before = kept.get(f"nodes.{name}"), then.get(name)
            if each is None or before is None or before[1] != locked:
                continue
            moved = [key for key in REQUESTED if before[0].get(key) != original.get(key)]
            if not moved or _is_answered(original, locked):
                continue
            denied = _is_denied(moved, original, locked)
            is_own = name in direct or _states(flake_code, original)
            if (denied and is_own) or (not locked_anew and (denied or name in direct)):
                found = _request_finding(each, moved, before[0], original, denied)
                is_note = is_asked and not denied and not _is_other_release(before[0], original)
                yield found._replace(severity="note") if is_note else found


def _is_other_release(before: dict[str, object], after: dict[str, object]) -> bool:
    """Tell whether a request names another release now: two tags of releases hardly ever name one commit."""
    one, other = sorted((str(each.get("ref") or "") for each in (before, after)), key=len)
    is_longer = other.startswith(f"{one}.")  # v1.2 and v1.2.3
    return (
        bool(versions(one)) and bool(versions(other)) and versions(one) != versions(other) and not is_longer
    )


def _states(flake: bytes, original: dict[str, object]) -> bool:
    """Tell whether a flake.nix states the repository of a request: it may override an input of an input."""
    owner, repo, url, rev = (str(original.get(key) or "") for key in ("owner", "repo", "url", "rev"))
    texts = ((f"{owner}/{repo}",), (f'"{owner}"', f'"{repo}"')) if owner and repo else ()
    stated = (*texts, *((text,) for text in (url, rev) if text))
    return any(all(text.encode("utf-8", "surrogateescape") in flake for text in each) for each in stated)


def _is_answered(original: dict[str, object], locked: dict[str, object]) -> bool:
    """Tell whether the locked part fits the request: the same commit, or a commit of the same repository.

    A request for a name in the registry (`nixpkgs`) contains no repository, so every locked part fits.
    """
    stated = [key for key in REQUESTED if key != "ref" and original.get(key) is not None]
    if not stated and original.get("type") == "indirect":
        return original.get("ref") is None
    same = all(not _is_other(original[key], locked.get(key)) for key in stated)
    return bool(stated) and same and ("rev" in stated or original.get("ref") is None)


def _is_denied(moved: list[str], original: dict[str, object], locked: dict[str, object]) -> bool:
    """Tell whether the locked part belongs to another repository or commit than the moved request."""
    return any(
        _is_other(original.get(key), locked.get(key)) for key in moved if key in ("rev", "owner", "repo")
    )


def _request_finding(
    each: FixedOutput,
    moved: list[str],
    before: dict[str, object],
    after: dict[str, object],
    denied: bool,
) -> Finding:
    because = [
        moved_input(f"original.{key}", "what", _text(before.get(key)), _text(after.get(key)), each.path)
        for key in moved
    ]
    move_class = classes.PIN_OF_OTHER_REPOSITORY if denied else classes.REQUEST_MOVED
    place, pin = place_of(each.origin), _pin_name(each)
    return RULE.finding(
        place,
        f"pin {shorten(pin)}: {why_moved(because)}, but its locked part stayed{silent(False)}",
        severity=move_class.severity,
        verdict=STALE if denied else SUSPECT,
        nix_notices=False,
        fixed_output=reference_to(each),
        move_class=move_class.name,
        because=because,
        help=command(*_UPDATE["flake.lock"], pin),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _is_other(wanted: object, locked: object) -> bool:
    """Tell whether the locked part contradicts the requested part, without regard to upper and lower case."""
    return wanted is not None and str(wanted).lower() != str(locked).lower()


def _finding(change: Change, one: Judgement) -> Finding:
    each, parts = one.output, stale_parts(change, one)
    place, pin = place_of(each.origin), _pin_name(each)
    update = _UPDATE.get(each.producer)
    if update and not pin.startswith("-"):
        program, *verb = update
        where = _where(program, place.path)
        before, after = ([], where) if program == "nix" else (where, [])
        parts["help"] = command(program, *before, *verb, pin, *after)
    move_class = one.move_class
    if move_class is classes.COMMIT_MOVED_BY_TOOL and _is_asked_anew(change, one):
        move_class = classes.TOOL_RAN
        parts["move_class"] = move_class.name
    return RULE.finding(
        place,
        f"pin {shorten(pin)}: {sentence(one, parts['because'], 'but its hash did not')}{silent(parts['nix_notices'])}",
        severity=move_class.severity,
        **parts,
    )


def _is_asked_anew(change: Change, one: Judgement) -> bool:
    """Tell whether Nix locked an input of flake.lock again: both its request and its date moved."""
    each = one.output
    if each.producer != "flake.lock":
        return False
    name = each.attribute.partition(".")[2]
    now = requests(change.read(each.path)).get(name)
    then = [requests(base.snapshot.read(each.path)).get(name) for base in change.bases]
    if now is None or len(then) != 1 or then[0] is None:
        return False
    return then[0][0] != now[0] and then[0][1].get("lastModified") != now[1].get("lastModified")


def _where(program: str, path: str) -> list[str]:
    """Return the options that pass a tool the path of its pin file (from the root), if it is not the usual path."""
    directory, _, name = path.rpartition("/")
    if program == "nix":
        return ["--flake", f"./{directory}"] if directory else []
    if program == "npins" and directory != "npins":
        return ["--directory", directory or "."]
    if program == "niv" and path != "nix/sources.json":
        return ["--sources-file", path or name]
    return []


def _pin_name(each: FixedOutput) -> str:
    parts = each.attribute.split(".")
    return parts[-1] if parts[0] in ("nodes", "pins") or len(parts) == 1 else each.attribute
