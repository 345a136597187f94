"""Whatever is done to the files, the answer is a config or a list of faults."""

import tempfile
from pathlib import Path

import config_room as room
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.resources import folder

FILES = ("mailflow.toml", "organization.toml", "meetings/weekly.toml")
TEXTS = {name: (folder("config") / name).read_text(encoding="utf-8") for name in FILES}
VALUES = st.sampled_from(
    """0 -1 1e400 nan true "" "\\u0000" [] {} [[1]] "all" "role:@" 2026-01-01 09:30:00 "99:99" "a@b" "FREQ=YEARLY" "FREQ="
    "../../etc" "env:" "file:." = {a=1} {days=1,at="9:00"} [{}]""".split()  # noqa: SIM905 - a list of them all quoted once more could not be read
)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A file with some of its lines given another value, doubled, moved or cut."""
    name = draw(st.sampled_from(FILES))
    lines = TEXTS[name].splitlines()
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[number].partition("=")
        how = draw(st.sampled_from(["value", "double", "cut", "drop", "key"]))
        if how == "value" and equals:
            lines[number] = f"{key}= {draw(VALUES)}"
        elif how == "double":
            lines.insert(number, lines[number])
        elif how == "cut":
            lines[number] = lines[number][: draw(st.integers(0, 40))]
        elif how == "drop" and len(lines) > 1:
            del lines[number]
        elif how == "key" and equals:
            lines[number] = f"{draw(st.text(max_size=8))}={lines[number].partition('=')[2]}"
    return name, "\n".join(lines)


@given(spoiled())
@settings(max_examples=60, deadline=None)
def test_a_spoiled_file_never_raises_anything_but_faults_with_one_line_each(file: tuple[str, str]) -> None:
    name, text = file
    with tempfile.TemporaryDirectory() as where:
        copy = room.copy_to(Path(where))
        (copy / name).write_text(text, encoding="utf-8", errors="surrogatepass")
        for line in room.faults(copy):  # anything but ConfigFault fails the test
            assert ": expected " in line, line


@given(st.sampled_from(FILES), st.binary(max_size=200))
@settings(max_examples=25, deadline=None)
def test_bytes_that_are_no_config_are_faults(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as where:
        copy = room.copy_to(Path(where))
        (copy / name).write_bytes(content)
        assert room.faults(copy)
