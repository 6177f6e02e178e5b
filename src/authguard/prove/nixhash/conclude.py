"""The result of one round for one question, as a pure function from the output of Nix to an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authguard.printable import printable
from authguard.prove.nixhash.messages import evaluation_error, failures, mismatches, own_lines
from authguard.prove.nixhash.questions import NixAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from authguard.digest import Digest
    from authguard.prove.nixhash.messages import Failure, Mismatch
    from authguard.prove.nixhash.questions import Built, Question
    from authguard.prove.nixhash.rounds import Round

_LONGEST = 300
"""The most characters of a reason in a message. The log has the complete reason."""

_TAIL = 1 << 16


class Waiting(Exception):
    """No answer in this round. If no hash changes before the next round, `answer` is final.

    awaits: the hashes, as written, of the questions from which the output of this question is built.
    """

    def __init__(self, answer: NixAnswer, awaits: Iterable[Digest] = ()) -> None:
        """Store the values."""
        super().__init__()
        self.answer = answer
        self.awaits = frozenset(awaits)


class Doubtful(Waiting):
    """Nix can compute this hash only if another hash is written in its place."""


def conclude(question: Question, placed: Digest, results: Round, shared: bool = False) -> NixAnswer:
    """Return the answer to a question, with the hash `placed` written in place of the hash in question.

    shared: other questions have that hash too, so it does not identify the fixed output. Raises Waiting or Doubtful.
    """
    probed = placed != question.digest
    found = [one for one in results.built.values() if is_of(one, placed)]
    unclear = not probed and (shared or question.placeholder)
    if unclear:
        named = [one for one in found if one.derivation.name == question.name]
        if not named and len(found) > 1:
            names = ", ".join(sorted({one.derivation.name for one in found}))
            return _unknown(question, f"{len(found)} fixed outputs have this hash ({names})", found)
        found = named or found
    if not found:
        return _not_found(question, placed, results, unclear)
    return _together(question, found, results, probed)


def is_of(one: Built, digest: Digest) -> bool:
    """Whether a derivation makes the fixed output of this hash."""
    fixed = one.derivation.fixed
    return fixed is not None and fixed.digest == digest


def _not_found(question: Question, placed: Digest, results: Round, unclear: bool) -> NixAnswer:
    """Nix built nothing with this hash: Nix fetched during the evaluation, or stopped before."""
    if results.unread:
        return _unknown(question, f"the derivations cannot be read: {first_error(results.unread)}")
    messages = results.refused.get(question.target)
    where = _where(question)
    if messages is None and question.at_evaluation and placed == question.digest:
        return _unknown(question, f"Nix fetches it while it evaluates {where}, or uses the copy in the store")
    if messages is None:
        return _unknown(question, f"no fixed output that {where} is built from has this hash")
    mine = [one for one in mismatches(messages) if not unclear or _name(one.subject) == question.name]
    got = _got(mine, placed)
    if got is not None:
        return _proved(question, got, "evaluation", log=messages)
    reason = evaluation_error(messages).replace(f"{results.here}/tree/", "")
    raise Waiting(_unknown(question, f"{where} does not evaluate: {reason}", log=messages))


def _where(question: Question) -> str:
    """The evaluated expression, for messages."""
    attribute = question.attribute or ""
    if len(attribute) > _LONGEST // 4:
        attribute = f"{attribute[: _LONGEST // 4]}…"
    return f"{question.file}#{attribute}" if attribute else question.file


def _together(question: Question, found: list[Built], results: Round, probed: bool) -> NixAnswer:
    """Return one answer for all derivations that have the hash."""
    each = [(one, *_outcome(one)) for one in found]
    waiting = [one for one in found if one.how == "waits"]
    if waiting:
        others = [results.built[path] for one in waiting for path in one.awaits if path in results.built]
        fixed = [one.derivation.fixed for one in others]
        awaits = [output.digest for output in fixed if output is not None and output.digest is not None]
        names = " and ".join(dict.fromkeys(one.derivation.name for one in others))
        reason = f"it is built from {names}, whose true hash is not known"
        raise Waiting(_unknown(question, reason, found), awaits)
    contents = {content for _, content, _ in each if content is not None}
    by_hash = [one for one, content, _ in each if content is not None and by_its_hash(one)]
    if by_hash and not probed:
        reason = "it came from a mirror that finds files by hash, not from its url"
        raise Doubtful(_unknown(question, reason, by_hash))
    if len(contents) > 1:
        each_hash = ", ".join(
            f"{one.derivation.name}: {content.sri()}" for one, content, _ in each if content
        )
        reason = f"{len(found)} fixed outputs share this hash, but their true hashes differ ({each_hash})"
        return _unknown(question, reason, found)
    failed = [(one, failure) for one, content, failure in each if content is None]
    for one, failure in failed:
        if not contents or failure is None or failure.kind != "system":
            return _failed(question, one, failure, found)
    return _proved(question, contents.pop(), "probe" if probed else found[0].how, found)


def _outcome(one: Built) -> tuple[Digest | None, Failure | None]:
    """The correct hash of the output of a derivation, or the reason why it is unknown."""
    fixed = one.derivation.fixed
    if fixed is None or fixed.digest is None:
        return None, None
    if one.code == 0 and one.how in ("fresh", "check"):
        return fixed.digest, None
    if one.how in ("fresh", "check"):
        mine = [each for each in mismatches(one.log) if each.subject == one.path or _of_old(each, one)]
        got = _got(mine, fixed.digest)
        if got is not None:
            return got, None
    results = failures(one.log)
    mine_first = [each for each in results if each.subject == one.path]
    return None, next(iter(mine_first or results), None)


def _of_old(mismatch: Mismatch, one: Built) -> bool:
    """Whether a message of Nix 2.3, which names the resulting path, is about a derivation."""
    return not mismatch.subject.endswith(".drv") and mismatch.subject.endswith(f"-{one.derivation.name}")


def _got(messages: Iterable[Mismatch], specified: Digest) -> Digest | None:
    """The digest that Nix got instead, by the last message: a builder may print a similar message before."""
    gots = [each.got for each in messages if each.specified == specified and each.got is not None]
    return gots[-1] if gots else None


def by_its_hash(one: Built) -> bool:
    """Whether fetchurl downloaded from a mirror that finds files by hash: for a stale hash, it has the old file.

    nixpkgs' pkgs/build-support/fetchurl/builder.sh prints `trying URL` before each download, and the last one was
    used; the url of such a mirror ends in the algorithm and the hash of the environment.
    """
    env = one.derivation.env
    tried = [line[7:].strip() for line in one.built.split("\n") if line.startswith("trying ")]
    requested = f"/{env.get('outputHashAlgo', '')}/{env.get('outputHash', '')}"
    return bool(env.get("outputHash")) and bool(tried) and tried[-1].endswith(requested)


def _failed(question: Question, one: Built, failure: Failure | None, found: Sequence[Built]) -> NixAnswer:
    """The reason why the fetcher of one derivation printed no hash."""
    if one.how == "inputs":
        lacking = next((each for each in failures(one.log) if each.kind == "system"), None)
        if lacking is not None and lacking.needs == one.derivation.system:
            return _unknown(
                question, lacking.says, [one], needs=lacking.needs
            )  # the derivation and its inputs need the same platform
        needs = lacking.needs if lacking is not None else ""
        return _unknown(
            question, f"one of its dependencies cannot be built: {_why_not(one.log)}", [one], needs=needs
        )
    if one.how in ("lost", ""):
        return _unknown(question, "its fetcher was stopped before it printed a hash", [one])
    if one.how == "unseen":
        return _unknown(question, "Nix did not run its fetcher", [one])
    if failure is None:
        return _unknown(question, first_error(one.log) or f"Nix ended with exit code {one.code}", [one])
    reason = failure.says
    if failure.kind == "builder":
        last = next((line.strip() for line in reversed(one.built.split("\n")) if line.strip()), "")
        reason = f"{reason}: {last}" if last else reason
    return _unknown(question, reason, found, needs=failure.needs if failure.kind == "system" else "")


def _why_not(log: str) -> str:
    """The reason why the inputs of a fixed output cannot be built, in one clause."""
    for one in mismatches(log):
        if one.kind == "derivation" and one.got is not None and one.specified is not None:
            return f"{_name(one.subject)} has the hash {one.got.sri()}, not {one.specified.sri()}"
    for failure in failures(log):
        if failure.kind != "dependency":
            return f"{_name(failure.subject)}: {failure.says}"
    return first_error(log) or "Nix does not say why"


def _name(path: str) -> str:
    """A store path without directory, hash and `.drv`."""
    return path.rpartition("/")[2].partition("-")[2].removesuffix(".drv") or path


def first_error(log: str) -> str:
    """The first line with Nix's error, otherwise its last line."""
    lines = [line.strip() for line in own_lines(log) if line.strip()]
    errors = [line.removeprefix("error:").strip() for line in lines if line.startswith("error:")]
    return next((error for error in errors if error), lines[-1] if lines else "")


def _proved(
    question: Question, content: Digest, how: str, built: Sequence[Built] = (), log: str = ""
) -> NixAnswer:
    right = content == question.digest and not question.placeholder
    return NixAnswer(
        question,
        "right" if right else "wrong",
        content,
        how=how,
        built=built,
        log=log[-_TAIL:] or _log(built),
    )


def _unknown(
    question: Question, reason: str, built: Sequence[Built] = (), *, needs: str = "", log: str = ""
) -> NixAnswer:
    reason = printable(" ".join(reason.split()))
    if len(reason) > _LONGEST:
        reason = f"{reason[:_LONGEST]}…"
    return NixAnswer(
        question, "unknown", reason=reason, needs=needs, built=built, log=log[-_TAIL:] or _log(built)
    )


def _log(built: Sequence[Built]) -> str:
    """The end of the builders' output, and the end of Nix's messages about the builders."""
    return "\n".join(text.rstrip() for one in built for text in (one.built, one.log) if text.strip())[-_TAIL:]
