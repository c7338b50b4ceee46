"""Changes of the second verifier itself: whoever weakens one comparison, check, figure or step of it is found out.

A mutant is the source with one thing changed. It is killed when an honest log does not pass any more, or when it says
of some log anything else than the verifier does: that it is sound, or that another record is the first bad one.
"""

import ast
import copy
import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from random import Random
from types import ModuleType
from typing import Any

import pytest

from register.ledger.signing import SigningKey
from tests.forged_logs import Made, forgeries, resigned, sealed_again, written
from tests.unit.ledger.test_second_verifier import SOURCE, _kept, answer, honest, verifier

FULL = os.environ.get("PROOF") == "full"
SHARE = 12
_OF_SIGNATURES = {"add", "point", "signed", "P", "L", "D", "BASE"}
_LEFT_OUT = {"main", "kept_elsewhere"}
"""How files are read and what is printed; the tests of the command hold these."""
Mutant = tuple[str, Callable[[], ast.Module]]

_SWAPS: dict[type[Any], type[Any]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Mod: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip

EQUAL: dict[str, str] = {
    "STAGES: 1, 0": "the stage of keys only lies between those beside it",
    "STAGES: 5, 0": "the last stage is the last one still",
    "point: 3, 0": "P + 3 and P + 4 divided by 8 have one quotient",
    "point: P - 1, 0": "P - 1 and P + 1 divided by 4 have one quotient",
    "signed: s >= L, 0": "S = L is 0, with which nobody can make R fit",
    "signed: 252, 0": "the bit before the first is 0",
    "signed: (s >> bit & 1) + 2 * (k >> bit & 1), 0": "a table of four, counted from its end",
    "Register: self.stream = self.claimed = self.kind = self.state = self.reading = None, 0": "None stays None",
    "Register: self.stream and self.kind in self.kinds and (not self.claimed) and (self.state != ERASED), 1": (
        "before the first stream there is no kind either"
    ),
    "Register: 1, 0 (7)": "seen is whatever is not 0",
    "Register: row['stream'] > self.stream, 0": "asked of another stream only",
    "verify: 1, 0 (2)": "one line before the first, or two",
}
"""Mutants that change nothing, and why."""


def mutants(tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant by its name, which is the definition it is in and the changed line, and how to make it."""
    known = Counter[str]()
    for place, part in enumerate(tree.body):
        name = getattr(part, "name", "") or (ast.unparse(part.targets[0]) if isinstance(part, ast.Assign) else "")
        if name and name not in _LEFT_OUT:
            for number, node in enumerate(ast.walk(part)):
                for nth, change in enumerate(_changes(node)):
                    said = f"{name}: {_text(node)}, {nth}"
                    known[said] += 1
                    which = f" ({known[said]})" if known[said] > 1 else ""
                    yield said + which, partial(_made, tree, (place, number), change)


def _made(tree: ast.Module, where: tuple[int, int], change: Any) -> ast.Module:
    mutant = copy.deepcopy(tree)
    change(list(ast.walk(mutant.body[where[0]]))[where[1]])
    return ast.fix_missing_locations(mutant)


def _text(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.expr | ast.stmt) else type(node).__name__


def _changes(node: ast.AST) -> Iterator[Any]:
    """What can be changed in a node, each as a function of the same node in a copy."""
    match node:
        case ast.Compare():
            for at, op in enumerate(node.ops):
                if type(op) in _SWAPS:
                    yield lambda n, at=at, op=op: n.ops.__setitem__(at, _SWAPS[type(op)]())
        case ast.BoolOp():
            yield _swap
            for at in range(len(node.values)):
                yield lambda n, at=at: n.values.__setitem__(at, ast.Constant(isinstance(n.op, ast.And)))
        case ast.BinOp() if type(node.op) in _SWAPS:
            yield _swap
        case ast.Constant(value=int() | bytes()) if not isinstance(node.value, bool):
            yield _other_constant
        case ast.Expr(value=ast.Call()):
            yield lambda n: setattr(n, "value", ast.Constant(None))
        case ast.Assign() | ast.AugAssign():
            yield _undone


def _swap(node: ast.BoolOp | ast.BinOp) -> None:
    node.op = _SWAPS[type(node.op)]()


def _other_constant(node: ast.Constant) -> None:
    node.value = node.value + (b"!" if isinstance(node.value, bytes) else 1)  # type: ignore[operator]  # bytes or a number


def _undone(node: ast.Assign | ast.AugAssign) -> None:
    """An assignment that keeps what was there where there was something, else puts None."""
    node.value = ast.Constant(0) if isinstance(node, ast.AugAssign) else ast.Constant(None)


@cache
def corpus() -> list[tuple[str, list[str], dict[str, Any], str]]:
    """Logs with what the verifier itself says of them: honest ones first, since most mutants fail at these."""
    whole = Made().log()
    kept = {"kept": _kept(whole, 2)}
    logs: list[tuple[str, list[str], dict[str, Any]]]
    logs = [(f"honest {number}", written(log), {}) for number, log in enumerate(honest())]
    logs += [("with a seal kept", written(whole), kept), ("forked", written(Made(twist="!").log()), kept)]
    logs += [("of nobody’s key", written(resigned(whole)), {"published": None})]
    logs += [("sealed again", written(sealed_again(Made())), {})]
    logs += [("older", written(Made(seals=1).log()), kept)]
    late = [line | {"x": 1} if line["record"] == "reading" and line["leaf"] is None else line for line in whole]
    edge = [line | {"x": whole[0]["sealed_up_to"]} if line.get("leaf", 0) is None else line for line in whole]
    logs += [("late", written(late), {}), ("just in time", written(edge), {})]
    logs += [("other kinds", written([whole[0] | {"kinds": ["case"]}, *whole[1:]]), {})]
    logs += [("other seal", written([whole[0] | {"sealed_up_to": 3}, *whole[1:]]), {})]
    forged = list(forgeries(Made(seals=2).log()))
    logs += [(name, lines, {}) for name, lines in (forged if FULL else Random(20268).sample(forged, 250))]
    return [(name, lines, held, answer(lines, **held)) for name, lines, held in logs]


@cache
def signatures() -> list[tuple[bytes, bytes, bytes]]:
    """Keys, messages and signatures: good ones, and every way in which 32 bytes are no key (RFC 8032, 5.1.3)."""
    field = 2**255 - 19
    good = [(SigningKey(bytes([n]) * 32), b"m" * n) for n in range(1, 20)]
    made = [(key.public.public_bytes_raw(), message, key.sign(message)) for key, message in good]
    public, message, signature = made[0]
    odd = [
        *(number.to_bytes(32, "little") for number in (1, 2, 4, 7, field, field + 3, 1 + 2**255, 2**255 + 5)),
        *(public + b"!", public[:-1], b"", bytes(31) + b"\x80"),
    ]
    unsigned = [bytes(64), signature[:-1], signature + b"\x00", signature[:32] + (2**252 + 5).to_bytes(32, "little")]
    again = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    unsigned.append(signature[:32] + again.to_bytes(32, "little"))
    return [
        *made,
        *((key, message, signature) for key in odd),
        *((public, message, each) for each in unsigned),
        (public, b"another", signature),
    ]


def _signed(module: ModuleType, case: tuple[bytes, bytes, bytes]) -> str:
    try:
        return str(module.signed(*case))
    except ValueError:
        return "no point"


def survives(name: str, tree: ast.Module) -> bool:
    """Whether a mutant says of every log, or of every signature, what the verifier says."""
    module = ModuleType("mutant")
    try:
        exec(compile(tree, name, "exec"), vars(module))  # noqa: S102 - our own source, with one thing changed
        if name.split(":", maxsplit=1)[0] in _OF_SIGNATURES:
            return all(_signed(module, case) == _signed(verifier(), case) for case in signatures())
        vars(module)["signed"] = verifier().signed
        return all(answer(lines, module, **held) == said for _, lines, held, said in corpus())
    except BaseException:  # noqa: BLE001 - a mutant that breaks is found
        return False


@pytest.mark.proof
def test_no_change_of_the_verifier_goes_unnoticed() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    every = list(mutants(tree))
    assert len(every) > 200
    tried = every if FULL else Random(20266).sample(every, SHARE)
    assert sorted({name for name, mutant in tried if survives(name, mutant())} - EQUAL.keys()) == []
    assert survives("the source itself: the control", tree)
