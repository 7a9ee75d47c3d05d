"""The language of formulas: numbers, percentages, names, + - * / and parentheses; everything else is refused."""

from __future__ import annotations

import math
from operator import add, mul, sub, truediv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpiplan.kpis.formulas import DEEPEST, LONGEST, Formula, FormulaError, parse

ONLY = "a formula has numbers, measures, + - * / and parentheses, nothing else"
UNREADABLE = "this can't be read as a formula of numbers, measures, + - * / and parentheses"
LARGE = "a number as large as this has no place in a formula"
DEEP = f"a formula is nested at most {DEEPEST} deep"
MEASURES = {"a": 6.0, "b": 3.0, "c": 2.0, "zero": 0.0}


def result(text: str) -> float | None:
    return parse(text).value(MEASURES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", 6),
        ("  a  ", 6),
        ("a + b * c", 12),
        ("(a + b) * c", 18),
        ("a - b - c", 1),
        ("a - (b - c)", 5),
        ("a / b / c", 1),
        ("a / (b / c)", 4),
        ("a / b * c", 4),
        ("-a + b", -3),
        ("--a", 6),
        ("+a", 6),
        ("a - -b", 9),
        ("-a * -b", 18),
        ("a\t+\tb", 9),
        ("((a))", 6),
        ("12", 12),
        ("1.5 * c", 3),
        (".5 * c", 1),
        ("2. * c", 4),
        ("1_000 / c", 500),
        ("1e3 + a", 1006),
        ("2.5E-1 * c", 0.5),
    ],
)
def test_value(text: str, expected: float) -> None:
    assert result(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30%", 0.3),
        ("5% * c", 0.1),
        ("12.5 % * c", 0.25),
        (".5%", 0.005),
        ("100% - 5%", 0.95),
        ("(1 - 30%) * c", 1.4),
        ("-10%", -0.1),
        ("30%+a", 6.3),
        ("30%*a", 1.8),
        ("1_000%", 10),
        ("1e2%", 1),
        ("0.0000000000001% * 1e15", 1),
        ("이름1 * 50% + 이름2 * 25%", 3.5),
    ],
)
def test_percentages(text: str, expected: float) -> None:
    found = parse(text).value({**MEASURES, "이름1": 6.0, "이름2": 2.0})
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    ["a / zero", "a / (b - 3)", "1 / (1 / zero)", "a / 1e-300 / 1e-300", "0 / zero", "0 * (1 / zero)"],
)
def test_nothing_comes_of_a_division_by_zero(text: str) -> None:
    assert result(text) is None


NEVER = {
    "1/0": (2, 1),
    "a / (2 - 2)": (5, 5),
    " a + 3 / 0%": (9, 1),
    "a / -0": (4, 2),
    "1e18 / 1e-300 / 1e-300": (0, 13),
    "a + 1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18*1e18": (4, 89),
}


@pytest.mark.parametrize("text", NEVER)
def test_a_formula_that_can_never_be_computed_is_none(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert (refused.value.at, refused.value.length) == NEVER[text]


def test_names_in_the_order_of_the_text() -> None:
    assert parse("b * (a + b) / 방문수").names == ("b", "a", "방문수")
    assert parse("1 + 2").names == ()


def test_a_measure_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="nothing"):
        parse("a + nothing").value(MEASURES)


def test_above_and_below_the_line() -> None:
    above_and_below = parse("(a + b) / (c * 50%)").fraction
    assert above_and_below is not None
    above, below = above_and_below
    assert (above.text, above.names, above.value(MEASURES)) == ("a + b", ("a", "b"), 9)
    assert (below.text, below.names, below.value(MEASURES)) == ("c * 0.5", ("c",), 1)
    for text in ("a", "a / b * 100", "a / b - c", "-(a / b)"):
        assert parse(text).fraction is None


