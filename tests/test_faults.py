"""What can be wrong with a plugin, and what comes of it: the table that ``docs/plugins.md`` promises.

Each fault is the source of a module that is installed beside a good plugin. Whatever it is, the good plugin works on, and
what the pipeline says names the plugin, the stage and what to do.
"""

import re
import sys
import textwrap
import warnings
from importlib.metadata import EntryPoint

import attrs
import fakes as fakes_plugin
import pytest

from newsquotes import ConfigError, ExtractorError, Pipeline, PluginError, PluginWarning, steps
from newsquotes.errors import DuplicateExtractorError, UnknownExtractorError
from newsquotes.registry import Registry
from newsquotes.testing import contracts

TEXT = "«Мост откроют в мае», — сообщила Анна Белова."
GOOD = """
@hookimpl
def newsquotes_quote_detectors():
    return {"good": lambda: fakes.Marks()}
"""
HEAD = """
import fakes
import random
import sys
from newsquotes import *
"""


@attrs.frozen
class Fault:
    """A broken plugin, and what must be said of it; ``stage`` is where its extractor is used."""

    source: str
    says: str
    stage: str = "quote_detector"
    options: dict[str, object] = attrs.field(factory=dict)
    entry: str = "broken"
    target: str = ""


def hook(body: str, stage: str = "quote_detector") -> str:
    return f"\n@hookimpl\ndef newsquotes_{stage}s():\n    {body}\n"


def detector(body: str, stage: str = "quote_detector") -> str:
    """A plugin whose extractor, a generator or a function, has this body."""
    return f"def find(doc):\n{textwrap.indent(body, '    ')}\n" + hook("return {'broken': lambda: find}", stage)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Builds a registry in which a fault is installed, with a good plugin after it, and the fakes."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(fault: Fault) -> Registry:
        entries = []
        for name, source, target in ((fault.entry, fault.source, fault.target), ("good", GOOD, "")):
            module = f"plugin_of_{name}_{tmp_path.name}_{len(entries)}"
            (tmp_path / f"{module}.py").write_text(HEAD + source, encoding="utf-8")
            monkeypatch.delitem(sys.modules, module, raising=False)
            entries.append(EntryPoint(name, module + target, "newsquotes"))
        registry = Registry(entries)
        registry.register(fakes_plugin, "fakes")
        return registry

    return make


def build(registry: Registry, stage: str = "quote_detector", name: str = "good", **options: object) -> Pipeline:
    config = {**fakes_plugin.FAKES, "quote_detector": "good"}
    used = {"use": name, name: options} if options else name
    return Pipeline.from_dict({**config, stage: used}, registry=registry)


def check_that_others_work(registry: Registry) -> None:
    doc = build(registry)(TEXT)
    assert [(str(quote.speaker), quote.text, quote.extractor) for quote in doc.quotes] == [
        ("Анна Белова", "Мост откроют в мае", "good")
    ]


# --- it does not load: one warning, and the plugin, or the hook, is left out -----------------------------------------

