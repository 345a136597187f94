"""``mailflow init``: a complete, commented config, with the servers of a provider filled in."""

import re
from collections.abc import Iterator
from pathlib import Path

from mailflow.faults import Refusal
from mailflow.providers import PROVIDERS, Provider
from mailflow.resources import folder as bundled


def write(target: Path, provider: str) -> Iterator[str]:
    """Writes the files and tells what to do next. Raises Refusal; overwrites nothing."""
    if provider == "list":
        yield from (f"{p.name:<13} {p.title}" for p in PROVIDERS.values())
        return
    if provider not in PROVIDERS:
        raise Refusal(f"no provider is called {provider!r}: there are {', '.join(PROVIDERS)}")
    example = bundled("config")
    files = {path.relative_to(example): path.read_text(encoding="utf-8") for path in sorted(example.rglob("*.toml"))}
    taken = [str(target / name) for name in files if (target / name).exists()]
    if taken:
        raise Refusal(f"{taken[0]} is there already, and nothing is overwritten: give another folder")
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_for(PROVIDERS[provider], text) if path.name == "mailflow.toml" else text, encoding="utf-8")
        yield str(path)
    yield from _next_steps(target, PROVIDERS[provider])


def _for(provider: Provider, text: str) -> str:
    """The example's mailflow.toml with this provider's servers."""
    text = re.sub(
        r"^plus_addressing = \w+ ", f"plus_addressing = {str(provider.plus_addressing).lower()} ", text, flags=re.M
    )
    text = re.sub(r"^per_minute = \d+", f"per_minute = {provider.per_minute}", text, flags=re.M)
    for section, (host, port, security) in (("imap", provider.imap), ("smtp", provider.smtp)):
        begin = text.index(f"[{section}]")
        head, rest = text[:begin], text[begin:]
        rest = re.sub(r'^host = ".*?"', f'host = "{host}"', rest, count=1, flags=re.M)
        rest = re.sub(r"^port = \d+", f"port = {port}", rest, count=1, flags=re.M)
        rest = re.sub(r'^security = ".*?"', f'security = "{security}"', rest, count=1, flags=re.M)
        rest = re.sub(r'^username = ".*?"', 'username = "secretary@corp.example"', rest, count=1, flags=re.M)
        text = head + "".join(f"# {note}\n" for note in provider.notes) + rest
    return text


def _next_steps(target: Path, provider: Provider) -> Iterator[str]:
    yield ""
    yield f"1. {target}/mailflow.toml: 邮箱地址和服务器 / the mailbox and its servers ({provider.title})"
    yield f"2. {target}/organization.toml, {target}/meetings/: 人员和会议 / people and meetings"
    yield "3. export MAILFLOW_IMAP_PASSWORD=… MAILFLOW_SMTP_PASSWORD=… MAILFLOW_SECRET=$(openssl rand -hex 24)"
    yield f"4. mailflow check --config {target}"
