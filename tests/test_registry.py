import json
import subprocess
import sys
import threading
import types
from importlib import metadata
from pathlib import Path

import fakes as fakes_plugin
import pytest

import newsquotes
from newsquotes import (
    DuplicateExtractorError,
    PluginDeprecationWarning,
    PluginError,
    PluginWarning,
    UnknownExtractorError,
    hookspecs,
    offers,
    registry,
)
from newsquotes.registry import Registry
from newsquotes.stages import STAGES


def annotator_plugin(name: str = "table", hook: str = "newsquotes_annotators", result: object = None) -> types.ModuleType:
    """A module with one hook that offers ``name``, or returns (or raises) ``result``."""

    def offered():
        if isinstance(result, Exception):
            raise result
        return {name: lambda: lambda doc: ()} if result is None else result

    module = types.ModuleType(f"plugin_{name}")
    setattr(module, hook, newsquotes.hookimpl(offered))
    return module


@pytest.fixture
def installed(monkeypatch):
    """Builds a registry for which the given name → module are installed as entry points."""

    def make(**modules: object) -> Registry:
        entries = []
        for name, module in modules.items():
            if module is not None:
                monkeypatch.setitem(__import__("sys").modules, f"installed_{name}", module)
            entries.append(metadata.EntryPoint(name, f"installed_{name}", "newsquotes"))
        registry = Registry(entries)
        registry.catalogue()
        return registry

    return make


# --- what is there ---------------------------------------------------------------------------------------------------


def test_an_offer_knows_where_it_comes_from(registry):
    offer = registry.offer("quote_detector", "marks")
    assert (offer.stage, offer.name, offer.origin.plugin) == ("quote_detector", "marks", "fakes")
    built_in = registry.offer("tokenizer", "razdel").origin
    assert (built_in.plugin, built_in.distribution, built_in.version) == ("newsquotes", "newsquotes", newsquotes.__version__)


def test_the_built_in_extractors():
    offers = [(offer.stage, offer.name) for offer in Registry(entry_points=()).offers]
    assert offers == [
        ("tokenizer", "razdel"),
        ("sentence_splitter", "razdel"),
        ("lemmatizer", "pymorphy"),
        ("mention_detector", "russian"),
        ("quote_detector", "russian"),
        ("speaker_resolver", "russian"),
        ("linker", "people"),
    ]


def test_an_unknown_extractor_lists_what_is_available(registry):
    with pytest.raises(UnknownExtractorError, match="unknown quote_detector 'mark'; did you mean 'marks'"):
        registry.offer("quote_detector", "mark")
    with pytest.raises(UnknownExtractorError, match="unknown annotator 'table'; none are available"):
        registry.offer("annotator", "table")


def test_every_stage_has_its_hook():
    hooks = {
        *(stage.hook for stage in STAGES),
        "newsquotes_profiles",
        "newsquotes_formats",
        "newsquotes_lexicons",
        "newsquotes_quote_rules",
        "newsquotes_commands",
    }
    assert hooks == set(hookspecs.HOOKS) == {name for name in vars(newsquotes.hookspecs) if name.startswith("newsquotes_")}


# --- registered by hand ----------------------------------------------------------------------------------------------


def test_an_instance_is_a_plugin_too(registry):
    class Plugin:
        @newsquotes.hookimpl
        def newsquotes_annotators(self):
            return {"table": lambda: lambda doc: ()}

    registry.register(Plugin())
    assert registry.offer("annotator", "table").origin.plugin.endswith("Plugin")


BROKEN = {
    "misspelled hook": (annotator_plugin(hook="newsquotes_annotator"), "no hook 'newsquotes_annotator'; did you mean"),
    "returns None": (annotator_plugin(result=[]), r"newsquotes_annotators\(\) returned \[\]; it must return a mapping"),
    "raises": (annotator_plugin(result=OSError("no model")), r"newsquotes_annotators\(\) raised OSError: no model"),
    "offers no callable": (annotator_plugin(result={"x": 7}), "must map names to callables"),
    "offers the reserved name": (annotator_plugin(name="use"), "name 'use', which configurations need"),
    "no hooks": (types.ModuleType("empty"), "it offers nothing: define one of"),
}