LOADING = {
    "import error": Fault("import no_such_library", "importing '.*' failed: ModuleNotFoundError: No module named"),
    "syntax error": Fault("def find(doc: pass", "importing '.*' failed: SyntaxError"),
    "raises while it is imported": Fault("raise OSError('no model')", "importing '.*' failed: OSError: no model"),
    "exits while it is imported": Fault("sys.exit(3)", "importing '.*' failed: SystemExit: 3"),
    "entry point leads nowhere": Fault("", "importing '.*' failed: AttributeError", target=":plugin"),
    "entry point names a class": Fault(
        "class Plugin:\n    @hookimpl\n    def newsquotes_linkers(self): return {}",
        "it is the class Plugin; a plugin is a module or an instance",
        target=":Plugin",
    ),
    "misspelled hook": Fault(
        "@hookimpl\ndef newsquotes_quote_detector(): return {}",
        "there is no hook 'newsquotes_quote_detector'; did you mean 'newsquotes_quote_detectors'",
    ),
    "no decorator": Fault(
        "def newsquotes_quote_detectors(): return {}",
        "newsquotes_quote_detectors must be decorated with @newsquotes.hookimpl",
    ),
    "no hook": Fault("", "it offers nothing: define one of newsquotes_tokenizers"),
    "hook with arguments": Fault(
        "@hookimpl\ndef newsquotes_quote_detectors(doc): return {}",
        "a hook does not have the right signature .*newsquotes_quote_detectors",
    ),
    "hook wrapper": Fault(
        "@hookimpl(wrapper=True)\ndef newsquotes_quote_detectors(): return (yield)",
        "newsquotes_quote_detectors is a hook wrapper; it must be a plain hook",
    ),
    "hook raises": Fault(hook("raise KeyError('model')"), r"newsquotes_quote_detectors\(\) raised KeyError: 'model'"),
    "hook returns None": Fault(hook("pass"), r"newsquotes_quote_detectors\(\) returned None; it must return a mapping"),
    "hook returns a list": Fault(hook("return [len]"), r"newsquotes_quote_detectors\(\) returned \[<built-in"),
    "no factory": Fault(hook("return {'broken': 7}"), "offers 'broken': 7; it must map names to callables"),
    "no name": Fault(hook("return {3: len}"), "offers 3: .*; it must map names to callables"),
    "reserved name": Fault(hook("return {'use': len}"), "offers the name 'use', which configurations need; choose another"),
    "newer contract": Fault(
        "newsquotes_contract = 99" + GOOD,
        "for version 99 of the contract, but newsquotes .* has version 2: update newsquotes",
    ),
    "older contract": Fault(
        "newsquotes_contract = 0" + GOOD,
        "for version 0 of the contract, but newsquotes .* has version 2 and serves 1 still: update the plugin",
    ),
    "strange contract": Fault("newsquotes_contract = '1.0'" + GOOD, "newsquotes_contract is '1.0'; it must be the number"),
    "panics while it is imported": Fault(
        "class Panic(BaseException): pass\nraise Panic('out of memory')", "importing '.*' failed: Panic: out of memory"
    ),
    "closes itself while it is imported": Fault("raise GeneratorExit", "importing '.*' failed: GeneratorExit"),
    "raises what has no text": Fault(
        "class Mute(Exception):\n    def __str__(self): raise ValueError\nraise Mute",
        "importing '.*' failed: Mute \\(its text cannot be had: __str__ raised ValueError\\)",
    ),
    "raises what a terminal obeys": Fault("raise OSError('\\x1b[31mred')", "failed: OSError: .\\[31mred"),
    "null byte in the source": Fault("x = '\\x00'; exec('\\x00')", "importing '.*' failed: (ValueError|SyntaxError)"),
    "recursion while it is imported": Fault("def f(): f()\nf()", "importing '.*' failed: RecursionError"),
    "name that is built in": Fault(
        hook("return {'russian': fakes.Marks}"), "it offers the quote_detector 'russian', which is built in; give it another"
    ),
    "format that is built in": Fault(
        "from newsquotes.formats import Format\n"
        + hook("return {'csv': Format('csv', 'mine', (), lambda *_, **__: None, None)}", "format"),
        "it offers the format 'csv', which is built in; give it another",
    ),
    "command that is built in": Fault(
        "import click\n" + hook("return {'show': click.Command('show')}", "command"),
        "it offers the command 'show', which is built in; give it another",
    ),
    "name of a tokenizer that is built in": Fault(
        hook("return {'razdel': lambda: fakes.tokens}", "tokenizer"), "offers the tokenizer 'razdel', which is built in"
    ),
    "name that a terminal obeys": Fault(
        hook("return {'\\x1b[31m': len}"), r"offers the name '\\x1b\[31m'; names hold nothing but"
    ),
    "name with a line end": Fault(hook("return {'a\\nb': len}"), r"offers the name 'a\\nb'; names hold nothing but"),
    "name with space around": Fault(hook("return {' a': len}"), "offers the name ' a'; names hold nothing but"),
    "long name": Fault(
        hook("return {'x' * 10_000: len}"), "offers the name 'x+…, of 10000 characters; names have at most 100"
    ),
    "hook is a coroutine": Fault(
        "@hookimpl\nasync def newsquotes_quote_detectors(): return {}",
        r"newsquotes_quote_detectors\(\) returned <coroutine object",
    ),
    "entry point that is half one": Fault(
        "", "its entry point is '.*:'; it must be 'module' or 'module:attribute'", target=":"
    ),
    "module that forbids looking": Fault(
        "def __getattr__(name): raise OSError('no')\n" + hook("return {'broken': fakes.Marks}"),
        "reading its hooks failed: OSError: no",
    ),
    "version that raises": Fault(
        "class Plugin:\n    @property\n    def newsquotes_contract(self): raise OSError('no')\n"
        "    @hookimpl\n    def newsquotes_linkers(self): return {}\nplugin = Plugin()",
        "reading its hooks failed: OSError: no",
        target=":plugin",
    ),
    "empty name": Fault(hook("return {'': len}"), "offers '': .*; it must map names to callables"),
    "hook returns a text": Fault(
        hook("return 'broken'"), r"newsquotes_quote_detectors\(\) returned 'broken'; it must return"
    ),
    "hook is a generator": Fault(hook("yield 'broken', len"), r"newsquotes_quote_detectors\(\) returned <generator"),
    "hook exits": Fault(hook("sys.exit(2)"), r"newsquotes_quote_detectors\(\) raised SystemExit: 2"),
    "hook panics": Fault(
        "class Panic(BaseException): pass" + hook("raise Panic('no')"), r"newsquotes_quote_detectors\(\) raised Panic: no"
    ),
    "hook returns what cannot be shown": Fault(
        "class Dark:\n    def __repr__(self): raise OSError" + hook("return Dark()"), r"returned <Dark (object|instance)"
    ),
    "mapping that raises": Fault(
        "from collections import UserDict\nclass Evil(UserDict):\n    def __iter__(self): raise OSError('no')"
        + hook("return Evil()"),
        r"newsquotes_quote_detectors\(\) raised OSError: no",
    ),
    "attribute that raises": Fault(
        "class Plugin:\n    @property\n    def x(self): raise OSError('no')\n"
        "    @hookimpl\n    def newsquotes_linkers(self): return {}\nplugin = Plugin()",
        "it offers nothing|reading its hooks failed: OSError: no",
        target=":plugin",
    ),
    "plugin that forbids comparison": Fault(
        "class Plugin:\n    def __eq__(self, other): raise OSError('no')\nplugin = Plugin()",
        "it offers nothing|reading its hooks failed",
        target=":plugin",
    ),
    "plugin is a number": Fault("plugin = 7", "it offers nothing: define one of", target=":plugin"),
    "plugin is nothing": Fault("plugin = None", "it offers nothing|reading its hooks failed", target=":plugin"),
    "profile that is none": Fault(
        "@hookimpl\ndef newsquotes_profiles(): return {'mine': {'min_confidence': 1}}",
        "it must map names to newsquotes.profiles.Profile objects",
    ),
    "format that is none": Fault(
        "@hookimpl\ndef newsquotes_formats(): return {'mine': len}", "it must map names to newsquotes.formats.Format objects"
    ),
    "command that is none": Fault(
        "@hookimpl\ndef newsquotes_commands(): return {'mine': len}", "it must map names to click commands"
    ),
    "boolean contract": Fault("newsquotes_contract = True" + GOOD, "newsquotes_contract is True; it must be the number"),
    "name of another plugin": Fault(
        hook("return {'mine': fakes.Marks}"), "its name is taken by the plugin 'newsquotes'", entry="newsquotes"
    ),
}


@pytest.mark.parametrize("fault", LOADING.values(), ids=LOADING)
def test_what_does_not_load_is_left_out_with_one_warning(installed, fault):
    registry = installed(fault)
    with pytest.warns(PluginWarning) as seen:
        check_that_others_work(registry)
    [warning] = seen
    message = str(warning.message)
    assert message.startswith(f"plugin '{fault.entry}'")
    assert re.search(fault.says, message), message
    assert f"set NEWSQUOTES_DISABLE_PLUGINS={fault.entry}" in message
    with pytest.raises(UnknownExtractorError) as info:
        build(registry, "linker", "broken")
    assert f"perhaps offered by what did not load: plugin '{fault.entry}'" in str(info.value)
    assert re.search(fault.says, str(info.value))


# --- it cannot be made: one error when the pipeline is built ---------------------------------------------------------

