"""Fixed outputs that depend on each other or share a hash, and the copies with true hashes."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from authguard.digest import Digest
from authguard.errors import Refused
from authguard.prove.nixhash import rounds
from authguard.prove.nixhash.questions import Substitution
from tests.units.prove.nixhash.workbench import LIBRARY, Workbench, short, sri, vendored

needs_nix = pytest.mark.needs("nix-store")


@needs_nix
def test_dependencies_of_a_stale_source_take_a_second_round(bench: Workbench) -> None:
    """The hash of the dependencies is computed from the true source, not from the source in the store."""
    url = bench.publish("src", "one")
    bench.pins(
        f'src = fetch "src" "{url}" "{sri("one")}"; '
        f'deps = vendor "deps" src "{vendored("one")}"; it = all {{ inherit deps; }};'
    )
    bench.realise("it")
    bench.publish("src", "two")
    answers = bench.ask(*(bench.question(text, "it") for text in (vendored("one"), sri("one"))))
    assert short(answers) == [("wrong", vendored("two")), ("wrong", sri("two"))]
    assert bench.rounds == 2
    assert [answer.how for answer in answers] == ["check", "check"]
    assert len([what for what in bench.doing if what == "fetching deps"]) == 1, (
        "not from the stale source first"
    )


@needs_nix
def test_dependencies_of_a_correct_source_take_one_round(bench: Workbench) -> None:
    """One round proves all right hashes, at any depth."""
    url = bench.publish("src", "one")
    bench.pins(
        f"""src = fetch "src" "{url}" "{sri("one")}";
        between = run {{ name = "between"; inherit src; }} "cat $src > $out";
        deps = vendor "deps" between "{vendored("one")}";
        more = vendor "more" deps "{sri("stale")}";
        it = all {{ inherit more; }};"""
    )
    answers = bench.ask(*(bench.question(text, "it") for text in (sri("stale"), vendored("one"), sri("one"))))
    assert short(answers) == [
        ("wrong", vendored("vendored\none")),
        ("right", vendored("one")),
        ("right", sri("one")),
    ]
    assert bench.rounds == 1


@needs_nix
def test_a_substituter_gives_inputs_and_never_the_answer(bench: Workbench) -> None:
    """Tools come from a binary cache. The old output does not, although the cache has this output too."""
    url = bench.publish("a", "one")
    cache, broken = f"file://{bench.root}/cache?compression=none", bench.root / "broken"
    bench.pins(
        f"""tool = run {{ name = "tool"; }} "test ! -e {broken}; echo tool > $out";
        a = run {{ name = "a"; url = "{url}"; inherit tool; outputHash = "{sri("one")}"; }}
          "test -e $tool; cat $url > $out";
        it = all {{ inherit a; }};"""
    )
    outputs = [str(bench.realise(attribute)) for attribute in ("tool", "a")]
    bench.nix.run("nix", "copy", "--to", cache, *outputs)
    bench.nix.run("nix-store", "--delete", *outputs)
    with (bench.root / "nix" / "etc" / "nix.conf").open("a") as configuration:
        configuration.write(f"substituters = {cache}\nrequire-sigs = false\n")
    broken.touch()
    bench.publish("a", "two")

    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert short([answer]) == [("wrong", sri("two"))]
    assert answer.how == "fresh"


@pytest.mark.needs("nix-store", "nix-daemon")
def test_a_daemon_that_does_not_trust_the_user_gives_answers(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daemon builds for an ordinary user, and accepts only harmless settings."""
    with (bench.root / "nix" / "etc" / "nix.conf").open("a") as configuration:
        configuration.write("trusted-users = somebody\n")
    bench.nix.evaluate("1")
    (bench.root / "nix" / "var").mkdir(exist_ok=True)
    environment = {**bench.nix.environment, "NIX_DAEMON_SOCKET_PATH": str(bench.root / "s")}
    # NIX_REMOTE: without a store yet, a daemon would ask a daemon, which is itself.
    with subprocess.Popen(
        ["nix-daemon"],
        env={**environment, "NIX_REMOTE": "local"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            until = time.monotonic() + 600
            while not (bench.root / "s").exists() and time.monotonic() < until:
                time.sleep(0.02)
            for name, value in {**environment, "NIX_REMOTE": "daemon"}.items():
                monkeypatch.setenv(name, value)
            url = bench.publish("src", "two")
            bench.pins(
                f"""src = fetch "src" "{url}" "{sri("one")}";
                good = vendor "good" ./library.nix "{vendored(LIBRARY)}";
                bad = run {{ name = "bad"; outputHash = "{sri("bad")}"; }} "echo oh no; exit 3";
                it = all {{ inherit src good bad; }};"""
            )
            answers = bench.ask(
                *(bench.question(text, "it") for text in (sri("one"), vendored(LIBRARY), sri("bad")))
            )
        finally:
            daemon.terminate()
    assert short(answers) == [("wrong", sri("two")), ("right", vendored(LIBRARY)), ("unknown", None)]
    assert answers[2].reason == "its builder failed with exit code 3: oh no"


@needs_nix
def test_each_placeholder_of_a_chain_needs_a_round(bench: Workbench) -> None:
    """The output of one placeholder is the input of the next one."""
    url = bench.publish("src", "one")
    bench.pins(
        f"""src = fetch "x" "{url}" "sha256-{"A" * 43}=";
        deps = vendor "x" src "";
        more = vendor "x" deps "{"0" * 52}";
        it = all {{ inherit more; }};"""
    )
    body = bench.files["default.nix"].decode()
    texts = [f'"sha256-{"A" * 43}="', '""', f'"{"0" * 52}"']
    questions = [
        bench.question_at(
            "default.nix", body.index(text), body.index(text) + len(text), text, "it", placeholder=True
        )
        for text in texts
    ]
    answers = bench.ask(*questions)
    assert short(answers) == [
        ("wrong", sri("one")),
        ("wrong", vendored("one")),
        ("wrong", vendored("vendored\none")),
    ]
    assert bench.rounds == 3


@needs_nix
def test_outputs_behind_a_failure_are_not_guessed(bench: Workbench) -> None:
    """If a source cannot be fetched, its dependencies stay unverified, even if the store has an old source."""
    url = bench.publish("src", "one")
    bench.pins(
        f'src = fetch "src" "{url}" "{sri("one")}"; '
        f'deps = vendor "deps" src "{vendored("one")}"; it = all {{ inherit deps; }};'
    )
    bench.realise("it")
    url.unlink()
    answers = bench.ask(*(bench.question(text, "it") for text in (sri("one"), vendored("one"))))
    assert [answer.verdict for answer in answers] == ["unknown", "unknown"]
    assert answers[1].reason == "it is built from src, whose true hash is not known"
    assert bench.rounds == 1


@needs_nix
def test_outputs_behind_a_hash_that_cannot_be_written_are_unknown(bench: Workbench) -> None:
    """The source is proved wrong, but its true hash cannot be written."""
    url = bench.publish("src", "two")
    other = bench.publish("other", "other")
    bench.pins(
        f"""src = fetch "src" "{url}" "{sri("one")}";
        deps = vendor "deps" src "{vendored("one")}";
        other = fetch "other" "{other}" "{sri("moved")}";
        it = all {{ inherit deps other; }};"""
    )
    answers = bench.ask(
        bench.question(sri("one"), "it", write=None),
        bench.question(vendored("one"), "it"),
        bench.question(sri("moved"), "it"),
    )
    assert short(answers) == [("wrong", sri("two")), ("unknown", None), ("wrong", sri("other"))]
    assert answers[1].reason == "it is built from src, whose true hash is not known"


@needs_nix
def test_an_input_that_nobody_asked_about_is_named(bench: Workbench) -> None:
    """A vendor hash cannot be computed while its source has a wrong hash, without a question about it."""
    url = bench.publish("src", "two")
    bench.pins(
        f'src = fetch "src-2" "{url}" "{sri("one")}"; '
        f'deps = vendor "deps" src "{vendored("one")}"; it = all {{ inherit deps; }};'
    )
    (answer,) = bench.ask(bench.question(vendored("one"), "it"))
    assert answer.verdict == "unknown"
    assert (
        answer.reason
        == f"one of its dependencies cannot be built: src-2 has the hash {sri('two')}, not {sri('one')}"
    )


@needs_nix
def test_an_output_that_an_evaluation_builds_gets_an_answer(bench: Workbench) -> None:
    """The output is imported. Outputs that need the imported output follow in the next round."""
    nix = "{ number = 2; }"
    url, other = bench.publish("imported", nix), bench.publish("other", "other")
    bench.pins(
        f"""imported = fetch "imported.nix" "{url}" "{sri("{ number = 1; }")}";
        other = fetch "other-${{toString (import imported).number}}" "{other}" "";
        it = all {{ inherit other; }};"""
    )
    questions = [bench.question(sri("{ number = 1; }"), "it"), bench.question('""', "it", placeholder=True)]
    assert short(bench.ask(*questions)) == [("wrong", sri(nix)), ("wrong", sri("other"))]
    assert bench.rounds == 2
    for question in questions:
        question.write = None
    answers = bench.ask(*questions)
    assert short(answers) == [("wrong", sri(nix)), ("unknown", None)]
    assert answers[1].reason.startswith("default.nix#it does not evaluate: ")


@needs_nix
def test_one_literal_may_be_the_hash_of_several_fixed_outputs(bench: Workbench) -> None:
    """All outputs are run, those of one store path in turn. If their contents differ, there is no true hash."""
    same, twin, else_ = bench.publish("a", "one"), bench.publish("b", "one"), bench.publish("c", "two")
    right, unknown = ("right", sri("one")), ("unknown", None)
    for urls, expected, each in (((same, twin), right, 1), ((same, else_), unknown, 2)):
        for names in (("source", "source"), ("first", "second"))[:each]:
            bench.doing.clear()
            bench.pins(
                f"""hash = "{sri("one")}";
                a = fetch "{names[0]}" "{urls[0]}" hash;
                b = fetch "{names[1]}" "{urls[1]}" hash;
                it = all {{ inherit a b; }};"""
            )
            (answer,) = bench.ask(bench.question(sri("one"), "it"))
            assert short([answer]) == [expected]
            assert len(answer.built) == 2
            assert bench.doing == [
                "evaluating default.nix",
                f"fetching {names[0]}",
                f"fetching {names[1]}",
            ] or (bench.doing == ["evaluating default.nix", f"fetching {names[1]}", f"fetching {names[0]}"])
    assert "2 fixed outputs share this hash, but their true hashes differ" in answer.reason
    assert sri("two") in answer.reason


@needs_nix
def test_somebody_else_makes_the_same_path_meanwhile(bench: Workbench) -> None:
    """Nix waits for the other process and uses its output; so the fetcher is run again after that."""
    begun, go = bench.root / "begun", bench.root / "go"
    url = bench.publish("a", "two")
    bench.pins(
        f"""hash = "{sri("one")}";
        a = fetch "source" "{url}" hash;
        theirs = run {{ name = "source"; outputHash = hash; }}
          "touch {begun}; while ! test -e {go}; do sleep 0.1; done; printf one > $out";"""
    )
    question = bench.question(sri("one"), "a")
    with ThreadPoolExecutor(2) as pool:
        theirs = pool.submit(bench.realise, "theirs")
        until = time.monotonic() + 600
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.02)
        ours = pool.submit(bench.ask, question)
        while "fetching source" not in bench.doing and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.5)  # by now Nix waits for the lock; if not, the output exists before Nix looks
        go.touch()
        (answer,) = ours.result()
        assert theirs.result().read_text() == "one"
    assert short([answer]) == [("wrong", sri("two"))]
    assert answer.how == "check"


