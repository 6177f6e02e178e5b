"""The true origin of a content: Nix during an evaluation, a mirror that serves by hash, or a server."""

from __future__ import annotations

import http.server
import tarfile
import threading
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from authguard.digest import Digest, parse
from authguard.prove.nixhash.questions import Substitution
from tests.units.prove.nixhash.workbench import Workbench, short, sri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs("nix-store")


def archive(path: Path, content: str) -> None:
    """A tarball with one file below one directory."""
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo("top/file")
        entry.size = len(content)
        tar.addfile(entry, BytesIO(content.encode()))


def test_a_fetch_during_an_evaluation_gets_the_present_content(bench: Workbench) -> None:
    """Both fetchTarball and fetchurl take old outputs of the store; a probe gets the present content."""
    tarball = bench.upstream / "a.tar.gz"
    archive(tarball, "one")
    plain = bench.publish("plain", "one")

    def pins(tar: str, file: str) -> None:
        bench.pins(
            f"""tar = builtins.fetchTarball {{ url = "file://{tarball}"; sha256 = "{tar}"; }};
            file = builtins.fetchurl {{ url = "file://{plain}"; sha256 = "{file}"; }};
            it = all {{ inherit tar file; }};"""
        )

    (bench.root / "one").mkdir()
    (bench.root / "one" / "file").write_text("one")
    one = bench.nix.hash_path(bench.root / "one")
    pins(one, sri("one"))
    bench.realise("it")
    archive(tarball, "two")
    bench.publish("plain", "two")
    (bench.root / "one" / "file").write_text("two")
    two = bench.nix.hash_path(bench.root / "one")

    questions = [bench.question(text, "it", at_evaluation=True) for text in (one, sri("one"))]
    answers = bench.ask(*questions)
    assert short(answers) == [("wrong", two), ("wrong", sri("two"))]
    assert {answer.how for answer in answers} == {"evaluation"}
    assert bench.rounds == 2, "an evaluation stops at the first"
    pins(two, sri("two"))
    again = bench.ask(*(bench.question(text, "it", at_evaluation=True) for text in (two, sri("two"))))
    assert short(again) == [("right", two), ("right", sri("two"))]
    unwritable = bench.ask(bench.question(two, "it", at_evaluation=True, write=None))
    assert (
        unwritable[0].reason
        == "Nix fetches it while it evaluates default.nix#it, or uses the copy in the store"
    )


def test_a_mirror_that_serves_by_hash_has_no_probe(bench: Workbench) -> None:
    """The old fetchurl asks such a mirror, and gets the content of the stale hash; a probe does not."""
    url = bench.publish("a", "two")
    mirror = bench.upstream / "by-hash"
    (mirror / "sha256").mkdir(parents=True)
    stale = parse(sri("one"))
    (mirror / "sha256" / stale.hex()).write_text("one")
    script = (
        "for from in $mirror/$outputHashAlgo/$outputHash $url; do "
        "if test -e $from; then echo trying $from; cat $from > $out; exit 0; fi; done; exit 1"
    )
    bench.pins(
        f'a = run {{ name = "a"; mirror = "{mirror}"; url = "{url}"; outputHashAlgo = "sha256"; '
        f'outputHash = "{stale.hex()}"; }} "{script}";'
    )
    body = bench.files["default.nix"].decode()
    at = body.index(stale.hex())

    def write(digest: Digest) -> list[Substitution]:
        return [Substitution("default.nix", at, at + 64, digest.hex().encode())]

    question = bench.question_at("default.nix", at, at + 64, sri("one"), "a", write=write)
    (answer,) = bench.ask(question)
    assert short([answer]) == [("wrong", sri("two"))]
    assert (answer.how, bench.rounds) == ("probe", 2)
    question.write = None
    (answer,) = bench.ask(question)
    assert (answer.verdict, answer.reason) == (
        "unknown",
        "it came from a mirror that finds files by hash, not from its url",
    )


class _Once(http.server.SimpleHTTPRequestHandler):
    """Serves a directory, and writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(bench: Workbench) -> Iterator[str]:
    """The upstream over http on this machine."""

    def handler(*args: object) -> _Once:
        return _Once(*args, directory=str(bench.upstream))  # type: ignore[arg-type]

    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


def test_nixs_own_fetcher_gets_the_present_content_over_http(bench: Workbench, server: str) -> None:
    """No mirror by hash answers `builtin:fetchurl`."""
    bench.publish("a", "one")
    bench.write(
        "default.nix",
        f"""{{ a = derivation {{
          name = "a"; builder = "builtin:fetchurl"; system = "builtin"; url = "{server}/a"; urls = [ "{server}/a" ];
          outputHash = "{sri("one")}"; outputHashAlgo = "sha256"; outputHashMode = "flat";
        }}; }}""",
    )
    bench.realise("a")
    bench.publish("a", "two")
    (answer,) = bench.ask(bench.question(sri("one"), "a"))
    assert short([answer]) == [("wrong", sri("two"))]
    assert answer.built[0].derivation.urls == [f"{server}/a"]
