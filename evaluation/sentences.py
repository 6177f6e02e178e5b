"""Draw random sentences from the sources, the tests, the docs, README and the manual for a new reader.

python -m evaluation.sentences --seed 1 --count 100

A sentence that is not clear at first reading is rewritten, and so is every other one with its pattern.
"""

from __future__ import annotations

import argparse
import ast
import io
import random
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
_END = re.compile(r"(?<=[.:;?!])\s+(?=[A-Z`\[])|\n\s*\n|\n(?=\s*(?:[-*|]|[A-Za-z_]+:|\d+\.)\s)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_LEAST = 3
"""A sentence has at least so many words."""


def of_python(path: Path, messages: bool) -> Iterator[str]:
    """Yield the docstrings and comments of a file, its messages if wanted, and the names of its tests."""
    text = path.read_text()
    tree = ast.parse(text)
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))
            yield str(node.value.value)
        elif messages and isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{…}" for part in node.values
            )
        elif (
            messages
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inner
        ):
            yield node.value
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.replace("_", " ")
    comment = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comment += token.string.lstrip("# ") + " "
        elif token.type != tokenize.NL and comment:
            yield comment
            comment = ""


def sentences(text: str) -> Iterator[str]:
    """Yield each sentence of a text on one line."""
    for part in _END.split(text):
        words = part.split()
        if (
            len(words) >= _LEAST
            and sum(word.strip("`'\"(),.:;*").isalpha() for word in words) > len(words) / 2
        ):
            yield " ".join(words)


def everything() -> list[tuple[str, str]]:
    """Return all (file, sentence), sorted."""
    found = set()
    for folder in ("src", "tests", "evaluation"):
        for path in (ROOT / folder).rglob("*.py"):
            if "cases" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                found |= {(name, one) for text in of_python(path, folder == "src") for one in sentences(text)}
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "man").glob("*.md")]
    for path in pages:
        found |= {
            (path.relative_to(ROOT).as_posix(), one) for one in sentences(_FENCE.sub("", path.read_text()))
        }
    return sorted(found)


def main() -> None:
    """Print a sample, one sentence on each line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--matching", default="", help="only sentences that this pattern finds")
    arguments = parser.parse_args()
    found = [one for one in everything() if re.search(arguments.matching, one[1])]
    numbers = random.Random(arguments.seed)  # noqa: S311 - no secret
    drawn = numbers.sample(found, min(arguments.count, len(found)))
    for name, sentence in sorted(drawn):
        print(f"{name}: {sentence}")


if __name__ == "__main__":
    main()
