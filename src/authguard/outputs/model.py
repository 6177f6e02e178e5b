"""Fixed outputs as values: identity, digest, place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard import digest as digests

if TYPE_CHECKING:
    from collections.abc import Callable

    from authguard.digest import Digest
    from authguard.nix.values import Origin
    from authguard.producers.record import Producer


class Input:
    """One input of a fixed output.

    form      its value in canonical form (nix/canonical.py).
    shown     the text for people.
    known     whether it is completely resolved.
    path      with ``offset`` the place where it is written ("" and -1 if there is none).
    outputs   the sources of a fetched input: several for a list, and one for each platform.
    files     the files of this repository that are part of the content.
    urls      each url of a list or of alternatives, as text; ``shown`` has only the first urls.
    written   the name in the code: "tag" for a tag, which is compared as "rev".
    """

    __slots__ = (
        "files", "form", "known", "name", "offset", "outputs", "path", "role", "shown", "urls", "written",
    )  # fmt: skip

    def __init__(
        self, name: str, role: str, form: object, shown: str, known: bool, path: str = "", offset: int = -1
    ) -> None:
        """Store the arguments."""
        self.name = name
        self.role = role
        self.form = form
        self.shown = shown
        self.known = known
        self.path = path
        self.offset = offset
        self.outputs: list[FixedOutput] = []
        self.files: tuple[str, ...] = ()
        self.urls: tuple[str, ...] = ()
        self.written = name

    @property
    def output(self) -> FixedOutput | None:
        """The fixed output that this input is, or the first if there are several."""
        return self.outputs[0] if self.outputs else None

    def __repr__(self) -> str:
        return f"Input({self.name}={self.shown!r}, {self.role})"


REVISION_IN_URL = "revision in the url"
"""The name of an input: a tag or another commit id in the url of a pin that states its commit id.

