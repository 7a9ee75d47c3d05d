"""Actuals against targets: status, the walk from one to the other, the outlook."""
