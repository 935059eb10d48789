"""The settlement: what is owed for this period?

Every function is one piece of the report: a settlement in, a `Fragment` in one language out.
"""
