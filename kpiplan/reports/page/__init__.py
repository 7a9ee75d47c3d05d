"""The report page and its charts: results of a plan and its actuals as the parts of a page."""
