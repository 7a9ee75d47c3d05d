"""The scorecard, planned and met."""
