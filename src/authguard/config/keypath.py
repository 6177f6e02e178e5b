"""Key paths into YAML, TOML and JSON, with the place of the value.

`services[name=authentik].current-version`: dots separate the keys, and a key with other characters than letters,
digits, `_` and `-` is quoted (`"a.b"`). After a key, `[3]` takes an element of a list by its number from 0, and
`[name=authentik]` the first element with the `name` `authentik`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_STEP = re.compile(
    r"""(?P<dot>\.)?(?:
        "(?P<quoted>[^"]+)" | (?P<key>[\w-]+)
      | \[(?P<index>\d{1,6})\]
      | \[(?P<by>[\w-]+)=(?:"(?P<exact>[^"]*)"|(?P<value>[^\]"]*))\]
    )""",
    re.VERBOSE,
)


class BadKeyPath(ValueError):
    """A text that is not a key path. The message has the reason."""


class KeyUnreadable(ValueError):
    """The file has another format than expected. The text has the place and the reason."""


@dataclass(slots=True, eq=False)
class KeyStep:
    """One step: a key, an index, or the first element with `value` as its `by`."""

    key: str | None = None
    index: int | None = None
    by: str | None = None
    value: str = ""

    def picks(self, element: object) -> bool:
        """Whether an element of a list has the `value` at `by`."""
        return isinstance(element, dict) and self.by in element and scalar(element[self.by]) == self.value


@dataclass(slots=True, eq=False)
class Found:
    """A value with its place: `line` and `column` from 1, in characters. A quoted value is at its opening quote."""

    value: str
    line: int
    column: int


def parse_keypath(text: str) -> list[KeyStep]:
    """The steps of a path. Raises BadKeyPath."""
    steps: list[KeyStep] = []
    at = 0
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            raise BadKeyPath(f"{text[at : at + 12]!r} is not a key, [number] or [key=value]")
        key = match["quoted"] or match["key"]
        if bool(match["dot"]) != (key is not None and bool(steps)):
            raise BadKeyPath(f"each key except the first needs a dot before it, see {text[at : at + 12]!r}")
        if key is not None:
            steps.append(KeyStep(key=key))
        elif match["index"] is not None:
            steps.append(KeyStep(index=int(match["index"])))
        else:
            steps.append(
                KeyStep(
                    by=match["by"], value=match["exact"] if match["exact"] is not None else match["value"]
                )
            )
        at = match.end()
    if not steps:
        raise BadKeyPath("it is empty")
    return steps


def scalar(value: object) -> str | None:
    """A scalar as it is written in the file; None for a table, a list or nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else None


def find_in_json(text: str, steps: list[KeyStep]) -> Found | None:
    """The value at a path of a JSON text, or None for no value. Raises Unreadable.

    For the offset, this module itself reads the path to the value. The decoder of Python reads the value.
    """
    import json

    try:
        json.loads(text)
        at = _json_offset(text, steps)
        if at is None:
            return None
        value, _ = json.JSONDecoder().raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise KeyUnreadable(
            f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} at line {error.lineno}"
        ) from None
    except (RecursionError, ValueError) as error:
        raise KeyUnreadable(f"not JSON that can be read: {error}") from None
    stated = scalar(value)
    if stated is None:
        return None
    line = text.count("\n", 0, at) + 1
    return Found(stated, line, at - text.rfind("\n", 0, at))


_JSON_SPACE = re.compile(r"[ \t\r\n]*")


def _json_offset(text: str, steps: list[KeyStep]) -> int | None:
    """Return the offset of the value at a path in a valid JSON text."""
    at = _space(text, 0)
    for step in steps:
        found = _json_member(text, at, step.key) if step.key is not None else _json_element(text, at, step)
        if found is None:
            return None
        at = found
    return at


def _space(text: str, at: int) -> int:
    match = _JSON_SPACE.match(text, at)
    return match.end() if match else at


def _json_member(text: str, at: int, key: str) -> int | None:
    """The offset of a member's value. If two members have one name, the last member is used, as in all JSON readers."""
    from json import JSONDecoder

    if text[at : at + 1] != "{":
        return None
    decoder = JSONDecoder()
    found = None
    at = _space(text, at + 1)
    while text[at] != "}":
        name, at = decoder.raw_decode(text, at)
        at = _space(text, _space(text, at) + 1)
        if name == key:
            found = at
        _, at = decoder.raw_decode(text, at)
        at = _space(text, at)
        if text[at] == ",":
            at = _space(text, at + 1)
    return found


