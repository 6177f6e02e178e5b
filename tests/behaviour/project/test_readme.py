"""What README.md shows is taken as it stands there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from authguard.config.schema import parse

README = (Path(__file__).resolve().parents[3] / "README.md").read_text()
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CONFIGS = [text for text in EXAMPLES if "[[repos]]" not in text]


def test_there_are_examples() -> None:
    """Of a hook manager's configuration one, of authguard's own some, and all of them TOML."""
    assert len(EXAMPLES) - len(CONFIGS) == 1
    assert len(CONFIGS) >= 2
    for text in EXAMPLES:
        tomllib.loads(text)


@pytest.mark.parametrize("text", CONFIGS)
def test_a_config(text: str) -> None:
    """It is read as a whole."""
    assert parse("authguard.toml", text.encode()).gates