Also the version in the url of a registry, beside another version.
"""

_PLACE: dict[str, object] = {"attribute": "", "platform": None, "group": None, "package": None}
_OF_OTHER_CONTENT = ("fetchpatch2", "fetchCargoTarball", "buildComposerProject")
"""Producers of another output than fetchpatch, fetchCargoVendor and buildComposerProject2 make of the same inputs."""
_OFF = frozenset(
    {"deepClone", "exportIgnore", "fetchLFS", "fetchSubmodules", "leaveDotGit", "lfs", "submodules"}
)
"""Options of a clone that are off if a pin does not state them."""
_STORE: dict[str, object] = {"store_name": None, "mode": "recursive"}


class FixedOutput:
    """A pair: an identity (the inputs) and a digest, at a place.

    attribute  the attribute path that `list` prints, without the file.
    producer   the function, or the kind of record.
    kind       "source", "dependency", "image", "patch", "handwritten" or "pin".
    origin     the hash literal.
    digest     None if the literal is a placeholder or is no digest; ``problem`` then says why.
    platform   the platform's name, for one entry of a platform set; ``label`` if the call itself chooses the entry.
    group      a value that all entries of one platform set have.
    package    a value that all fixed outputs of one package have.
    record     whether only the data is known: the fetcher is in another file.
    tool       whether a tool wrote this pin, and fetched its content.
    local      the directory of this repository that is the source, if it is not fetched.
    """

    __slots__ = (
        "_full_identity",
        "_identity",
        "_is_kept",
        "_version",
        "attribute",
        "digest",
        "find_place",
        "find_store",
        "find_version",
        "group",
        "inputs",
        "kind",
        "label",
        "literal",
        "local",
        "lock",
        "mode",
        "origin",
        "package",
        "placeholder",
        "platform",
        "problem",
        "producer",
        "record",
        "row",
        "store_name",
        "tool",
    )

    # These parts are seldom needed: ``find_place`` sets the first four, and ``find_store`` the other two.
    attribute: str
    platform: str | None
    group: object
    package: object
    store_name: str | None
    mode: str

    def __init__(self, producer: str, kind: str, origin: Origin, literal: str, inputs: list[Input]) -> None:
        """Store the parts that every fixed output has."""
        self.producer = producer
        self.kind = kind
        self.origin = origin
        self.literal = literal
        self.inputs = inputs
        self.label: str | None = None
        self.find_place: Callable[[FixedOutput], None] | None = None
        self.find_store: Callable[[FixedOutput], None] | None = None
        self._identity: tuple[object, ...] | None = None
        self._full_identity: tuple[object, ...] | None = None
        self.digest: Digest | None = None
        self._is_kept = False
        self.placeholder = False
        self.problem: str | None = None
        self.record = False
        self.tool = False
        self._version: Input | None = None
        self.find_version: Callable[[], Input | None] | None = None
        self.local: str | None = None
        self.row: Producer | None = None
        self.lock: str | None = None

    def __getattr__(self, name: str) -> object:
        """Set a part on first use. If no function finds the part, it has the value in `_PLACE` or `_STORE`."""
        if name in _PLACE:
            parts, find, self.find_place = _PLACE, self.find_place, None
        elif name in _STORE:
            parts, find, self.find_store = _STORE, self.find_store, None
        else:
            raise AttributeError(name)
        for part, default in parts.items():
            try:
                object.__getattribute__(self, part)
            except AttributeError:
                setattr(self, part, default)
        if find is not None:
            find(self)
        return object.__getattribute__(self, name)

    def keep_all(self) -> None:
        """Find the parts that are seldom needed now, so that the values they are found in can be dropped.

        This includes the parts of its sources, each only once: many outputs may share a source.
        """
        if self._is_kept:
            return
        self._is_kept = True
        for name in ("attribute", "store_name", "version"):
            getattr(self, name)
        for each in self.inputs:
            for source in each.outputs:
                source.keep_all()

    @property
    def version(self) -> Input | None:
        """The version in the call or, if the call has no version, the nearest version around it.

        It is searched on first use.
        """
        if self._version is None and self.find_version is not None:
            self._version = self.find_version()
        self.find_version = None
        return self._version

    @version.setter
    def version(self, found: Input | None) -> None:
        self._version = found

    @property
    def path(self) -> str:
        """The file with the hash literal."""
        return self.origin.path

    @property
    def identity(self) -> tuple[object, ...]:
        """Everything that decides the content, in canonical form: equal identities mean equal content.

        The mode is a part of it for a source that is hashed as one file, and for a hand-written output; options that
        change the mode are inputs. (For dependencies nixpkgs changed the mode under the same names.) The kind of lock
        is a part of it for dependencies, since one source may have the locks of two ecosystems.
        """
        if self._identity is None:
            deciding = [
                each
                for each in self.inputs
                if each.role in ("what", "how", "script") and not (self.kind == "pin" and _is_off(each))
            ]
            deciding.sort(key=lambda each: each.name)
            made = [(each.name, each.form) for each in deciding]
            if self.is_source and self.row is not None and self.row.mode == "flat" and self.row.names:
                made.append(("", "flat"))
            if self.kind == "handwritten":
                made.append(("", self.mode))
            if self.kind == "dependency" and not self.record:
                from authguard.producers import of_call  # a clean check computes no identity

                known = of_call(self.producer, self.row)
                made.append(("", str(known.lock) if known is not None else ""))
            if (
                self.kind == "patch" and self.input("rev") is not None
            ):  # the change of a commit is not its tree
                made.append(("", "patch"))
            if self.producer in _OF_OTHER_CONTENT:
                made.append(("", self.producer))
            self._identity = tuple(made)
        return self._identity

    @property
    def full_identity(self) -> tuple[object, ...]:
        """The identity with its location, so that a move to another host changes it."""
        if self._full_identity is None:
            where = [(each.name, each.form) for each in self.inputs if each.role == "where"]
            self._full_identity = (*self.identity, *sorted(where, key=repr)) if where else self.identity
        return self._full_identity

    @property
    def pair(self) -> tuple[object, ...]:
        """The form of this fixed output as an input of another fixed output: identity and digest."""
        return ("pair", self.identity, self.digest.key() if self.digest is not None else "")

    @property
    def resolved(self) -> bool:
        """Whether every deciding input is a concrete value."""
        deciding = [each for each in self.inputs if each.role == "what"]
        return bool(deciding) and all(each.known for each in deciding)

    @property
    def is_source(self) -> bool:
        """Whether a moved identity alone proves that the digest is stale."""
        return self.kind not in ("dependency", "handwritten")

    def input(self, name: str) -> Input | None:
        """Return the input of that name."""
        return next((each for each in self.inputs if each.name == name), None)

    def __repr__(self) -> str:
        return f"FixedOutput({self.path}#{self.attribute} {self.producer} {self.inputs} {self.literal})"


def _is_off(stated: Input) -> bool:
    """Tell whether an option of a clone is off, as it is without it. A newer program writes more such options."""
    return stated.role == "how" and stated.shown == "false" and stated.name.removeprefix("src.") in _OFF


def decode(made: FixedOutput, text: str, algorithm: str | None, fake: bool) -> None:
    """Set digest, placeholder and problem of ``made`` from the literal's text."""
    if fake or digests.is_placeholder(text):
        made.placeholder = True
        return
    try:
        made.digest = digests.parse(text, algorithm)
    except digests.BadDigest as error:
        made.problem = error.reason
        made.digest = error.digest
