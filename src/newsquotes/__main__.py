"""``python -m newsquotes``: the command."""

from newsquotes.cli import main

if __name__ == "__main__":
    main()