BUILDING = {
    "offers the extractor itself": Fault(
        "def find(doc): return ()" + hook("return {'broken': find}"), r"needs the option 'doc' \(a hook offers factories"
    ),
    "option without default": Fault(
        "def make(*, model: str): pass" + hook("return {'broken': make}"), "needs the option 'model'"
    ),
    "unknown option": Fault(
        "def make(*, model: str = ''): pass" + hook("return {'broken': make}"),
        "has no option 'modle'; did you mean 'model'",
        options={"modle": "news"},
    ),
    "option of the wrong type": Fault(
        "def make(*, share: float = 1): pass" + hook("return {'broken': make}"),
        "option 'share' is 'half', but must be float",
        options={"share": "half"},
    ),
    "letters for a list": Fault(
        "def make(*, words: list[str] = ()): pass" + hook("return {'broken': make}"),
        "option 'words' is 'мост', but must be list\\[str\\]",
        options={"words": "мост"},
    ),
    "numbers for texts": Fault(
        "def make(*, words: list[str] = ()): pass" + hook("return {'broken': make}"),
        "option 'words'\\[0\\] is 1, but must be str",
        options={"words": [1, 2]},
    ),
    "list for a dict": Fault(
        "def make(*, ids: dict = {}): pass" + hook("return {'broken': make}"),
        "option 'ids' is \\['a'\\], but must be dict",
        options={"ids": ["a"]},
    ),
    "value of the wrong type in a dict": Fault(
        "def make(*, ids: dict[str, str] = {}): pass" + hook("return {'broken': make}"),
        "option 'ids'\\['a'\\] is 1, but must be str",
        options={"ids": {"a": 1}},
    ),
    "key of the wrong type in a dict": Fault(
        "def make(*, ids: dict[str, str] = {}): pass" + hook("return {'broken': make}"),
        "option 'ids', the key 1 is 1, but must be str",
        options={"ids": {1: "a"}},
    ),
    "tuple of another length": Fault(
        "def make(*, pair: tuple[int, int] = (0, 1)): pass" + hook("return {'broken': make}"),
        "option 'pair' is \\[1\\], but must be tuple\\[int, int\\]",
        options={"pair": [1]},
    ),
    "truth for a number": Fault(
        "def make(*, count: int = 1): pass" + hook("return {'broken': make}"),
        "option 'count' is True, but must be int",
        options={"count": True},
    ),
    "number for a path": Fault(
        "from pathlib import Path\ndef make(*, table: Path = Path()): pass" + hook("return {'broken': make}"),
        "option 'table' is 7, but must be Path",
        options={"table": 7},
    ),
    "word that is not allowed": Fault(
        "from typing import Literal\ndef make(*, way: Literal['near', 'far'] = 'near'): pass"
        + hook("return {'broken': make}"),
        "option 'way' is 'there', but must be Literal\\['near', 'far'\\]",
        options={"way": "there"},
    ),
    "table without a key that is needed": Fault(
        "import attrs\n@attrs.frozen\nclass Server:\n    url: str\n    port: int = 80\n"
        "def make(*, server: Server | None = None): pass" + hook("return {'broken': make}"),
        "option 'server' is {'port': 1}, but must be ",
        options={"server": {"port": 1}},
    ),
    "file that is not there": Fault(
        "def make(*, table: str = ''): open(table)" + hook("return {'broken': make}"),
        "cannot be made with table='no/such/file.csv': No such file or directory: 'no/such/file.csv'",
        options={"table": "no/such/file.csv"},
    ),
    "folder that is not there": Fault(
        "def make(*, folder: str = ''): open(folder + '/model.json')" + hook("return {'broken': make}"),
        "cannot be made with folder='no/such': No such file or directory: 'no/such/model.json'",
        options={"folder": "no/such"},
    ),
    "file of its own that is not there": Fault(
        "def make(*, table: str = ''): open('/no/such/model')" + hook("return {'broken': make}"),
        "cannot be made: FileNotFoundError: .*/no/such/model.*\n  Update the plugin",
        options={"table": "people.csv"},
    ),
    "its own mistake of value, whatever the options": Fault(
        "def make(*, share: float = 1): int('model')" + hook("return {'broken': make}"),
        "cannot be made: ValueError: invalid literal.*\n  Update the plugin",
        options={"share": 0.5},
    ),
    "needs that are a text": Fault(
        "class X:\n    needs = 'morphs.pos'\n    def __call__(self, doc): return ()\n" + hook("return {'broken': X}"),
        "its needs is 'morphs.pos'; it must be a tuple of layers and fields",
    ),
    "needs that are numbers": Fault(
        "class X:\n    needs = (7,)\n    def __call__(self, doc): return ()\n" + hook("return {'broken': X}"),
        "its needs is \\(7,\\); it must be a tuple",
    ),
    "needs of a layer that there is not": Fault(
        "class X:\n    needs = ('morph.pos',)\n    def __call__(self, doc): return ()\n" + hook("return {'broken': X}"),
        "it needs 'morph.pos', but there is no layer 'morph'; did you mean 'morphs'",
    ),
    "needs what nobody gives": Fault(
        "class Needs:\n    needs = ('speakers.name',)\n    def __call__(self, doc): return []\n"
        "make = Needs" + hook("return {'broken': make}"),
        "it needs 'speakers.name', which its stage does not get; it gets tokens, sentences, morphs, mentions",
    ),
    "needs a field that there is not": Fault(
        "class Needs:\n    needs = ('mentions.colour',)\n    def __call__(self, doc): return []\n"
        "make = Needs" + hook("return {'broken': make}"),
        "it needs 'mentions.colour', but mentions have no field 'colour'; available: extractor, ",
    ),
    "needs that raise": Fault(
        "class X:\n    @property\n    def needs(self): raise OSError('no')\n    def __call__(self, doc): return ()\n"
        + hook("return {'broken': X}"),
        "looking at what its factory returned raised OSError: no",
    ),
    "many that is a number": Fault(
        "class X:\n    many = 5\n    def __call__(self, doc): return ()\n" + hook("return {'broken': X}"),
        "its many is 5; it must be a method",
    ),
    "explain that is a text": Fault(
        "class X:\n    explain = 'because'\n    def __call__(self, doc): return ()\n" + hook("return {'broken': X}"),
        "its explain is 'because'; it must be a method",
    ),
    "its own mistake of type": Fault(
        "def make(*, share: float = 1): len(None)" + hook("return {'broken': make}"),
        "cannot be made: TypeError: .*\n  Update the plugin",
        options={"share": 0.5},
    ),
    "its own mistake of value": Fault(
        "def make(): int('')" + hook("return {'broken': make}"), "cannot be made: ValueError: .*\n  Update the plugin"
    ),
    "its own missing key": Fault(
        "def make(*, share: float = 1): {}['model']" + hook("return {'broken': make}"),
        "cannot be made: KeyError: 'model'\n  Update the plugin",
        options={"share": 0.5},
    ),
    "factory panics": Fault(
        "class Panic(BaseException): pass\ndef make(): raise Panic('no')" + hook("return {'broken': make}"),
        "cannot be made: Panic: no\n  Update the plugin",
    ),
    "factory raises what has no text": Fault(
        "class Mute(Exception):\n    def __str__(self): return 7\ndef make(): raise Mute" + hook("return {'broken': make}"),
        "cannot be made: Mute \\(its text cannot be had",
    ),
    "factory needs arguments by place": Fault(
        "def make(model, /): pass" + hook("return {'broken': make}"), "cannot be made: TypeError: .*model"
    ),
    "factory returns a class": Fault(
        "def make(): return fakes.Marks" + hook("return {'broken': make}"),
        "its factory returned <class 'fakes.Marks'>; it must return a callable that takes a document: Marks is a class",
    ),
    "factory returns what takes nothing": Fault(
        "def make(): return lambda: ()" + hook("return {'broken': make}"), "it must return a callable that takes a document"
    ),
    "factory returns what takes two": Fault(
        "def make(): return lambda doc, model: ()" + hook("return {'broken': make}"),
        "must take one argument, the document \\(missing a required argument: 'model'\\)",
    ),
    "factory returns a coroutine function": Fault(
        "async def find(doc): return ()\ndef make(): return find" + hook("return {'broken': make}"),
        "find is a coroutine function; an extractor returns its result at once",
    ),
    "factory returns a text": Fault(
        "def make(): return 'find'" + hook("return {'broken': make}"),
        "its factory returned 'find'; it must return a callable",
    ),
    "refuses an option": Fault(
        "def make(*, share: float = 1): raise ValueError('share must be at most 1')" + hook("return {'broken': make}"),
        "cannot be made with share=2: share must be at most 1",
        options={"share": 2},
    ),
    "factory raises": Fault(
        "def make(): raise OSError('no model')" + hook("return {'broken': make}"),
        "cannot be made: OSError: no model\n  Update the plugin, or leave 'broken' out of the configuration",
    ),
    "factory exits": Fault(
        "def make(): sys.exit('bye')" + hook("return {'broken': make}"),
        "cannot be made: SystemExit: bye\n  Update the plugin",
    ),
    "factory returns nothing": Fault(
        "def make(): pass" + hook("return {'broken': make}"), "its factory returned None; it must return a callable"
    ),
}


