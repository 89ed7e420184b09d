"""Files of every format, changed at random: they are read or refused with one clear error, never with a traceback."""

import io
import json
import os
import random
import tempfile
from pathlib import Path

import pytest
from examples_of_documents import TEXT, documents

from newsquotes.errors import NewsquotesError
from newsquotes.formats import FORMATS, read, write
from newsquotes.inputs import read_articles

COUNT = int(os.environ.get("NEWSQUOTES_MUTATIONS", "150"))
"""How many changed files of each format are read; a long run sets it to 10,000 and more."""
ENDINGS = {"label-studio": ".json", "web-annotation": ".jsonld", "brat": ""}
ODD = (
    None,
    [],
    {},
    "",
    0,
    5,
    -1,
    10**30,
    1e308,
    float("nan"),
    True,
    "\ud800",
    "x",
    ["x"],
    {"x": 1},
    [[0, 1]],
    "\x1b[31m",
    "../../x",
    TEXT,
)


@pytest.fixture(scope="module")
def originals(tmp_path_factory) -> dict[str, Path]:
    paths = {}
    for name, format_ in FORMATS.items():
        if format_.read is not None:
            paths[name] = tmp_path_factory.mktemp("original") / f"file{ENDINGS.get(name, '.' + name)}"
            write(documents(), paths[name], name)
    return paths


def nodes(value, at=()):
    """Every place in a JSON value."""
    yield at
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from nodes(child, (*at, key))


def changed(value, chance: random.Random):
    """The JSON value with one to three places replaced, removed or doubled."""
    for _ in range(chance.randint(1, 3)):
        at = chance.choice(list(nodes(value)))
        if not at:
            if chance.random() < 0.05:
                return chance.choice(ODD)
            continue
        holder = value
        for key in at[:-1]:
            holder = holder[key]
        action = chance.random()
        if action < 0.7:
            holder[at[-1]] = chance.choice(ODD)
        elif action < 0.9:
            del holder[at[-1]]
        elif isinstance(holder, list):
            holder.append(holder[at[-1]])
    return value


def bent(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some cut out, doubled or replaced."""
    for _ in range(chance.randint(1, 4)):
        a = chance.randrange(len(data) + 1)
        b = min(len(data), a + chance.choice([0, 1, 2, 10, 100]))
        put = chance.choice(
            [
                b"",
                b"\0",
                b"\xff",
                b'"',
                b"\t",
                b"\n",
                b"T9\tX 1 0\t",
                b"[" * 3000,
                b"-1",
                b"999999999999",
                data[a:b] * 2,
                b";",
            ]
        )
        data = data[:a] + put + data[b:]
    return data


def mutated(name: str, data: bytes, chance: random.Random) -> bytes:
    if name in ("jsonl", "json", "label-studio", "web-annotation") and chance.random() < 0.7:
        if name == "jsonl":
            return b"".join(json.dumps(changed(json.loads(line), chance)).encode() + b"\n" for line in data.splitlines())
        return json.dumps(changed(json.loads(data), chance)).encode()
    return bent(data, chance)


@pytest.mark.parametrize(
    "name", [name for name, format_ in FORMATS.items() if format_.read is not None and not format_.folder]
)
def test_files(name, originals, tmp_path):
    data = originals[name].read_bytes()
    path = tmp_path / originals[name].name
    for seed in range(COUNT):
        path.write_bytes(mutated(name, data, random.Random(f"{name}{seed}")))
        refuse_or_read(lambda: read(path, name), f"{name}, seed {seed}")


def test_folders_of_brat(originals):
    files = {
        file.relative_to(originals["brat"]): file.read_bytes() for file in originals["brat"].rglob("*") if file.is_file()
    }
    for seed in range(COUNT):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as folder:
            victim = chance.choice(sorted(files))
            for file, data in files.items():
                (Path(folder) / file).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / file).write_bytes(bent(data, chance) if file == victim else data)
            refuse_or_read(lambda folder=folder: read(folder, "brat"), f"brat, seed {seed}")


@pytest.mark.parametrize("kind", ["jsonl", "csv", "html", "parquet", "text", "docx", "pdf", "rtf"])
def test_articles(kind, tmp_path):
    rows = {
        "jsonl": json.dumps({"id": 1, "text": TEXT, "date": "5 марта 2023", "meta": {"title": "x"}}).encode() * 3,
        "csv": f'id;text;date\n1;"{TEXT.replace(chr(34), "")}";18.05.2023\n'.encode(),
        "html": f'<html><head><meta charset="utf-8"></head><body><article><p>{TEXT * 5}</p></article></body></html>'.encode(),
        "text": TEXT.encode(),
        "rtf": rb"{\rtf1\ansi\uc1 \u1071?\par text}",
        "pdf": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF",
    }
    if kind == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        file = io.BytesIO()
        parquet.write_table(__import__("pyarrow").table({"text": [TEXT] * 3, "id": ["1", "2", None]}), file)
        rows["parquet"] = file.getvalue()
    if kind == "docx":
        file = io.BytesIO()
        document = pytest.importorskip("docx").Document()
        document.add_paragraph(TEXT.replace("\u2028", ""))
        document.save(file)
        rows["docx"] = file.getvalue()
    for seed in range(min(COUNT, 60) if kind in ("docx", "html", "pdf") else COUNT):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(bent(rows[kind], random.Random(f"{kind}{seed}")))
        refuse_or_read(lambda path=path: read_articles(path, kind=kind), f"{kind}, seed {seed}")


@pytest.mark.filterwarnings("ignore")
def refuse_or_read(reading, where: str) -> None:
    try:
        for found in reading():
            assert found is not None
    except NewsquotesError as exc:
        if not str(exc).strip():
            raise AssertionError(f"{where}: says nothing") from exc
    except Exception as exc:
        raise AssertionError(f"{where}: {type(exc).__name__}: {exc}") from exc


pytestmark = pytest.mark.filterwarnings("ignore")
