"""What the plugin offers: four extractors, a profile that uses them all, and a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import newsquotes
from newsquotes import hookimpl
from newsquotes.formats import Format
from newsquotes.profiles import Profile
from newsquotes.stages import QuoteDetector, QuoteEditor, Tokenizer

newsquotes_contract = 2


def make_tokenizer() -> Tokenizer:
    """The built-in tokenizer, around what is no word of a post."""
    from newsquotes_telegram.tokens import PostTokenizer

    return PostTokenizer(newsquotes.make_extractor("tokenizer", "razdel"))


def make_detector(*, not_speakers: frozenset[str] = frozenset()) -> QuoteDetector:
    """Words behind the label of a speaker; ``not_speakers`` are further labels that are none («Адрес», «Спойлер»)."""
    from newsquotes_telegram.posts import PostDetector

    return PostDetector(frozenset(label.lower() for label in not_speakers))


def make_reposts(*, signs: tuple[str, ...] = ()) -> QuoteEditor:
    """Leaves out what is said in forwarded posts; ``signs`` are further words that such a post begins with."""
    from newsquotes_telegram.reposts import WithoutReposts

    return WithoutReposts(signs)


@hookimpl
def newsquotes_tokenizers() -> Mapping[str, Callable[..., Tokenizer]]:
    """Addresses, @names, #tags and emoji as tokens of their own."""
    return {"telegram": make_tokenizer}


@hookimpl
def newsquotes_quote_detectors() -> Mapping[str, Callable[..., QuoteDetector]]:
    """«❗️Имя: слова», with bullets below."""
    return {"telegram": make_detector}


@hookimpl
def newsquotes_quote_editors() -> Mapping[str, Callable[..., QuoteEditor]]:
    """What stays when forwarded posts are left out."""
    return {"reposts": make_reposts}


@hookimpl
def newsquotes_profiles() -> Mapping[str, Profile]:
    """All of it at once: ``profile="telegram"``."""
    use = {"tokenizer": ("telegram",), "quote_detector": ("russian", "telegram"), "quote_editor": ("reposts",)}
    return {"telegram": Profile("telegram", use=use)}


@hookimpl
def newsquotes_formats() -> Mapping[str, Format]:
    """A digest to be posted: ``newsquotes extract --format telegram``."""
    from newsquotes_telegram.digest import write_digest

    return {"telegram": Format("telegram", "a digest in Telegram's HTML", (".tg.html",), write_digest, text_apart=False)}
