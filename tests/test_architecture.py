"""What the code itself must keep to: one place for a status, SQL of constants only, functions short enough to read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(
    path
    for folder in ("register", "declarations", "reports")
    for path in (ROOT / folder).rglob("*.py")
    if "piccolo_migrations" not in path.parts
)
_RUNS_SQL = {"fetch", "fetchrow", "fetchval", "execute", "executemany", "cursor"}
_LONGEST_FUNCTION, _LONGEST_FILE, _LONGEST_TEMPLATE = 80, 450, 130


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _sets_status(tree: ast.AST) -> Iterator[str]:
    """Functions that replace the status of a declaration or of what else has one."""
    for function in _functions(tree):
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith("structs.replace")
                and any(keyword.arg == "status" for keyword in node.keywords)
            ):
                yield function.name


def test_a_status_changes_in_exactly_one_function() -> None:
    found = {(path.relative_to(ROOT).as_posix(), name) for path in SOURCES for name in _sets_status(_parsed(path))}
    assert found == {
        ("declarations/filing/service/moves.py", "_moved"),
        ("declarations/advice/service/publishing.py", "_move"),  # of guidance
        ("declarations/policies/service/proposing.py", "_decide"),  # of a proposed version of a profile
    }


def test_only_stores_of_the_filing_room_update_declarations() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if "update declaration " in path.read_text(encoding="utf-8").lower()
    }
    assert writers == {"declarations/filing/store.py"}


def _is_constant(node: ast.expr) -> bool:
    """Text that was written by us and by nobody else: literals, module constants, and what is composed of them."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            found = name.strip("_").isupper()
        case ast.JoinedStr(values=parts):
            found = all(_is_constant(part) for part in parts)
        case ast.FormattedValue(value=part) | ast.Subscript(value=part):
            found = _is_constant(part)
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            found = _is_constant(one) and _is_constant(other)
        case ast.Call(func=ast.Attribute(value=text, attr="format"), args=parts):
            found = _is_constant(text) and all(_is_constant(part) for part in parts)
        case _:
            found = isinstance(node, ast.Constant)
    return found


def _sql_of_strangers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        owner = ast.unparse(node.func.value)
        if node.func.attr not in _RUNS_SQL or owner not in {"tx", "connection"}:
            continue
        first = node.args[0]
        if isinstance(first, ast.JoinedStr) and not _is_constant(first):
            yield f"line {node.lineno}: {ast.unparse(first)[:80]}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_sql_is_composed_of_constants_only(path: Path) -> None:
    assert not list(_sql_of_strangers(_parsed(path)))


def test_the_check_of_sql_would_see_a_value_in_it() -> None:
    """The control of the test above."""
    assert list(_sql_of_strangers(ast.parse("async def f(tx, name): await tx.fetch(f'select {name}')")))
    assert not list(_sql_of_strangers(ast.parse("async def f(tx): await tx.fetch(f'select {_LIST} from x')")))


def test_functions_and_files_stay_short_enough_to_read() -> None:
    long_functions = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in SOURCES
        for function in _functions(_parsed(path))
        if (function.end_lineno or 0) - function.lineno >= _LONGEST_FUNCTION
    ]
    long_files = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > _LONGEST_FILE
    ]
    templates = [
        *ROOT.glob("register/**/*.html"),
        *ROOT.glob("declarations/**/*.html"),
        *ROOT.glob("reports/**/*.html"),
    ]
    long_templates = [str(path) for path in templates if len(path.read_text().splitlines()) > _LONGEST_TEMPLATE]
    assert (long_functions, long_files, long_templates) == ([], [], [])


def _unmarked(text: str) -> bool:
    """Whether a file of tests has a full size that `make proof` would not run."""
    return "PROOF" in text and "mark.proof" not in text


def test_whatever_has_a_full_size_is_run_by_make_proof() -> None:
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert [path.name for path in tests if _unmarked(path.read_text(encoding="utf-8"))] == []
    assert _unmarked('FULL = os.environ.get("PROOF") == "full"'), "the control"


def test_no_case_is_marked_as_a_proof_by_itself() -> None:
    """Such a case would run always: the mark names what `make proof` runs too, and only PROOF says how much."""
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert [path.name for path in tests if "marks=pytest.mark.proof" in path.read_text(encoding="utf-8")] == []


def test_no_framework_enters_the_rooms_of_rules() -> None:
    """`model`, `rules` and `workflow` know neither Litestar nor Piccolo."""
    for path in SOURCES:
        imported = {
            (node.module if isinstance(node, ast.ImportFrom) else alias.name) or ""
            for node in ast.walk(_parsed(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        frameworks = {name.split(".")[0] for name in imported} & {"litestar", "piccolo", "uvicorn"}
        if path.stem in {"model", "rules", "workflow", "parties_to"} or "codes" in path.parts:
            allowed = {"piccolo"} if path.stem in {"tables", "piccolo_app"} else set()
            assert frameworks <= allowed, path
