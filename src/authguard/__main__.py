"""python -m authguard."""

from authguard.cli import entry

entry()