@pytest.mark.parametrize("fault", BUILDING.values(), ids=BUILDING)
def test_what_cannot_be_made_raises_when_the_pipeline_is_built(installed, fault):
    registry = installed(fault)
    with pytest.raises((ConfigError, PluginError), match=fault.says) as info:
        build(registry, fault.stage, "broken", **fault.options)
    assert f"{fault.stage} 'broken' (plugin 'broken')" in str(info.value)
    check_that_others_work(registry)


def test_two_offers_of_one_name_are_refused_until_one_plugin_is_disabled(installed):
    registry = installed(Fault(GOOD, ""))
    with pytest.raises(
        ConfigError, match="quote_detector 'good' is offered by the plugins 'broken' and 'good'; uninstall one"
    ):
        build(registry)
    with pytest.raises(DuplicateExtractorError, match="disable_plugins of the configuration"):
        registry.offer("quote_detector", "good")
    config = {**fakes_plugin.FAKES, "quote_detector": "good", "disable_plugins": ["broken"]}
    assert Pipeline.from_dict(config, registry=registry)(TEXT).quotes


# --- it fails on a text: one error, with the cause chained -----------------------------------------------------------

RUNNING = {
    "raises": Fault(detector("return 1 / 0"), "ZeroDivisionError: division by zero"),
    "raises half-way": Fault(detector("yield from fakes.Marks()(doc)\nraise KeyError('model')"), "KeyError: 'model'"),
    "exits": Fault(detector("sys.exit(1)"), "SystemExit: 1"),
    "never returns from itself": Fault(detector("return find(doc)"), "RecursionError"),
    "returns None": Fault(detector("return None"), "it returned None; it must return \\(or yield\\) the items of 'quotes'"),
    "wrong type": Fault(detector("return ['Мост']"), r"quotes\[0\] is 'Мост', but quote_detector must give Quote objects"),
    "span outside the text": Fault(
        detector("return [Quote((Span(40, 400, 'Мост'),))]"), r"quotes\[0\].content\[0\] \[40, 400\) lies outside the text"
    ),
    "negative span": Fault(detector("return [Quote((Span(-5, -1, 'лова'),))]"), r"\[-5, -1\) lies outside the text"),
    "span with the wrong text": Fault(
        detector("return [Quote((Span(1, 5, 'Брод'),))]"), r"says 'Брод', but the text there is\n.*\n +\^\^\^\^ \[1, 5\)"
    ),
    "no span": Fault(detector("return [Quote(((1, 5),))]"), r"is \(1, 5\), not a Span: make it with doc.span"),
    "probability above one": Fault(
        detector("return [Quote((doc.span(1, 5),), detection_confidence=95)]"), "is 95; it must be a probability from 0 to 1"
    ),
    "unknown word": Fault(
        detector("return [Quote((doc.span(1, 5),), type='oblique')]"),
        "type is 'oblique'; it must be one of direct, indirect",
    ),
    "endless": Fault(
        detector("while True:\n    yield Quote((doc.span(1, 5),))"), "it gave more than 1000 items for a text of 45"
    ),
    "huge": Fault(detector("return [Quote((doc.span(1, 5),))] * 2_000_000"), "it gave more than 1000 items"),
    "overlapping tokens": Fault(
        detector("return [Token(0, 5, '«Мост'), Token(1, 5, 'Мост')]", "tokenizer"),
        r"tokens\[1\] starts at 1, before 5, where the one before it ends",
        stage="tokenizer",
    ),
    "too few morphs": Fault(
        detector("return []", "lemmatizer"), "lemmatizer gave 0 morphs for 12 tokens; it must give one a token", "lemmatizer"
    ),
    "unsorted": Fault(
        detector(
            "spans = doc.span(33, 44), doc.span(1, 5)\nreturn [Mention(s, 'person', s.text, s) for s in spans]",
            "mention_detector",
        ),
        r"mentions\[1\] comes out of order",
        stage="mention_detector",
    ),
    "speaker who is not there": Fault(
        detector("return Resolution((), (Attribution(0),))", "speaker_resolver"),
        r"attributions\[0\].speaker is 0, but there are no speakers",
        stage="speaker_resolver",
    ),
    "endless speakers": Fault(
        detector("return Resolution(iter(int, 1), ())", "speaker_resolver"),
        "it gave more than 1000 items",
        stage="speaker_resolver",
    ),
    "reads what is not there yet": Fault(
        detector("return doc.speakers"),
        "MissingLayerError: this document has no speakers yet: run the stage 'speaker_resolver'",
    ),
    "sets what is frozen": Fault(detector("doc.text = ''\nreturn []"), "FrozenInstanceError"),
    "changes a layer": Fault(detector("doc._layers['tokens'] = ()\nreturn []"), "TypeError: .*does not support item assign"),
    "changes extra": Fault(
        detector("doc.extra['mine'] = 1\nreturn {}", "annotator"), "TypeError: .*does not support item assign", "annotator"
    ),
    "panics": Fault(
        "class Panic(BaseException): pass\n" + detector("raise Panic('index out of bounds')"), "Panic: index out of bounds"
    ),
    "closes itself": Fault(detector("raise GeneratorExit"), "GeneratorExit"),
    "stops the iteration": Fault(detector("raise StopIteration('no')"), "StopIteration: no"),
    "raises what has no text": Fault(
        "class Mute(Exception):\n    def __str__(self): raise OSError\n" + detector("raise Mute"),
        "Mute \\(its text cannot be had: __str__ raised OSError\\)",
    ),
    "raises what a terminal obeys": Fault(detector("raise OSError('\\x1b[2J')"), "OSError: .\\[2J"),
    "returns what cannot be shown": Fault(
        "class Dark:\n    def __repr__(self): raise OSError\n" + detector("return Dark()"),
        "it returned <Dark (object|instance)",
    ),
    "returns what is long to show": Fault(detector("return 10 ** 4000"), "it returned \\d+\\.\\.\\.\\d+; it must"),
    "returns a text": Fault(detector("return 'Мост'"), r"quotes\[0\] is 'М', but quote_detector must give Quote objects"),
    "returns a mapping": Fault(detector("return {'quotes': []}"), r"quotes\[0\] is 'quotes', but"),
    "returns a class": Fault(detector("return [Quote]"), r"quotes\[0\] is <class '.*Quote'>, but"),
    "offsets that are booleans": Fault(
        detector("return [Quote((Span(False, True, '«'),))]"), "has the offset False, of the type bool; offsets are ints"
    ),
    "offsets that are floats": Fault(
        detector("return [Quote((Span(1.0, 5.0, 'Мост'),))]"), "has the offset 1.0, of the type float; offsets are ints"
    ),
    "offsets of a library": Fault(
        "class Int(int): pass\n" + detector("return [Quote((Span(Int(1), Int(5), 'Мост'),))]"),
        "has offsets of the type Int; make spans with doc.span",
    ),
    "offsets of a library in tokens": Fault(
        "class Int(int): pass\n" + detector("return [Token(0, Int(5), '«Мост')]", "tokenizer"),
        "has offsets of the type Int; make spans with doc.span",
        stage="tokenizer",
    ),
    "booleans for doc.span": Fault(
        detector("return [Quote((doc.span(False, True),))]"), "has the offset False, of the type bool"
    ),
    "text for doc.span": Fault(detector("return [Quote((doc.span('1', '5'),))]"), "has the offset '1', of the type str"),
    "rule that is no text": Fault(detector("return [Quote((doc.span(1, 5),), rule=7)]"), "rule is 7; it must be a str"),
    "lemma that is no text": Fault(
        detector("return [Quote((doc.span(1, 5),), cue=Cue((doc.span(24, 32),), None))]"),
        "cue.lemma is None; it must be a str",
    ),
    "cue that is a span": Fault(
        detector("return [Quote((doc.span(1, 5),), cue=doc.span(24, 32))]"), "cue is Span.*, not a Cue"
    ),
    "cue with a list": Fault(
        detector("return [Quote((doc.span(1, 5),), cue=Cue([doc.span(24, 32)]))]"), "cue.spans is .*; it must be a tuple"
    ),
    "source that is a text": Fault(
        detector("return [Quote((doc.span(1, 5),), source='Белова')]"), "source is 'Белова', not a Span"
    ),
    "source of nothing": Fault(detector("return [Quote((doc.span(1, 5),), source=doc.span(3, 3))]"), "source is empty at 3"),
    "content that is a list": Fault(detector("return [Quote([doc.span(1, 5)])]"), "content is .*; it must be a tuple"),
    "content that is a span": Fault(detector("return [Quote(doc.span(1, 5))]"), "content is Span.*; it must be a tuple"),
    "content of nothing": Fault(detector("return [Quote(())]"), "content is empty; a quotation has at least one span"),
    "content with an empty span": Fault(detector("return [Quote((doc.span(3, 3),))]"), r"content\[0\] is empty at 3"),
    "content out of order": Fault(
        detector("return [Quote((doc.span(6, 9), doc.span(1, 5)))]"), "overlaps the fragment before it or comes out of order"
    ),
    "probability that is a truth": Fault(
        detector("return [Quote((doc.span(1, 5),), detection_confidence=True)]"), "is True; it must be a probability"
    ),
    "probability that is no number": Fault(
        detector("return [Quote((doc.span(1, 5),), detection_confidence=float('nan'))]"), "is nan; it must be a probability"
    ),
    "probability that is a text": Fault(
        detector("return [Quote((doc.span(1, 5),), detection_confidence='0.9')]"), "is '0.9'; it must be a probability"
    ),
    "word that cannot be compared": Fault(
        detector("return [Quote((doc.span(1, 5),), type=['direct'])]"), "type is \\['direct'\\]"
    ),
    "stance of nothing": Fault(
        detector("return [Quote((doc.span(1, 5),), stance=None)]"), "stance is None; it must be one of"
    ),
    "layout of its own": Fault(
        detector("return [Quote((doc.span(1, 5),), layout='chat')]"), "layout is 'chat'; it must be one of"
    ),
    "number for a truth": Fault(detector("return [Quote((doc.span(1, 5),), continues=1)]"), "must be True or False"),
    "reading without text": Fault(
        detector("return [Morph((Reading(None, 'NOUN'),)) for t in doc.tokens]", "lemmatizer"),
        "lemma and pos are strings",
        stage="lemmatizer",
    ),
    "reading with a dict": Fault(
        detector("return [Morph((Reading('мост', 'NOUN', {'Case': 'Nom'}),)) for t in doc.tokens]", "lemmatizer"),
        "feats is a tuple of pairs",
        stage="lemmatizer",
    ),
    "morph without reading": Fault(
        detector("return [Morph(()) for t in doc.tokens]", "lemmatizer"), "at least one Reading", stage="lemmatizer"
    ),
    "morph with a list": Fault(
        detector("return [Morph([Reading('мост', 'NOUN')]) for t in doc.tokens]", "lemmatizer"),
        "readings is a tuple of at least one Reading",
        stage="lemmatizer",
    ),
    "too many morphs": Fault(
        detector("return [Morph((Reading('мост', 'NOUN'),))] * 99", "lemmatizer"),
        "lemmatizer gave 99 morphs for 12 tokens",
        stage="lemmatizer",
    ),
    "empty token": Fault(detector("return [Token(0, 0, '')]", "tokenizer"), r"tokens\[0\] is empty", stage="tokenizer"),
    "spans for tokens": Fault(
        detector("return [doc.span(0, 5)]", "tokenizer"), "but tokenizer must give Token objects", stage="tokenizer"
    ),
    "tokens for sentences": Fault(
        detector("return [Token(0, 5, '«Мост')]", "sentence_splitter"),
        "but sentence_splitter must give Sentence objects",
        stage="sentence_splitter",
    ),
    **{
        f"mention with {what}": Fault(
            detector(f"return [Mention(doc.span(33, 44), {arguments})]", "mention_detector"), says, stage="mention_detector"
        )
        for what, arguments, says in (
            ("a blank name", "'person', ' ', doc.span(33, 37)", "name is ' '; it must be a str with something in it"),
            ("no name", "'person', None, doc.span(33, 37)", "name is None; it must be a str"),
            ("a kind of its own", "'bot', 'Анна', doc.span(33, 37)", "kind is 'bot'; it must be one of"),
            ("a head that is a text", "'person', 'Анна', 'Анна'", "head is 'Анна', not a Span"),
            ("a gender of its own", "'person', 'Анна', doc.span(33, 37), gender='f'", "gender is 'f'; it must be one of"),
            ("a role that is a number", "'person', 'Анна', doc.span(33, 37), role=1", "role is 1; it must be a str or None"),
            ("a list for an organization", "'person', 'Анна', doc.span(33, 37), organization=[]", "organization is \\[\\]"),
        )
    },
    **{
        f"speaker with {what}": Fault(
            detector(f"return Resolution((Speaker({arguments}),), (Attribution(0),))", "speaker_resolver"),
            says,
            stage="speaker_resolver",
        )
        for what, arguments, says in (
            ("another id", "1, 'Анна', 'person'", "id is 1; a speaker's id must be its index"),
            ("an id that is a truth", "False, 'Анна', 'person'", "id is False; a speaker's id must be its index"),
            ("no name", "0, None, 'person'", "name is None; it must be a str"),
            ("a kind of its own", "0, 'Анна', 'bot'", "kind is 'bot'; it must be one of"),
            ("a gender of its own", "0, 'Анна', 'person', gender='f'", "gender is 'f'"),
            ("an id of numbers", "0, 'Анна', 'person', kb_id=7747", "kb_id is 7747; it must be a str or None"),
            ("itself among others", "0, 'Анна', 'group', members=(3,)", "members is 3, but there are 1 speakers"),
            ("a list of members", "0, 'Анна', 'group', members=[0]", "members is \\[0\\]; it must be a tuple"),
            ("mentions that are texts", "0, 'Анна', 'person', mentions=('Анна',)", r"mentions\[0\] is 'Анна', not a Span"),
            ("a list of keys", "0, 'Анна', 'person', keys=['анна']", "keys is \\['анна'\\]; it must be a frozenset"),
            ("keys that are no texts", "0, 'Анна', 'person', keys=frozenset({1})", "keys holds what is no string"),
        )
    },
    **{
        f"attribution with {what}": Fault(
            detector(f"return Resolution((Speaker(0, 'Анна', 'person'),), (Attribution({arguments}),))", "speaker_resolver"),
            says,
            stage="speaker_resolver",
        )
        for what, arguments, says in (
            ("a speaker by name", "'Анна'", "speaker is 'Анна', but there are 1 speakers"),
            ("a truth for a speaker", "True", "speaker is True, but"),
            ("a runner-up who is not there", "0, runner_up=5", "runner_up is 5, but there are 1 speakers"),
            ("a rule that is no text", "0, rule=None", "rule is None; it must be a str"),
            ("too much confidence", "0, confidence=1.5", "confidence is 1.5; it must be a probability"),
            ("a medium that is a text", "0, media=('ТАСС',)", r"media\[0\] is 'ТАСС', not a Medium"),
            ("a nameless medium", "0, media=(Medium('', doc.span(0, 1)),)", r"media\[0\].name is ''"),
            ("a list of media", "0, media=[]", "media is \\[\\]; it must be a tuple"),
        )
    },
    "too few attributions": Fault(
        detector("return Resolution((), ())", "speaker_resolver"),
        "speaker_resolver gave 0 attributions for 1 quotes; it must give one a quote",
        stage="speaker_resolver",
    ),
    "quotes for a resolution": Fault(
        detector("return doc.quotes", "speaker_resolver"), "it must return a Resolution", stage="speaker_resolver"
    ),
    **{
        f"link with {what}": Fault(
            detector(f"return [Link({arguments})]", "linker"),
            says,
            stage="linker",
        )
        for what, arguments, says in (
            ("a number for an id", "0, 7747", "kb_id is 7747; it must be a str with something in it"),
            ("an empty id", "0, ''", "kb_id is ''; it must be a str with something in it"),
            ("a speaker who is not there", "4, 'Q1'", "speaker is 4, but there are 1 speakers"),
            ("nobody", "None, 'Q1'", "speaker is None, but there are 1 speakers"),
        )
    },
    "text that is no plain one": Fault(
        "class Page(str): pass\n" + detector("return [Quote((doc.span(1, 5),), rule=Page('mine'))]"),
        "rule is 'mine', of the type Page; it must be a str",
    ),
    "name that is no plain text": Fault(
        "class Page(str): pass\n"
        + detector("return [Mention(doc.span(33, 44), 'person', Page('Анна'), doc.span(33, 37))]", "mention_detector"),
        "name is 'Анна', of the type Page; it must be a str",
        stage="mention_detector",
    ),
    "span whose text is no plain one": Fault(
        "class Page(str): pass\n" + detector("return [Quote((Span(1, 5, Page(doc.text[1:5])),))]"),
        "has a text of the type Page; make spans with",
    ),
    "span of another document": Fault(
        detector("return [Quote((Document('xМосты').span(1, 6),))]"), "says 'Мосты', but the text there is"
    ),
    "head that is elsewhere": Fault(
        detector("return [Mention(doc.span(33, 44), 'person', 'Анна', doc.span(1, 5))]", "mention_detector"),
        "head 'Мост' is not among the words of its span 'Анна Белова'",
        stage="mention_detector",
    ),
    "word for a truth": Fault(
        detector("return [Mention(doc.span(33, 44), 'person', 'Анна', doc.span(33, 37), plural='no')]", "mention_detector"),
        "plural is 'no'; it must be True or False",
        stage="mention_detector",
    ),
    "features that are no pairs": Fault(
        detector("return [Morph((Reading('мост', 'NOUN', ('Case',)),)) for t in doc.tokens]", "lemmatizer"),
        "feats is a tuple of pairs",
        stage="lemmatizer",
    ),
    "score that is none": Fault(
        detector("return [Morph((Reading('мост', 'NOUN', (), 7),)) for t in doc.tokens]", "lemmatizer"),
        "the score is 7; it must be a probability",
        stage="lemmatizer",
    ),
    "known by a word": Fault(
        detector("return [Morph((Reading('мост', 'NOUN'),), known='yes') for t in doc.tokens]", "lemmatizer"),
        "known is 'yes'; it must be True or False",
        stage="lemmatizer",
    ),
    "two links of one speaker": Fault(
        detector("return [Link(0, 'Q1'), Link(0, 'Q2')]", "linker"),
        r"links\[1\].speaker is 0, which has one: two links are for",
        stage="linker",
    ),
    "editors of its own": Fault(
        detector("return [Quote((doc.span(1, 5),), edited_by=3)]"),
        "edited_by is 3; leave it alone: the pipeline fills it in",
    ),
    "overall that is no probability": Fault(
        detector("return Resolution((Speaker(0, 'Анна', 'person'),), (Attribution(0, overall=7),))", "speaker_resolver"),
        "overall is 7; it must be a probability",
        stage="speaker_resolver",
    ),
    "coroutine for a result": Fault(
        detector("async def later(): return []\nreturn later()"), "it returned <coroutine object .*; it must return"
    ),
    "stream of what is awaited": Fault(
        "async def find(doc):\n    yield 1\n" + hook("return {'broken': lambda: find}"),
        "it returned <async_generator object find",
    ),
    "next of nothing": Fault(detector("yield next(iter(()))"), "RuntimeError: generator raised StopIteration"),
    "class that raises": Fault(
        detector("class Dark:\n    @property\n    def __class__(self): raise OSError('no')\nreturn [Dark()]"), "OSError: no"
    ),
    "editor that gives all twice": Fault(
        detector("return [*doc.quotes, *doc.quotes]", "quote_editor"),
        r"quotes\[1\] is the same quotation as quotes\[0\]",
        stage="quote_editor",
    ),
    "editor of speakers with a new document": Fault(
        detector("return Document(doc.text)", "speaker_editor"),
        "it returned a document without quotations and speakers; it must be made from the one it got",
        stage="speaker_editor",
    ),
    "nameless layer": Fault(detector("return {'': 2}", "annotator"), "a layer of doc.extra is named ''", "annotator"),
    "editor that gives nothing": Fault(
        detector("pass", "quote_editor"), "it returned None; it must return \\(or yield\\) the items", stage="quote_editor"
    ),
    "editor that gives texts": Fault(
        detector("return [q.text for q in doc.quotes]", "quote_editor"),
        r"quotes\[0\] is 'Мост откроют в мае', but an editor must give Quote objects",
        stage="quote_editor",
    ),
    "editor that makes a wrong span": Fault(
        "import attrs\n"
        + detector("return [attrs.evolve(q, content=(Span(0, 4, 'Мост'),)) for q in doc.quotes]", "quote_editor"),
        "says 'Мост', but the text there is",
        stage="quote_editor",
    ),
    "editor without end": Fault(
        detector("while True: yield doc.quotes[0]", "quote_editor"), "it gave more than 1000 items", stage="quote_editor"
    ),
    "editor of speakers that gives quotes": Fault(
        detector("return doc.quotes", "speaker_editor"),
        "it must return a Resolution, or a document of",
        stage="speaker_editor",
    ),
    "editor of speakers with another text": Fault(
        detector("return Document('Мост')", "speaker_editor"),
        "it returned a document with another text",
        stage="speaker_editor",
    ),
    "editor of speakers that changes quotations": Fault(
        "import attrs\n"
        + detector(
            "return doc.with_layer('quotes', [attrs.evolve(q.bare(), rule='mine') for q in doc.quotes])"
            ".with_resolution(doc.resolution)",
            "speaker_editor",
        ),
        "it changed the quotation .*; changing quotations is for a quote_editor",
        stage="speaker_editor",
    ),
    "editor of speakers who lose an attribution": Fault(
        detector("return Resolution(doc.speakers, ())", "speaker_editor"),
        "gave 0 attributions for 1 quotes",
        "speaker_editor",
    ),
    "layers that are a list": Fault(detector("return [1]", "annotator"), "it must return a mapping of names", "annotator"),
    "unnamed layer": Fault(detector("return {1: 2}", "annotator"), "a layer of doc.extra is named 1", "annotator"),
}


