"""HTML to lines: what a reader sees, with the quotes and signatures that the markup tells of."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailflow.reading.quoting.flattened import may_be_flattened, unflattened
from mailflow.reading.quoting.values import Hint, Line

LONGEST = 600_000
"""Characters of HTML that are read: nobody writes more words by hand."""
_LONGEST_PLAIN = 20_000
_DEEPEST = 2_000

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
     "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
     "includetail", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead",
     "tr", "ul"]
)  # fmt: skip
_UNSEEN = frozenset(
    ["head", "style", "script", "title", "template", "noscript", "textarea", "select", "option", "svg", "math",
     "object", "-comment"]
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "embed", "param", "source",
     "track"]
)  # fmt: skip
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)"
)
# id or class of what a program puts around a signature: gmail_signature, moz-signature, ntes-signature, Signature, ...
_SIGNATURE = re.compile(
    r"(?:^|[\s_-])(?:[\w]*signature|sign|sig|spneditorsign|xm_sign\w*)(?:$|[\s_-]|block|container)", re.I
)
# Containers around the original that have no blockquote of their own.
_QUOTE = re.compile(
    r"(?:^|\s)(?:gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|history-quote-wrapper|ntes-mailmaster-quote|tutanota_quote"
    r"|mail-quote-collapse|zmail_extra|replyforwardquote|reply-quote|quoted-mail|original-mail|mailquote)(?:$|\s|-)",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INK = re.compile(r"(?:^|[;\s])(?:color|background(?:-color)?)\s*:\s*([^;]+)", re.I)
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*[, ]\s*(\d+)\s*[, ]\s*(\d+)")
_NAMED_INKS = {"red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0), "purple": (128, 0, 128),
               "orange": (255, 165, 0), "yellow": (255, 255, 0), "magenta": (255, 0, 255), "fuchsia": (255, 0, 255),
               "navy": (0, 0, 128), "teal": (0, 128, 128), "darkred": (139, 0, 0), "darkblue": (0, 0, 139)}  # fmt: skip


@dataclass(frozen=True)
class _State:
    """What an element passes on to what stands inside of it."""

    depth: int = 0
    hint: Hint = Hint.NONE
    ink: str = ""
    pre: bool = False


@dataclass
class _Page:
    """The lines while they are written. ``started``: the line has words, not only space."""

    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    inks: set[str] = field(default_factory=set)
    state: _State = _State()
    lists: list[int] = field(default_factory=list)  # the numbers of open <ol>, -1 for <ul>
    started: bool = False

    def write(self, text: str, state: _State) -> None:
        text = text.replace("\xa0", " ").replace("\u200b", "")
        if state.pre:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self.end_line(state, forced=True)
                self._put(piece, state)
        elif text.isspace():
            if self.words:
                self.words.append(" ")
        else:
            self._put(_SPACE.sub(" ", text), state)

    def _put(self, piece: str, state: _State) -> None:
        if not piece:
            return
        self.words.append(piece)
        if piece.isspace():
            return
        if not self.started:
            self.state, self.started = state, True
        self.inks.add(state.ink)

    def end_line(self, state: _State, *, forced: bool = False) -> None:
        """Ends the line that is being written; an empty one only where a ``<br>`` forces it."""
        if self.started:
            ink = next(iter(self.inks)) if len(self.inks) == 1 else ""
            self.lines.append(Line("".join(self.words).strip(), self.state.depth, self.state.hint, ink))
            self.inks, self.started = set(), False
        elif forced:
            self.lines.append(Line("", state.depth, state.hint))
        if self.words:
            self.words = []


def html_lines(html: str) -> list[Line]:
    """The lines of an HTML body, in order."""
    html = html[:LONGEST]
    if _too_deep(html):
        return [Line(line.strip()) for line in re.sub(r"<[^<>]*>", "\n", html).split("\n") if line.strip()]
    root = LexborHTMLParser(html).body
    if root is None:
        return []
    page = _Page()
    _write(root, page)
    page.end_line(_State())
    return [piece for line in page.lines for piece in (unflattened(line) if may_be_flattened(line) else (line,))]


# Markup that may tell more of a line than its text does, whatever it holds: rules, lists, what is laid out or hidden.
_TELLS_MORE = (
    "<hr", "<pre", "<ol", "<ul", "<table", "<script", "<title", "<textarea", "<select",
    "display", "visibility", "mso-hide", "font-size:0", "font-size: 0",
)  # fmt: skip
_NAMES = re.compile(r"(?:id|class|data-marker)\s*=\s*(?:\"([^\">]*)|'([^'>]*)|([^\s>\"']+))")
_INKS = re.compile(r"(?:color|background)\s*[:=]\s*[\"']?([^;\"'>]+)")


def plain_text(html: str, *, marked: bool) -> str | None:
    """All the text of HTML whose markup tells nothing that the plain body does not; None for any other.

    ``marked``: the plain body has quote marks, so that containers around the original are nothing new.
    """
    if len(html) > _LONGEST_PLAIN:
        return None
    low = html.lower()
    if any(sign in low for sign in _TELLS_MORE) or (not marked and "<blockquote" in low):
        return None
    for found in _NAMES.finditer(low):
        names = found[1] or found[2] or found[3] or ""
        if _SIGNATURE.search(names) or "__sig_" in names or (not marked and _QUOTE.search(names)):
            return None
    if any(_bright(found[1].strip()) for found in _INKS.finditer(low)):
        return None
    root = LexborHTMLParser(html).body
    return root.text() if root is not None else None


def _too_deep(html: str) -> bool:
    """The parser takes quadratic time over elements that are nested without end."""
    if html.count("<") < _DEEPEST:
        return False
    depth = 0
    for tag in _TAG.finditer(html):
        if tag.group(2).lower() not in _VOID:
            depth += -1 if tag.group(1) else 1
            if depth > _DEEPEST:
                return True
    return False


def _write(root: LexborNode, page: _Page) -> None:
    """Every node as it begins and as it ends, with the state that holds inside of it; without recursion."""
    opened: list[tuple[str, _State, LexborNode | None]] = []  # tag, state around it, what follows it
    around = _State()
    node: LexborNode | None = root
    while True:
        while node is not None:
            tag = node.tag or ""
            child: LexborNode | None = None
            if tag == "-text":
                page.write(node.text_content or "", around)
            elif tag == "br":
                page.end_line(around, forced=True)
            elif tag not in _UNSEEN:
                attributes = node.attributes
                style = attributes.get("style") if attributes else None
                if not (style and _INVISIBLE.search(style)):
                    state = _inside(tag, attributes, around)
                    _enter(tag, state, page)
                    child = node.child
                    if child is None:
                        _leave(tag, state, page)
                    else:
                        opened.append((tag, around, node.next if opened else None))
                        around = state
            node = child or node.next
        if not opened:
            return
        tag, outer, node = opened.pop()
        _leave(tag, around, page)
        around = outer


def _inside(tag: str, attributes: dict[str, str | None], around: _State) -> _State:
    depth, hint, ink = around.depth, around.hint, around.ink
    if tag == "blockquote":
        depth += 1
    if attributes:
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''} {attributes.get('data-marker') or ''}"
        if names != "  ":
            if _SIGNATURE.search(names) or "__SIG_" in names:
                hint = Hint.SIGNATURE
            elif _QUOTE.search(names):
                hint, depth = Hint.QUOTED, depth + (0 if around.hint is Hint.QUOTED else 1)
        if tag != "a":
            ink = _ink(attributes, ink)
    if tag != "pre" and depth == around.depth and hint is around.hint and ink == around.ink:
        return around
    return _State(depth, hint, ink, around.pre or tag == "pre")


def _ink(attributes: dict[str, str | None], around: str) -> str:
    style = attributes.get("style") or ""
    wanted = [attributes.get("color") or "", *(_INK.findall(style) if style else [])]
    for value in wanted:
        if value:
            around = _bright(value.strip().lower())
            if around:
                return around
    return around


def _bright(value: str) -> str:
    """The colour where it is one that makes words stand out; black, white and the greys are ""."""
    rgb = _NAMED_INKS.get(value.split("!")[0].strip())
    if rgb is None and value.startswith("#"):
        digits = value[1:7] if len(value) >= 7 else "".join(c * 2 for c in value[1:4])
        try:
            rgb = (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
        except ValueError:
            return ""
    found = _RGB.match(value)
    if found:
        rgb = (int(found.group(1)), int(found.group(2)), int(found.group(3)))
    if rgb is None or max(rgb) - min(rgb) < 100:
        return ""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _enter(tag: str, state: _State, page: _Page) -> None:
    if tag in {"td", "th"}:
        if page.started:
            page.words.append(" | ")
    elif tag in _BLOCKS:
        page.end_line(state)
        if tag == "hr":
            page.lines.append(Line("_" * 32, state.depth, state.hint))
        elif tag in {"ol", "ul"}:
            page.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            page.write(_bullet(page.lists), state)


def _leave(tag: str, state: _State, page: _Page) -> None:
    if tag in _BLOCKS and tag != "hr":
        page.end_line(state)
        if tag in {"ol", "ul"} and page.lists:
            page.lists.pop()


def _bullet(lists: list[int]) -> str:
    if lists and lists[-1] >= 0:
        lists[-1] += 1
        return f"{lists[-1]}. "
    return "- "
