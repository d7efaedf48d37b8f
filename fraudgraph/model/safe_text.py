"""The one sanitizer: text from the data as it may stand on a terminal, in a CSV cell, in XML. Standard library only.

Text that could act, hide or pass for other text becomes a JSON string in quotes (`"\\u001b[2J"`), which every command
accepts
back as input. The mapping is injective: what stands bare never opens with a quote, so two values never look alike by
escaping.
"""

import json
import re
import unicodedata
from collections.abc import Callable

# Letters of other scripts that most fonts draw like an ASCII letter or digit (after Unicode's confusables.txt, the
# common ones).
_TWINS = frozenset(
    "АВЕЅІЈКМНОРСТУХԁԍѕіјаеорсухһԛԝӏӀҮүѵѴԌԜԚ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϒϳοινρυκχγαϲϹͿ"  # Greek
    "օսոցհքԼՕՍզցյ"  # Armenian
    "ᎪᏴᏟᎠᎬᎶᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ"  # Cherokee
)
# Signs and Latin letters that pass for an ASCII one wherever they stand.
_ALWAYS_TWINS = frozenset("ıɑɡɩǀƽǃ‐‑‒–—―−∕⁄․‥⸱·ꞏ∶꞉ː˸‚‛ʼʹˈ′＇ꓸ")
# Characters that draw nothing though Unicode files them under letters or symbols.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    chr(code) for start, stop in ((0x180B, 0x1810), (0xFE00, 0xFE10), (0xE0100, 0xE01F0)) for code in range(start, stop)
)
_PLAIN = re.compile(r"[!#-~](?:[ -~]*[!-~])?")
_MARKS = ("Mn", "Me", "Mc")
_ACTS = ("Cc", "Cf", "Cs", "Zl", "Zp")
_MAX_MARKS = 2  # more combining marks on one letter than any language writes: they climb over other lines


def visible(text: str) -> str:
    """The text for a terminal: itself, or its JSON string where it holds controls, bidi, invisible or look-alike
    characters.
    """
    if _PLAIN.fullmatch(text):
        return text
    escaped = _escape(text, _deceives)
    return escaped if escaped is not None else text


def inert(text: str) -> str:
    """The text for a file that others open (CSV, XML): only what acts or cannot be written is escaped; look-alikes
    stay as they are.
    """
    if _PLAIN.fullmatch(text):
        return text
    escaped = _escape(text, lambda whole: {index for index, char in enumerate(whole) if _acts(char)})
    return escaped if escaped is not None else text


def spreadsheet(text: str) -> str:
    """The text for a CSV cell: inert, and with `'` before whatever a spreadsheet would run as a formula (and before a
    leading `'`).
    """
    safe = inert(text)
    return "'" + safe if safe[:1] in _FORMULA else safe


_FORMULA = frozenset("=+-@\t\r\n'|%＝＋－＠")


def unguard(cell: str) -> str:
    """What `spreadsheet` was given."""
    return read_back(cell[1:] if cell[:1] == "'" else cell)


def read_back(text: str) -> str:
    """The value that a person typed or pasted: a JSON string in quotes is read as one, anything else is itself."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        try:
            value = json.loads(text)
        except ValueError:
            return text
        return value if isinstance(value, str) else text
    return text


def cells(text: str) -> int:
    """Terminal cells that the text takes: 2 for CJK and emoji, 0 for combining marks."""
    if text.isascii():
        return len(text)
    return sum(0 if _is_zero_width(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _is_zero_width(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def _escape(text: str, unsafe: Callable[[str], set[int]]) -> str | None:
    """The JSON string with the unsafe characters escaped; None if the bare text is safe and cannot be taken for a
    JSON string.
    """
    found = unsafe(text)
    if not found and text and text[0] != '"' and text == text.strip(" "):
        return None
    return '"' + "".join(_escape_one(char, index in found) for index, char in enumerate(text)) + '"'


def _escape_one(char: str, unsafe: bool) -> str:
    if char in '"\\':
        return "\\" + char
    return escaped(char) if unsafe else char


def escaped(char: str) -> str:
    """A character as JSON escapes it: code points past U+FFFF become a pair of surrogates."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _acts(char: str) -> bool:
    """Whether a character moves, hides or reorders text, or may not stand in XML."""
    return unicodedata.category(char) in _ACTS or _is_noncharacter(char)


def _is_noncharacter(char: str) -> bool:
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def _deceives(text: str) -> set[int]:
    """Places of the characters that a reader could not see, or would take for others."""
    found = {index for index, char in enumerate(text) if _hides(char)}
    return found | _stray_marks(text) | _look_alikes(text)


def _hides(char: str) -> bool:
    if char.isascii():
        return not " " <= char <= "~"
    category = unicodedata.category(char)
    return (
        category in _ACTS or category in ("Co", "Cn", "Zs") or char in _BLANK or char in _ALWAYS_TWINS or _folds(char)
    )


def _folds(char: str) -> bool:
    """Whether compatibility normalisation makes it ASCII: full width, mathematical letters, ligatures, our own `…`."""
    return unicodedata.normalize("NFKC", char).isascii()


def _stray_marks(text: str) -> set[int]:
    """Combining marks that could have been written composed, have no letter before them, or are stacked."""
    decomposed = unicodedata.normalize("NFC", text) != text
    found, run = set(), 0
    for index, char in enumerate(text):
        if unicodedata.category(char) not in _MARKS:
            run = 0
            continue
        run += 1
        if decomposed or run > _MAX_MARKS or index < run or text[index - run] == " ":
            found.add(index)
    return found


def _look_alikes(text: str) -> set[int]:
    """Twins of ASCII letters in words that mix in Latin letters, or in which no letter tells the script."""
    found: set[int] = set()
    for word in re.finditer(r"[^\W\d_]+", text):
        twins = {word.start() + at for at, char in enumerate(word.group()) if char in _TWINS}
        own = [char for char in word.group() if char not in _TWINS]
        if twins and (not own or any(unicodedata.name(char, "").startswith("LATIN") for char in own)):
            found |= twins
    return found
