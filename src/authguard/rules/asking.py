"""The open questions of a judged commit, put to the mirrors (AG202, AG203, AG401, AG402)."""

from __future__ import annotations

from authguard.prove.ecosystems import ecosystem, options_of
from authguard.prove.inquiry import Elsewhere, Inquiry, Missing, Upstream
from authguard.rules import told
from authguard.rules.finding import Because, Evidence, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from authguard.compare.pairs import Judged
    from authguard.outputs.model import FixedOutput

SOURCES = ("src", "srcs")


class Asked:
    """The suspects of one package, after a mirror was asked: ``left`` are those still open, and what it ``says``."""

    def __init__(
        self, inquiry: Inquiry, target: Iterable[FixedOutput], read: Callable[[str], bytes | None]
    ) -> None:
        """Hold whom to ask, and what stands in the target."""
        self.inquiry = inquiry
        self.target = target
        self.read = read
        self.left: list[Judged] = []
        self.says: list[Evidence] = []

    def findings(self, suspects: list[Judged], notices: Callable[[Judged], bool | None]) -> Iterable[Finding]:
        """Yield what is proved; a hash whose lock is the same in both sources is fresh, and nothing is said of it."""
        for judged in suspects:
            found = upstream(self.inquiry, judged)
            if found is None:
                self.left.append(judged)
                continue
            yield from second_pins(found, judged.each, self.target, self.read)
            if found.answer.decision == "moved" and not judged.each.record:
                yield _proof_of_a_move(judged, found, notices(judged))
            elif found.answer.decision != "same" or not _only_the_source(judged):
                self.left.append(judged)
                self.says.append(Evidence("mirror", found.says))


def upstream(inquiry: Inquiry, judged: Judged) -> Upstream | None:
    """Compare the locks that decide a dependency hash in the two sources that it was and is computed from."""
    each, other = judged.each, judged.other
    if other is None or each.is_source or each.local is not None:
        return None
    kind = ecosystem(each)
    before, after = _source(other), _source(each)
    if kind is None or before is None or after is None:
        return None
    return inquiry.lock(kind, root_of(each, after), before, after, options_of(each))


def _only_the_source(judged: Judged) -> bool:
    """Tell whether nothing moved but what the lock was compared for: then the lock decides."""
    moved = [move for move in judged.moved if move.role in ("what", "how", "script")]
    return all(move.name in (*SOURCES, "version", "name") for move in moved)


def _proof_of_a_move(judged: Judged, found: Upstream, notices: bool | None) -> Finding:
    """Return AG202: the mirror shows that what decides the hash moved."""
    from authguard.rules import ag202_stale_dependency_hash

    return ag202_stale_dependency_hash.finding(
        place=told.place(judged.each.origin),
        fixed_output=told.reference(judged.each),
        because=[Because(found.answer.lock, "what")],
        evidence=[Evidence("mirror", found.says)],
        nix_notices=notices,
    )


def revisions(inquiry: Inquiry, wanted: Iterable[FixedOutput]) -> list[Finding]:
    """Return what the mirrors say of the revisions of sources."""
    found: list[Finding] = []
    for each in wanted:
        answer = inquiry.revision(each) if each.is_source else None
        if isinstance(answer, Missing):
            found.append(_missing(each, answer))
        elif isinstance(answer, Elsewhere):
            found.append(_elsewhere(each, answer))
    return found


def _missing(each: FixedOutput, answer: Missing) -> Finding:
    from authguard.rules import ag401_no_such_revision

    rev = answer.rev.removeprefix("refs/tags/")
    return ag401_no_such_revision.finding(
        place=told.place(each.origin),
        fixed_output=told.reference(each),
        revision=rev,
        nearest=answer.nearest,
        evidence=[Evidence("mirror", f"{answer.url} has no {rev}")],
    )


