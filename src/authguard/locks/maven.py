"""Maven's pom.xml, which is not a real lock."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING

from authguard.locks.comparing import (
    BESIDE,
    LARGEST,
    LONGEST_NAME,
    LockAnswer,
    LockKind,
    LockUnreadable,
    Packages,
    add,
    changes,
    chosen,
    describe_changes,
    join,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from authguard.locks.comparing import Files, Options

LOCK = ("pom.xml",)
DEEPEST = 100
MOST_MODULES = 2000

_DESCRIPTIVE = frozenset(
    {"name", "description", "url", "licenses", "developers", "contributors", "scm", "issueManagement",
     "mailingLists", "organization", "inceptionYear", "ciManagement"}
)  # fmt: skip
"""The parts of a project that only describe it."""


def _pom(data: bytes) -> Element:
    """Return the project element of a pom. Raises Unreadable, even for a document type, since its entities can grow."""
    from xml.etree import ElementTree

    if len(data) > LARGEST or b"\0" in data[:64]:
        raise LockUnreadable("it is too large, or is not XML in a single-byte encoding")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise LockUnreadable("it has a document type")
    try:
        return ElementTree.fromstring(data)  # noqa: S314  (no document type, so no entity can grow)
    except ElementTree.ParseError as error:
        raise LockUnreadable("it is not XML", error.position[0]) from error
    except (ValueError, LookupError) as error:
        raise LockUnreadable("its encoding is not known") from error


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _field(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if _name(child) == name), "")


def _children(element: Element, *path: str) -> list[Element]:
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if _name(child) == name]
    return found


def packages_of(project: Element) -> Packages:
    """Return the packages that a pom itself fetches: its dependencies, plugins, extensions and parent.

    Versions are resolved from the properties of the pom. Versions of a management section, a profile or a parent are
    omitted. Raises Unreadable.
    """
    stated = {
        _name(one): (one.text or "").strip() for block in _children(project, "properties") for one in block
    }
    properties = {name: value for name, value in stated.items() if len(value) <= LONGEST_NAME}
    found: Packages = {}
    for element in (
        *_children(project, "dependencies", "dependency"),
        *_children(project, "build", "plugins", "plugin"),
        *_children(project, "build", "extensions", "extension"),
        *_children(project, "parent"),
    ):
        version = re.sub(
            r"\$\{([^{}]*)\}",
            lambda match: properties.get(match.group(1), match.group(0)),
            _field(element, "version"),
        )
        if version and "${" not in version:
            add(found, f"{_field(element, 'groupId')}:{_field(element, 'artifactId')}", version)
    return found


def members(read: Callable[[str], bytes | None], options: Options) -> list[str]:
    """Return the directories of the modules of a pom, including the modules of these modules."""
    found: dict[str, None] = {}
    waiting = [""]
    while waiting and len(found) <= MOST_MODULES:
        folder = waiting.pop()
        text = (read(join(folder, LOCK[0])) or b"")[:LARGEST].decode("utf-8", "replace")
        for name in re.findall(r"<module>\s*+([^<>\s]+)\s*+</module>", text):
            inner = normpath(join(folder, name.removesuffix("/" + LOCK[0])))
            if inner not in found:
                found[inner] = None
                waiting.append(inner)
    return list(found)


def _module(data: bytes, *, is_member: bool) -> Element:
    """Return the project of a pom; for a module, without the module's own version.

    The version of the parent is included: the parent is often no module, so nothing else compares this version.
    """
    project = _pom(data)
    stated = r"\$\{(?:project\.|pom\.)?(?:parent\.)?version\}"
    if not is_member or any(re.search(stated, one.text or "") for one in project.iter()):
        return project
    for version in _children(project, "version"):
        project.remove(version)
    return project


def _shape(element: Element, depth: int = 0) -> object:
    """Return an element without comments, white space and descriptive parts."""
    if depth > DEEPEST:
        raise LockUnreadable("it is nested too deep")
    children = [
        child
        for child in element
        if isinstance(child.tag, str) and not (depth == 0 and _name(child) in _DESCRIPTIVE)
    ]
    text = "" if children else (element.text or "").strip()
    return (
        _name(element),
        tuple(sorted(element.attrib.items())),
        text,
        tuple(_shape(child, depth + 1) for child in children),
    )


def answer(before: Files, after: Files, options: Options) -> LockAnswer:
    """A changed version of a dependency or plugin is proof. Any other changed text of the build only raises a doubt."""
    found = chosen(LOCK, before, after)
    if isinstance(found, LockAnswer):
        return found
    name, old, new = found
    if old == new:
        return LockAnswer("same", f"{name} is the same", name)
    try:
        was, is_ = (_module(text, is_member=BESIDE in options) for text in (old, new))
        moved = changes(packages_of(was), packages_of(is_))
        alike = _shape(was) == _shape(is_)
    except LockUnreadable as error:
        return LockAnswer("unknown", f"{name} cannot be read", name, error.text(name))
    if moved:
        return LockAnswer("moved", f"{name} differs: {describe_changes(moved)}", name)
    if alike:
        return LockAnswer("same", f"{name} differs in comments, layout or descriptions alone", name)
    return LockAnswer("unknown", f"{name} differs in a value that is not a plain version", name)


KIND = LockKind(
    name="maven",
    files=LOCK,
    compare=answer,
    commands=r"\bmvnw?(?=[\s;&|)\"']|$)",
    words=("maven", "mvn"),
    members=members,
)
