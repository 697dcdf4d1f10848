"""Madang (마당): where citizens propose, support, discuss and decide, and the institution answers in time."""

__version__ = "0.1.0"