@needs_nix
def test_one_moved_literal_of_several_outputs_has_one_true_hash(bench: Workbench) -> None:
    """All outputs have the same new content."""
    urls = bench.publish("a", "two"), bench.publish("b", "two")
    bench.pins(
        f"""hash = "{sri("one")}";
        a = fetch "source" "{urls[0]}" hash; b = fetch "source" "{urls[1]}" hash; it = all {{ inherit a b; }};"""
    )
    assert short(bench.ask(bench.question(sri("one"), "it"))) == [("wrong", sri("two"))]


@needs_nix
def test_each_literal_of_a_copied_hash_gets_its_own_answer(bench: Workbench) -> None:
    """The literals have the same store path."""
    urls = bench.publish("a", "one"), bench.publish("b", "two")
    hash_ = sri("one")
    bench.pins(
        f"""a = fetch "source" "{urls[0]}" "{hash_}";
        b = fetch "source" "{urls[1]}" "{hash_}";
        it = all {{ inherit a b; }};"""
    )
    bench.realise("a")
    body = bench.files["default.nix"].decode()
    places = body.index(hash_), body.rindex(hash_)
    answers = bench.ask(
        *(bench.question_at("default.nix", at, at + len(hash_), hash_, "it") for at in places)
    )
    assert short(answers) == [("right", hash_), ("wrong", sri("two"))]
    assert (bench.rounds, {answer.how for answer in answers}) == (1, {"probe"})


