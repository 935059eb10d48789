"""What something caused: against controls, against a forecast, between variants."""
