"""The reasons why a hash was not obtained, each in one line, and no process is left."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from authguard.builder import here
from authguard.builder.job import TimedOut
from authguard.builder.session import Stopped
from authguard.digest import parse
from authguard.errors import Refused, Unreachable
from authguard.prove.nixhash.obtain import obtain
from authguard.prove.nixhash.questions import NixAnswer
from tests.units.prove.nixhash.workbench import Workbench, short, sri

pytestmark = pytest.mark.needs("nix-store")


def test_a_platform_that_the_builder_cannot_serve_is_named(bench: Workbench) -> None:
    """The entry of the builder's own platform gets its answer."""
    url = bench.publish("a", "one")
    bench.pins(
        f"""hashes = {{
          x86_64-linux = "{sri("x86")}"; aarch64-linux = "{sri("x86")}";
          aarch64-darwin = "{sri("arm")}";
        }};
        it = (fetch "a" "{url}" hashes.${{builtins.currentSystem}});"""
    )
    body = bench.files["default.nix"].decode()
    at = body.index(sri("x86"))
    own = bench.question_at("default.nix", at, at + len(sri("x86")), sri("x86"), "it")
    foreign = bench.question(sri("arm"), "it", system="aarch64-darwin")
    answers = bench.ask(own, foreign)
    assert short(answers) == [("wrong", sri("one")), ("unknown", None)]
    assert answers[1].needs == "aarch64-darwin"
    assert answers[1].reason.startswith("needs aarch64-darwin, and the builder is ")
    assert bench.rounds == 1


def test_a_tool_for_another_platform_cannot_be_built(bench: Workbench) -> None:
    """The builder may be unable to build the inputs of a fixed output."""
    bench.pins(
        f"""tool = run {{ name = "tool"; system = "riscv64-linux"; }} "x";
        it = run {{ name = "it"; inherit tool; outputHash = "{sri("one")}"; }} "x";"""
    )
    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert answer.needs == "riscv64-linux"
    assert answer.reason.startswith(
        "one of its dependencies cannot be built: tool: needs riscv64-linux, and the builder is "
    )


def test_an_output_for_another_platform_cannot_be_built(bench: Workbench) -> None:
    """The inputs are tried first, and cannot be built on this machine either."""
    bench.pins(
        f"""tool = run {{ name = "tool"; system = "riscv64-linux"; }} "x";
        it = run {{ name = "it"; system = "riscv64-linux"; inherit tool; outputHash = "{sri("one")}"; }} "x";"""
    )
    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert answer.needs == "riscv64-linux"
    assert answer.reason.startswith("needs riscv64-linux, and the builder is ")


def test_the_hash_of_another_platform_is_not_found(bench: Workbench) -> None:
    """The hash is found only if the file is evaluated for that platform."""
    url = bench.publish("a", "one")
    bench.pins(
        f'hashes = {{ other = "{sri("arm")}"; own = "{sri("one")}"; }}; it = fetch "a" "{url}" hashes.own;'
    )
    (answer,) = bench.ask(bench.question(sri("arm"), "it"))
    assert (answer.verdict, answer.reason) == (
        "unknown",
        "no fixed output that default.nix#it is built from has this hash",
    )


FETCHERS = {
    "echo so far; echo the server is gone >&2; exit 7": "its builder failed with exit code 7: the server is gone",
    "exit 3": "its builder failed with exit code 3",
    "kill -9 $$": "its builder failed due to signal 9 (Killed)",
    "echo $PATH $self > $out": "its output names store paths, which a fixed output may not",
    "true": "its builder made no output",
    "mkdir $out": "should be a non-executable regular file",
    "printf '\\\\033]0;x\\\\007gone\\\\n'; exit 1": "its builder failed with exit code 1: \\x1b]0;x\\x07gone",
}


def test_a_fetcher_without_a_hash_has_the_reason_of_nix(bench: Workbench) -> None:
    """The reason is Nix's, with the last line of the builder, without escape sequences."""
    bench.pins(
        "".join(
            f'a{at} = run {{ name = "a{at}"; self = ./library.nix; outputHash = "{sri(str(at))}"; }} "{script}";\n'
            for at, script in enumerate(FETCHERS)
        )
    )
    answers = bench.ask(*(bench.question(sri(str(at)), f"a{at}") for at in range(len(FETCHERS))), lanes=8)
    assert bench.rounds == 1
    for answer, says in zip(answers, FETCHERS.values(), strict=True):
        assert answer.verdict == "unknown"
        assert says in answer.reason
        assert "\n" not in answer.reason


