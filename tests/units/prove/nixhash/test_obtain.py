"""True hashes by real Nix: of one fixed output, and of several at once."""

from __future__ import annotations

import pytest

from authguard.prove.nixhash.obtain import obtain
from tests.units.prove.nixhash.workbench import FAKE, Workbench, short, sri, vendored

pytestmark = pytest.mark.needs("nix-store")


def test_a_stale_hash_that_nix_would_not_notice_is_found(bench: Workbench) -> None:
    """The old output is in the store, so a build passes; a new run of the fetcher does not."""
    url = bench.publish("a", "one")
    bench.pins(f'a = fetch "a" "{url}" "{sri("one")}"; it = all {{ inherit a; }};')
    bench.realise("it")
    bench.publish("a", "two")
    assert bench.realise("it").exists()

    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert short([answer]) == [("wrong", sri("two"))]
    assert (answer.how, bench.rounds) == ("check", 1)
    assert [one.derivation.name for one in answer.built] == ["a"]
    assert bench.doing == ["evaluating default.nix", "fetching a"]
    assert (bench.realise("a")).read_text() == "one", "the store is as it was"


def test_a_stale_hash_that_nix_notices_is_found(bench: Workbench) -> None:
    """The store has no output of this name and hash."""
    url = bench.publish("a", "two")
    bench.pins(f'a = fetch "a-2" "{url}" "{sri("one")}"; it = all {{ inherit a; }};')
    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert short([answer]) == [("wrong", sri("two"))]
    assert answer.how == "fresh"
    assert "hash mismatch" in answer.log


@pytest.mark.parametrize("known", [True, False])
def test_a_right_hash_is_proved(bench: Workbench, known: bool) -> None:
    """A second run proves the hash if the output is in the store, else the first run."""
    url = bench.publish("a", "one")
    bench.pins(f'a = fetch "a" "{url}" "{sri("one")}"; it = all {{ inherit a; }};')
    if known:
        bench.realise("a")
    (answer,) = bench.ask(bench.question(sri("one"), "it"))
    assert short([answer]) == [("right", sri("one"))]
    assert answer.how == ("check" if known else "fresh")


def test_a_recursive_hash_of_another_algorithm_is_found(bench: Workbench) -> None:
    """Mode and algorithm are the same as in the derivation."""
    url = bench.publish("a", "one")
    wrong = f"sha512-{'B' * 85}A=="
    bench.pins(
        f'a = run {{ name = "a"; url = "{url}"; outputHashMode = "recursive"; outputHash = "{wrong}"; }} '
        '"mkdir $out; cat $url > $out/a";'
    )
    (answer,) = bench.ask(bench.question(wrong, "a"))
    assert answer.verdict == "wrong"
    assert answer.true is not None
    bench.pins(
        bench.files["default.nix"].decode().replace(wrong, answer.true.sri()).partition("rec {")[2][:-3]
    )
    assert (bench.realise("a") / "a").read_text() == "one"


def test_placeholders_are_distinguished(bench: Workbench) -> None:
    """Two fake hashes and an empty hash have one store name: each gets its own true hash, in one round."""
    urls = [bench.publish(name, name) for name in ("x", "y", "z")]
    bench.write("lib.nix", f'{{ fakeHash = "{FAKE}"; }}')
    bench.pins(
        f"""lib = import ./lib.nix;
        x = fetch "source" "{urls[0]}" lib.fakeHash;
        y = fetch "source" "{urls[1]}" "{FAKE}";
        z = fetch "source" "{urls[2]}" "";
        it = all {{ inherit x y z; }};"""
    )
    body = bench.files["default.nix"].decode()
    places = [("lib.fakeHash", body.index("lib.fakeHash")), (f'"{FAKE}"', body.index(f'"{FAKE}"'))]
    places.append(('""', body.index('""')))
    questions = [
        bench.question_at("default.nix", start, start + len(text), text, "it", placeholder=True)
        for text, start in places
    ]
    answers = bench.ask(*questions)
    assert short(answers) == [("wrong", sri(name)) for name in ("x", "y", "z")]
    assert {answer.how for answer in answers} == {"probe"}
    assert bench.rounds == 1


