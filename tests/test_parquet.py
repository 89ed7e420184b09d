import io

import pytest
from examples_of_documents import documents, found
from hypothesis import given

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from newsquotes import Document, InputWarning, RecordError, Resolution  # noqa: E402
from newsquotes.formats import read_parquet, to_record, write_parquet  # noqa: E402


def written(docs, **options) -> io.BytesIO:
    file = io.BytesIO()
    write_parquet(docs, file, **options)
    file.seek(0)
    return file


def test_everything_comes_back():
    read = list(read_parquet(written(documents(), with_text=True)))
    assert [to_record(doc) for doc in read] == [to_record(doc) for doc in documents()]
    assert [doc.text for doc in read] == [doc.text for doc in documents()]


def test_texts_from_elsewhere():
    read = read_parquet(written(documents()), {doc.id: doc.text for doc in documents()})
    assert [to_record(doc) for doc in read] == [to_record(doc) for doc in documents()]


def test_columns_have_types():
    table = pq.read_table(written(documents()))
    types = {name: str(table.schema.field(name).type) for name in ("text", "start", "confidence", "content_spans", "media")}
    assert types == {
        "text": "string",
        "start": "int64",
        "confidence": "double",
        "content_spans": "list<element: list<element: int64>>",
        "media": "list<element: string>",
    }
    assert table.column("content_spans")[0].as_py() == [[3, 7], [57, 70]]


def test_what_is_no_table_of_ours_raises():
    file = io.BytesIO()
    pq.write_table(pa.table({"text": ["x"]}), file)
    file.seek(0)
    with pytest.raises(RecordError, match="it has no column document"):
        list(read_parquet(file))
    with pytest.raises(RecordError, match="is not a Parquet file"):
        list(read_parquet(io.BytesIO(b"PAR1")))


def test_half_a_character():
    doc = Document("\ud800", id="x").with_layer("quotes", []).with_resolution(Resolution())
    with pytest.warns(InputWarning, match="holds half a character"):
        file = written([doc], with_text=True)
    assert [again.text for again in read_parquet(file)] == ["\ufffd"]


@given(found())
def test_round_trip(doc):
    assert [to_record(again) for again in read_parquet(written([doc], with_text=True))] == [to_record(doc)]
