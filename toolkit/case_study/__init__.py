"""The case study: what did the engagement change?

Every function is one piece of the report: the case in, a `Fragment` in one language out.
"""
