import functools
from typing import Literal

import fakes as fakes_plugin
import pytest

import newsquotes
from newsquotes import ConfigError, UnknownExtractorError
from newsquotes.config import check, read_toml
from newsquotes.options import options_of


def make_typed(
    *, share: float = 0.5, count: int = 1, model: str, way: Literal["near", "far"] = "near", on: bool | None = None
):
    return lambda doc: {}


class Typed:
    @newsquotes.hookimpl
    def newsquotes_annotators(self):
        return {"typed": make_typed, "free": lambda **options: lambda doc: options}


@pytest.fixture
def problems(registry, fakes):
    registry.register(Typed(), "typed")

    def found(**config: object) -> list[str]:
        try:
            check({**fakes, **config}, registry)
        except ConfigError as error:
            return error.problems
        return []

    return found


def annotator(**options: object) -> dict[str, object]:
    return {"use": "typed", "typed": {"model": "news", **options}}


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"profile": "recall"},
        {"quote_detector": ["marks", fakes_plugin.Marks()]},
        {"quote_detector": fakes_plugin.Marks(0.6)},
        {"quote_detector": {"use": ["marks"], "marks": {"min_confidence": 1}}},
        {"quote_detector": {"use": fakes_plugin.mentions}},
        {"linker": []},
        {"linker": ()},
        {"annotator": annotator(share=1, way="far", on=None)},
        {"annotator": {"use": ["free"], "free": {"anything": 1}}},
        {"tokenizer": functools.partial(fakes_plugin.tokens)},
    ],
)
def test_right_configurations(problems, config):
    assert problems(**config) == []


WRONG = {
    "key": ({"qote_detector": "marks"}, "unknown key 'qote_detector'; did you mean 'quote_detector'"),
    "profile": ({"profile": "Precision"}, "unknown profile 'Precision'; did you mean 'precision'?"),
    "profile type": ({"profile": ["recall"]}, "unknown profile ['recall']"),
    "extractor": ({"quote_detector": "mark"}, "unknown quote_detector 'mark'; did you mean 'marks'?"),
    "no extractor": ({"quote_detector": []}, "quote_detector: needs an extractor"),
    "two tokenizers": ({"tokenizer": ["words", "razdel"]}, "tokenizer: takes one extractor, not 2"),
    "twice": ({"quote_detector": ["marks", "marks"]}, "quote_detector: 'marks' is named twice"),
    "number": ({"quote_detector": 7}, "quote_detector: 7 is neither the name of an extractor nor a callable"),
    "class": ({"quote_detector": fakes_plugin.Marks}, "quote_detector: Marks is a class; pass an instance of it"),
    "arguments": ({"quote_detector": lambda: ()}, "quote_detector: <lambda> must take one argument, the document"),
    "misplaced option": (
        {"quote_detector": {"use": "marks", "min_confidence": 0.5}},
        "'min_confidence' holds 0.5, but must hold a table of options",
    ),
    "options of another": ({"quote_detector": {"use": "marks", "mark": {}}}, "options for 'mark', which is not used"),
    "unknown option": (
        {"quote_detector": {"use": "marks", "marks": {"min_confidense": 0.5}}},
        "quote_detector 'marks' (plugin 'fakes') has no option 'min_confidense'; did you mean 'min_confidence'?",
    ),
    "missing option": ({"annotator": "typed"}, "needs the option 'model'"),
    "float": ({"annotator": annotator(share="much")}, "option 'share' is 'much', but must be float"),
    "int": ({"annotator": annotator(count=1.5)}, "option 'count' is 1.5, but must be int"),
    "bool is no int": ({"annotator": annotator(count=True)}, "option 'count' is True, but must be int"),
    "str": ({"annotator": annotator(model=1)}, "option 'model' is 1, but must be str"),
    "literal": ({"annotator": annotator(way="there")}, "option 'way' is 'there', but must be Literal['near', 'far']"),
    "optional": ({"annotator": annotator(on="yes")}, "option 'on' is 'yes', but must be bool | None"),
}


@pytest.mark.parametrize(("config", "message"), WRONG.values(), ids=WRONG)
def test_wrong_configurations_say_what_is_wrong(problems, config, message):
    found = problems(**config)
    assert len(found) == 1
    assert message in found[0]


def test_all_problems_are_listed_at_once(problems):
    found = problems(profile="precison", quote=1, tokenizer=["words", "word"], annotator=annotator(share="x", shape=1))
    assert len(found) == 6


def test_unknown_extractors_alone_have_an_error_of_their_own(registry, fakes):
    with pytest.raises(UnknownExtractorError):
        check({**fakes, "linker": "table"}, registry)
    with pytest.raises(ConfigError) as info:
        check({**fakes, "linker": "table", "key": 1}, registry)
    assert not isinstance(info.value, UnknownExtractorError)


def test_what_did_not_load_is_named_with_an_unknown_extractor(fakes):
    from importlib.metadata import EntryPoint

    from newsquotes.registry import Registry

    registry = Registry([EntryPoint("natasha", "there_is_no_such_module", "newsquotes")])
    with pytest.warns(newsquotes.PluginWarning):
        registry.catalogue()
    with pytest.raises(UnknownExtractorError, match="perhaps offered by what did not load: plugin 'natasha': importing"):
        check({"quote_detector": "natasha"}, registry)


def test_options_of_a_profile_yield_to_the_users(registry, fakes, monkeypatch):
    from newsquotes import config, profiles

    strict = profiles.Profile("strict", options={"quote_detector": {"marks": {"min_confidence": 0.7}}})
    monkeypatch.setattr(config, "PROFILES", {"default": profiles.PROFILES["default"], "strict": strict})

    def options(**given: object) -> dict[str, object]:
        settings = check({**fakes, "profile": "strict", **given}, registry)
        return dict(next(c.options for c in settings.choices if c.stage.name == "quote_detector"))

    assert options() == {"min_confidence": 0.7}
    assert options(quote_detector={"use": "marks", "marks": {"min_confidence": 0.2}}) == {"min_confidence": 0.2}
    assert options(quote_detector=fakes_plugin.Marks()) == {}


def test_options_of_a_factory():
    assert list(options_of(make_typed)) == ["share", "count", "model", "way", "on"]
    assert options_of(lambda **anything: None) is None


def test_toml(tmp_path):
    path = tmp_path / "news.toml"
    path.write_bytes(b'\xef\xbb\xbfprofile = "recall"\n[quote_detector]\nuse = ["marks"]\n')
    assert read_toml(path) == {"profile": "recall", "quote_detector": {"use": ["marks"]}}
    path.write_text("profile = recall")
    with pytest.raises(ConfigError, match=r"news\.toml is not valid TOML: Invalid value"):
        read_toml(path)
    path.write_bytes(b'profile = "\xe4"')
    with pytest.raises(ConfigError, match=r"is not UTF-8 text: .* at byte 11"):
        read_toml(path)
    with pytest.raises(FileNotFoundError):
        read_toml(tmp_path / "none.toml")
