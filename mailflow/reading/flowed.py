"""format=flowed (RFC 3676): lines that a program broke are joined again; quote marks and signature lines stay."""

import re
from collections.abc import Mapping


def unflowed(text: str, parameters: Mapping[str, str]) -> str:
    """``text`` as its writer saw it, where Content-Type says ``format=flowed``; else unchanged."""
    if parameters.get("format", "").lower() != "flowed":
        return text
    delete_space = parameters.get("delsp", "").lower() == "yes"
    paragraphs: list[list[str]] = []
    running: str | None = None  # the quote marks of the paragraph that the next line continues
    for line in text.split("\n"):
        marks = re.match(r">*", line)
        depth = marks.group() if marks else ""
        content = line[len(depth) :].removeprefix(" ")  # RFC 3676 4.4: space-stuffed
        signature = content == "-- "
        if running == depth and not signature:
            paragraphs[-1].append(content)
        else:
            paragraphs.append([f"{depth} {content}" if depth else content])
        flows = content.endswith(" ") and not signature
        running = depth if flows else None
        if flows and delete_space:
            paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
    return "\n".join("".join(pieces) for pieces in paragraphs)
