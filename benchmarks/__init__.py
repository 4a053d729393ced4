"""Measures how fast Fieldbook is, side by side with something comparable in the same run."""