@pytest.mark.parametrize("fault", RUNNING.values(), ids=RUNNING)
def test_what_fails_on_a_text_raises_one_error(installed, fault):
    registry = installed(fault)
    made = build(registry, fault.stage, "broken")
    with pytest.raises(
        ExtractorError, match=f"{fault.stage} 'broken' \\(plugin 'broken'\\) failed on document 'most': "
    ) as info:
        made(TEXT, id="most")
    assert re.search(fault.says, str(info.value)), str(info.value)
    assert "Update the plugin 'broken', or leave 'broken' out of the configuration." in str(info.value)
    assert (info.value.stage, info.value.extractor, info.value.plugin) == (fault.stage, "broken", "broken")
    assert info.value.__cause__ is not None
    check_that_others_work(registry)


def test_an_annotator_cannot_replace_a_layer_of_another(installed):
    registry = installed(Fault(detector("return {'mine': 1}", "annotator"), ""))
    made = Pipeline.from_dict({**fakes_plugin.FAKES, "annotator": [lambda doc: {"mine": 2}, "broken"]}, registry=registry)
    with pytest.raises(ExtractorError, match=r"doc\.extra already holds 'mine'"):
        made(TEXT)


def test_what_is_slow_is_reported_once(installed, monkeypatch):
    registry = installed(Fault(detector("yield from fakes.Marks()(doc)"), ""))
    clock = iter(range(0, 10_000, 60))
    monkeypatch.setattr(
        steps,
        "perf_counter",
        lambda: next(clock) if getattr(sys._getframe(1).f_locals.get("self"), "name", "") == "broken" else 0,
    )
    made = build(registry, "quote_detector", "broken")
    with warnings.catch_warnings(record=True) as seen:
        warnings.resetwarnings()
        docs = [made(TEXT), made(TEXT)]
    assert [len(doc.quotes) for doc in docs] == [1, 1]
    [warning] = seen
    assert warning.category is PluginWarning
    assert str(warning.message).startswith("quote_detector 'broken' (plugin 'broken') is slow: it took more than 10 s")


