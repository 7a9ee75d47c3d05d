"""An independent reference of the planner's arithmetic, written from the documents alone: naive and literal."""

from .figures import reference

__all__ = ["reference"]
