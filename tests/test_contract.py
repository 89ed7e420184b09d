"""The contract: what the page says of each hook is so, and the kit tells authors what is wrong."""

import inspect
import re
import sys
import types
from bisect import bisect_left
from pathlib import Path

import fakes
import pytest

import newsquotes
from newsquotes import Link, MissingExtraError, hookspecs, registry, testing
from newsquotes.registry import Registry
from newsquotes.stages import STAGE_NAMES, STAGES
from newsquotes.testing import (
    AnnotatorContract,
    LemmatizerContract,
    LinkerContract,
    MentionDetectorContract,
    QuoteDetectorContract,
    SentenceSplitterContract,
    SpeakerResolverContract,
    TokenizerContract,
    document,
)
from newsquotes.testing.contracts import CONTRACTS
from newsquotes.testing.costs import _Costs

PAGE = (Path(__file__).parent.parent / "docs" / "plugins.md").read_text(encoding="utf-8")
HOOKS = PAGE.split("## The hooks\n")[1].split("\n## ")[0]
SECTIONS = re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", HOOKS, re.M | re.S)
TEXT = "«Мост откроют в мае», — сообщила Анна Белова."


# --- the page --------------------------------------------------------------------------------------------------------


def test_every_hook_has_its_section_in_order():
    assert [title for title, _ in SECTIONS] == [f"{stage.name}s".replace("_", " ").capitalize() for stage in STAGES]


@pytest.mark.parametrize(
    ("stage", "section"), [(stage, text) for stage, (_, text) in zip(STAGES, SECTIONS, strict=True)], ids=STAGE_NAMES
)
def test_every_hook_is_documented(stage, section):
    signature = inspect.signature(getattr(hookspecs, stage.hook))
    assert section.split("\n")[1] == f"`{stage.hook}{signature}`".replace("'", "")
    rows = dict(re.findall(r"^\| (\w+) \| (.*?) \|$", section, re.M))
    assert list(rows) == ["gets", "returns", "extractors", "budget", "contract"]
    assert re.findall(r"`(\w+)`", rows["gets"].split(";")[0]) == ["text", *stage.reads]
    assert rows["budget"] == f"{stage.budget} ms"
    assert rows["extractors"].startswith(
        "exactly one" if not stage.many else "one or more" if stage.required else "none or more"
    )
    assert rows["contract"] == f"`newsquotes.testing.{stage.protocol.__name__}Contract`"
    example, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", section, re.S).groups()
    assert f"    @hookimpl\n    def {stage.hook}(self):\n" in example
    assert "newsquotes.register(" in example
    assert printed.strip()


def test_the_page_names_the_version():
    assert f"is version {hookspecs.CONTRACT} of the contract" in PAGE
    assert f"newsquotes_contract = {hookspecs.CONTRACT}\n" in PAGE


def test_every_stage_has_its_contract():
    assert [contract.stage for contract in CONTRACTS] == [stage.name for stage in STAGES]
    for stage, contract in zip(STAGES, CONTRACTS, strict=True):
        assert contract.__name__ == f"{stage.protocol.__name__}Contract"
        assert getattr(testing, contract.__name__) is contract
        assert contract.__name__ in testing.__all__


def test_without_pytest_the_contracts_name_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(MissingExtraError, match=r"TokenizerContract needs pytest: pip install 'newsquotes\[testing\]'"):
        testing.__getattr__("TokenizerContract")
    with pytest.raises(AttributeError):
        testing.__getattr__("Tokeniser")


# --- extractors that keep it, and that no plugin offers --------------------------------------------------------------


def tables(doc):
    return [Link(speaker.id, "people/1") for speaker in doc.speakers if speaker.name == "Анна Белова"]


def following(doc):
    """Gives each quote to the first name after it."""
    speakers: dict[str, newsquotes.Speaker] = {}
    attributions = []
    for quote in doc.quotes:
        place = bisect_left(doc.mentions, quote.end, key=lambda mention: mention.span.start)
        names = [mention.name for mention in doc.mentions[place : place + 1]]
        for name in names:
            speakers.setdefault(name, newsquotes.Speaker(len(speakers), name, "person"))
        attributions.append(newsquotes.Attribution(speakers[names[0]].id if names else None, confidence=0.5))
    return newsquotes.Resolution(tuple(speakers.values()), tuple(attributions))


def counts(doc):
    return {"counts": len(doc.quotes)}


class TestWords(TokenizerContract):
    @pytest.fixture
    def extractor(self):
        return fakes.tokens