# --- it works, but does not keep the contract: its author's tests say so ---------------------------------------------

CHANCE = """
class Chance:
    def __call__(self, doc):
        return [Quote((doc.span(1, 5),), detection_confidence=random.random())] if "Мост" in doc.text else []
"""
FORCE = """
class Force:
    def __call__(self, doc):
        object.__setattr__(doc, "id", "mine")
        return fakes.Marks()(doc)
"""
LISTS = """
class Lists:
    def __call__(self, doc):
        for layer in doc.extra.values():
            layer.clear()
        return fakes.Marks()(doc)
"""
LOCK = """
class Lock:
    def __init__(self):
        self.find = lambda doc: fakes.Marks()(doc)
    def __call__(self, doc):
        return self.find(doc)
"""
STATE = """
class State:
    def __call__(self, doc):
        self.doc = doc
        for quote in fakes.Marks()(doc):
            if quote.text in self.doc.text:
                yield quote
"""
COUNT = """
class Count:
    seen = 0
    def __call__(self, doc):
        Count.seen += 1
        return fakes.Marks()(doc) if Count.seen % 2 else []
"""
FIRST = """
class First:
    def __call__(self, doc):
        doc.text[0]
        return fakes.Marks()(doc)
"""
BLANK = """
class Blank:
    def __call__(self, doc):
        yield Quote((doc.span(0, 1),))
"""
UTF8 = """
class Utf8:
    def __call__(self, doc):
        doc.text.encode()
        return fakes.Marks()(doc)
"""
TWICE = """
class Twice:
    def __call__(self, doc):
        return [*fakes.Marks()(doc), *fakes.Marks()(doc)]
"""
EXPLAIN = """
class Explain:
    def __call__(self, doc):
        return fakes.Marks()(doc)
    def explain(self, doc):
        yield "because"
"""
NOTHING = """
class Nothing:
    def __call__(self, doc):
        return []
"""

