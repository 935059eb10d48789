"""The market research: who are the users, and where is the market going?

Every function is one piece of the report: a study in, a `Fragment` in one language out.
"""