def test_a_placeholder_that_cannot_be_written_needs_a_name(bench: Workbench) -> None:
    """The store name identifies the output. Without a store name, the answer is unknown."""
    urls = [bench.publish(name, name) for name in ("x", "y")]
    bench.pins(
        f"""x = fetch "x" "{urls[0]}" "";
        y = fetch "y" "{urls[1]}" "sha256-{"A" * 43}=";
        it = all {{ inherit x y; }};"""
    )
    by_name, nameless = (
        bench.question('""', "it", placeholder=True, write=None, name=name) for name in ("x", None)
    )
    assert short(bench.ask(by_name)) == [("wrong", sri("x"))]
    (answer,) = bench.ask(nameless)
    assert (answer.verdict, answer.reason) == ("unknown", "2 fixed outputs have this hash (x, y)")


def test_each_of_three_hashes_gets_its_own_answer(bench: Workbench) -> None:
    """One hash is right, one is wrong and one fails, in one round."""
    good, moved = bench.publish("good", "good"), bench.publish("moved", "moved")
    gone = bench.upstream / "gone"
    bench.pins(
        f"""good = fetch "good" "{good}" "{sri("good")}";
        moved = fetch "moved" "{moved}" "{sri("before")}";
        gone = fetch "gone" "{gone}" "{sri("gone")}";
        it = all {{ inherit good moved gone; }};"""
    )
    answers = bench.ask(*(bench.question(sri(text), "it") for text in ("good", "before", "gone")))
    assert short(answers) == [("right", sri("good")), ("wrong", sri("moved")), ("unknown", None)]
    assert bench.rounds == 1
    reason = answers[2].reason
    assert reason.startswith("its builder failed with exit code 1: cat: ")
    assert "No such file or directory" in reason
    assert str(gone) in answers[2].log


def test_more_questions_than_lanes_all_get_their_answers(bench: Workbench) -> None:
    """Seven questions run, three at a time."""
    names = [f"n{number}" for number in range(7)]
    urls = {name: bench.publish(name, name) for name in names}
    pins = "".join(f'{name} = fetch "{name}" "{urls[name]}" "{sri(name)}";\n' for name in names)
    bench.pins(f"{pins} it = all {{ inherit {' '.join(names)}; }};")
    answers = bench.ask(*(bench.question(sri(name), "it") for name in names), lanes=3)
    assert {answer.verdict for answer in answers} == {"right"}
    assert len([what for what in bench.doing if what.startswith("fetching")]) == 7


def test_an_answer_is_reported_before_the_next_begins(bench: Workbench) -> None:
    """Answers are not kept until the end."""
    events: list[str] = []
    urls = [bench.publish(name, name) for name in ("x", "y")]
    bench.pins(
        f'x = fetch "x" "{urls[0]}" "{sri("x")}"; y = fetch "y" "{urls[1]}" "{sri("y")}"; it = all {{ inherit x y; }};'
    )
    questions = [bench.question(sri("x"), "it"), bench.question(sri("y"), "it")]
    obtain(
        questions,
        bench.tree(),
        bench.run,
        lanes=1,
        on_answer=lambda answer: events.append(answer.verdict),
        doing=events.append,
    )
    first, second = events[1], events[3]
    assert {first, second} == {"fetching x", "fetching y"}
    assert events == ["evaluating default.nix", first, "right", second, "right"]


def test_a_question_may_be_asked_twice(bench: Workbench) -> None:
    """Both places get the answer to the question."""
    url = bench.publish("a", "one")
    bench.pins(f'a = fetch "a" "{url}" "{sri("one")}"; it = all {{ inherit a; }};')
    question = bench.question(sri("one"), "it")
    first, second = obtain([question, question], bench.tree(), bench.run)
    assert first is second
    assert bench.ask() == []


def test_modes_and_links_of_the_tree_arrive(bench: Workbench) -> None:
    """Executable bits and links stay, so sources have the same hashes as in the work tree."""
    script = "#!/bin/sh\ncat $1\n"
    url = bench.publish("a", "one")
    bench.pins(
        f'a = run {{ name = "a"; url = "{url}"; src = ./src; outputHash = "{sri("one")}"; }} "$src/link $url > $out";'
    )
    files = [
        *bench.tree(),
        (b"src/program", 0o100755, script.encode()),
        (b"src/link", 0o120000, b"program"),
    ]
    (answer,) = obtain([bench.question(sri("one"), "a")], files, bench.run)
    assert answer.verdict == "right", answer.log


def test_a_vendor_hash_is_computed_from_its_present_source(bench: Workbench) -> None:
    """No question is about the source."""
    url = bench.publish("a", "one")
    bench.pins(
        f'a = fetch "a" "{url}" "{sri("one")}"; v = vendor "v" a "{sri("else")}"; it = all {{ inherit v; }};'
    )
    (answer,) = bench.ask(bench.question(sri("else"), "it"))
    assert short([answer]) == [("wrong", vendored("one"))]
