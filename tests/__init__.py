"""Tests of kpiplan."""
