"""The proposal: what will we do, by when, with whom, for how much?

Every function is one piece of the report: a proposal in, a `Fragment` in one language out.
"""
