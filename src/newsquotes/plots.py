"""Pictures of who is quoted how much, by which outlet, when and how (extra ``plots``: matplotlib and pandas).

Every function takes documents, or a table of :func:`newsquotes.to_frame` (filtered as you like), and returns the figure,
which a notebook shows and ``figure.savefig("name.png")`` saves. Quotations whose speaker is unknown are left out where
speakers are counted, and the picture says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from newsquotes.document import Document
from newsquotes.errors import InputError, did_you_mean
from newsquotes.extras import need
from newsquotes.tables import to_frame
from newsquotes.terms import in_words, words_of
from newsquotes.wording import count, gettext, language, ngettext
from newsquotes.wording import percent as percent_of

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

    Quotations: TypeAlias = pandas.DataFrame | Document | Iterable[Document]

_TYPES = {"direct": "#0072b2", "mixed": "#56b4e9", "indirect": "#e69f00"}
# The colours of Okabe and Ito, which colour-blind people tell apart; each line has a dash of its own besides.
_LINES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
_DASHES = ["-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1))]
_STYLE = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib and has every Cyrillic letter
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
}
_PERIODS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_LABEL = 36


def speakers(quotations: Quotations, *, top: int = 20) -> Figure:
    """How often the ``top`` speakers are quoted, directly, in part, and indirectly.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.")
    >>> figure = newsquotes.plots.speakers(doc)
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['Анна Белова']
    """
    frame, note = _quotations(quotations, "speaker")
    counts = _counts(frame, "speaker", "type", list(_TYPES), top)
    return _bars(counts, gettext("quotations"), gettext("Who is quoted"), note)


def shares(
    quotations: Quotations,
    *,
    by: Literal["gender", "kind", "role", "outlet", "medium", "organization"] = "gender",
    top: int = 20,
) -> Figure:
    """How many quotations there are of women and men, by kind of speaker, role, outlet …, directly, in part and indirectly.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.")
    >>> figure = newsquotes.plots.shares(doc, by="gender")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['woman']
    """
    _check("by", by, ("gender", "kind", "role", "outlet", "medium", "organization"))
    frame, note = _quotations(quotations, by)
    counts = _counts(frame, by, "type", list(_TYPES), top)
    counts = counts[counts.sum(axis=1) > 0].rename(index=_named(by))
    return _bars(counts, gettext("quotations"), gettext("Quotations by {what}", what=in_words("column", by)), note)


def outlets(
    quotations: Quotations, *, top: int = 20, by: Literal["outlet", "medium"] = "outlet", columns: int = 12
) -> Figure:
    """How often each of the ``top`` speakers is quoted in each outlet, as a table in colours.

    ``by="outlet"`` counts where an article was published (its metadata), ``by="medium"`` whom it names as the medium that
    relays the speaker. The outlets with most quotations come first; at most ``columns`` are shown.
    """
    _check("by", by, ("outlet", "medium"))
    frame, note = _quotations(quotations, "speaker", by)
    shown = list(frame[by].astype("object").value_counts().index[:columns])
    title = gettext("Who is quoted by which outlet") if by == "outlet" else gettext("Who is relayed by which outlet")
    return _table(_counts(frame, "speaker", by, shown, top), title, note)


def timeline(
    quotations: Quotations,
    *,
    top: int = 5,
    every: Literal["auto", "day", "week", "month", "year"] = "auto",
    by: Literal["speaker", "outlet", "medium", "type", "kind", "gender", "role"] = "speaker",
) -> Figure:
    """How often the ``top`` speakers (or outlets, kinds, women and men …) are quoted over time; needs articles with dates.

    Dates are read as ISO 8601 (``2024-05-07``); quotations from articles without one are left out. ``every`` is the period
    that is counted; ``"auto"`` takes days, weeks, months or years, whichever gives a readable number of them.
    """
    _check("every", every, ("auto", *_PERIODS))
    _check("by", by, ("speaker", "outlet", "medium", "type", "kind", "gender", "role"))
    pandas = need("pandas", "plots", "plots.timeline()")
    frame, note = _quotations(quotations, by, "date")
    shown = list(frame[by].astype("object").value_counts().index[:top])
    periods = frame["date"].dt.to_period(_period(frame["date"], every))
    counts = frame.groupby([periods, frame[by].astype("object")]).size().unstack(fill_value=0)
    if len(counts):
        everything = pandas.period_range(counts.index.min(), counts.index.max())
        counts = counts.reindex(everything, fill_value=0)[shown].rename(columns=_named(by))
    title = (
        gettext("Who is quoted when")
        if by == "speaker"
        else gettext("Quotations over time by {what}", what=in_words("column", by))
    )
    return _lines(counts, title, note)


def types(
    quotations: Quotations,
    *,
    top: int = 20,
    by: Literal["speaker", "outlet", "medium", "kind", "gender", "role"] = "outlet",
) -> Figure:
    """The shares of direct, mixed and indirect quotations, for each of the ``top`` outlets (or speakers, media, kinds …)."""
    _check("by", by, ("speaker", "outlet", "medium", "kind", "gender", "role"))
    frame, note = _quotations(quotations, by)
    counts = _counts(frame, by, "type", list(_TYPES), top)
    counts = counts[counts.sum(axis=1) > 0].rename(index=_named(by))
    labels = {name: f"{name} ({count(int(total))})" for name, total in counts.sum(axis=1).items()}
    parts = counts.div(counts.sum(axis=1), axis=0).rename(index=labels)
    title = gettext("Direct and indirect speech by {what}", what=in_words("column", by))
    return _bars(parts, gettext("share of quotations"), title, note, percent=True)


# --- counting --------------------------------------------------------------------------------------------------------


def _quotations(quotations: Quotations, *needed: str) -> tuple[pandas.DataFrame, str]:
    """The table of all quotations of which the needed columns are known, and a note on how many others there are."""
    pandas = need("pandas", "plots", "newsquotes.plots")
    frame = (
        quotations
        if isinstance(quotations, pandas.DataFrame)
        else to_frame(cast("Document | Iterable[Document]", quotations))
    )
    missing = [name for name in ("type", *needed) if name not in frame.columns]
    if missing:
        raise InputError(
            gettext(
                "the table has no column {names}: newsquotes.to_frame(docs) makes one that has them",
                names=", ".join(missing),
            )
        )
    known = frame
    if "date" in needed:
        dates = pandas.to_datetime(frame["date"].astype("object"), errors="coerce", format="ISO8601", utc=True)
        known = frame.assign(date=dates.dt.tz_localize(None))
    known = known.dropna(subset=list(needed))
    return known, _left_out(len(frame), len(known), needed)


def _left_out(there: int, known: int, needed: tuple[str, ...]) -> str:
    """A note on how many quotations are not shown, and why."""
    what = gettext(" or ").join(in_words("column", name) for name in needed)
    if not there:
        return gettext("There are no quotations in these documents.")
    if not known:
        return ngettext(
            "There is {number} quotation, but its {what} is not known.",
            "There are {number} quotations, but none with a known {what}.",
            there,
            what=what,
        )
    if there == known:
        return ""
    return ngettext(
        "{known} quotations; {number} more without a known {what}",
        "{known} quotations; {number} more without a known {what}",
        there - known,
        known=count(known),
        what=what,
    )


def _named(column: str) -> Callable[[Any], str]:
    """What the values of a column are called."""
    words = words_of("gender", "kind", "type").get(column, {})
    return lambda value: words.get(value, str(value))


def _check(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InputError(
            gettext("{name} is {value!r}; {known}", name=name, value=value, known=did_you_mean(str(value), allowed))
        )


def _counts(frame: pandas.DataFrame, index: str, columns: str, shown: list[str], top: int) -> pandas.DataFrame:
    """Quotations by ``index`` and ``columns``; the most frequent first."""
    rows, kinds = frame[index].astype("object"), frame[columns].astype("object")
    kept = list(rows.value_counts().index[:top])
    counts = frame.groupby([rows, kinds]).size().unstack(fill_value=0)
    return counts.reindex(index=kept, columns=shown, fill_value=0)


def _period(dates: Any, every: str) -> str:
    if every != "auto" or not len(dates):
        return _PERIODS.get(every, "D")
    days = int((dates.max() - dates.min()).days)
    return "D" if days <= 45 else "W" if days <= 300 else "M" if days <= 2500 else "Y"


# --- drawing ---------------------------------------------------------------------------------------------------------


def _figure(width: float, height: float, title: str, note: str = "") -> tuple[Figure, Any]:
    """A figure that only its holder shows: pyplot would show it a second time at the end of a notebook's cell."""
    pyplot = need("matplotlib.pyplot", "plots", "newsquotes.plots")
    figure, axes = pyplot.subplots(figsize=(width, height), layout="constrained")
    pyplot.close(figure)
    figure.suptitle("\n".join(filter(None, (title, note))), x=0.01, ha="left")
    return figure, axes


