import os

import docx
import pytest
from pypdf import PdfWriter

from newsquotes import InputError, InputWarning
from newsquotes.files import expanded, read_text
from newsquotes.inputs import READABLE, read_articles

SAID = "«Снег уберут», — заявил глава района Олег Рыков."


def word(path):
    document = docx.Document()
    document.core_properties.title = "Снег"
    document.add_paragraph("Новости района")
    document.add_paragraph(SAID)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Тротуары"
    document.add_paragraph("Конец.")
    document.save(str(path))
    return path


def pdf(path, *lines: str):
    """A page with these lines, in a font whose letters are named one by one, as simple programs write PDF."""
    letters = sorted(set("".join(lines)))
    codes = {letter: code for code, letter in enumerate(letters, 33)}
    unicode = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{unicode}\nendbfchar\nendcmap end end"
    ).encode()
    shown = " T* ".join("<" + "".join(f"{codes[letter]:02x}" for letter in line) + "> Tj" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 20 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, data.rindex(b"xref"))
    path.write_bytes(data)
    return path


def rtf(path):
    letters = "".join(rf"\u{ord(letter)}?" if ord(letter) > 127 else letter for letter in SAID)
    path.write_bytes(rb"{\rtf1\ansi\uc1 " + letters.encode("ascii") + rb"\par}")
    return path


def test_word(tmp_path):
    ((id_, text, meta),) = read_articles(word(tmp_path / "a.docx"))
    assert (id_, meta) == ("a", {"title": "Снег"})
    assert text.split("\n") == ["Новости района", SAID, "Тротуары", "", "Конец."]


def test_pdf(tmp_path):
    ((_, text, _),) = read_articles(pdf(tmp_path / "a.pdf", "Новости района", SAID))
    assert SAID in text


def test_the_lines_of_a_pdf_are_no_paragraphs(tmp_path):
    lines = (
        "Новости района",
        "«Уберём снег к утру и вывезем его за",
        "город», — обещает пресс-",
        "секретарь",
        "Анна Белова.",
    )
    ((_, text, _),) = read_articles(pdf(tmp_path / "a.pdf", *lines, "Она добави-", "ла это утром."))
    assert text.split("\n")[:2] == [
        "Новости района",
        "«Уберём снег к утру и вывезем его за город», — обещает пресс-секретарь",
    ]
    assert text.split("\n")[-1] == "Она добавила это утром."


def test_rtf(tmp_path):
    ((_, text, _),) = read_articles(rtf(tmp_path / "a.rtf"))
    assert text.strip() == SAID


def test_a_scan_says_so(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(InputError, match="scanned"):
        list(read_articles(tmp_path / "scan.pdf"))


@pytest.mark.parametrize("kind", ["docx", "pdf", "rtf"])
@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"%PDF-1.4 xx", b"PK\x03\x04", b"{\\rtf1 \\'"])
def test_damaged_documents_give_one_clear_error(tmp_path, kind, data):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    with pytest.raises(InputError):
        list(read_articles(path))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 \xff", r"name it \.pdf"),
        (b"PK\x03\x04abc", r"\.docx"),
        (b"{\\rtf1}", r"name it \.rtf"),
        (b"\x89PNG\r\n", "picture"),
    ],
)
def test_documents_that_are_named_text(tmp_path, data, what):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=what):
        read_text(str(path))


def test_folders_and_wildcards(tmp_path):
    for name in ("b.txt", "a.html", "deep/c.csv.gz", "deep/.hidden/d.txt", ".e.txt", "f.exe"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    names = [str(tmp_path / name) for name in ("a.html", "b.txt", "deep/c.csv.gz")]
    with pytest.warns(InputWarning, match=r"1 file of another kind is left out: \.exe \(1\)"):
        assert expanded([str(tmp_path)], READABLE) == names
    assert expanded([str(tmp_path / "*.txt"), "-", names[1]], READABLE) == [names[1], "-"]
    assert expanded([str(tmp_path / "f.exe"), "nowhere"], READABLE) == [str(tmp_path / "f.exe"), "nowhere"]
    nothing = [str(tmp_path / "*.pdf"), str(_empty(tmp_path))]
    assert expanded(nothing, READABLE) == nothing


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "c.txt").symlink_to("nowhere")  # whoever opens it says so
    with pytest.warns(InputWarning, match=r"\.txt \(1\)"):
        assert expanded([str(tmp_path)], READABLE) == [str(tmp_path / "b.txt"), str(tmp_path / "c.txt")]


def _empty(tmp_path):
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"
