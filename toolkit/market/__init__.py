"""Who the users are, where the market goes, and who else is in it."""