def test_a_fetcher_that_lies_is_not_believed(bench: Workbench) -> None:
    """The output of a builder is never a message of Nix, whether the builder fails or not."""

    def lie(name: str, text: str) -> str:
        headline = f"hash mismatch in fixed-output derivation '/nix/store/x-{name}':"
        lines = [headline, f"  wanted: sha256:{parse(sri(text)).hex()}", f"  got:    {sri('a lie')}"]
        return "; ".join(f'echo \\"{line}\\" >&2' for line in lines)

    bench.pins(
        f'a = run {{ name = "a"; outputHash = "{sri("one")}"; }} "{lie("a", "one")}; exit 1";'
        f'b = run {{ name = "b"; outputHash = "{sri("other")}"; }} "{lie("b", "other")}; echo true > $out";'
    )
    failed, moved = bench.ask(bench.question(sri("one"), "a"), bench.question(sri("other"), "b"))
    assert failed.verdict == "unknown"
    assert "a lie" not in failed.reason
    assert sri("a lie") in failed.log
    assert short([moved]) == [("wrong", sri("true\n"))]


EXPRESSIONS = {
    "undefinedVariable": "undefined variable 'undefinedVariable' (at a0.nix:1:1)",
    "{ x = ; }": "syntax error, unexpected ';' (at a1.nix:1:7)",
    "(import ./library.nix).gone": "attribute 'gone' missing (at a2.nix:1:1)",
    'throw "no hash for this platform yet"': "no hash for this platform yet",
    "import ./gone.nix": "gone.nix' does not exist",
    "let x = x; in x": "infinite recursion encountered",
}


def test_an_expression_that_does_not_evaluate_is_one_clear_line(bench: Workbench) -> None:
    """The line has the message of Nix, and the place."""
    bench.pins(f'h = "{sri("one")}";')
    questions = []
    for at, text in enumerate(EXPRESSIONS):
        bench.write(f"a{at}.nix", text)
        questions.append(bench.question(sri("one"), None, write=None))
        questions[-1].file = f"a{at}.nix"
    questions.append(bench.question(sri("one"), "no.such"))
    for answer, says in zip(
        bench.ask(*questions),
        [*EXPRESSIONS.values(), "attribute 'no' in selection path 'no.such' not found"],
        strict=True,
    ):
        assert answer.verdict == "unknown"
        assert answer.reason.startswith(
            f"{answer.question.file}{'#no.such' if answer.question.attribute else ''} does not"
        )
        assert says in answer.reason
        assert "/tree/" not in answer.reason
        assert "\n" not in answer.reason
    assert bench.rounds == 1


def test_one_expression_that_does_not_evaluate_leaves_the_others(bench: Workbench) -> None:
    """Each attribute is evaluated by itself, so the other attributes get answers."""
    url = bench.publish("a", "one")
    bench.pins(f'a = fetch "a" "{url}" "{sri("one")}"; b = fetch "b" nowhere "{sri("b")}";')
    answers = bench.ask(bench.question(sri("one"), "a"), bench.question(sri("b"), "b"))
    assert [answer.verdict for answer in answers] == ["right", "unknown"]


ATTRIBUTES = (
    *(
        "a; touch MARK",
        "$(touch MARK)",
        "`touch MARK`",
        "' ; touch MARK ; '",
        '"; touch MARK; "',
        "a && touch MARK",
    ),
    *("--option", "-E", "a\\", "ä'\"$x", "a" * 1000),
)


def test_an_attribute_is_only_ever_an_attribute(bench: Workbench) -> None:
    """The shell and Nix read the attribute as one name, with any characters."""
    mark = bench.root / "mark"
    bench.pins(f'a = "{sri("one")}";')
    names = [name.replace("MARK", str(mark)) for name in ATTRIBUTES]
    answers = bench.ask(*(bench.question(sri("one"), name, write=None) for name in names))
    assert {answer.verdict for answer in answers} == {"unknown"}
    assert all("does not evaluate" in answer.reason for answer in answers)
    assert not mark.exists()


@pytest.mark.parametrize("attribute", ["", "a\nb", "a\0b", "a\x1b[0m", "a" * 2000])
def test_an_attribute_that_can_be_none_is_refused(bench: Workbench, attribute: str) -> None:
    """The attribute is refused before anything runs."""
    bench.pins(f'a = "{sri("one")}";')
    with pytest.raises(Refused, match="is not an attribute path"):
        bench.ask(bench.question(sri("one"), attribute))
    assert bench.rounds == 0


@pytest.mark.parametrize("file", ["/etc/passwd", "../x.nix", "a/../../x.nix", "", "a\nb.nix"])
def test_a_file_outside_of_the_tree_is_refused(bench: Workbench, file: str) -> None:
    """The file is refused before anything runs."""
    bench.pins(f'a = "{sri("one")}";')
    question = bench.question(sri("one"), "a")
    question.file = file
    with pytest.raises(Refused, match="is not a file of the tree"):
        bench.ask(question)
    assert bench.rounds == 0


