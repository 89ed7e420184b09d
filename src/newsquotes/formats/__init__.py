"""What documents are written to and read from."""

from newsquotes.formats.ann import BratAnnotations, Entity, Relation
from newsquotes.formats.brat import read_brat, write_brat
from newsquotes.formats.catalogue import FORMATS, Format, format_named, read, texts_in, write
from newsquotes.formats.csvtable import read_csv, write_csv
from newsquotes.formats.gold import gold_record, read_gold, write_gold
from newsquotes.formats.jsonlines import read_json, read_jsonl, write_json, write_jsonl
from newsquotes.formats.labelstudio import LABEL_CONFIG, read_label_studio, write_label_studio
from newsquotes.formats.parquet import read_parquet, write_parquet
from newsquotes.formats.reading_table import READING_COLUMNS, write_reading_csv, write_xlsx
from newsquotes.formats.record import SCHEMA, from_record, to_record
from newsquotes.formats.webannotation import read_web_annotations, write_web_annotations

__all__ = [
    "FORMATS",
    "LABEL_CONFIG",
    "READING_COLUMNS",
    "SCHEMA",
    "BratAnnotations",
    "Entity",
    "Format",
    "Relation",
    "format_named",
    "from_record",
    "gold_record",
    "read",
    "read_brat",
    "read_csv",
    "read_gold",
    "read_json",
    "read_jsonl",
    "read_label_studio",
    "read_parquet",
    "read_web_annotations",
    "texts_in",
    "to_record",
    "write",
    "write_brat",
    "write_csv",
    "write_gold",
    "write_json",
    "write_jsonl",
    "write_label_studio",
    "write_parquet",
    "write_reading_csv",
    "write_web_annotations",
    "write_xlsx",
]