def _elsewhere(each: FixedOutput, answer: Elsewhere) -> Finding:
    from authguard.rules import ag402_revision_moved

    rev = answer.rev.removeprefix("refs/tags/")
    return ag402_revision_moved.finding(
        place=told.place(each.origin),
        fixed_output=told.reference(each),
        revision=rev,
        before=answer.before,
        after=answer.after,
        day=answer.day,
        evidence=[Evidence("mirror", f"{answer.url} says that {rev} is {answer.after}")],
    )


def second_pins(
    found: Upstream, each: FixedOutput, target: Iterable[FixedOutput], read: Callable[[str], bytes | None]
) -> list[Finding]:
    """Return where the packaging pins by hand what upstream's lock pins too, at another commit.

    Looked at are the sources in the folder of the dependency hash ``each`` whose lock the mirror has shown.
    """
    if not found.answer.lock.endswith("uv.lock"):
        return []
    from authguard.locks.python import uv_commits
    from authguard.outputs.urls import is_full_id
    from authguard.prove.recipes import repository

    text = found.tree.read([found.answer.lock]).get(found.answer.lock, b"")
    pinned = {_house(url): (name, commit) for name, url, commit in uv_commits(text)}
    out: list[Finding] = []
    folder = each.path.rpartition("/")[0]
    for other in target if pinned else ():
        where = repository(other) if other.is_source and other.path.rpartition("/")[0] == folder else None
        if where is None or not is_full_id(where[1]):
            continue
        name, commit = pinned.get(_house(where[0]), ("", where[1]))
        if commit != where[1]:
            out.append(_disagrees(other, where[1], name, commit, found, read))
    return out


def _disagrees(
    other: FixedOutput,
    here: str,
    name: str,
    commit: str,
    found: Upstream,
    read: Callable[[str], bytes | None],
) -> Finding:
    from authguard.rules import ag101_version_disagrees

    rev = other.input("rev")
    data = read(rev.path) if rev is not None and rev.path and rev.offset >= 0 else None
    place = told.point(rev.path, data, rev.offset) if rev is not None and data else told.place(other.origin)
    return ag101_version_disagrees.upstream(
        place=place,
        value=here,
        package=name,
        there=commit,
        lock=f"{found.answer.lock} of {found.after}",
        evidence=[Evidence("mirror", f"{found.answer.lock} of {found.after} pins {name} to {commit}")],
    )


def _house(url: str) -> str:
    """Return what two spellings of one repository's url have in common: its owner and its name."""
    bare = url.rstrip("/").removesuffix(".git").replace(":", "/")
    return "/".join(bare.split("/")[-2:]).lower()


def _source(each: FixedOutput) -> FixedOutput | None:
    """Return the source that a dependency hash is computed from."""
    for one in each.inputs:
        if one.name in SOURCES and one.output is not None:
            return one.output
    return next((one.output for one in each.inputs if one.role == "what" and one.output is not None), None)


def root_of(each: FixedOutput, source: FixedOutput) -> str:
    """Return the directory of the lock in the source, by the options of the producer that say where it is."""
    names = each.row.lock_root if each.row is not None and each.row.lock_root else ("sourceRoot",)
    parts = []
    for name in names:
        option = each.input(name)
        if option is not None:
            parts.append(_inside(option.form, source.store_name or "source"))
    return "/".join(part for part in parts if part and part != ".")


def _inside(form: object, unpacked: str) -> str:
    """Return a directory relative to the root of the source; sourceRoot begins with the name of what was unpacked."""
    if isinstance(form, tuple) and form[:1] == ("str",):  # "${src.name}/web", where the name is not known
        form = form[-1].partition("/")[2] if isinstance(form[-1], str) else ""
    if not isinstance(form, str) or form.startswith(("/", "..")):
        return ""
    for prefix in (f"{unpacked}/", "source/", "./"):
        form = form.removeprefix(prefix)
    return "" if form in (unpacked, "source") else form.strip("/")
