"""The tables of the operations plan, by what they are about."""

from .edited import Edited
from .operations import SECTIONS, OperationsReport, OperationsVersion
from .plan import Evidence, Goal, HandCount, Phase, Plan
from .projects import Project, Run, Share
from .todos import CalendarLink, HandoverNote, Todo, TodoRule

__all__ = [
    "SECTIONS",
    "CalendarLink",
    "Edited",
    "Evidence",
    "Goal",
    "HandCount",
    "HandoverNote",
    "OperationsReport",
    "OperationsVersion",
    "Phase",
    "Plan",
    "Project",
    "Run",
    "Share",
    "Todo",
    "TodoRule",
]
