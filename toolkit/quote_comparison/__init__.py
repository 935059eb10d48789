"""The comparison of offers: which is worth its price?

Every function is one piece of the report: a comparison in, a `Fragment` in one language out.
"""
