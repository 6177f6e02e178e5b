"""The targets of the fuzzer: one function for each part of authguard, from untrusted bytes.

A target returns if there is no fault. It may raise `AuthguardError`, which the command line turns into one line; any
other exception is a bug. An error that a module documents for bad text (BadDigest, for example) is caught here, as its
callers catch it. `Broken` is raised if nothing crashed but a promise does not hold.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from unicodedata import category

from authguard import digest, globs, locks
from authguard.app.comparing import judge_everything
from authguard.app.judge import judge_range
from authguard.app.list import as_json
from authguard.cli.parser import COMMANDS
from authguard.config import keypath
from authguard.config import model as configs
from authguard.config import version_sites as versions
from authguard.config.bounded_regex import BadPattern, compile_pattern
from authguard.config.load import load
from authguard.errors import AuthguardError
from authguard.locks.gomod import compare_go_imports, imports_of
from authguard.outputs.tree_cache import TreeCache
from authguard.report import FORMATS, render
from authguard.report.context import ReportContext, StreamFacts
from authguard.rules import waivers
from authguard.rules.reported import reported
from benchmarks.fuzz_git import git_output
from benchmarks.fuzz_remote import answers, archives
from benchmarks.fuzz_samples import PART
from tests.support.snapshots import HeldSnapshots, between

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from authguard.git.ranges import Range

_HEAD = re.compile(rb"([bt*]) ([\w.-][\w./-]{0,80})\n")
_BUMPED = re.compile(rb'\b(version|rev|tag|url)(\s*=\s*"|"\s*:\s*")')
_SIDES = {b"b": (True, False), b"t": (False, True), b"*": (True, True)}


class Broken(AssertionError):
    """A promise that does not hold for an input."""


def trees(data: bytes, path: str = "x.nix") -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of base and target in an input.

    Each piece begins with a line "b PATH", "t PATH" or "* PATH": a file of the base, of the target, of both. A piece
    without that line is the target's file at ``path``. A target without any base is judged against itself with the
    first version, revision or url another one.
    """
    base: dict[str, bytes] = {}
    target: dict[str, bytes] = {}
    for piece in data.split(PART):
        head = _HEAD.match(piece)
        name = head[2].decode() if head is not None else path
        content = piece[head.end() :] if head is not None else piece
        in_base, in_target = _SIDES[head[1]] if head is not None else (False, True)
        if in_base:
            base[name] = content
        if in_target:
            target[name] = content
    if not base:
        base = {name: _BUMPED.sub(rb"\1\g<2>0", content, count=1) for name, content in target.items()}
    return base, target


def tree(data: bytes) -> None:
    """Files of any kind, judged base against target, reported in every format, listed, and judged whole."""
    _judge(*trees(data))


def pins(data: bytes) -> None:
    """Read one data file under the name of each kind of pin, alone and by Nix."""
    kind, _, rest = data.partition(b"\n")
    name = _PINS[len(kind) % len(_PINS)]
    base, target = trees(rest, name)
    reader = "importTOML" if name.endswith("toml") else "builtins.fromJSON (builtins.readFile"
    closing = "" if name.endswith("toml") else ")"
    code = f"{{ fetchurl, ... }}: fetchurl {{ inherit ({reader} ./{name}{closing}) url hash; }}".encode()
    _judge({"reads.nix": code, **base}, {"reads.nix": code, **target})


_PINS = (
    "pins.json",
    "flake.lock",
    "npins/sources.json",
    "nix/sources.json",
    "_sources/generated.json",
    "pins.toml",
    "deps.json",
)


_ACTS = ("Cc", "Cs", "Zl", "Zp")
"""Categories of characters that control a terminal and show nothing."""


def _judge(base: dict[str, bytes], target: dict[str, bytes]) -> None:
    try:
        config = load(target.get)
    except AuthguardError:
        config = configs.Config()
    scope = between(base, target)
    _report(scope, config, everything=False, held=HeldSnapshots(base))
    complete = TreeCache(scope.target, None, "")
    _report(scope, config, everything=True, complete=complete)
    for each in complete.outputs():
        json.dumps(as_json(each))


def _report(
    scope: Range,
    config: configs.Config,
    everything: bool,
    held: HeldSnapshots | None = None,
    complete: TreeCache | None = None,
) -> None:
    """Judge, decide and report like the command line."""
    if complete is not None:
        outcome = judge_everything(scope, complete.load(), config)
    else:
        outcome = judge_range(scope, held or HeldSnapshots({}), config)
    found = reported(outcome.findings, outcome.read, scope.target, config, everything)
    if any(finding.place.line < 1 or finding.place.column < 1 for finding in found):
        raise Broken("a finding has no place")
    context = ReportContext(
        bases=["0" * 40],
        head=scope.target.label,
        files=outcome.files,
        fixed_outputs=outcome.fixed_outputs,
        unresolved=outcome.unresolved,
        reader=scope.target.read,
    )
    for name in FORMATS:
        said = render(name, found, context, StreamFacts())
        said.encode()
        if name != "json" and any(category(letter) in _ACTS for letter in said.replace("\n", "")):
            raise Broken(f"what {name} says holds what no terminal should be sent")


