"""Calls with conditions are read a number of times that their number bounds. Steps are counted, not seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.nix.lexical import Lexical
from authguard.outputs.calls import MAX_READINGS, CallReader
from tests.support.collected import A, B, collected

if TYPE_CHECKING:
    import pytest


def chain(length: int, url: str) -> str:
    """Return derivations, each with its own condition and with the derivation before as its source."""
    formals = ", ".join(f"c{number}" for number in range(length))
    lines = [f'p0 = fetchurl {{ url = {url}; hash = if c0 then "{A}" else "{B}"; }};']
    lines += [
        f'p{number} = stdenv.mkDerivation {{ name = "p{number}"; src = p{number - 1}; '
        f'outputHashMode = "recursive"; buildPhase = "cp -r $src $out"; '
        f'outputHash = if c{number} then "{A}" else "{B}"; }};'
        for number in range(1, length)
    ]
    return f"{{ fetchurl, stdenv, {formals} }}:\nlet\n" + "\n".join(lines) + f"\nin p{length - 1}\n"


def readings(monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    """Return how many times calls of a file are read."""
    count = 0
    read = CallReader._read

    def counted(*given: object) -> object:
        nonlocal count
        count += 1
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(CallReader, "_read", counted)
    assert collected({"x.nix": text})
    return count


def test_a_chain_with_a_condition_each_is_read_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The conditions of later derivations do not matter to the earlier derivations."""
    assert readings(monkeypatch, chain(14, '"https://e.org/a.tgz"')) < 3 * 14


def test_a_chain_with_shared_conditions_has_limited_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call is read under a limited number of sets of conditions."""
    url = " + ".join(f'(if c{number} then "a" else "b")' for number in range(9))
    assert readings(monkeypatch, chain(9, f'"https://e.org/" + {url}')) <= (MAX_READINGS + 2) * 9


def test_calls_are_not_evaluated_for_each_text_of_a_formal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calls are evaluated once, not once for each text that the formal is compared with."""
    count = 0
    value = Lexical.value

    def counted(*given: object) -> object:
        nonlocal count
        count += 1
        return value(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Lexical, "value", counted)
    chosen = " ".join(f'if channel == "c{number}" then "{number}" else' for number in range(9))
    calls = "\n".join(
        f'p{number} = fetchurl {{ url = "https://e.org/${{x}}/{number}.tgz"; hash = "{A}"; }};'
        for number in range(40)
    )
    text = f'{{ fetchurl, channel ? "stable" }}:\nlet\nx = {chosen} "z";\n{calls}\nin [ p0 ]\n'
    assert len(collected({"x.nix": text})) == 40
    assert count < 3 * 40


_CRATES = """
{ lib, pkgs, fetchurl, buildCrateFor ? pkgs: pkgs.buildCrate }: rec {
  crates = {
    alpha = { name = "alpha"; version = "1.0.0"; sha256 = "%s"; };
    beta = { name = "beta"; version = "2.0.0"; sha256 = "%s"; };
  };
  built = id:
    let
      crate = crates.${id};
      dependencies = derivations { buildById = built; wanted = crate.dependencies or [ ]; };
    in
    buildCrateFor pkgs (crate // {
      src = crate.src or (fetchurl {
        url = "https://example.org/${crate.name}-${crate.version}.crate";
        sha256 = crate.sha256;
      });
      inherit dependencies;
    });
  derivations = { buildById, wanted }:
    let derivation = each: buildById each.id; in map derivation wanted;
  all = lib.mapAttrs (id: _: built id) crates;
  one = derivations { buildById = id: all.${id}; wanted = [ { id = "alpha"; } { id = "beta"; } ]; };
}
"""


def test_a_call_of_a_function_that_a_lambda_gets_is_not_evaluated() -> None:
    """The arguments of each caller lead to the same crates again, through functions that nobody knows."""
    builder = (
        "{ pkgs, wrappers }: import ./crates.nix { buildCrateFor = wrappers.combined [ pkgs.buildCrate ]; }"
    )
    found = collected({"crates.nix": _CRATES % (A, B), "default.nix": builder})
    assert [(each.attribute, each.producer) for each in found] == [
        ("crates.alpha", "fetchurl"),
        ("crates.beta", "fetchurl"),
    ]
