"""The packaging of authentik, on a builder that has flakes and no NIX_PATH, like its real one.

The package set is the stand-in, with fetchers that copy local directories, by name and revision.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from authguard.builder import here, ssh
from authguard.digest import Digest, find
from authguard.prove.nixhash.obtain import obtain
from authguard.prove.nixhash.questions import NixAnswer, Question, Substitution
from tests.support.nix import STANDIN, Nix
from tests.support.sshd import NEEDS, Sshd

if TYPE_CHECKING:
    from authguard.builder.job import File, Job, Output
    from authguard.prove.nixhash.obtain import Where

pytestmark = pytest.mark.needs("nix-store")

AUTHENTIK = Path(__file__).resolve().parents[4] / "nix" / "authentik"
BELOW = "containers/authentik"
FILE, ATTRIBUTE = f"{BELOW}/test-build.nix", "assembled"
NAMES = (
    "authentik",
    "authentik-client-go",
    "authentik-python-deps-2026.2.0",
    "authentik-server-2026.2.0-go-modules",
    "authentik-webui-deps-2026.2.0",
    "source",
)

# The build of a fetch: a copy of the file that decides a bundle; for any other fetch, its name.
OVERLAY = """\
{ upstream, system }:
let
  standin = import ./standin { inherit system; };
  with' = buildCommand: package: package.overrideAttrs (old: { buildCommand = old.buildCommand or buildCommand; });
  fetched = with' ''cp -r "${upstream}/$name/$(echo "$rev" | tr / -)" "$out"'';
  bundle = ''
    case $name in
      *python-deps*) lock=uv.lock ;;
      *webui-deps*) lock=web/package-lock.json ;;
      *) lock=go.sum ;;
    esac
    mkdir "$out"
    cp "$src/$lock" "$out"
  '';
  made = ''mkdir "$out"; echo "$name" > "$out/name"'';
  mkDerivation = attrs: with' (if attrs ? outputHash then bundle else made) (standin.stdenv.mkDerivation attrs);
in
standin // {
  stdenv = standin.stdenv // { inherit mkDerivation; };
  stdenvNoCC = standin.stdenvNoCC // { inherit mkDerivation; };
  fetchgit = args: fetched (standin.fetchgit args);
  fetchFromGitHub = args: fetched (standin.fetchFromGitHub args);
  buildGoModule =
    attrs:
    with' made (
      standin.buildGoModule (
        attrs // { overrideModAttrs = previous: attrs.overrideModAttrs previous // { buildCommand = bundle; }; }
      )
    );
}
"""


class Packaging:
    """The packaging in a tree, an upstream for it, and a builder's own store."""

    def __init__(self, root: Path) -> None:
        """Write all files below `root`."""
        self.nix = Nix(root / "nix")
        self.upstream = root / "upstream"
        self.system = str(self.nix.evaluate("builtins.currentSystem"))
        self.files = {
            f"{BELOW}/{path.name}": path.read_bytes().replace(b"x86_64-linux", self.system.encode())
            for path in AUTHENTIK.iterdir()
        }
        self.scripts: list[str] = []
        self.release(
            "authentik/version-2026.2.0",
            {"uv.lock": "django 5.2", "web/package-lock.json": "lit 3", "go.sum": "x"},
        )
        self.release("authentik-client-go/v3.2026.2.0", {"config.yaml": "go"})
        self.release("source/ceb4fcc090851717a3069d78e85ceb1e86c2740c", {"opencontainers/x.py": "1"})
        self._flake(root / "nixpkgs", Path(self.nix.environment["HOME"]))

    def release(self, name: str, files: dict[str, str]) -> None:
        """Copy a tree to where the fetchers find it."""
        for path, text in files.items():
            target = self.upstream / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)

    def _flake(self, flake: Path, home: Path) -> None:
        """The flake that the builder's registry calls nixpkgs."""
        shutil.copytree(STANDIN, flake / "standin")
        (flake / "overlay.nix").write_text(OVERLAY)
        upstream, system = json.dumps(str(self.upstream)), json.dumps(self.system)
        (flake / "flake.nix").write_text(
            f"{{ outputs = _: {{ legacyPackages.{self.system} = import ./overlay.nix "
            f"{{ upstream = {upstream}; system = {system}; }}; }}; }}"
        )
        registry = home / ".config" / "nix" / "registry.json"
        registry.parent.mkdir(parents=True)
        entry = {"from": {"type": "indirect", "id": "nixpkgs"}, "to": {"type": "path", "path": str(flake)}}
        registry.write_text(json.dumps({"version": 2, "flakes": [entry]}))

    def questions(self) -> list[Question]:
        """One question about each hash of the packaging."""
        return [
            self._question(path, offset, length, digest)
            for path, data in sorted(self.files.items())
            for offset, length, digest in find(data)
        ]

    def _question(self, path: str, offset: int, length: int, digest: Digest) -> Question:
        def write(new: Digest) -> list[Substitution]:
            return [Substitution(path, offset, offset + length, new.sri().encode())]

        return Question(FILE, ATTRIBUTE, digest, write=write)

    def expected(self) -> dict[str, str]:
        """The true hashes: of the trees of upstream, and of directories with one lock."""
        trees = {
            "authentik": self.upstream / "authentik" / "version-2026.2.0",
            "authentik-client-go": self.upstream / "authentik-client-go" / "v3.2026.2.0",
            "source": self.upstream / "source" / "ceb4fcc090851717a3069d78e85ceb1e86c2740c",
        }
        for name, lock in zip(NAMES[2:5], ("uv.lock", "go.sum", "web/package-lock.json"), strict=True):
            trees[name] = self.upstream.parent / "bundles" / name
            trees[name].mkdir(parents=True)
            shutil.copy(trees["authentik"] / lock, trees[name])
        return {name: self.nix.hash_path(path) for name, path in trees.items()}

    def ask(self, where: Where) -> dict[str, NixAnswer]:
        """The answers by the names of the fixed outputs; each has one answer."""
        self.scripts.clear()

        def run(job: Job, output: Output) -> int:
            self.scripts.append(job.script)
            return where(job, output)

        tree: list[File] = [(path.encode(), 0o100644, data) for path, data in self.files.items()]
        answers = obtain(
            self.questions(), tree, run, options=["--extra-experimental-features", "nix-command flakes"]
        )
        assert all(len(answer.built) == 1 for answer in answers), [answer.reason for answer in answers]
        return {answer.built[0].derivation.name: answer for answer in answers}

    def repair(self, answers: dict[str, NixAnswer]) -> None:
        """Write the true hashes, as `fix` would."""
        for answer in answers.values():
            if answer.verdict == "wrong":
                assert answer.true is not None
                assert answer.question.write is not None
                for edit in answer.question.write(answer.true):
                    data = self.files[edit.path]
                    self.files[edit.path] = data[: edit.start] + edit.text + data[edit.end :]


