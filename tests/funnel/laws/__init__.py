"""The laws of a funnel plan, one a file, each over generated plans."""
