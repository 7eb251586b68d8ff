"""Arithmetic in an item's front matter, read without ever being executed as code."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

Number: TypeAlias = int | float
LENGTH_MOST = 500

_BINARY: Mapping[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_CALLS: Mapping[str, Callable[..., Number]] = {
    "abs": abs,
    "round": round,
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "ceil": math.ceil,
}
#: These take their numbers one by one or as a list.
_LISTS: Mapping[str, Callable[[list[Number]], Number]] = {"min": min, "max": max, "sum": sum}
_POWER_MOST = 64
# Text and escapes are refused unread: Python's own parser would warn about them.
_TAME = re.compile(r"[\w\s.,+\-*/%()\[\]<>=!]*")


class Unreadable(ValueError):
    """An expression that is no plain arithmetic; its text says why."""


def is_true(expression: str) -> bool:
    """Say whether a comparison between numbers holds. Raises ``Unreadable``."""
    if len(expression) > LENGTH_MOST:
        raise Unreadable("it is too long")
    if not _TAME.fullmatch(expression):
        raise Unreadable("it holds something beside numbers")
    try:
        tree = ast.parse(expression, mode="eval").body
        return _truth(tree)
    except (
        SyntaxError, ValueError, TypeError, ArithmeticError, RecursionError, MemoryError
    ) as wrong:  # fmt: skip
        if isinstance(wrong, Unreadable):
            raise
        raise Unreadable(str(wrong) or "it is no arithmetic") from wrong


def _truth(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=right):
            values = [_number(left), *(_number(each) for each in right)]
            return all(_operator(op)(values[n], values[n + 1]) for n, op in enumerate(ops))
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_truth(part) for part in parts)
        case _:
            raise Unreadable("it compares nothing")


def _operator(op: ast.cmpop) -> Callable[[Number, Number], bool]:
    found = _COMPARE.get(type(op))
    if found is None:
        raise Unreadable("it compares in a way that numbers do not have")
    return found


def _number(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_number(inner)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _number(inner)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base, power = _number(left), _number(right)
            if abs(power) > _POWER_MOST or abs(base) > 10**6:
                raise Unreadable("a power is too large")
            result = base**power
            if isinstance(result, complex):
                raise Unreadable("a negative number has no such power")
            number: Number = result
            return number
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_number(left), _number(right))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _LISTS:
            match args:
                case [ast.List(elts=listed) | ast.Tuple(elts=listed)]:
                    return _LISTS[name]([_number(each) for each in listed])
                case _:
                    return _LISTS[name]([_number(each) for each in args])
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _CALLS:
            return _CALLS[name](*(_number(each) for each in args))
        case _:
            raise Unreadable("it holds something beside numbers")
