"""Read the reports with the programs that people read them with: the SARIF Multitool, and Mermaid in Chromium.

    python -m evaluation.formats --repositories DIR --keep DOCUMENTS
    python -m evaluation.viewers --documents DOCUMENTS [--picture FILE]

Both programs come from npm, into a temporary folder. The Multitool validates each SARIF document, also by the rules of
GitHub's code scanning. Mermaid renders each drawing; `--picture` writes a screenshot of the first drawings.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

PACKAGES = ("@microsoft/sarif-multitool", "mermaid")
WITHOUT_URL = "SARIF2005"
"""The Multitool recommends the url of the tool. The project has no public host yet."""
SHOWN = 6
AT_ONCE = 50
PAGE = """\
<!doctype html><meta charset="utf-8"><body><script src="{script}"></script>
<script type="application/json" id="drawings">{drawings}</script><script>
(async () => {{
  const faults = [];
  mermaid.initialize({{ startOnLoad: false, securityLevel: "strict" }});
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  for (const [at, text] of drawings.entries()) {{
    try {{
      const made = await mermaid.render("d" + at, text);
      if (at < {shown}) document.body.insertAdjacentHTML("beforeend", made.svg);
    }} catch (error) {{ faults.push([at, String(error)]); }}
  }}
  const answer = document.createElement("pre");
  answer.id = "answer";
  answer.hidden = true;
  answer.textContent = JSON.stringify({{ rendered: drawings.length - faults.length, faults }});
  document.body.append(answer);
}})();
</script>
"""


def install(folder: Path) -> None:
    """Install the packages of npm."""
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    subprocess.run(command, check=True)


def validated(folder: Path, documents: list[Path]) -> Counter[str]:
    """Return how often the Multitool reports each rule."""
    found: Counter[str] = Counter()
    program = folder / "node_modules/.bin/sarif-multitool"
    for at in range(0, len(documents), AT_ONCE):
        log = folder / "log.sarif"
        # The program passes its words to a shell.
        options = ["--log", "ForceOverwrite", "--rule-kind", "'Sarif;Ghas'", "-o", str(log)]
        some = documents[at : at + AT_ONCE]
        done = subprocess.run(
            [program, "validate", *options, *some], capture_output=True, text=True, check=False
        )
        if f"{len(some)} files scanned" not in done.stdout and len(some) > 1:
            raise RuntimeError(f"{done.stdout}{done.stderr}")
        for run in json.loads(log.read_text("utf-8-sig"))["runs"]:
            for result in run.get("results", []):
                found[result["ruleId"]] += 1
                if result["ruleId"] != WITHOUT_URL:
                    print(
                        f"{result['ruleId']}: {json.dumps(result['message'])} {json.dumps(result['locations'])}"
                    )
        log.unlink()
    return found


def drawings(documents: list[Path]) -> list[str]:
    """Return the Mermaid drawings of Markdown reports."""
    return [
        text
        for document in documents
        for text in re.findall(r"^```mermaid\n(.*?)^```$", document.read_text(), re.MULTILINE | re.DOTALL)
    ]


def rendered(folder: Path, texts: list[str], picture: Path | None) -> dict[str, Any]:
    """Render the drawings. Returns their number, and the faults with the number of each drawing."""
    script = folder / "node_modules/mermaid/dist/mermaid.min.js"
    page = folder / "page.html"
    data = json.dumps(texts).replace("<", "\\u003c")
    page.write_text(PAGE.format(script=script.as_uri(), drawings=data, shown=SHOWN))
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=600000"]
    if picture is not None:
        shot = [f"--screenshot={picture}", "--window-size=1280,1600", page.as_uri()]
        subprocess.run([*command, *shot], check=True, capture_output=True)
    done = subprocess.run([*command, "--dump-dom", page.as_uri()], check=True, capture_output=True, text=True)
    answer = re.search(r'<pre id="answer"[^>]*>(.*?)</pre>', done.stdout, re.DOTALL)
    if answer is None:
        raise RuntimeError(f"no answer of the page: {done.stderr}")
    found: dict[str, Any] = json.loads(html.unescape(answer[1]))
    return found


def main() -> int:
    """Validate, render, and print the numbers. Returns 1 for a fault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--picture", type=Path, help="a PNG file for the first drawings")
    parser.add_argument("--npm", type=Path, help="a folder with the packages of npm, which is kept")
    given = parser.parse_args()
    reports = sorted(given.documents.glob("*.sarif"))
    texts = drawings(sorted(given.documents.glob("*.md")))
    with tempfile.TemporaryDirectory() as place:
        folder = given.npm or Path(place)
        if not (folder / "node_modules/.bin/sarif-multitool").exists():
            install(folder)
        rules = validated(folder, reports)
        answer = rendered(folder.resolve(), texts, given.picture)
    for at, fault in answer["faults"]:
        print(f"drawing {at}: {fault}\n{texts[at]}")
    print(json.dumps({"sarif": len(reports), "rules": rules, "rendered": answer["rendered"]}))
    return 1 if answer["faults"] or set(rules) - {WITHOUT_URL} else 0


if __name__ == "__main__":
    sys.exit(main())
