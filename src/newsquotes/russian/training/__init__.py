"""Training: examples from gold, the models fitted to them, honest figures by cross-validation."""
