"""Fixtures for pipelines of fakes, and how hypothesis runs: the same examples everywhere, on however slow a machine."""

from pathlib import Path

import fakes as fakes_plugin
import pytest
from hypothesis import settings

import newsquotes
from newsquotes.registry import Registry

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture
def registry() -> Registry:
    """What is built in, and the fakes."""
    registry = Registry(entry_points=())
    registry.register(fakes_plugin, "fakes")
    return registry


@pytest.fixture
def fakes() -> dict[str, object]:
    """A configuration that uses the fakes alone."""
    return dict(fakes_plugin.FAKES)


@pytest.fixture
def build(registry, fakes):
    """Builds a pipeline of fakes; keywords replace stages."""

    def make(**config: object) -> newsquotes.Pipeline:
        return newsquotes.Pipeline.from_dict({**fakes, **config}, registry=registry)

    return make


@pytest.fixture(scope="session")
def development_set() -> list[newsquotes.Document]:
    """The documents of the development set, with what the default pipeline finds in them."""
    texts = Path(__file__).parents[2] / "shared" / "eval" / "txt"
    if not texts.is_dir():
        pytest.skip("there is no development set in ../shared/eval")
    items = ((path.stem, path.read_bytes().decode()) for path in sorted(texts.glob("*.txt")))
    return list(newsquotes.Pipeline().stream(items))