HOSTILE = [
    # text, message, place, length
    ("a.b", ONLY, 1, 1),
    ("().__class__", ONLY, 2, 1),
    ("a.__class__.__bases__", ONLY, 1, 1),
    ("f(a)", ONLY, 0, 4),
    ("a + sum(b)", ONLY, 4, 6),
    ("__import__('os')", ONLY, 11, 1),
    ("exec(a)", ONLY, 0, 7),
    ("import os", UNREADABLE, 0, 1),
    ("9**9**9", ONLY, 0, 7),
    ("a + 9 ** 9", ONLY, 4, 6),
    ("a // b", ONLY, 0, 6),
    ("a % b", ONLY, 2, 1),
    ("30 % b", UNREADABLE, 5, 1),
    ("a << b", ONLY, 2, 1),
    ("a & b", ONLY, 2, 1),
    ("~a", ONLY, 0, 1),
    ("a @ b", ONLY, 2, 1),
    ("a < b", ONLY, 2, 1),
    ("a == b", ONLY, 2, 1),
    ("a in b", ONLY, 0, 6),
    ("not a", ONLY, 0, 5),
    ("a and b", ONLY, 0, 7),
    ("a if b else c", ONLY, 0, 13),
    ("lambda: a", ONLY, 6, 1),
    ("lambda x: x", ONLY, 8, 1),
    ("(x := 1)", ONLY, 3, 1),
    ("x = 1", ONLY, 2, 1),
    ("[a]", ONLY, 0, 1),
    ("a[0]", ONLY, 1, 1),
    ("{a}", ONLY, 0, 1),
    ("a, b", ONLY, 1, 1),
    ("()", ONLY, 0, 2),
    ("*a", UNREADABLE, 0, 1),
    ("[a for a in b]", ONLY, 0, 1),
    ("(a for a in b)", ONLY, 0, 14),
    ("(yield a)", ONLY, 1, 7),
    ("await a", ONLY, 0, 7),
    ("True", ONLY, 0, 4),
    ("None", ONLY, 0, 4),
    ("...", ONLY, 0, 1),
    ("'a'", ONLY, 0, 1),
    ('"a"', ONLY, 0, 1),
    ("b'a'", ONLY, 1, 1),
    ("f'{a}'", ONLY, 1, 1),
    ("a # b", ONLY, 2, 1),
    ("a; b", ONLY, 1, 1),
    ("a\nb", ONLY, 1, 1),
    ("(a +\nb)", ONLY, 4, 1),
    ("a \\\n+ b", ONLY, 2, 1),
    ("a\x00", ONLY, 1, 1),
    ("\x00", ONLY, 0, 1),
    ("a +\x0cb", ONLY, 3, 1),
    ("a + \u3000b", ONLY, 4, 1),
    ("\ud800", ONLY, 0, 1),
    ("a × b", ONLY, 2, 1),
    ("1,000", ONLY, 1, 1),
    ("$5", ONLY, 0, 1),
    ("1j", ONLY, 0, 1),
    ("0x1F", ONLY, 0, 1),
    ("1__0", ONLY, 0, 1),
    ("1if 1else 2", ONLY, 0, 1),
    ("٣", ONLY, 0, 1),
    ("007", UNREADABLE, 0, 1),
    ("a b", UNREADABLE, 2, 1),
    ("2 a", UNREADABLE, 2, 1),
    ("2(a)", ONLY, 0, 4),
    ("(a", UNREADABLE, 0, 1),
    ("a)", UNREADABLE, 1, 1),
    ("a * * b", UNREADABLE, 4, 1),
    ("%", ONLY, 0, 1),
    ("a%", ONLY, 1, 1),
    ("5%%", ONLY, 2, 1),
    ("9" * 40, LARGE, 0, 40),
    ("a * 1e19", LARGE, 4, 4),
    ("1e400", LARGE, 0, 5),
    ("1e19%", LARGE, 0, 4),
    ("방문 + x.y", ONLY, 6, 1),
    ("방문 + 5% + f(리드)", ONLY, 10, 5),
    ("5% * 9**9", ONLY, 5, 4),
    ("  방문 ** 2  ", ONLY, 2, 7),
    ("", "an empty text is no formula", 0, 1),
    (" \t\n", "an empty text is no formula", 0, 1),
]


@pytest.mark.parametrize(("text", "message", "at", "length"), HOSTILE, ids=[ascii(each[0]) for each in HOSTILE])
def test_everything_else_is_refused(text: str, message: str, at: int, length: int) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert (str(refused.value), refused.value.at, refused.value.length) == (message, at, length)


def test_long_texts() -> None:
    assert parse("a".ljust(LONGEST)).names == ("a",)
    with pytest.raises(FormulaError, match=r"^a formula has at most 300 characters, this one 301$") as refused:
        parse("a" * 301)
    assert refused.value.at == 300
    with pytest.raises(FormulaError, match=r"this one 3000000$"):
        parse("(" * 3_000_000)


def test_how_deep_a_formula_may_be_nested() -> None:
    assert parse("-" * (DEEPEST - 1) + "a").value({"a": 1}) == -1
    with pytest.raises(FormulaError) as refused:
        parse("-" * DEEPEST + "a")
    assert (str(refused.value), refused.value.at, refused.value.length) == (DEEP, 40, 1)
    assert parse("+".join(["a"] * DEEPEST)).value({"a": 1}) == DEEPEST
    with pytest.raises(FormulaError, match=f"^{DEEP}$"):
        parse("+".join(["a"] * (DEEPEST + 1)))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 150 + "a" + ")" * 150,
        "(" * 300,
        "-" * 299 + "a",
        "+-" * 149 + "a",
        "(-" * 90 + "a" + ")" * 90,
        "a" + "+a" * 149,
        "a" + "/(a" * 70 + ")" * 70,
    ],
    ids=lambda text: text[:4],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def parsed(text: str) -> Formula | None:
    try:
        return parse(text)
    except FormulaError as error:
        refused = error
    assert 0 <= refused.at <= len(text)
    assert refused.length >= 1
    return None


@given(st.text(max_size=LONGEST + 10))
@example("1 if 1else 2")
@example("0_7")
@example("(é +\n  b.c)")
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    parsed(text)


@given(st.text(alphabet=" \t\n09.eE_%+-*/()aé이\\#'\"[]{}:=<,;jx\x00", max_size=30))
def test_any_text_like_a_formula_is_one_or_refused(text: str) -> None:
    formula = parsed(text)
    if formula is not None:
        found = formula.value(dict.fromkeys(formula.names, 2.0))
        assert found is None or math.isfinite(found)


Worked = tuple[str, float | None]  # a text, and what it comes to
NUMBERS = st.integers(0, 9999)


def put_together(parts: tuple[Worked, str, Worked]) -> Worked:
    (one, first), sign, (other, second) = parts
    text = f"({one} {sign} {other})"
    if first is None or second is None or (sign == "/" and second == 0):
        return text, None
    return text, {"+": add, "-": sub, "*": mul, "/": truediv}[sign](first, second)


FORMULAS: st.SearchStrategy[Worked] = st.recursive(
    NUMBERS.map(lambda n: (str(n), float(n))) | NUMBERS.map(lambda n: (f"{n}%", n / 100)),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(put_together)
        | inner.map(lambda part: (f"(-{part[0]})", None if part[1] is None else -part[1]))
    ),
    max_leaves=8,
)


@given(FORMULAS)
def test_a_result_is_that_of_its_parts(formula: Worked) -> None:
    text, expected = formula
    if expected is None or len(text) > LONGEST:
        with pytest.raises(FormulaError):
            parse(text)
    else:
        assert parse(text).value({}) == expected
