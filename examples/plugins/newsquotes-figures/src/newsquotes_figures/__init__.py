"""The figures that speakers name: numbers with what they count."""