KEPT = {
    "non-deterministic": (CHANCE, "test_the_same_again", "finds something else when it reads a text again"),
    "mutates its input": (FORCE, "test_it_leaves_the_document_alone", "it changes the document that it gets"),
    "mutates another's layer": (LISTS, "test_it_leaves_the_document_alone", "it changes the document that it gets"),
    "cannot be pickled": (
        LOCK,
        "test_it_can_be_pickled",
        "it cannot be pickled: .*\n  remedy: make it a function of a module",
    ),
    "keeps the document": (STATE, "test_threads_can_share_it", "it mixes up documents that are read in turns"),
    "counts its calls": (COUNT, "test_the_same_again", "finds something else"),
    "fails on an empty text": (FIRST, "test_blank_texts", "IndexError: string index out of range"),
    "finds something in a blank text": (BLANK, "test_blank_texts", "(finds something in|holds no word|outside the text)"),
    "fails on half an emoji": (UTF8, "test_strange_texts", "half an emoji: .*\n  remedy: no text may make it raise"),
    "gives all twice": (TWICE, "test_news", "two quotations have the same content"),
    "explains with words": (EXPLAIN, "test_it_can_explain", "its explain\\(\\) gave 'because'"),
    "finds nothing": (NOTHING, "test_it_finds_something", "finds nothing in the example"),
}


@pytest.mark.parametrize(("source", "check", "says"), KEPT.values(), ids=KEPT)
def test_the_contract_kit_explains_what_a_pipeline_cannot_see(source, check, says):
    names: dict[str, object] = {"__name__": "broken"}
    exec(HEAD + source, names)
    extractor = names[re.search(r"class (\w+)", source).group(1)]()

    class Broken(contracts.QuoteDetectorContract):
        example = TEXT

    test = getattr(Broken(), check)
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    texts = marks[0].args[1] if marks else [None]
    failures = []
    for text in texts:
        try:
            test(extractor) if text is None else test(extractor, text)
        except pytest.fail.Exception as exc:
            failures.append(str(exc))
    assert failures, "the kit saw nothing"
    assert any(re.search(says, failure) for failure in failures), failures
    for failure in failures:
        assert failure.startswith("quote_detector 'Broken' does not keep the contract: ")
        assert "\n  remedy: " in failure


def test_there_are_enough_of_them():
    assert len(LOADING) + len(BUILDING) + len(RUNNING) + len(KEPT) >= 180
