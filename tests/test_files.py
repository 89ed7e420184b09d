import os
import stat
import sys
from pathlib import Path

import pytest

from newsquotes import InputError, InputWarning
from newsquotes.files import ids_of, read_text, written


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["news/one.txt", "two.text"], ["one", "two"]),
        (["a/one.txt", "b/one.txt", "two.txt"], ["a/one.txt", "b/one.txt", "two"]),
        (["one.txt", "one.md"], ["one.txt", "one.md"]),
        (["a.2024.txt", ".hidden", "none"], ["a.2024", ".hidden", "none"]),
        (["-", "./-"], ["-", "./-"]),
        (["a.txt", "d/a.txt", "a.txt.txt"], ["a.txt", "d/a.txt", "a.txt.txt"]),
        (["one.txt", "one.txt"], ["one"]),
        ([], []),
    ],
)
def test_ids(paths, ids):
    assert list(ids_of(paths).values()) == ids


def test_files_are_read_as_they_are(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf1\r\n2\r3\n\xef\xbb\xbf\xc2\xa0")
    assert read_text(str(path)) == "1\r\n2\r3\n\ufeff\xa0"


def test_undecodable_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Мост".encode("cp1251"))
    with pytest.raises(InputError, match=r"byte 0xcc at offset 0; perhaps Windows-1251\?"):
        read_text(str(path))


def test_a_guess_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Мост откроют в мае, сообщила мэр.\r\n".encode("cp1251"))
    with pytest.warns(InputWarning, match=r"a.txt: is not UTF-8; taken for Windows-1251"):
        assert read_text(str(path)) == "Мост откроют в мае, сообщила мэр.\r\n"


def test_a_mark_is_no_guess(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Мост\r\n".encode("utf-16"))
    assert read_text(str(path)) == "Мост\r\n"


@pytest.mark.parametrize("module", ["gzip", "backports.zstd"])
def test_compressed_files(tmp_path, module):
    compress = pytest.importorskip(module).compress
    path = tmp_path / "a.txt"
    path.write_bytes(compress("Мост\r\n".encode()))
    assert read_text(str(path)) == "Мост\r\n"
    path.write_bytes(compress("Мост".encode() * 9)[:-7])
    with pytest.raises(InputError, match="cannot be decompressed"):
        read_text(str(path))
    path.write_bytes(compress("Мост".encode() * 9)[:7] + b"\xff" * 50)
    with pytest.raises(InputError, match="cannot be decompressed"):
        read_text(str(path))


def test_what_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read_text(str(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        read_text(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match=r"cannot be read: .*null"):
        read_text("a\0b")


def test_output_appears_when_all_is_written(tmp_path):
    path = tmp_path / "out.jsonl"
    with written(str(path)) as file:
        file.write(b"{}\n")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == b"{}\n"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_failure_leaves_the_old_output(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def interrupted():
        with written(str(path)) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links as in POSIX")
def test_permissions_and_links_stay(tmp_path):
    path, link = tmp_path / "out", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    with written(str(link)) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    mask = os.umask(0o027)
    try:
        with written(str(tmp_path / "fresh")):
            pass
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "fresh").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/null")
def test_a_device_is_written_to(tmp_path):
    with written("/dev/null") as file:
        file.write(b"{}")
    assert not Path("/dev/null").is_file()
