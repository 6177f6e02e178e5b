"""Fixed outputs as text.

The text is stored between runs, so that a tree can be judged and listed without an evaluation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.canonical import fingerprint
from authguard.nix.values import Origin
from authguard.outputs.model import FixedOutput, Input

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def dump(found: list[FixedOutput]) -> str:
    """Return the fixed outputs of one file as JSON. A part of an identity that is not text becomes a fingerprint."""
    import json

    return json.dumps([_plain(each) for each in found], separators=(",", ":"), ensure_ascii=True)


def _plain(each: FixedOutput) -> dict[str, Any]:
    start, end = each.origin.span()
    return {
        "producer": each.producer,
        "kind": each.kind,
        "span": [start, end],
        "literal": each.literal,
        "attribute": each.attribute,
        "placeholder": each.placeholder,
        "problem": each.problem,
        "digest": None if each.digest is None else [each.digest.algorithm, each.digest.raw.hex()],
        "platform": each.platform,
        "group": None if each.group is None else fingerprint(each.group),
        "package": None if each.package is None else fingerprint(each.package),
        "record": each.record,
        "tool": each.tool,
        "local": each.local,
        "lock": each.lock,
        "mode": each.mode,
        "store": each.store_name,
        "path": each.path,
        "version": None if each.version is None else _input(each.version),
        "inputs": [_input(one) for one in each.inputs],
    }


def _input(one: Input) -> list[Any]:
    form = one.form if isinstance(one.form, str) else [fingerprint(one.form)]
    return [one.name, one.role, form, one.shown[:400], one.known, *one.urls]


def without_code(each: FixedOutput) -> FixedOutput | None:
    """Return a copy without its file and its syntax tree; None if a deciding input is more than a text."""
    if not all(isinstance(one.form, str) for one in each.inputs if one.role in ("what", "how", "script")):
        return None
    return load(dump([each]), lambda _: None)[0]


def load(text: str, read: Callable[[str], bytes | None]) -> list[FixedOutput]:
    """Return the fixed outputs that `dump` stored. ``read`` returns the bytes of the files that have their literals."""
    import json

    return [_full_identity(plain, read) for plain in json.loads(text)]


def _full_identity(plain: dict[str, Any], read: Callable[[str], bytes | None]) -> FixedOutput:
    from authguard.digest import Digest
    from authguard.producers import by_name

    origin = Origin(plain["path"], read(plain["path"]) or b"", *plain["span"])
    inputs = [_loaded(one) for one in plain["inputs"]]
    each = FixedOutput(plain["producer"], plain["kind"], origin, plain["literal"], inputs)
    each.attribute = plain["attribute"]
    each.placeholder = plain["placeholder"]
    each.problem = plain["problem"]
    each.digest = (
        None if plain["digest"] is None else Digest(plain["digest"][0], bytes.fromhex(plain["digest"][1]))
    )
    each.platform = plain["platform"]
    each.group = plain["group"]
    each.package = plain["package"]
    each.record = plain["record"]
    each.tool = plain["tool"]
    each.local = plain["local"]
    each.lock = plain["lock"]
    each.mode = plain["mode"]
    each.store_name = plain["store"]
    each.version = None if plain["version"] is None else _loaded(plain["version"])
    each.row = None if each.record else by_name(each.producer)
    return each


def _loaded(one: list[Any]) -> Input:
    name, role, form, shown, known, *urls = one
    made = Input(name, role, form if isinstance(form, str) else ("#", form[0]), shown, known)
    made.urls = tuple(urls)
    return made
