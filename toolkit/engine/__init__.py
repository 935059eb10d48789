"""Running notebooks: one fresh kernel per report, never used twice."""

import sys

# nbformat loads jsonschema, and that spends two seconds on a grammar of web addresses, which no notebook is checked for
sys.modules.setdefault("rfc3987_syntax", None)
