"""Other ways to make the same reports, and what each of them costs."""
