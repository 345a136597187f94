"""The tree is the architecture: what the design and the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_in_the_documents_leads_somewhere(document: Path) -> None:
    lost = [t for t in LINK.findall(document.read_text(encoding="utf-8")) if not (document.parent / t).exists()]
    assert lost == []


def test_the_core_does_no_input_or_output_and_knows_no_clock() -> None:
    forbidden = re.compile(
        r"^\s*(?:import|from) (?:os|socket|random|time|logging|asyncio|structlog|threading)\b"
        r"|datetime\.now\(|date\.today\(|(?<!def )(?<![.\w])open\(|uuid4\(",
        re.MULTILINE,
    )
    guilty = {
        str(path.relative_to(ROOT)): found[0]
        for room in ("core", "reading", "writing", "archive")
        for path in (ROOT / "mailflow" / room).rglob("*.py")
        if path.name != "templates.py" and (found := forbidden.findall(path.read_text(encoding="utf-8")))
    }
    assert guilty == {}


def test_each_kind_of_mail_has_its_template_in_each_language() -> None:
    from mailflow.core.letters import MailKind

    for language in ("zh-CN", "en"):
        missing = [k for k in MailKind if not (ROOT / "templates" / language / f"{k.value}.j2").is_file()]
        assert missing == []
