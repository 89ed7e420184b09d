import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsquotes import InputError
from newsquotes.decoding import decode

TEXT = "«Мост через реку откроют в мае, — сообщила мэр Анна Белова. — Осталось уложить асфальт».\r\nЖители рады.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["", "Мост 🌉", TEXT, "plain ASCII", "\x00\ufeff"[1:] + "Мост"])
def test_what_unicode_files_say_is_no_guess(encoding, text):
    done = decode(text.encode(encoding))
    if encoding == "utf-8":
        assert done.text == text.removeprefix("\ufeff")
    else:
        assert done.text == text
    assert not done.guessed


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1251", "Windows-1251"), ("koi8-r", "KOI8-R"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)
@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("«", '"').replace("»", '"').replace("—", "-"),
        "Глава района Пётр Ильин заявил, что газ придёт к зиме",
        "- В 2024 году (по данным ТАСС) построено 15 школ, - сказал он.\n" * 3,
        "Компания Bridge Ltd заявила, что её проект Big Bridge будет завершён к осени.",
        "ПОЧТИ ВСЁ. Почти всё сказано, - отметила Белова, и добавила: подождём.",
    ],
)
def test_certain_guesses(encoding, name, text):
    done = decode(text.encode(encoding))
    assert (done.text, done.encoding, done.guessed) == (text, name, True)


def test_typography_of_windows_1251():
    assert decode(TEXT.encode("cp1251")).text == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Мост".encode("cp1251"), r"byte 0xcc at offset 0; perhaps Windows-1251\?"),
        ("Мост".encode("koi8-r"), r"perhaps KOI8-R\?"),
        ("Мост".encode()[:-1], "at offset 6; damaged UTF-8"),
        (TEXT.encode() + b"\xff", r"byte 0xff at offset \d+; damaged UTF-8\?"),
        (TEXT.encode().replace("р".encode(), b"\xd1"), "damaged UTF-8"),
        (TEXT.encode("cp1251", "replace") + TEXT.encode(), "is not UTF-8"),
        (TEXT.encode("cp866", "replace"), "perhaps cp866"),
        (TEXT.encode("mac-cyrillic"), "is not UTF-8"),
        (TEXT.encode("iso8859-5", "replace"), "is not UTF-8"),
        ("Le café est fermé, a déclaré le maire à l'été dernier. Ça va être réparé.".encode("latin-1"), "is not UTF-8"),
        ("Łódź i Kraków są piękne, powiedział burmistrz, który źle się czuł.".encode("cp1250"), "is not UTF-8"),
        ("Die Brücke wird im März geöffnet, sagte Müller. Schöne Grüße aus Köln".encode("cp1252"), "is not UTF-8"),
        ("Міст відкриють у травні, повідомила мер Ганна Білова, її слова наводять ЗМІ".encode("cp1251"), "is not UTF-8"),
        (random.Random(1).randbytes(4000), "is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(3000), r"is not UTF-8 text .byte 0x89 at offset 0.; convert"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x1c", "is not UTF-16 text, as its byte order mark says"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "is not UTF-16 text"),
        (codecs.BOM_UTF16_LE + "Мост".encode("cp1251"), "starts like UTF-16 text"),
        (codecs.BOM_UTF8 + b"\xff", "is not UTF-8 text, as its byte order mark says .byte 0xff at offset 3"),
    ],
)
def test_what_is_not_certain_is_an_error(data, message):
    with pytest.raises(InputError, match=message):
        decode(data)


@given(st.binary(max_size=200))
def test_bytes_are_text_or_an_error(data):
    try:
        done = decode(data)
    except InputError:
        return
    assert isinstance(done.text, str)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=100))
def test_utf_8_is_never_taken_for_anything_else(text):
    done = decode(text.encode())
    if not done.guessed:  # a text of zeros and fours in every other place is UTF-16
        assert done.text == text.removeprefix("\ufeff")