def _styled(draw: Any) -> Any:
    """Runs ``draw`` under the style of these pictures, and leaves the user's settings alone."""
    with need("matplotlib", "plots", "newsquotes.plots").rc_context(_STYLE):
        return draw()


def _short(label: Any) -> str:
    # A dollar sign would start a formula.
    text = " ".join(str(label).split())
    return (text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…").replace("$", r"\$")


def _nothing(title: str, reason: str) -> Figure:
    figure, axes = _figure(6, 2, title)
    axes.set_axis_off()
    axes.text(
        0.5,
        0.5,
        reason or gettext("There is nothing to count."),
        wrap=True,
        ha="center",
        va="center",
        transform=axes.transAxes,
    )
    return figure


def _bars(counts: pandas.DataFrame, label: str, title: str, note: str, *, percent: bool = False) -> Figure:
    def draw() -> Figure:
        if not len(counts):
            return _nothing(title, note)
        figure, axes = _figure(8, 1.5 + 0.28 * len(counts), title, note)
        left = [0.0] * len(counts)
        for name, colour in _TYPES.items():
            values = counts[name].to_list()
            axes.barh(
                range(len(counts)),
                values,
                left=left,
                color=colour,
                label=in_words("type", name),
                edgecolor="white",
                linewidth=0.5,
            )
            left = [a + b for a, b in zip(left, values, strict=True)]
        axes.set_yticks(range(len(counts)), [_short(name) for name in counts.index])
        axes.invert_yaxis()
        axes.margins(y=0.01)
        axes.set_xlabel(label)
        if percent:
            axes.set_xlim(0, 1)
            axes.xaxis.set_major_formatter(lambda x, _: percent_of(x))
        else:
            axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
        return figure

    return _styled(draw)  # type: ignore[no-any-return]


def _table(counts: pandas.DataFrame, title: str, note: str) -> Figure:
    def draw() -> Figure:
        if not counts.size:
            return _nothing(title, note)
        figure, axes = _figure(max(6.5, 3.5 + 0.6 * counts.shape[1]), 2.4 + 0.3 * len(counts), title, note)
        values, highest = counts.to_numpy(), max(1, counts.to_numpy().max())
        axes.imshow(values, cmap="Blues", vmin=0, vmax=highest, aspect="auto")
        for (row, column), value in _cells(values):
            colour = "white" if value > 0.6 * highest else "black"
            axes.text(column, row, str(value) if value else "·", ha="center", va="center", color=colour)
        axes.set_xticks(range(counts.shape[1]), [_short(name) for name in counts.columns], rotation=35, ha="right")
        axes.set_yticks(range(len(counts)), [_short(name) for name in counts.index])
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        return figure

    return _styled(draw)  # type: ignore[no-any-return]


def _cells(values: Any) -> Any:
    return (((i, j), values[i][j]) for i in range(len(values)) for j in range(len(values[i])))


def _dates() -> dict[str, list[str]]:
    """How an axis of time writes its dates; the names of months that matplotlib knows are those of the process's locale."""
    if language() == "en":
        return {}
    clock = ["%H:%M", "%H:%M", "%S.%f"]
    return {
        "formats": ["%Y", "%m.%Y", "%d.%m", *clock],
        "zero_formats": ["", "%Y", "%d.%m", "%d.%m", *clock[1:]],
        "offset_formats": ["", "", "%Y", "%d.%m.%Y", "%d.%m.%Y", "%d.%m.%Y %H:%M"],
    }


def _lines(counts: pandas.DataFrame, title: str, note: str) -> Figure:
    def draw() -> Figure:
        if not counts.size:
            return _nothing(title, note)
        figure, axes = _figure(9, 4, title, note)
        periods: Any = counts.index
        starts = periods.start_time.to_pydatetime()
        for i, name in enumerate(counts.columns):
            style = {
                "color": _LINES[i % len(_LINES)],
                "linestyle": _DASHES[i % len(_DASHES)],
                "marker": "o",
                "markersize": 3,
            }
            axes.plot(starts, counts[name].to_list(), label=_short(name), **style)
        dates = need("matplotlib.dates", "plots", "newsquotes.plots")
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(axes.xaxis.get_major_locator(), **_dates()))
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylim(bottom=0)
        axes.set_ylabel(gettext("quotations"))
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
        return figure

    return _styled(draw)  # type: ignore[no-any-return]
