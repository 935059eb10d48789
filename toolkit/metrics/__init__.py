"""What is measured: pure functions from checked tables to facts."""