@pytest.mark.parametrize(("plugin", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_raises_and_changes_nothing(registry, plugin, message):
    before = registry.offers
    with pytest.raises(PluginError, match=message) as info:
        registry.register(plugin, "broken")
    assert "'broken'" in str(info.value)
    assert registry.offers == before


def test_a_hook_without_decorator_is_named(registry):
    module = types.ModuleType("bare")
    module.newsquotes_annotators = dict
    with pytest.raises(PluginError, match=r"newsquotes_annotators must be decorated with @newsquotes\.hookimpl"):
        registry.register(module)


def test_a_hook_with_arguments_is_refused(registry):
    module = types.ModuleType("greedy")
    exec("def newsquotes_annotators(doc): return {}", vars(module))
    newsquotes.hookimpl(module.newsquotes_annotators)
    with pytest.raises(PluginError, match="hooks take no arguments"):
        registry.register(module)


def test_a_hook_wrapper_is_refused(registry):
    module = types.ModuleType("wrapper")
    exec("def newsquotes_annotators():\n return (yield)", vars(module))
    newsquotes.hookimpl(wrapper=True)(module.newsquotes_annotators)
    with pytest.raises(PluginError, match="is a hook wrapper"):
        registry.register(module)


def test_two_offers_of_one_name_raise_and_name_both(registry):
    with pytest.raises(
        DuplicateExtractorError, match="quote_detector 'marks' is offered by the plugins 'fakes' and 'other'"
    ):
        registry.register(annotator_plugin("marks", hook="newsquotes_quote_detectors"), "other")


def test_two_plugins_of_one_name_raise(registry):
    with pytest.raises(PluginError, match="its name is taken"):
        registry.register(annotator_plugin(), "fakes")


def test_a_plugin_cannot_be_registered_twice(registry):
    with pytest.raises(PluginError, match="already registered as 'fakes'"):
        registry.register(fakes_plugin, "again")


# --- installed -------------------------------------------------------------------------------------------------------


def test_installed_plugins_are_found(installed):
    assert installed(a=annotator_plugin("one"), b=annotator_plugin("two")).names("annotator") == ("one", "two")


def test_a_plugin_that_does_not_import_is_set_aside(installed):
    with pytest.warns(PluginWarning, match="plugin 'gone': importing 'installed_gone' failed: ModuleNotFoundError") as seen:
        registry = installed(gone=None, good=annotator_plugin())
    assert len(seen) == 1
    assert registry.names("annotator") == ("table",)
    assert [failure.origin.plugin for failure in registry.failures] == ["gone"]


@pytest.mark.parametrize(("plugin", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plugin_stops_no_other(installed, plugin, message):
    with pytest.warns(PluginWarning, match=message):
        registry = installed(broken=plugin, good=annotator_plugin("good"))
    assert registry.names("annotator") == ("good",)


def test_one_bad_hook_leaves_the_others_of_its_plugin(installed):
    module = annotator_plugin("good")
    module.newsquotes_tokenizers = newsquotes.hookimpl(lambda: None)
    with pytest.warns(PluginWarning, match="newsquotes_tokenizers"):
        assert installed(half=module).names("annotator") == ("good",)


def test_installed_duplicates_raise_only_when_they_are_asked_for(installed):
    registry = installed(a=annotator_plugin(), b=annotator_plugin(), c=annotator_plugin("other"))
    assert registry.offer("annotator", "other")
    with pytest.raises(DuplicateExtractorError, match="by the plugins 'a' and 'b'; uninstall one"):
        registry.offer("annotator", "table")


@pytest.mark.parametrize(("value", "left"), [("a", ("two",)), ("a, b", ()), ("all", ()), ("", ("one", "two"))])
def test_plugins_can_be_disabled(installed, monkeypatch, value, left):
    monkeypatch.setenv("NEWSQUOTES_DISABLE_PLUGINS", value)
    registry = installed(a=annotator_plugin("one"), b=annotator_plugin("two"))
    assert registry.names("annotator") == left
    assert registry.names("tokenizer") == ("razdel",)


def test_the_same_entry_point_twice_is_one_plugin(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "installed_twice", annotator_plugin())
    entry = metadata.EntryPoint("twice", "installed_twice", "newsquotes")
    assert Registry([entry, entry]).names("annotator") == ("table",)


# --- the registry of the process -------------------------------------------------------------------------------------


def test_the_default_registry_is_made_once(monkeypatch):
    monkeypatch.setattr(registry, "_default", None)
    found = []
    threads = [threading.Thread(target=lambda: found.append(registry.default_registry())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_register_adds_to_the_process(monkeypatch):
    monkeypatch.setattr(registry, "_default", Registry(entry_points=()))
    newsquotes.register(annotator_plugin("mine"), "mine")
    assert [step.name for step in newsquotes.Pipeline(annotator="mine").steps][-1] == "mine"


# --- the contract ----------------------------------------------------------------------------------------------------


def test_a_plugin_may_say_for_which_contract_it_is(installed):
    module = annotator_plugin()
    module.newsquotes_contract = hookspecs.CONTRACT
    assert installed(a=module).names("annotator") == ("table",)


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (4, r"for version 4 of the contract, but newsquotes .* has version 3: update newsquotes$"),
        (1, r"for version 1 of the contract, but newsquotes .* has version 3 and serves 2 still: update the plugin$"),
        (True, r"newsquotes_contract is True; it must be the number of a version"),
    ],
)
def test_contracts_that_do_not_fit_are_refused(registry, monkeypatch, version, message):
    monkeypatch.setattr(hookspecs, "CONTRACT", 3)
    monkeypatch.setattr(hookspecs, "OLDEST_CONTRACT", 2)
    module = annotator_plugin()
    module.newsquotes_contract = version
    with pytest.raises(PluginError, match=message):
        registry.register(module, "other")


def test_an_old_contract_that_is_still_served_is_warned(registry, monkeypatch):
    monkeypatch.setattr(hookspecs, "CONTRACT", 3)
    monkeypatch.setattr(hookspecs, "OLDEST_CONTRACT", 2)
    module = annotator_plugin()
    module.newsquotes_contract = 2
    with pytest.warns(
        PluginDeprecationWarning, match="plugin 'old': it is written for version 2 of the contract; newsquotes"
    ):
        registry.register(module, "old")
    assert registry.offer("annotator", "table")


def test_a_deprecated_hook_works_and_says_what_to_do(monkeypatch):
    def newsquotes_people():
        """What linkers were offered by."""

    going = PluginDeprecationWarning("rename newsquotes_people to newsquotes_annotators")
    spec = hookspecs.hookspec(warn_on_impl=going)(newsquotes_people)
    monkeypatch.setattr(hookspecs, "newsquotes_people", spec, raising=False)
    hook = hookspecs.Hook("newsquotes_people", "annotator", lambda offered: None)
    monkeypatch.setattr(offers, "HOOKS", {**hookspecs.HOOKS, hook.name: hook})
    registry = Registry(entry_points=())
    with pytest.warns(PluginDeprecationWarning, match="rename newsquotes_people to newsquotes_annotators"):
        registry.register(annotator_plugin(hook="newsquotes_people"), "old")
    assert registry.offer("annotator", "table").origin.plugin == "old"


# --- disabled by configuration ---------------------------------------------------------------------------------------


def test_a_configuration_can_disable_plugins(installed):
    registry = installed(a=annotator_plugin(), b=annotator_plugin())
    pipeline = newsquotes.Pipeline.from_dict({"annotator": "table", "disable_plugins": "a"}, registry=registry)
    assert pipeline.steps[-1].plugin == "b"
    with pytest.raises(UnknownExtractorError, match=r"none are available \(disabled plugins: 'a', 'b'\)"):
        newsquotes.Pipeline.from_dict({"annotator": "table", "disable_plugins": ["all"]}, registry=registry)
    with pytest.raises(newsquotes.ConfigError, match=r"disable_plugins is \[7\]; it must hold names"):
        newsquotes.Pipeline.from_dict({"disable_plugins": 7}, registry=registry)


def test_what_is_disabled_is_not_imported_until_it_is_not(monkeypatch):
    registry = Registry([metadata.EntryPoint("late", "installed_late", "newsquotes")])
    assert registry.catalogue(["Late"]).names("annotator") == ()
    monkeypatch.setitem(__import__("sys").modules, "installed_late", annotator_plugin())
    assert registry.catalogue().names("annotator") == ("table",)
    assert [str(origin) for origin in registry.catalogue(["late"]).disabled] == ["'late'"]


def test_what_is_built_in_cannot_be_disabled():
    assert Registry(entry_points=()).catalogue(["all", "newsquotes"]).names("tokenizer") == ("razdel",)


def test_ten_idle_plugins_cost_a_document_nothing():
    script = Path(__file__).parent.parent / "benchmarks" / "plugins.py"
    done = subprocess.run([sys.executable, script, "--json"], capture_output=True, text=True, check=True)
    more = json.loads(done.stdout)["more"]
    assert more["reading"] <= 0.02
    assert more["extracting"] <= 0.02


def test_names_that_plugins_may_not_take_are_those_that_are_built_in():
    from newsquotes.cli import _LATER
    from newsquotes.cli_extract import _FORMATS
    from newsquotes.formats.catalogue import FORMATS
    from newsquotes.hookspecs import HOOKS
    from newsquotes.profiles import PROFILES

    taken = {hook.kind: hook.taken for hook in HOOKS.values() if hook.taken}
    assert taken == {"profile": {*PROFILES}, "format": {*FORMATS, *_FORMATS}, "command": {*_LATER}}
