"""What the plugin offers: an annotator that is called ``figures``."""

from collections.abc import Callable, Iterable, Mapping

from newsquotes import hookimpl
from newsquotes.stages import Annotator

from newsquotes_figures.figures import Figures


def make_figures(*, skip: Iterable[str] = ("год",)) -> Annotator:
    """The annotator; figures that count one of ``skip`` are left out, which is years unless you say otherwise."""
    return Figures(frozenset(skip))


@hookimpl
def newsquotes_annotators() -> Mapping[str, Callable[..., Annotator]]:
    """The figures of each quotation, as ``doc.extra["figures"]``."""
    return {"figures": make_figures}