def _json_element(text: str, at: int, step: KeyStep) -> int | None:
    """The offset of the element that a step picks."""
    from json import JSONDecoder

    if text[at : at + 1] != "[":
        return None
    decoder = JSONDecoder()
    number = 0
    at = _space(text, at + 1)
    while text[at] != "]":
        value, after = decoder.raw_decode(text, at)
        if step.index == number or (step.by is not None and step.picks(value)):
            return at
        number += 1
        at = _space(text, after)
        if text[at] == ",":
            at = _space(text, at + 1)
    return None


def find_in_toml(text: str, steps: list[KeyStep]) -> Found | None:
    """The value at a path of a TOML text, or None for no value. Raises Unreadable.

    The parser returns no places. So the text is cut after a line and parsed: the first line after which the value
    exists contains it.
    """
    import tomli

    text = text.replace("\r\n", "\n")
    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise KeyUnreadable(
            f"not TOML: line {error.lineno}: {error.msg[:1].lower()}{error.msg[1:]}"
        ) from None
    except RecursionError:
        raise KeyUnreadable("not TOML that can be read: nested too deeply") from None
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise KeyUnreadable("not TOML that can be read: a number has too many digits") from None
    concrete = _concrete(document, steps)
    stated = None if concrete is None else scalar(_follow(document, concrete))
    if concrete is None or stated is None:
        return None
    lines = text.split("\n")
    number = _first_line(lines, concrete)
    offset = lines[number - 1].rfind(stated)
    quote = offset > 0 and lines[number - 1][offset - 1] in "\"'"
    return Found(stated, number, 1 if offset < 0 else offset + 1 - quote)


def _concrete(value: Any, steps: list[KeyStep]) -> list[str | int] | None:  # noqa: ANN401 - any TOML value
    """The path with every `[name=x]` replaced by the index of its element; None if there is no such element."""
    concrete: list[str | int] = []
    for step in steps:
        key: str | int | None = step.key if step.key is not None else step.index
        if step.by is not None and isinstance(value, list):
            key = next((at for at, element in enumerate(value) if step.picks(element)), None)
        if key is None:
            return None
        concrete.append(key)
        value = _follow(value, [key])
        if value is None:
            return None
    return concrete


def _follow(value: Any, concrete: list[str | int]) -> Any:  # noqa: ANN401 - any TOML value
    """The value at a path of keys and indices, or None."""
    for key in concrete:
        if isinstance(key, str):
            value = value.get(key) if isinstance(value, dict) else None
        else:
            value = value[key] if isinstance(value, list) and key < len(value) else None
    return value


def _first_line(lines: list[str], concrete: list[str | int]) -> int:
    """The number of the first line after which the value exists, by binary search over cuts that are valid TOML."""
    low, high = 1, len(lines)
    while low < high:
        middle = (low + high) // 2
        if _has(lines, middle, low, concrete):
            high = middle
        else:
            low = middle + 1
    return low


def _has(lines: list[str], cut: int, floor: int, concrete: list[str | int]) -> bool:
    """Whether the lines up to `cut` have the value. A cut inside of a multi-line value moves up to its start."""
    import tomli

    for end in range(cut, floor - 1, -1):
        try:
            return _follow(tomli.loads("\n".join(lines[:end])), concrete) is not None
        except tomli.TOMLDecodeError:
            continue
    return False


def find_in_yaml(text: str, steps: list[KeyStep]) -> Found | None:
    """The value at a path of a YAML text, or None for no value. Raises Unreadable.

    The text is parsed to nodes, not to objects, so no tag has an effect and `1.10` does not become a number.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node: Any = next(iter(yaml.compose_all(text, Loader=loader)), None)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        raise KeyUnreadable(
            f"not YAML: {where}{getattr(error, 'problem', None) or 'it cannot be read'}"
        ) from None
    except RecursionError:
        raise KeyUnreadable("not YAML that can be read: nested too deeply") from None
    for step in steps:
        if isinstance(node, yaml.MappingNode) and step.key is not None:
            node = _yaml_member(node, step.key)
        elif isinstance(node, yaml.SequenceNode) and step.key is None:
            node = _yaml_element(node, step)
        else:
            return None
    if not isinstance(node, yaml.ScalarNode):
        return None
    return Found(node.value, node.start_mark.line + 1, node.start_mark.column + 1)


def _yaml_member(node: Any, key: str) -> Any:  # noqa: ANN401 - nodes of PyYAML, imported late
    return next((value for name, value in node.value if name.value == key), None)


def _yaml_element(node: Any, step: KeyStep) -> Any:  # noqa: ANN401 - nodes of PyYAML, imported late
    import yaml

    if step.index is not None:
        return node.value[step.index] if step.index < len(node.value) else None
    for element in node.value:
        if isinstance(element, yaml.MappingNode):
            named = _yaml_member(element, step.by or "")
            if isinstance(named, yaml.ScalarNode) and named.value == step.value:
                return element
    return None