@pytest.fixture
def packaging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packaging:
    """The packaging. The Nix commands of this process use the store of the test."""
    made = Packaging(tmp_path)
    (tmp_path / "tmp").mkdir()
    for name, value in {**made.nix.environment, "TMPDIR": str(tmp_path / "tmp")}.items():
        monkeypatch.setenv(name, value)
    return made


def test_all_six_hashes_need_one_round_for_each_layer(packaging: Packaging) -> None:
    """Three sources and their three bundles need two rounds if all are wrong, and one round if none is."""
    answers = packaging.ask(here.run)
    assert sorted(answers) == sorted(NAMES)
    assert {answer.verdict for answer in answers.values()} == {"wrong"}
    assert len(packaging.scripts) == 2
    assert {
        name: answer.true.sri() for name, answer in answers.items() if answer.true
    } == packaging.expected()
    packaging.repair(answers)

    answers = packaging.ask(here.run)
    assert {answer.verdict for answer in answers.values()} == {"right"}
    assert len(packaging.scripts) == 1

    # A new release under the same tag, with one moved lock: Nix would not notice.
    packaging.release("authentik/version-2026.2.0", {"uv.lock": "django 5.3"})
    answers = packaging.ask(here.run)
    verdicts = {name: answer.verdict for name, answer in answers.items()}
    assert verdicts == {
        **dict.fromkeys(NAMES, "right"),
        "authentik": "wrong",
        "authentik-python-deps-2026.2.0": "wrong",
    }
    assert len(packaging.scripts) == 2


@pytest.mark.needs(*NEEDS)
def test_a_builder_with_the_login_shell_fish_gives_all_hashes(
    packaging: Packaging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The builder is behind a real sshd, and has its own store; no file is left on it."""
    monkeypatch.setenv("NIX_REMOTE", "there is no such store here")
    with Sshd(tmp_path / "remote", packaging.nix.environment) as server:
        there = partial(ssh.run, "fish", command=server.command)
        answers = packaging.ask(there)
        assert server.is_clean() == []
    assert len(packaging.scripts) == 2
    assert {
        name: answer.true.sri() for name, answer in answers.items() if answer.true
    } == packaging.expected()
