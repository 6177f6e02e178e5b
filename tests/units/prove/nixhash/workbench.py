"""A tree of Nix files with fixed outputs of local files, and questions about them."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, TypedDict, Unpack

from authguard.builder import here
from authguard.digest import Digest, parse
from authguard.prove.nixhash.obtain import LANES, obtain
from authguard.prove.nixhash.questions import NixAnswer, Question, Substitution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pytest

    from authguard.builder.job import File, Job, Output
    from authguard.prove.nixhash.obtain import Where
    from tests.support.nix import Nix

FAKE = f"sha256-{'A' * 43}="

# `fetch` is fetchurl in its simplest form: it copies the file at the path. `vendor` is built from another output.
LIBRARY = """\
rec {
  run = args: script: derivation ({
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-eu" "-c" "PATH=/usr/bin:/bin; export PATH; ${script}" ];
  } // (if args.outputHash or null == "" then { outputHashAlgo = "sha256"; } else { }) // args);
  fetch = name: url: outputHash: run { inherit name url outputHash; } "cat $url > $out";
  vendor = name: src: outputHash: run { inherit name src outputHash; } "echo vendored > $out; cat $src >> $out";
  all = parts: run (parts // { name = "all"; }) "echo all > $out";
}
"""


def sri(data: bytes | str) -> str:
    """The flat hash of a content."""
    raw = data.encode() if isinstance(data, str) else data
    return f"sha256-{base64.b64encode(hashlib.sha256(raw).digest()).decode()}"


def vendored(content: str) -> str:
    """The hash of the output that `vendor` makes of a content."""
    return sri(f"vendored\n{content}")


class Options(TypedDict, total=False):
    """The options of a question besides its place."""

    placeholder: bool
    name: str | None
    write: Callable[[Digest], Sequence[Substitution]] | None
    system: str | None
    at_evaluation: bool


class Workbench:
    """Files, an upstream, a private store, and a count of the builds that `fix` needed."""

    def __init__(self, nix: Nix, root: Path, patch: pytest.MonkeyPatch) -> None:
        """Write the files below `root`; from now on Nix in this process uses the private store."""
        self.nix = nix
        self.root = root
        self.upstream = root / "upstream"
        self.upstream.mkdir()
        self.files: dict[str, bytes] = {}
        self.scripts: list[str] = []
        self.doing: list[str] = []
        self.on_answer: list[NixAnswer] = []
        self.write("library.nix", LIBRARY)
        self.temporary = root / "tmp"
        self.temporary.mkdir()
        for name, value in {**nix.environment, "TMPDIR": str(self.temporary)}.items():
            patch.setenv(name, value)

    def publish(self, name: str, content: str) -> Path:
        """Write a file to where the fetchers find it."""
        path = self.upstream / name
        path.write_text(content)
        return path

    def write(self, path: str, text: str) -> None:
        """Write a file of the tree."""
        self.files[path] = text.encode()

    def pins(self, body: str, path: str = "default.nix") -> None:
        """Write an expression of fixed outputs: bindings that may use `fetch` and the others, and `all` of them."""
        self.write(path, f"with import ./library.nix; rec {{\n{body}\n}}\n")

    def realise(self, attribute: str) -> Path:
        """Build an attribute of default.nix into the store, as an earlier build."""
        tree = self.root / "realised"
        for path, data in self.files.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(data)
        (drv,) = self.nix.instantiate(tree / "default.nix", attribute)
        return self.nix.realise(drv)

    def question(self, literal: str, attribute: str | None = "all", **more: Unpack[Options]) -> Question:
        """A question about the only literal with this text in default.nix, with or without quotes."""
        body = self.files["default.nix"].decode()
        assert body.count(literal) == 1, literal
        start = len(body[: body.index(literal)].encode())
        return self.question_at("default.nix", start, start + len(literal), literal, attribute, **more)

    def question_at(
        self,
        path: str,
        start: int,
        end: int,
        literal: str,
        attribute: str | None = "all",
        **more: Unpack[Options],
    ) -> Question:
        """A question about the literal at this place."""
        bare = literal.strip('"')
        plain = bare.startswith("sha") and bare == literal

        def write(digest: Digest) -> list[Substitution]:
            text = digest.sri() if plain else f'"{digest.sri()}"'
            return [Substitution(path, start, end, text.encode())]

        digest = parse(bare) if bare.startswith("sha") else parse("", "sha256")
        more.setdefault("write", write)
        return Question("default.nix", attribute, digest, **more)

    def tree(self) -> list[File]:
        """The files of a job."""
        return [(path.encode(), 0o100644, data) for path, data in self.files.items()]

    def run(self, job: Job, output: Output) -> int:
        """Run a job on this machine, and record its script."""
        self.scripts.append(job.script)
        return here.run(job, output, timeout=120)

    def ask(self, *questions: Question, where: Where | None = None, lanes: int = LANES) -> list[NixAnswer]:
        """Ask all questions, and check that each question has one answer."""
        self.on_answer.clear()
        answers = obtain(
            questions,
            self.tree(),
            where or self.run,
            lanes=lanes,
            on_answer=self.on_answer.append,
            doing=self.doing.append,
        )
        assert sorted(map(id, self.on_answer)) == sorted(map(id, answers))
        return answers

    @property
    def rounds(self) -> int:
        """The number of jobs so far."""
        return len(self.scripts)


def short(answers: Sequence[NixAnswer]) -> list[tuple[str, str | None]]:
    """The verdict and the true hash of each answer."""
    return [(answer.verdict, answer.true.sri() if answer.true else None) for answer in answers]
