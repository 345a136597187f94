"""Other people's words, written so that no mail program makes a link of them (docs/decisions/0006)."""

import re

# What a body never shows. Gone before anything is looked for: else an address falls together when they go.
# Controls and lone surrogates have no place in a mail's text; overrides would show a name backwards.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_RUN = re.compile(r"[A-Za-z0-9_.@+-]+")
_DOT_OF_A_HOST = re.compile(r"\.(?=[A-Za-z]{2})")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9_.-]+")

# Endings of files that are no top-level domain.
_FILES = """
bmp csv dbf doc docm docx dps dwg dxf eml gif gz heic htm html ics jpeg jpg json log mpp msg odp ods odt ofd pdf png pps
ppt pptm pptx psd rar rtf svg tar tif tiff toml txt vsd vsdx wav webp wps xls xlsb xlsm xlsx xml yaml
"""


class Trusted(str):
    """Words of the settings, or settled by who may: a link in them stays one."""

    __slots__ = ()


def unlinked(text: str) -> str:
    """``http://evil.example/x`` as ``http: //evil. example/x``: it can be read, and copied, and is no link."""
    return _RUN.sub(_parted, UNSAFE.sub("", text).replace("://", ": //"))


def shown(value: object) -> object:
    """For whatever a template prints."""
    return unlinked(value) if isinstance(value, str) and not isinstance(value, Trusted) else value


def _parted(found: re.Match[str]) -> str:
    """A host's name with a blank behind its dots; addresses of mail and names of files stay as they are."""
    run = found[0]
    is_file = run.rstrip(".-_+").rpartition(".")[2].lower() in _FILES.split() and not run.lower().startswith("www.")
    if is_file or _MAIL_ADDRESS.fullmatch(run) or not _DOT_OF_A_HOST.search(run):
        return run
    return re.sub(r"\.(?=[A-Za-z0-9])", ". ", run)
