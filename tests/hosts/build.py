"""Build the host contracts as DOCX from the sources beside this file."""

import sys
from pathlib import Path

from eval.samples.build import build_docx
from eval.samples.contract import read

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Write one Word file for each source."""
    for source in sorted(HERE.glob("*.md")):
        build_docx(read(source), source.with_suffix(".docx"))
        print(source.stem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
