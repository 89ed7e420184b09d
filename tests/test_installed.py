"""Distributions as they lie in an environment, damaged ones among them: each is read for itself, and nothing else is lost."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import newsquotes
from newsquotes import PluginWarning, UnknownExtractorError
from newsquotes.registry import Registry

GOOD = """
import newsquotes

@newsquotes.hookimpl
def newsquotes_annotators():
    return {"%s": lambda: lambda doc: {"%s": 1}}
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Installs distributions into a folder of the path: name, entry points, module, and the bytes of its metadata."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made = []

    def install(name, entries=None, module=None, metadata=None):
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        said = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
        (info / "METADATA").write_bytes(said if metadata is None else metadata)
        module_name = name.replace("-", "_") + "_module"
        text = f"[newsquotes]\n{name} = {module_name}\n" if entries is None else entries
        (info / "entry_points.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        code = GOOD % (name, name) if module is None else textwrap.dedent(module)
        (tmp_path / f"{module_name}.py").write_text(code, encoding="utf-8")
        made.append(module_name)
        return info

    yield install
    for name in made:
        sys.modules.pop(name, None)


DAMAGED = {
    "metadata that is no UTF-8": {"metadata": b"Metadata-Version: 2.1\nName: \xff\xfe\nVersion: 1.0\n"},
    "no metadata": {"metadata": b""},
    "metadata without a name": {"metadata": b"Metadata-Version: 2.1\nVersion: 1.0\n"},
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_plugin_with_damaged_metadata_still_loads(site, damage):
    site("aaa-damaged", **damage)
    site("bbb-good")
    names = Registry().names("annotator")
    assert {"aaa-damaged", "bbb-good"} <= set(names)
    assert newsquotes.Pipeline.from_dict({}, registry=Registry())("Мост.").text == "Мост."


UNREADABLE = {
    "entry points that are no UTF-8": b"[newsquotes]\nx = \xff\xfe\n",
    "a line without a value": "[newsquotes]\nthis is no entry point\n",
    "a value without a module": "[newsquotes]\nx = \n",
    "a value with spaces": "[newsquotes]\nx = a b c\n",
}


@pytest.mark.parametrize("entries", UNREADABLE.values(), ids=UNREADABLE)
def test_a_malformed_entry_point_file_stops_nobody_else(site, entries):
    site("aaa-damaged", entries=entries)
    site("bbb-good")
    registry = Registry()
    with pytest.warns(PluginWarning, match="aaa-damaged|plugin 'x'|plugin ''"):
        assert "bbb-good" in registry.names("annotator")
    assert registry.names("tokenizer") == ("razdel",)


def test_somebody_elses_damage_is_no_concern_of_ours(site, recwarn):
    site("aaa-stranger", entries=b"[console_scripts]\nx = \xff\n")
    site("bbb-good")
    assert "bbb-good" in Registry().names("annotator")
    assert [w for w in recwarn if "aaa-stranger" in str(w.message)] == []


def test_an_interrupted_import_loses_nobody(site, monkeypatch):
    site("aaa-good")
    site("bbb-slow", module="import os\nif os.environ.get('SLOW'): raise KeyboardInterrupt\n" + GOOD % ("bbb-slow", "x"))
    site("ccc-good")
    registry = Registry()
    monkeypatch.setenv("SLOW", "1")
    with pytest.raises(KeyboardInterrupt):
        registry.catalogue()
    monkeypatch.delenv("SLOW")
    assert {"aaa-good", "bbb-slow", "ccc-good"} <= set(registry.names("annotator"))


def test_a_plugin_may_use_newsquotes_while_it_is_imported(site, monkeypatch):
    site("aaa-eager", module="import newsquotes\nDOC = newsquotes.extract('Мост.')\n" + GOOD % ("aaa-eager", "x"))
    registry = Registry()
    monkeypatch.setattr("newsquotes.registry._default", registry)
    assert "aaa-eager" in registry.names("annotator")


def test_names_that_a_terminal_obeys_are_not_printed(site):
    site("aaa-red", entries="[newsquotes]\n\x1b[31mred = aaa_red_module\n")
    registry = Registry()
    with pytest.warns(PluginWarning, match="characters that cannot be printed") as seen:
        registry.catalogue()
    assert all("\x1b" not in str(warning.message) for warning in seen)
    with pytest.raises(UnknownExtractorError) as info:
        newsquotes.Pipeline.from_dict({"linker": "x"}, registry=registry)
    assert "\x1b" not in str(info.value)


def test_the_first_of_two_copies_on_the_path_counts(site, tmp_path, monkeypatch):
    site("twice")
    older = tmp_path / "older"
    info = older / "twice-0.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: twice\nVersion: 0.5\n")
    (info / "entry_points.txt").write_text("[newsquotes]\ntwice = no_such_module\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(older)])
    registry = Registry()
    assert "twice" in registry.names("annotator")
    assert registry.offer("annotator", "twice").origin.version == "1.0"


def test_what_plugins_print_never_lands_among_the_records(tmp_path):
    (tmp_path / "noisy.py").write_text(
        "print('imported')\nclass Noisy:\n    def __init__(self, *, loud: bool = True): print('made')\n"
        "    def __call__(self, doc):\n        print('called')\n        return {'noise': 1}\n",
        encoding="utf-8",
    )
    (tmp_path / "news.toml").write_text('annotator = "noisy:Noisy"\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("«Мост закрыт», — сказал Пётр Ильин.", encoding="utf-8")
    paths = [str(tmp_path), str(Path(newsquotes.__file__).parent.parent)]
    command = [sys.executable, "-m", "newsquotes", "extract", "-f", "jsonl", "--config", "news.toml", "a.txt"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    [line] = done.stdout.splitlines()
    assert json.loads(line)["extra"] == {"noise": 1}
    assert done.stderr.split() == ["imported", "made", "called"]
