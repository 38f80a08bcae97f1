"""Telling in which encoding a text file is, by being strict and by looking whether words come out as words."""

import codecs
import re
from typing import BinaryIO

from wayhome.registry.importing.errors import Trouble, UnreadableFile

_BLOCK = 1 << 20
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order in which they are met in the region's offices; the earlier wins a tie. cp866 is DOS, koi8-u old mail.
_EIGHT_BIT = ("cp1251", "cp866", "koi8-u", "cp1252")
_WORD = re.compile(r"[^\W\d_]+")
_ONE_SCRIPT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ]+|[Ѐ-ӿ]+")
_COMMON = frozenset("оаеинтсрвліойкуяОАЕИНТСРВЛІКУ")
# Below this share of believable words nobody should trust the text; real lists reach .97 and more.
_BELIEVABLE = 0.7


def encoding_of(file: BinaryIO) -> str:
    """The name of the codec that reads this whole file. The file is left at its beginning.

    Raises:
        UnreadableFile: no codec gives words (UNKNOWN_LETTERS), or there is nothing in it (EMPTY).
    """
    file.seek(0)
    sample = file.read(_SAMPLE)
    file.seek(0)
    if not sample:
        raise UnreadableFile(Trouble.EMPTY)
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    if sample.count(0) > len(sample) / 20:  # a stray zero in plain text is not yet UTF-16
        return _wide(sample)
    if _is_utf8(file):
        return "utf-8"
    return _eight_bit(_telling(file))


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark: in lists, most units have the same high byte, and commas and digits have a zero."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda codec: _believable(_decoded(sample, codec)))
    if _believable(_decoded(sample, best)) < _BELIEVABLE:
        raise UnreadableFile(Trouble.UNKNOWN_LETTERS)
    return best


def _telling(file: BinaryIO) -> bytes:
    """A sample that begins at the first byte beyond ASCII: a list may open with pages of plain numbers."""
    while block := file.read(_BLOCK):
        if not block.isascii():
            first = next(place for place, byte in enumerate(block) if byte > 127)
            sample = block[max(0, first - 1024) :] + file.read(_SAMPLE)
            break
    file.seek(0)
    return sample[:_SAMPLE]


def _eight_bit(sample: bytes) -> str:
    scores = {codec: _believable(_decoded(sample, codec)) for codec in _EIGHT_BIT}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < _BELIEVABLE:
        raise UnreadableFile(Trouble.UNKNOWN_LETTERS)
    return best


def _decoded(sample: bytes, codec: str) -> str:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        return decoder.decode(sample)
    except UnicodeDecodeError:
        return ""


def _believable(text: str) -> float:
    """The share of words with letters beyond ASCII that look like words: one script, a usual case, enough common
    letters.

    The wrong Cyrillic codec turns small letters into capitals in the middle of words, vowels into rare consonants, or
    mixes in box-drawing signs.
    """
    if sum(not sign.isprintable() and sign not in "\r\n\t\f\ufeff" for sign in text) > len(text) / 100:
        return 0.0
    words = _WORD.findall(text)
    foreign = [word for word in words if not word.isascii()]
    if not foreign:
        return 1.0 if words else 0.0
    odd_signs = sum(sign > "\x7f" and not sign.isalnum() and sign not in "«»“”„’‘–—№ \ufeff°…ʼ•" for sign in text)
    return sum(_is_word(word) for word in foreign) / (len(foreign) + odd_signs)


def _is_word(word: str) -> bool:
    if not _ONE_SCRIPT.fullmatch(word):
        return False
    usual_case = word.islower() or word.isupper() or word.istitle()
    if "Ѐ" <= word[0] <= "ӿ":
        return usual_case and (len(word) < 4 or sum(letter in _COMMON for letter in word) >= 0.4 * len(word))
    return usual_case
