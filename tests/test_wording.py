"""The language in which newsquotes speaks: the catalogue is complete, and nothing that people read stays English."""

import ast
import gettext
import importlib.util
import io
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import newsquotes
from newsquotes import document
from newsquotes.reader.notebook import to_html
from newsquotes.reader.report import report, report_data
from newsquotes.russian.quotes.rules import RULE_NAMES
from newsquotes.terms import in_words, words_of
from newsquotes.wording import count, decimal, language, messages_of, ngettext, percent, set_language, speaking

ROOT = Path(__file__).parents[1]
TEXT = "«Мост откроют в мае», — сообщила мэр Анна Белова. По её словам, «работы идут»."


@pytest.fixture(scope="module")
def catalogue():
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_message_is_translated_and_none_is_left_over(catalogue):
    updated = catalogue.updated()
    assert catalogue.untranslated(updated) == [], "run `make messages`, and translate what it lists in newsquotes.po"
    ids = {(message.context, message.id) for message in updated}
    over = [message.id for message in catalogue.known() if (message.context, message.id) not in ids]
    assert over == [], "run `make messages`"


def test_the_compiled_catalogue_is_that_of_the_source(catalogue):
    po, mo = catalogue.written(catalogue.updated())
    assert po == catalogue.PO.read_bytes(), "run `make messages`"
    with catalogue.MO.open("rb") as file:
        shipped = gettext.GNUTranslations(file)._catalog
    fresh = gettext.GNUTranslations(io.BytesIO(mo))._catalog
    assert {**shipped, "": ""} == {**fresh, "": ""}, "run `make messages`"


_WORDS = re.compile(r"[a-z]{2,}[,:;]? (?:\{\} )?[a-z]{2,}")
_TOLD = {"gettext", "ngettext", "pgettext", "term", "need", "option", "argument", "Option", "debug", "info"}
_IN_ENGLISH = {  # no messages: names within the program, styles, headers, the log
    *("quote rule", "speaker rule", "wrong speaker", "unknown speaker", "language of this block"),
    *("quotes by id", "token pieces", "sentence starts", "bold green", "bold red", "upper left"),
    *("document %r left out: %s", "left out: %s", 'attachment; filename="quotations.{}"', "img-src data:"),
    "\n\n  cd {}\n  pip install -e '.[test]'\n  pytest\n  newsquotes plugins",
}
_NO_MESSAGES = {  # modules whose words are no messages, and why
    "columns.py": "descriptions for the documentation",
    "stages.py": "descriptions for the documentation",
    "scaffold": "sources of a plugin",
    "testing": "for authors of plugins, whose tests are in English as their code",
    "russian/training": "for who trains the models",
    "russian/quotes": "names of features and caches; what is told of them is in feature_words.py",
    "russian/speakers": "names of features",
    "russian/confidence.py": "names of features",
    "russian/reading": "lists of words",
    "formats/catalogue.py": "descriptions for the documentation",
    "spark": "queries, and descriptions for the documentation",
    "reader/pages.py": "names of files",
}