class TestLower(LemmatizerContract):
    config = {"tokenizer": fakes.tokens}  # noqa: RUF012

    @pytest.fixture
    def extractor(self):
        return fakes.morphs


class TestNames(MentionDetectorContract):
    @pytest.fixture
    def extractor(self):
        return fakes.mentions


class Marks(fakes.Marks):
    def __call__(self, doc):
        return [quote for quote in super().__call__(doc) if any(map(str.isalnum, quote.text))]


class TestMarks(QuoteDetectorContract):
    config = {"mention_detector": fakes.mentions}  # noqa: RUF012
    example = TEXT

    @pytest.fixture
    def extractor(self):
        return MARKS


MARKS = Marks()
RESOLVED = {"mention_detector": fakes.mentions, "quote_detector": MARKS, "speaker_resolver": following}


class TestFollowing(SpeakerResolverContract):
    config = {"mention_detector": fakes.mentions, "quote_detector": MARKS}  # noqa: RUF012
    example = TEXT

    @pytest.fixture
    def extractor(self):
        return following


class TestTables(LinkerContract):
    config = RESOLVED
    example = TEXT

    @pytest.fixture
    def extractor(self):
        return tables


class TestCounts(AnnotatorContract):
    config = RESOLVED

    @pytest.fixture
    def extractor(self):
        return counts


# --- what the kit says of those that do not --------------------------------------------------------------------------


def broken(contract, test, *args):
    with pytest.raises(pytest.fail.Exception) as info:
        getattr(contract(), test)(*args)
    return str(info.value)


def test_a_failure_reads_like_an_explanation():
    class Wrong(QuoteDetectorContract):
        """Finds a quotation where there is none."""

    assert broken(Wrong, "test_news", lambda doc: [newsquotes.Quote((newsquotes.Span(0, 4, "Брод"),))], "Мост открыт").split(
        "\n"
    ) == [
        "quote_detector 'Wrong' does not keep the contract: quote_detector 'Wrong' failed: "
        "quotes[0].content[0] says 'Брод', but the text there is",
        "  Мост открыт",
        "  ^^^^ [0, 4)",
        "  text: 'Мост открыт'",
        "  remedy: give each quotation once, with the words that were said as its content",
    ]


def test_a_failure_shows_where_the_extractor_raised():
    def divide(doc):
        return 1 / 0

    message = broken(QuoteDetectorContract, "test_blank_texts", divide, "")
    assert "remedy: no text may make it raise" in message
    assert "ZeroDivisionError" in message
    assert "return 1 / 0" in message


def test_there_must_be_something_to_test():
    assert "set `name`, or override the fixture" in broken(QuoteDetectorContract, "_make")


@pytest.fixture
def offered(monkeypatch):
    """Makes a linker contract for a factory that a plugin offers."""
    monkeypatch.setattr(registry, "_default", Registry(entry_points=()))

    def make(factory, **attributes):
        plugin = types.SimpleNamespace(newsquotes_linkers=newsquotes.hookimpl(lambda: {"table": factory}))
        newsquotes.register(plugin, "tables")
        return type("TestTable", (LinkerContract,), {"name": "table", **attributes})

    return make


def test_it_must_be_offered(offered):
    message = broken(offered(lambda: tables, name="tabel"), "test_a_plugin_offers_it")
    assert "no plugin offers it: unknown linker 'tabel'; did you mean 'table'? Available: " in message
    assert "return {'tabel': factory} from the hook newsquotes_linkers" in message
    assert "pip install -e ." in message


def test_it_may_need_a_layer_and_its_fields_and_no_others():
    class Contract(LinkerContract):
        """Of no extractor in particular."""

    Contract().test_what_it_needs_is_there(types.SimpleNamespace(needs=("speakers", "speakers.name")))
    for wrong in ("links", "speakers.nam", "speaker"):
        assert repr(wrong) in broken(Contract, "test_what_it_needs_is_there", types.SimpleNamespace(needs=(wrong,)))


def test_what_did_not_load_is_named(monkeypatch):
    from importlib.metadata import EntryPoint

    monkeypatch.setattr(registry, "_default", Registry([EntryPoint("mine", "no_such_module", "newsquotes")]))
    contract = type("TestMine", (LinkerContract,), {"name": "mine"})
    assert "\n  did not load: plugin 'mine': importing 'no_such_module' failed" in broken(
        contract, "test_a_plugin_offers_it"
    )


def any_option(**options):
    return tables


def no_type(*, share=0.5):
    return tables


def no_default(*, share: float):
    return tables


