"""Analysis and reporting toolkit for agencies that run WeChat mini-programs."""

__version__ = "0.1.0"
