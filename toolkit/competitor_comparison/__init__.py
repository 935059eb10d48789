"""The comparison with competitors: where do we lead and lag?

Every function is one piece of the report: a comparison in, a `Fragment` in one language out.
"""