def other_default(*, share: float = "half"):
    return tables


@pytest.mark.parametrize(
    ("factory", "says"),
    [
        (any_option, "takes any option, so a misspelled one would be taken silently"),
        (no_type, "the option 'share' of its factory has no type"),
        (no_default, "the option 'share' of its factory has no default"),
        (other_default, "the default of the option 'share' is 'half', which is not its type"),
    ],
)
def test_options_can_be_checked(offered, factory, says):
    assert says in broken(offered(factory), "test_its_options_are_checked")


def test_options_that_are_given_need_no_default(offered):
    offered(no_default, options={"share": 0.5})().test_its_options_are_checked()


def test_factories_make_equals(offered):
    made = []

    def make():
        made.append(1)
        return tables if len(made) % 2 else lambda doc: ()

    assert "a second extractor of the same factory finds something else" in broken(
        offered(make), "test_it_can_be_made_twice"
    )


def test_factories_that_fail_are_explained(offered):
    def make():
        raise OSError("no model")

    assert "its factory raised OSError: no model" in broken(offered(make), "test_it_can_be_made_twice")


WRONG = {
    "token left out": (
        TokenizerContract,
        lambda doc: list(fakes.tokens(doc))[1:],
        "'Мост открыт. «Мост о' at 0 lies in no token",
    ),
    "white space": (
        SentenceSplitterContract,
        lambda doc: [newsquotes.Sentence(0, len(doc.text), doc.text)],
        "white space begins or ends",
    ),
    "tag": (
        LemmatizerContract,
        lambda doc: [newsquotes.Morph((newsquotes.Reading("x", "NOUNS"),)) for _ in doc.tokens],
        "has the tag 'NOUNS'; the tags are ADJ",
    ),
    "order of readings": (
        LemmatizerContract,
        lambda doc: [
            newsquotes.Morph(tuple(newsquotes.Reading("x", "NOUN", score=s) for s in (0.1, 0.9))) for _ in doc.tokens
        ],
        "do not come by their scores",
    ),
    "no name": (
        MentionDetectorContract,
        lambda doc: [newsquotes.Mention(doc.span(0, 4), "person", " ", doc.span(0, 4))],
        "name is ' '; it must be a str with something in it",
    ),
    "head elsewhere": (
        MentionDetectorContract,
        lambda doc: [newsquotes.Mention(doc.span(0, 4), "person", "Мост", doc.span(5, 7))],
        "is not among the words",
    ),
    "no word": (QuoteDetectorContract, lambda doc: [newsquotes.Quote((doc.span(4, 5),))], "holds no word"),
    "nameless speaker": (
        SpeakerResolverContract,
        lambda doc: newsquotes.Resolution(
            (newsquotes.Speaker(0, "", "person"),), (newsquotes.Attribution(),) * len(doc.quotes)
        ),
        "it must be a str with something in it",
    ),
    "two links": (LinkerContract, lambda doc: [Link(0, "a"), Link(0, "b")] if doc.speakers else [], "two links are for"),
    "no id": (LinkerContract, lambda doc: [Link(0, "")] if doc.speakers else [], "kb_id is ''"),
    "cannot be pickled": (AnnotatorContract, lambda doc: {"find": lambda: doc}, "its layers cannot be pickled"),
}


@pytest.mark.parametrize(("contract", "extractor", "says"), WRONG.values(), ids=WRONG)
def test_results_are_checked_beyond_what_documents_do(contract, extractor, says):
    assert says in broken(contract, "test_news", extractor, f"Мост открыт. {TEXT} ")


def test_documents_are_as_the_stage_gets_them():
    doc = document(TEXT, before="speaker_resolver", quote_detector=Marks())
    assert [quote.rule for quote in doc.quotes] == ["marks"]
    assert not doc.has("speakers")
    assert document(TEXT, before="tokenizer") == newsquotes.Document(TEXT)
    with pytest.raises(newsquotes.ConfigError, match="unknown stage 'quotes'"):
        document(TEXT, before="quotes")


def test_costs_are_shown_with_their_budget():
    lines = []
    reporter = types.SimpleNamespace(section=lines.append, write_line=lines.append)
    _Costs([("linker 'quick'", 3.14159, 200), ("linker 'slow'", 999.0, 200)]).pytest_terminal_summary(reporter)
    assert lines == [
        "newsquotes: milliseconds for 1,000 tokens",
        "     3.14  linker 'quick'",
        "   999.00  linker 'slow'  SLOW: more than its stage allows (200)",
    ]
