"""A sentence as a template."""

from typing import Literal

from kpiplan.codes import CodeName
from kpiplan.tuples import NamedTuple


class Sentence(NamedTuple):
    """The code of the problem, empty where it is that of the refusal within; what is wrong, and what would be right: in
    a plan, and, where that is said otherwise, by an `option` of the command line."""

    code: CodeName | Literal[""]
    message: str
    hint: str = ""
    option: str = ""
