"""Variables in the scripts of a derivation, and the attributes that they mean."""

from __future__ import annotations

import pytest

from authguard.nix.values import Attrs, Str, Sym, Thunk, Value, string
from authguard.outputs.shell_variables import expanded

URL = "https://example.org/"


def of(script: str, **texts: str | Value) -> str | None:
    """Return a script after the expansion of its variables; None if the script has an unknown part."""
    values = {name: string([text]) if isinstance(text, str) else text for name, text in texts.items()}
    items = {name: Thunk.of(value) for name, value in values.items()}
    made, _ = expanded(string([script]), Attrs({"buildCommand": Thunk.of(string([script])), **items}))
    assert isinstance(made, Str)
    return made.literal


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("curl x/$tag/a $tag", "curl x/1.4/a $tag"),
        ("curl x/${tag}/a", "curl x/1.4/a"),
        ('curl "x/$tag/it\'s"', 'curl "x/1.4/it\'s"'),
        ("# from x/$tag\ncurl y", "# from x/$tag\ncurl y"),
        ("curl 'x/$tag'", "curl 'x/$tag'"),
        ("cat <<'EOF'\nx/$tag\nEOF", "cat <<'EOF'\nx/$tag\nEOF"),
        ("source ./env.sh\ncurl x/$tag", "source ./env.sh\ncurl x/$tag"),
        ("# the tag of upstream\ncurl x/$tag", "# the tag of upstream\ncurl x/1.4"),
        ("printf -v tag 2; curl x/$tag", "printf -v tag 2; curl x/$tag"),
        ("curl x/$$tag", "curl x/$$tag"),
        ("curl x/${tag//./_}/a", "curl x/${tag//./_}/a"),
        ("curl x/$tags", "curl x/$tags"),
        ("curl x/\\$tag", "curl x/\\$tag"),
        ("echo '$tag'", "echo '$tag'"),
        ("tag=2; curl x/$tag", "tag=2; curl x/$tag"),
        ("export tag=2\ncurl x/$tag", "export tag=2\ncurl x/$tag"),
        ("for tag in 1 2; do curl x/$tag; done", "for tag in 1 2; do curl x/$tag; done"),
        ("read -r tag; curl x/$tag", "read -r tag; curl x/$tag"),
    ],
)
def test_a_variable_means_the_text_of_its_attribute(script: str, expected: str) -> None:
    """A variable that the script sets, or changes while it reads it, keeps its name."""
    assert of(script.replace("x/", URL), tag="1.4") == expected.replace("x/", URL)


def test_the_environment_comes_before_the_attributes() -> None:
    """`env` holds variables too."""
    env = Attrs({"tag": Thunk.of(string(["2.0"]))})
    assert of(f"curl {URL}$tag", tag="1.4", env=env) == f"curl {URL}2.0"


@pytest.mark.parametrize(
    "value", [Sym("free", "tag"), string(["a\nb"]), string(["a $b"]), string(["x" * 300])]
)
def test_a_value_that_is_no_plain_text_stays_a_variable(value: Value) -> None:
    """It may be unknown, have several lines or another variable, or be long."""
    assert of(f"curl {URL}$tag", tag=value) == f"curl {URL}$tag"


def test_another_script_of_the_derivation_may_set_the_variable() -> None:
    """The order in which the phases run is not known here."""
    assert of(f"curl {URL}$tag", tag="1.4", preBuild="tag=2") == f"curl {URL}$tag"


@pytest.mark.parametrize("line", ["for read ", "$tag0", "https://x/$tag0 ", "printf -v tag1 ", "\n# tag0 "])
def test_long_scripts_are_read_in_linear_time(line: str) -> None:
    """The words of a script may repeat thousands of times; this ends at once, or not within minutes."""
    script = line * (60_000 // len(line)) + "".join(f" {URL}$tag{number}" for number in range(60))
    tags = {f"tag{number}": f"1.{number}" for number in range(60)}
    assert of(script, **tags) is not None
