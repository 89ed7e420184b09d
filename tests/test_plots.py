import io
import re
import sys
import warnings

import pytest
from examples_of_documents import documents

import newsquotes
from newsquotes import InputError, MissingExtraError, plots
from newsquotes.wording import speaking

pandas = pytest.importorskip("pandas")
pytest.importorskip("matplotlib")

ALL = [plots.speakers, plots.outlets, plots.timeline, plots.types, plots.shares]
NAMES = ["Анна Белова", "Пётр Ильин", "пресс-служба $администрации$ района имени Ё. Ёлкина и окрестностей"]


@pytest.fixture
def frame():
    rows = [
        {
            "speaker": [*NAMES, None][i % 4] if i % 5 else NAMES[0],
            "type": ["direct", "indirect", "mixed"][i % 3],
            "outlet": ["Вести", "Утро", None][i % 3],
            "kind": ["person", "organization"][i % 2],
            "gender": ["femn", "masc", None][i % 3],
            "role": ["мэр", None][i % 2],
            "date": [f"2024-{1 + i % 9:02}-1{i % 7}", None, "2024-05-07", None, "2024-02-01"][i % 5],
        }
        for i in range(60)
    ]
    table = newsquotes.to_frame([])
    made = pandas.DataFrame(rows).reindex(columns=table.columns)
    return made.assign(date=pandas.to_datetime(made["date"])).astype(table.dtypes.to_dict())


def ticks(labels) -> list[str]:
    return [label.get_text() for label in labels]


def png(figure) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font does not have warns
        figure.savefig(file, format="png")
    return file.getvalue()


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("docs", [[], documents()])
def test_documents_are_drawn(draw, docs):
    assert png(draw(docs)).startswith(b"\x89PNG")


@pytest.mark.parametrize("draw", ALL)
def test_tables_are_drawn(draw, frame):
    before = frame.copy()
    assert len(png(draw(frame))) > 5000
    assert frame.equals(before)


def test_speakers_by_frequency(frame):
    figure = plots.speakers(frame)
    axes = figure.axes[0]
    assert ticks(axes.get_yticklabels()) == [NAMES[0], NAMES[1], r"пресс-служба \$администрации\$ района…"]
    counts = frame["speaker"].value_counts()
    assert sum(bar.get_width() for bar in axes.patches) == counts.sum()
    left_out = 60 - counts.sum()
    assert figure.get_suptitle() == f"Who is quoted\n{counts.sum()} quotations; {left_out} more without a known speaker"
    assert ticks(plots.speakers(frame, top=1).axes[0].get_yticklabels()) == NAMES[:1]


def test_outlets_by_speakers(frame):
    axes = plots.outlets(frame).axes[0]
    assert set(ticks(axes.get_xticklabels())) == {"Вести", "Утро"}
    known = frame.dropna(subset=["speaker", "outlet"])
    assert sum(int(text.get_text().replace("·", "0")) for text in axes.texts) == len(known)


def test_time(frame):
    axes = plots.timeline(frame, every="month").axes[0]
    known = frame[frame["speaker"].notna() & frame["date"].notna()]
    assert sum(sum(line.get_ydata()) for line in axes.lines) == len(known)
    assert len(axes.lines[0].get_ydata()) == 9
    assert {line.get_linestyle() for line in axes.lines} >= {"-", "--"}
    assert len(plots.timeline(frame, every="year").axes[0].lines[0].get_ydata()) == 1


def test_time_in_russian(frame):
    with speaking("ru"):
        axes = plots.timeline(frame, every="week").axes[0]
        axes.figure.canvas.draw()
    assert not re.search("[A-Za-z]", " ".join([*ticks(axes.get_xticklabels()), axes.xaxis.get_offset_text().get_text()]))


def test_shares(frame):
    axes = plots.types(frame, by="outlet").axes[0]
    assert sum(bar.get_width() for bar in axes.patches) == pytest.approx(2)
    assert ticks(axes.get_yticklabels()) == ["Вести (20)", "Утро (20)"]


@pytest.mark.parametrize("by", ["gender", "kind", "role", "outlet", "medium", "organization"])
def test_shares_by_anything(frame, by):
    assert png(plots.shares(frame, by=by)).startswith(b"\x89PNG")


@pytest.mark.parametrize("by", ["speaker", "outlet", "type", "kind", "gender", "role"])
def test_time_by_anything(frame, by):
    figure = plots.timeline(frame, by=by)
    known = frame.dropna(subset=[by, "date"])
    assert sum(sum(line.get_ydata()) for line in figure.axes[0].lines) == len(known)


def test_pictures_speak_russian(frame):
    with speaking("ru"):
        figure = plots.shares(frame, by="gender")
        png(figure)
        assert figure.get_suptitle().splitlines()[0] == "Цитаты: пол"
        assert set(ticks(figure.axes[0].get_yticklabels())) == {"женщина", "мужчина"}
        assert ticks(figure.axes[0].get_legend().get_texts()) == ["прямая", "смешанная", "косвенная"]
        assert png(plots.types(frame)).startswith(b"\x89PNG")


def test_a_reason_where_there_is_nothing_to_draw(frame):
    def reason(figure):
        return figure.axes[0].texts[0].get_text()

    assert reason(plots.speakers([])) == "There are no quotations in these documents."
    assert reason(plots.shares(frame.head(1), by="medium")) == "There is 1 quotation, but its medium is not known."
    told = reason(plots.timeline(frame.assign(date=pandas.NaT)))
    assert told == "There are 60 quotations, but none with a known speaker or date."


def test_settings_stay_as_they_were(frame):
    import matplotlib

    before = matplotlib.rcParams.copy()
    plots.speakers(frame)
    assert matplotlib.rcParams == before


@pytest.mark.parametrize(
    ("draw", "options", "message"),
    [
        (plots.outlets, {"by": "outlets"}, "by is 'outlets'; did you mean 'outlet'"),
        (plots.timeline, {"every": "decade"}, "every is 'decade'; available: auto, day"),
        (plots.types, {"by": "x"}, "available: gender, kind, medium, outlet, role, speaker"),
    ],
)
def test_wrong_options(draw, options, message, frame):
    with pytest.raises(InputError, match=message):
        draw(frame, **options)


def test_other_tables():
    with pytest.raises(InputError, match="the table has no column type, speaker"):
        plots.speakers(pandas.DataFrame({"who": ["Белова"]}))


def test_without_matplotlib(monkeypatch):
    for module in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"needs matplotlib: pip install 'newsquotes\[plots\]'"):
        plots.speakers([])
