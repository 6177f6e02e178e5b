"""Command-line arguments: a reader of two dozen lines, since argparse costs as much as reading the index."""

from __future__ import annotations

from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Arguments:
    """What was given: ``flags`` that were set, ``values`` of options, ``rest`` of the words."""

    __slots__ = ("flags", "rest", "values")

    def __init__(self) -> None:
        """Start with nothing."""
        self.flags: set[str] = set()
        self.values: dict[str, str] = {}
        self.rest: list[str] = []


def read(command: str, given: list[str], flags: Mapping[str, str], options: Mapping[str, str]) -> Arguments:
    """Sort ``given`` by ``flags`` and ``options`` (each from its spelling, dashes included, to its name).

    Options take their value as ``--name VALUE`` or ``--name=VALUE``; ``--`` ends them. Raises Refused for an option
    that there is not, or one without its value.
    """
    found = Arguments()
    waiting = list(given)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            found.rest.extend(waiting)
            break
        name, equals, value = word.partition("=")
        if word in flags:
            found.flags.add(flags[word])
        elif name in options and name.startswith("--") and equals:
            found.values[options[name]] = value
        elif word in options:
            if not waiting:
                raise Refused(f"{command}: {word} needs a value")
            found.values[options[word]] = waiting.pop(0)
        elif (
            len(word) > 2 and word[0] == "-" != word[1] and all(f"-{letter}" in flags for letter in word[1:])
        ):
            found.flags.update(flags[f"-{letter}"] for letter in word[1:])
        elif word.startswith("-") and word != "-":
            raise Refused(f"{command} has no option {word!r}{_near(word, [*flags, *options])}")
        else:
            found.rest.append(word)
    return found


def _near(word: str, known: list[str]) -> str:
    from authguard.nearest import nearest

    close = nearest(word.partition("=")[0], known)
    return f"; did you mean {close}?" if close else ""
