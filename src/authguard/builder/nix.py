"""The command lines of Nix. Only commands of Nix 2.3 are used, which all later versions and Lix have too.

The result is text for a POSIX shell. All values from a repository are quoted. The name of a file begins with the
current directory, so Nix cannot read it as an option or as an address to download.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_ATTRIBUTE = 1024

_WORD, _NUMBER, _TIME, _PATH = "word", "number", "time", "path"
_ALLOWED = {
    "--extra-experimental-features": _WORD,
    "--experimental-features": _WORD,
    "--max-jobs": _NUMBER,
    "-j": _NUMBER,
    "--cores": _NUMBER,
    "--timeout": _TIME,
    "--max-silent-time": _TIME,
    "--keep-going": None,
    "-k": None,
    "--show-trace": None,
    "-I": _PATH,
}
"""Options that a repository may set, with the form of their values (docs/commands.md, nix-options)."""

_SETTINGS = {name[2:]: kind for name, kind in _ALLOWED.items() if name.startswith("--") and kind}
_EVALUATION = {"-I": 1, "--include": 1, "--arg": 2, "--argstr": 2, "--show-trace": 0}
"""Options that only an evaluation accepts, with the number of words after each option."""


def allowed(options: Sequence[str]) -> list[str]:
    """Return the `nix-options` of a repository, if all of them are allowed.

    `-I` takes `name=channel:…`, `name=flake:…` or a path below the repository, since Nix would download any other
    address. Raises Refused, which names the first option that is not allowed.
    """
    words = list(options)
    at = 0
    while at < len(words):
        option = words[at]
        joined = option[:2] == "-I" and option != "-I"
        if joined:
            option, value = "-I", option[2:]
        elif option == "--option" and at + 2 < len(words) and words[at + 1] in _SETTINGS:
            option, value = f"--{words[at + 1]}", words[at + 2]
            at += 2
        elif option in _ALLOWED and _ALLOWED[option] is not None:
            if at + 1 == len(words):
                raise Refused(f"nix-options: {option} needs a value")
            value = words[at + 1]
            at += 1
        elif option in _ALLOWED:
            at += 1
            continue
        else:
            raise Refused(
                f"nix-options: a repository may not set {option!r};"
                " you may, in git config authguard.nixOptions"
            )
        if not _fits(value, _ALLOWED[option]):
            raise Refused(f"nix-options: a repository may not set {option} to {value!r}")
        at += 1
    return words


def _fits(value: str, kind: str | None) -> bool:
    if kind == _NUMBER:
        return value == "auto" or value.isdecimal()
    if kind == _TIME:
        return value.isdecimal()
    if kind == _PATH:
        name, equals, place = value.partition("=")
        place = place if equals else name
        if place.startswith(("channel:", "flake:")):
            return place.partition(":")[2].replace("-", "").replace(".", "").replace("_", "").isalnum()
        return bool(place) and place[0] not in "/~<" and ".." not in place.split("/") and ":" not in place
    return value.replace("-", "").replace(" ", "").isalnum()


def below_here(file: str) -> str:
    """The name of an expression file as an argument of Nix: always `./…`.

    Raises Refused for a name that is absolute, leads out of the tree or has control characters.
    """
    if not file or file.startswith("/") or ".." in file.split("/") or not file.isprintable():
        raise Refused(f"{file!r} is not a file of the tree")
    return f"./{file}"


def attribute_path(attribute: str) -> str:
    """Return an attribute path as an argument of Nix. Raises Refused for any other text."""
    if not attribute or len(attribute) > LONGEST_ATTRIBUTE or not attribute.isprintable():
        shown = attribute if len(attribute) < 80 else f"{attribute[:80]}…"
        raise Refused(f"{shown!r} is not an attribute path")
    return attribute


FRESH = ("--option", "tarball-ttl", "0")
"""For an evaluation: also fetch again urls that were fetched in the last hour."""


_SCHEMES = ("https", "ssh", "git+https", "git+ssh", "tarball+https", "github", "gitlab", "flake", "channel")
RESTRICTED = (
    *("--option", "restrict-eval", "true"),
    *(
        "--option",
        "allowed-uris",
        " ".join(f"{scheme}:" for scheme in _SCHEMES),
    ),
    *("-I", "repository=."),
)
"""For an evaluation on this machine: Nix may read only files of the repository, the search path and the store.

Nix code finds all environment variables empty. The user can change `restrict-eval` in `authguard.nixOptions`.
"""


_UNRESTRICTED = frozenset(("flakes", "fetch-closure"))
"""Features with functions that ignore RESTRICTED: getFlake copies any directory, fetchClosure asks any http server."""
_FEATURES = ("experimental-features", "extra-experimental-features")


def restricted(options: Sequence[str]) -> list[str]:
    """Return the options of a repository for an evaluation on this machine: without the features in _UNRESTRICTED.

    The user may enable these features, in nix.conf or in git config authguard.nixOptions.
    """
    words = list(options)
    for at in range(1, len(words)):
        if words[at - 1].removeprefix("--") in _FEATURES:
            words[at] = " ".join(one for one in words[at].split(" ") if one not in _UNRESTRICTED)
    return words


def instantiation(file: str, attribute: str | None, system: str | None, options: Iterable[str]) -> list[str]:
    """The arguments of nix-instantiate for an attribute of a file, evaluated for `system` (None: the builder's own).

    Raises Refused for a malformed file name or attribute path.
    """
    arguments = [below_here(file)]
    if attribute is not None:
        arguments += ["-A", attribute_path(attribute)]
    if system is not None:
        if not system.replace("-", "").replace("_", "").isalnum():
            raise Refused(f"{system!r} is not a platform")
        arguments += ["--option", "system", system]
    return [*arguments, *options]


def for_store(options: Sequence[str]) -> list[str]:
    """Return the options for an evaluation that nix-store accepts too."""
    words = list(options)
    kept: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in _EVALUATION:
            at += _EVALUATION[word]
        elif not (word.startswith("-I") and word != "-I"):
            kept.append(word)
        at += 1
    return kept


def shell(words: Iterable[str]) -> str:
    """Return words for a shell, each quoted if necessary."""
    import shlex

    return shlex.join(words)


def functions(options: Sequence[str]) -> str:
    """Return shell functions nix_instantiate and nix_store with the user's options. Each runs Nix with `exec`.

    So the functions end their shell, and must run in the background or in parentheses. The process of `nix_store … &`
    is Nix itself, which the script can wait for and kill.
    """
    store = shell(for_store(options))
    return (
        'nix_instantiate() { exec nix-instantiate "$@"; }\n'
        f'nix_store() {{ exec nix-store "$@" {store}; }}\n'
    )
