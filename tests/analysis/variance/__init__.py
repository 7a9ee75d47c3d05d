"""Tests of actuals against targets: statuses, the walk, the outlook."""
