"""What work costs, how it is paid, and what is owed. Money is exact: decimals, never floats."""