def _untold(tree: ast.AST, raised: bool = False) -> Iterator[tuple[int, str]]:
    """Words that no call marks as a message: two words of English anywhere, or one within what is raised."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in _TOLD:
                continue
            raises = raised or name.endswith(("Error", "Exception", "warn", "echo", "_report"))
        else:
            raises = raised
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring
        if isinstance(node, ast.JoinedStr):
            said = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = node.value
        else:
            yield from _untold(node, raises)
            continue
        if _WORDS.search(said) or (raises and re.search(r"(?<![-{.])\b[a-z]{3,} ", said)):
            yield node.lineno, said


def test_no_words_in_the_source_escape_the_catalogue(catalogue):
    package = Path(newsquotes.__file__).parent
    known = {message.id for message in catalogue.known()} | _IN_ENGLISH  # a term is translated where it is shown
    found = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not any(name == module or name.startswith(f"{module}/") for module in _NO_MESSAGES):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found.update({f"{name}:{line}": said for line, said in _untold(tree) if said not in known})
    assert found == {}, "let gettext say this"


def test_the_search_for_such_words_finds_them():
    raised = "raise ConfigError(f'{name} is unknown')\nyield f'{x} has no form'\nclick.echo('missing {x}')"
    assert len([*_untold(ast.parse(raised))]) == 3
    assert [*_untold(ast.parse("gettext('is unknown')\nx = 'name'\nlogger.debug('left out')"))] == []


def test_translations_name_what_must_be_typed_as_it_is(catalogue):
    listed = re.compile(r"^([a-z-]+) +\([^)]*\) ", re.M)
    for message in catalogue.known():
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            wanted = {*re.findall(r"--[a-z][a-z-]+", message.id), *listed.findall(message.id)}
            assert [word for word in wanted if word not in message.string] == [], message.id


def test_translations_have_the_fields_of_their_messages(catalogue):
    fields = re.compile(r"\{\w+(?:![rs])?(?::[^}]*)?\}|%\(\w+\)s")
    for message in catalogue.known():
        if not message.id:
            continue
        one, *more = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {*fields.findall(one), *(field for other in more for field in fields.findall(other))}
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            assert set(fields.findall(string)) <= allowed, message.id
        assert not more or len(strings) == 3, message.id
        assert more or set(fields.findall(strings[0])) == allowed, message.id


def test_translations_are_typographically_right(catalogue):
    for message in catalogue.known():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in filter(None, strings):
            assert " - " not in string, string
            assert "..." not in string, string
            assert not re.search(r'(?<![\w=])"|\s,', string.replace('["{value}"]', "")), string  # TOML


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 цитата"),
        (2, "2 цитаты"),
        (5, "5 цитат"),
        (11, "11 цитат"),
        (21, "21 цитата"),
        (112, "112 цитат"),
        (2500, "2\xa0500 цитат"),
    ],
)
def test_plurals(number, said):
    with speaking("ru"):
        assert ngettext("{number} quotation", "{number} quotations", number) == said


def test_numbers():
    with speaking("ru"):
        assert (count(27000), decimal(0.93), percent(0.4)) == ("27\xa0000", "0,93", "40\xa0%")
    with speaking("en"):
        assert (count(27000), decimal(0.93), percent(0.4)) == ("27,000", "0.93", "40%")


def test_a_language_is_that_of_the_locale_until_another_is_chosen(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert language() == "ru"
    set_language("en")
    try:
        assert language() == "en"
        with speaking("ru"):
            assert language() == "ru"
            seen = []
            thread = threading.Thread(target=lambda: seen.append(language()))
            thread.start()
            thread.join()
            assert seen == ["en"]
    finally:
        set_language(None)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert language() == "en"
    monkeypatch.setenv("LANGUAGE", "ru:en")
    assert language() == "ru"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no language 'de'; available: en, ru"):
        newsquotes.set_language("de")
    with pytest.raises(ValueError, match="no language 'de'"), speaking("de"):
        pass


def test_every_type_stance_mode_and_kind_has_words():
    for what, values in [
        ("type", document.QuoteType),
        ("stance", document.Stance),
        ("mode", document.Mode),
        ("kind", document.SpeakerKind),
        ("gender", document.Gender),
    ]:
        assert set(get_args(values)) <= set(words_of(what)[what])


def test_every_rule_has_words():
    assert set(words_of("quote rule")["quote rule"]) >= RULE_NAMES
    verdicts = re.compile(r"(?:verdict|plain)\([^\n]*?\"([a-z]+(?:-[a-z]+)*)\"(?:, None[^\n]*|, \d[^\n]*)?\)?$", re.M)
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (Path(newsquotes.__file__).parent / "russian" / "speakers").glob("*.py")
    )
    found = set(verdicts.findall(source)) - {"person", "organization", "unknown"}
    assert len(found) > 8
    assert found <= set(words_of("speaker rule")["speaker rule"])
    with speaking("ru"):
        for what in ("quote rule", "speaker rule"):
            for rule, words in words_of(what)[what].items():
                assert words != rule
                assert not re.search("[A-Za-z]", words)


def test_a_rule_of_a_plugin_stays_as_it_is():
    with speaking("ru"):
        assert in_words("quote rule", "my-rule") == "my-rule"


_MARKUP = re.compile(r"<style>.*?</style>|<script.*?</script>|<[^>]+>", re.S)


def _read(html: str) -> str:
    labels = " ".join(re.findall(r'(?:aria-label|placeholder|title)="([^"]*)"', html))
    return _MARKUP.sub(" ", html) + " " + labels


def test_a_notebook_view_in_russian_holds_no_english():
    doc = newsquotes.extract(TEXT)
    with speaking("ru"):
        views = [to_html(thing) for thing in (doc, doc.quotes[0], doc.speakers[0], doc.quotes, doc.speakers)]
    for html in views:
        assert not re.search("[A-Za-z]", _read(html)), _read(html)


def test_a_report_in_russian_holds_no_english():
    doc = newsquotes.extract(TEXT)
    with speaking("ru"):
        page = report([doc])
        data = report_data([doc])
    assert '<html lang="ru">' in page
    assert set(re.findall("[A-Za-z]+", _read(page))) <= {"CSV", "JSON", "JavaScript", "html", "DOCTYPE"}
    assert not re.search("[A-Za-z]", data["quotes"][0]["about"])


def test_a_script_gets_what_it_asks_for():
    with speaking("ru"):
        found = messages_of('tr("Untitled"); attr("x"); `${trn("{number} quotation", "{number} quotations", 3)}`')
    assert found == {
        "Untitled": "Без заголовка",
        "{number} quotation": ["{number} цитата", "{number} цитаты", "{number} цитат"],
    }


def _newsquotes(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "newsquotes", *arguments],
        env={**clean, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_speaks_the_language_of_the_locale_or_the_one_that_is_asked_for(tmp_path):
    article = tmp_path / "most.txt"
    article.write_text(TEXT, encoding="utf-8")
    russian = _newsquotes("extract", str(article), LANG="ru_RU.UTF-8")
    assert "прямая" in russian.stdout
    assert "direct" in _newsquotes("extract", "--lang", "en", str(article), LANG="ru_RU.UTF-8").stdout
    assert _newsquotes("--lang", "ru", "extract", str(article), LANG="C.UTF-8").stdout == russian.stdout
    assert _newsquotes("extract", str(article), "--lang=ru", LANG="C.UTF-8").stdout == russian.stdout


def test_helps_and_errors_of_the_call_are_in_russian():
    shown = _newsquotes("show", "--lang", "ru", "--help").stdout
    assert "Вызов: newsquotes show [КЛЮЧИ] [ФАЙЛ|ПАПКА … | -]" in shown
    assert "Показать эту справку и выйти." in shown
    wrong = _newsquotes("show", "--lang", "ru", "--spaeker", "Белова", "x.txt")
    assert "Нет такого ключа: '--spaeker'" in wrong.stderr
    assert _newsquotes("show", "--lang", "de", "x.txt").returncode == 2


def test_a_command_that_is_not_there_is_answered_in_russian_with_what_was_meant():
    said = _newsquotes("extrct", "--lang", "ru").stderr
    assert said.startswith("Вызов: newsquotes [КЛЮЧИ] КОМАНДА [АРГУМЕНТЫ]…\n")
    assert "нет команды 'extrct'; может быть, 'extract'?" in said