def test_a_file_is_only_ever_a_file(bench: Workbench) -> None:
    """The shell and Nix read the file as one path, with any characters."""
    url = bench.publish("a", "one")
    bench.pins(f'a = "{sri("one")}";')
    questions = []
    for file in ("-E", "--version", "<nixpkgs>", "https:/x.nix", "a b;c.nix", "$(x).nix"):
        up = "../" * file.count("/")
        bench.write(file, f'with import {up}./library.nix; {{ a = fetch "a" "{url}" "{sri("one")}"; }}')
        questions.append(bench.question(sri("one"), "a", write=None, name="a"))
        questions[-1].file = file
    answers = bench.ask(*questions)
    assert {answer.verdict for answer in answers} == {"right"}, answers


def test_a_missing_nix_is_reported(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that computes the hashes has no Nix."""
    tools = bench.root / "tools"
    tools.mkdir()
    for directory in map(Path, os.environ["PATH"].split(os.pathsep)):
        for tool in directory.iterdir() if directory.is_dir() else ():
            if not tool.name.startswith("nix") and not (tools / tool.name).is_symlink():
                (tools / tool.name).symlink_to(tool)
    monkeypatch.setenv("PATH", str(tools))
    bench.pins(f'a = "{sri("one")}";')
    with pytest.raises(Refused, match="Nix is not installed on the machine that computes the hashes"):
        bench.ask(bench.question(sri("one"), "a"))


def test_an_answer_that_ends_too_early_is_no_answer(bench: Workbench) -> None:
    """The connection broke."""
    bench.pins(f'a = "{sri("one")}";')
    with pytest.raises(Unreachable, match="answer is incomplete"):
        bench.ask(bench.question(sri("one"), "a"), where=lambda *_: 0)


def running(mark: str) -> list[str]:
    """The processes with a word in their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().decode(errors="replace") if entry.name.isdigit() else ""
        except OSError:
            continue
        if mark in line and str(os.getpid()) != entry.name:
            found.append(line)
    return found


def wait_for(mark: str, there: bool, seconds: float = 20) -> bool:
    """Wait until such a process runs, or until no such process runs."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if bool(running(mark)) is there:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("what", ["fetcher", "input", "evaluation"])
def test_an_interrupt_ends_every_process(bench: Workbench, what: str) -> None:
    """Nix, its builder and the directory of the round are gone after an interrupt, in every case."""
    mark = f"authguard-{os.getpid()}-{what}"
    slow = f"sleep 98765 {mark} || exec sh -c 'while :; do sleep 1; done' {mark}"
    if what == "fetcher":
        bench.pins(f'a = run {{ name = "a"; outputHash = "{sri("one")}"; }} "{slow}";')
    elif what == "input":
        bench.pins(
            f'i = run {{ name = "i"; }} "{slow}"; '
            f'a = run {{ name = "a"; inherit i; outputHash = "{sri("one")}"; }} "x";'
        )
    else:
        bench.pins(
            f'i = run {{ name = "i"; }} "{slow}"; a = import i; h = "{sri("one")}";',
        )
    question = bench.question(sri("one"), "a")
    stop = threading.Event()
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            obtain([question], bench.tree(), lambda job, output: here.run(job, output, stop=stop))
        except Stopped as error:
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert wait_for(mark, True), "the builder runs"
    stop.set()
    thread.join(600)
    assert raised
    assert wait_for(mark, False), running(mark)
    assert list(bench.temporary.iterdir()) == []


def test_the_time_limit_ends_the_round(bench: Workbench) -> None:
    """No process is left."""
    mark = f"authguard-{os.getpid()}-late"
    bench.pins(
        f'a = run {{ name = "a"; outputHash = "{sri("one")}"; }} "exec sh -c \'while :; do sleep 1; done\' {mark}";'
    )
    with pytest.raises(TimedOut):
        bench.ask(
            bench.question(sri("one"), "a"), where=lambda job, output: here.run(job, output, timeout=1.5)
        )
    assert wait_for(mark, False)


def test_answers_before_an_interrupt_count(bench: Workbench) -> None:
    """Each answer is returned when it is known; an interrupt then only ends the running fetcher."""
    url = bench.publish("a", "one")
    mark = f"authguard-{os.getpid()}-slow"
    bench.pins(
        f"""a = fetch "a" "{url}" "{sri("one")}";
        z = run {{ name = "z"; outputHash = "{sri("z")}"; needs = a; }} "exec sh -c 'while :; do sleep 1; done' {mark}";
        it = all {{ inherit a z; }};"""
    )

    def given_up(_: object) -> None:
        assert wait_for(mark, True)
        raise KeyboardInterrupt

    on_answer: list[NixAnswer] = []

    def doing(what: str) -> None:
        if what == "fetching z":
            given_up(what)

    with pytest.raises(KeyboardInterrupt):
        obtain(
            [bench.question(sri("one"), "it"), bench.question(sri("z"), "it")],
            bench.tree(),
            bench.run,
            on_answer=on_answer.append,
            doing=doing,
        )
    assert short(on_answer) == [("right", sri("one"))]
    assert wait_for(mark, False)
