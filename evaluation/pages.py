"""Look at the documentation site in Chromium: find pages that are wider than a phone, and take screenshots.

    make docs && python -m evaluation.pages [--out DIR] [guides/hooks.html ...]

Opens each page of site/ (or the named pages) in a frame of each width, as a file and without a network. It reports a
page or a table that scrolls sideways, an image that does not load, and a search that is hidden since its script did not
start. `--out` writes a screenshot of each page at each width, light and dark.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "site"
WIDTHS = (400, 1280)
HEIGHT = 2000
SCHEMES = {"light": 1, "dark": 0}
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
PAGE = """\
<!doctype html><meta charset="utf-8"><body><script type="application/json" id="pages">{pages}</script><script>
(async () => {{
  const found = [];
  for (const [url, width] of JSON.parse(document.getElementById("pages").textContent)) {{
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${{width}}px;height:900px;border:0`;
    frame.src = url;
    const loaded = new Promise((resolve) => {{ frame.onload = resolve; }});
    document.body.append(frame);
    await loaded;
    const inner = frame.contentDocument;
    const wide = inner.documentElement.scrollWidth;
    if (wide > width) found.push(`${{url}}: ${{wide}} px wide, in a window of ${{width}} px`);
    for (const table of inner.querySelectorAll(".md-typeset__scrollwrap"))
      if (table.scrollWidth > table.clientWidth)
        found.push(`${{url}}: a table of ${{table.scrollWidth}} px, in a window of ${{width}} px`);
    for (const image of inner.images) if (!image.naturalWidth) found.push(`${{url}}: ${{image.src}} does not load`);
    if (inner.querySelector("[data-md-component=search][hidden]")) found.push(`${{url}}: the search is hidden`);
    frame.remove();
  }}
  const answer = document.createElement("pre");
  answer.id = "answer";
  answer.textContent = JSON.stringify(found);
  document.body.append(answer);
}})();
</script>
"""


def faults(pages: list[Path]) -> list[str]:
    """Return a line for each fault of the pages."""
    rows = [(page.as_uri(), width) for page, width in product(pages, WIDTHS)]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "frames.html")
        file.write_text(PAGE.format(pages=json.dumps(rows).replace("<", "\\u003c")))
        options = ["--allow-file-access-from-files", "--virtual-time-budget=600000", "--dump-dom"]
        command = [*CHROMIUM, *options, "--window-size=1400,1000", file.as_uri()]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer = re.search(r'<pre id="answer">(.*?)</pre>', done.stdout, re.DOTALL)
    if answer is None:
        raise RuntimeError(f"no answer of the page: {done.stderr}")
    found: list[str] = json.loads(html.unescape(answer[1]))
    return [line.replace(f"{SITE.as_uri()}/", "") for line in found]


def shoot(page: Path, folder: Path) -> None:
    """Write the screenshots of a page."""
    name = str(page.relative_to(SITE).with_suffix("")).replace("/", "-")
    for width, (scheme, value) in product(WIDTHS, SCHEMES.items()):
        picture = folder / f"{name}-{width}-{scheme}.png"
        options = [f"--window-size={width},{HEIGHT}", f"--blink-settings=preferredColorScheme={value}"]
        command = [
            *CHROMIUM,
            *options,
            "--virtual-time-budget=8000",
            f"--screenshot={picture}",
            page.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)


def main() -> int:
    """Print the faults. Returns 1 for a fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", help="pages below site/; all without one")
    parser.add_argument("--out", type=Path, help="a folder for the screenshots")
    given = parser.parse_args()
    pages = [SITE / name for name in given.pages] or sorted(SITE.rglob("*.html"))
    pages = [page for page in pages if page.name != "404.html"]
    found = faults(pages)
    print("\n".join([*found, f"{len(pages)} pages, {len(found)} faults"]))
    for page in pages if given.out is not None else ():
        given.out.mkdir(exist_ok=True)
        shoot(page, given.out.resolve())
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
