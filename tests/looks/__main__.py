"""``python -m tests.looks OUT_DIR``: every mail and the exported site of three companies, to be looked at in a browser.

An ordinary company, one with forty people, long names and long unbroken words, and one in which nobody has answered.
"""

import argparse
import sys
from pathlib import Path


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.looks", description="Writes mails and pages to look at.")
    asked.add_argument("folder", type=Path, help="where they are written: COMPANY/mails, COMPANY/site-LANGUAGE")
    to = asked.parse_args().folder
    # Tests import their neighbours by their bare names, as pytest puts their folder and that of all tests on the path.
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent)]
    from companies import companies
    from pages import write

    from mailflow.resources import folder
    from mailflow.writing.templates import Templates

    texts = Templates.load(folder("templates"))
    for company in companies():
        write(company, texts, to / company.name)
    print(f"{sum(1 for _ in to.rglob('*.html'))} pages in {to}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
