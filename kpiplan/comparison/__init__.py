"""Actuals against targets: status, the walk from target to actual, the year from here."""
