"""Habits of the house that a machine can check."""

from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_modules_can_be_read_in_a_sitting():
    package = ROOT / "src" / "newsquotes"
    lengths = {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in package.rglob("*.py")
    }
    long = {name for name, lines in lengths.items() if lines > 400}
    assert long == set(), "divide these: a module has at most 400 lines"
