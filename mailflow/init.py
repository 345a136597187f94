"""``mailflow init``: a complete, commented config, with the servers of a provider filled in."""

import re
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

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
    text = _set(text, "plus_addressing", str(provider.plus_addressing).lower())
    text = _set(text, "per_minute", str(provider.per_minute))
    for section, (host, port, security) in (("imap", provider.imap), ("smtp", provider.smtp)):
        begin = text.index(f"\n[{section}]") + 1
        head, rest = text[:begin], text[begin:]
        for key, value in (("host", f'"{host}"'), ("port", str(port)), ("security", f'"{security}"')):
            rest = _set(rest, key, value)
        text = head + _set(rest, "username", '"secretary@corp.example"')
    notes = "".join(f"# {note}\n" for note in provider.notes)
    return text.replace("\n[imap]", f"\n{notes}[imap]", 1)


def _set(text: str, key: str, value: str) -> str:
    """The first line of this key with another value; the comment behind it stays in its column."""

    def line(old: re.Match[str]) -> str:
        set_to = f"{key} = {value}"
        return set_to + (" " * max(1, len(old[0]) - len(set_to)) if old[1] else "")

    return re.sub(rf'^{key} = (?:"[^"]*"|\w+)( *(?=#))?', line, text, count=1, flags=re.MULTILINE)


def _next_steps(target: Path, provider: Provider) -> Iterator[str]:
    yield ""
    yield f"1. {target}/mailflow.toml: 邮箱地址和服务器 / the mailbox and its servers ({provider.title})"
    yield from (f"   {note}" for note in provider.notes)
    yield f"2. {target}/organization.toml, {target}/meetings/: 人员和会议 / people and meetings"
    yield "3. 设置环境变量 / set in the environment: MAILFLOW_IMAP_PASSWORD, MAILFLOW_SMTP_PASSWORD, MAILFLOW_SECRET"
    yield f"   MAILFLOW_SECRET={token_hex(24)}  (随机生成，请保存好 / made at random: keep it, a new one voids old mails)"
    yield f"4. mailflow check --config {target}"
    yield f"5. mailflow run --config {target}"