FILE = (b"a.nix", 0o100644, b"0123456789")


def test_edits_are_made_in_the_copy() -> None:
    """The edits are made at their places in the file, in any order; the original file is unchanged."""
    edits = [
        Substitution("a.nix", 8, 10, b"END"),
        Substitution("a.nix", 0, 1, b"start"),
        Substitution("a.nix", 0, 1, b"start"),
    ]
    sent = list(rounds.sent([FILE, (b"b", 0o100755, b"x")], edits, [Digest("sha1", bytes(20))]))
    assert sent[:2] == [
        (b"tree/a.nix", 0o100644, b"start1234567END"),
        (b"tree/b", 0o100755, b"x"),
    ]
    assert sent[2][0] == b"wanted"


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([Substitution("a.nix", 0, 2, b"a"), Substitution("a.nix", 1, 3, b"b")], "cannot receive a hash at"),
        ([Substitution("a.nix", 9, 11, b"a")], "cannot receive a hash at"),
        ([Substitution("a.nix", 0, 2, b"a"), Substitution("a.nix", 0, 2, b"b")], "two hashes in one place"),
        ([Substitution("b.nix", 0, 0, b"a")], "does not exist"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused(edits: list[Substitution], says: str) -> None:
    """The refusal comes before anything runs."""
    with pytest.raises(Refused, match=says):
        list(rounds.sent([FILE], edits, []))