def lock(data: bytes) -> None:
    """Compare one kind of lock: its files before and after, with every option of every kind."""
    head, _, rest = data.partition(b"\n")
    kinds = sorted(locks.KINDS)
    kind = kinds[len(head) % len(kinds)]
    pieces = rest.split(PART)
    names = locks.deciding_files(kind, {})
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    for number, piece in enumerate(pieces[: 2 * len(names)]):
        (after if number % 2 else before)[names[number // 2]] = piece
    if len(pieces) == 1:
        after = {names[0]: pieces[0].replace(b"1", b"2", 1)}
    for options in _OPTIONS:
        for one, other in ((before, after), (after, before)):
            answer = locks.compare(kind, one, other, options)
            if answer.decision not in ("moved", "same", "unknown"):
                raise Broken(answer.decision)
    if kind == "go":
        imports = [imports_of(piece) for piece in pieces[:2]]
        compare_go_imports(imports[0], imports[-1], pieces[0])


_OPTIONS: tuple[dict[str, object], ...] = (
    {},
    {
        "text_copied": True,
        "package": "a",
        "proxyVendor": True,
        "imports": {"example.org/a"},
        "indirect_is_proof": True,
        "pnpmWorkspaces": ["a"],
        "composer_v1": True,
        "mixEnv": "prod",
    },
)


def config(data: bytes) -> None:
    """Load a config and the files of its sites, with all questions of a check."""
    first, *rest = data.split(PART)
    name = configs.PYPROJECT if first.startswith(b"[tool") else configs.FILE
    files: dict[str, bytes] = {name: first}
    for number, piece in enumerate(rest):
        files[f"f{number}"] = piece
    loaded = load(files.get)
    for path in ("a.nix", "tests/cases/x/default.nix", ""):
        loaded.excluded(path)
        loaded.mirrored(path)
        for gate in loaded.gates:
            any(glob.matches(path) for glob in gate.paths)
    for package in loaded.versions:
        for number, site in enumerate(package.sites):
            files.setdefault(site.path, rest[number % len(rest)] if rest else b"")
        versions.read_sites(package, files.get, lambda *_: None)


def comments(data: bytes) -> None:
    """Read waivers and the text before and after them."""
    for waiver in waivers.find_waivers("x.nix", data):
        if not 1 <= waiver.line <= waiver.target <= data.count(b"\n") + 2:
            raise Broken(f"a waiver of line {waiver.line} is for line {waiver.target}")
        waivers.apply_waivers([], {"x.nix": [waiver]}, [])


def digests(data: bytes) -> None:
    """Parse digests, their spellings and placeholders, and find them in a text."""
    text = data.decode("utf-8", "surrogateescape")
    for algorithm in (None, *digest.SIZES):
        try:
            known = digest.parse(text, algorithm)
        except digest.BadDigest as bad:
            if not bad.reason:
                raise Broken("a digest is refused without a reason") from bad
            continue
        for spelling in (known.sri(), known.hex(), known.base32(), known.base64(), known.key()):
            if digest.parse(spelling, known.algorithm) != known:
                raise Broken(f"{spelling} is not read as it was written")
    digest.is_placeholder(text)
    for at, length, found in digest.find(data):
        literal = data[at : at + length].decode("ascii")
        try:
            again: digest.Digest | None = digest.parse(literal, found.algorithm)
        except digest.BadDigest as bad:
            again = bad.digest
        if again != found:
            raise Broken(f"{literal} is found and not read")


def patterns(data: bytes) -> None:
    """Match untrusted globs, regular expressions, key paths and command lines with texts."""
    pieces = data.decode("utf-8", "replace").split("\x1e")
    pattern, text = pieces[0], "\x1e".join(pieces[1:]) or pieces[0]
    globs.Glob(pattern).matches(text)
    with suppress(BadPattern, AuthguardError):
        compile_pattern(pattern).first([text])
    try:
        steps = keypath.parse_keypath(pattern)
    except keypath.BadKeyPath:
        steps = [keypath.KeyStep(key="version")]
    for find in (keypath.find_in_json, keypath.find_in_toml, keypath.find_in_yaml):
        try:
            found = find(text, steps)
        except keypath.KeyUnreadable:
            continue
        if found is not None and (found.line < 1 or found.column < 1):
            raise Broken("a value has no place")
    with suppress(AuthguardError):
        COMMANDS["check"].parser().read(pattern.split())


FUNCTIONS: Mapping[str, Callable[[bytes], None]] = {
    "tree": tree,
    "pins": pins,
    "locks": lock,
    "config": config,
    "waivers": comments,
    "git": git_output,
    "digests": digests,
    "patterns": patterns,
    "archives": archives,
    "answers": answers,
}
"""The function for each target of `fuzz_run.TARGETS`."""
