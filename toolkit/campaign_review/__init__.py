"""The review of campaigns: did this activity work, and what did it return?

Every function is one piece of the report: the campaigns in, a `Fragment` in one language out.
"""
