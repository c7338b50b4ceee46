"""Where in a sheet the register stands: its row of headings, its entries, and what is only decoration of a page."""

from collections.abc import Sequence

from declarations.codes.vocabulary import Kind
from declarations.legacy.headings import plain, suggest
from declarations.legacy.model import Apart, Line, Sheet, Table

_LOOKED_AT = 40
_FEWEST = 2
_LONGEST_HEADING = 200
_SAME, _PRESENT, _COVERED = 0.7, 0.5, 0.6
_SUMS = frozenset(
    plain(word)
    for word in (
        *("total", "totals", "grand total", "subtotal", "sub-total", "sum", "sous-total", "total général", "somme"),
        *(
            "suma",
            "total general",
            "المجموع",
            "الإجمالي",
            "المجموع الكلي",
            "المجموع الفرعي",
            "summe",
            "totale",
            "totaal",
        ),
    )
)


def header_row(sheet: Sheet, kind: str = Kind.GIFT) -> int | None:
    """Where the headings stand, counted from one: by known words, else by the shape of the sheet; None for nowhere."""
    best, where = 0.0, None
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        words = [cell for cell in row if cell.strip()]
        if len(words) < _FEWEST or any(len(cell) > _LONGEST_HEADING for cell in words):
            continue
        found = suggest(words, kind, as_written=True)
        score = sum(each.certainty for each in found) if len(found) >= _FEWEST else 0.0
        if score > best + 0.01:
            best, where = score, number
    return where or _by_shape(sheet)


def _by_shape(sheet: Sheet) -> int | None:
    """The first row of several short and different words that stands above rows as wide as itself."""
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        words = [cell for cell in row if cell.strip()]
        below = [sum(bool(cell.strip()) for cell in cells) for cells in sheet.rows[number : number + 20]]
        if (
            len(words) > _FEWEST
            and len({plain(word) for word in words}) == len(words)
            and all(len(word) <= 60 and any(letter.isalpha() for letter in word) for word in words)
            and below
            and sum(below) / len(below) >= _COVERED * len(words)
        ):
            return number
    return None


def table_of(sheet: Sheet, row: int) -> Table:
    """The rows below the headings, without those that repeat them, hold one text alone, or add others up."""
    reader = _Rows(sheet, row)
    for number, cells in enumerate(sheet.rows[row:], start=row + 1):
        reader.take(number, cells)
    headings = _without_folded(sheet.rows[row - 1], reader.headings, reader.lines)
    return Table(sheet.name, row, headings, reader.lines, reader.left_out, reader.apart)


class _Rows:
    """The rows of one table while they are told apart."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        top = sheet.rows[row - 1]
        self.headings = _named(top)
        self._at = {_line(cell): at for at, cell in enumerate(top) if cell.strip()}
        self._places: list[int | None] = list(range(len(top)))
        self._titles = {plain(cell) for above in sheet.rows[: row - 1] for cell in above if cell.strip()}
        self._continued = frozenset(sheet.continued)
        self.lines: list[Line] = []
        self.apart: list[Apart] = []
        self.left_out = 0

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Put one row where it belongs."""
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return
        if self._is_heading(cells, filled):
            self._places = self._placed(cells)
            self.left_out += 1
            return
        code = _code_apart(filled, len(self.headings))
        if not code:
            self.lines.append(self._entry(number, cells))
            return
        self.left_out += 1
        if plain(filled[0]) not in self._titles:
            self.apart.append(Apart(number, code, " | ".join(filled)[:500]))

    def _is_heading(self, cells: Sequence[str], filled: list[str]) -> bool:
        if not any(_line(cell) in self._at for cell in filled[:3]):
            return False
        same = sum(_line(cell) in self._at for cell in cells if cell.strip())
        return same >= _FEWEST and same >= _SAME * len(filled) and same >= _PRESENT * len(self._at)

    def _placed(self, cells: Sequence[str]) -> list[int | None]:
        """Under which heading each column stands from here on: a page may begin with its columns moved."""
        placed: list[int | None] = []
        for at, cell in enumerate(cells):
            own = self._at.get(_line(cell)) if cell.strip() else None
            # A column without a heading belongs to the merged heading on its left.
            placed.append(own if own is not None else placed[-1] if placed else at)
        still = [at for at in self._at.values() if at not in placed]
        identical = all(own is None or own == at for at, own in enumerate(placed) if cells[at].strip())
        return list(range(len(self.headings))) if identical or still else placed

    def _entry(self, number: int, cells: Sequence[str]) -> Line:
        found = dict.fromkeys(self.headings, "")
        beyond = []
        for at, cell in enumerate(cells):
            if not cell:
                continue
            place = self._places[at] if at < len(self._places) else None
            if place is None or found[self.headings[place]]:
                beyond.append(cell)
            else:
                found[self.headings[place]] = cell
        return Line(number, found, number in self._continued, " | ".join(beyond))


def _line(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _code_apart(filled: list[str], width: int) -> str:
    """Why a row is no entry: it holds one text alone, or a sum; empty where it is one."""
    if len(filled) == 1 and width > _FEWEST:
        return "set_apart"
    said = [plain(cell) for cell in filled if not any(letter.isdigit() for letter in cell)]
    return "sum" if len(said) == 1 and said[0] in _SUMS else ""


def _named(cells: Sequence[str]) -> list[str]:
    """Headings in one line each, none empty and none twice."""
    made: list[str] = []
    taken: set[str] = set()
    for at, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"({at})"
        while name in taken:
            name += f" ({at})"
        taken.add(name)
        made.append(name)
    return made


def _without_folded(top: Sequence[str], headings: list[str], lines: list[Line]) -> list[str]:
    """The headings without those columns that have none and whose cells belong to the merged heading on their left."""
    kept = list(headings)
    for at in range(1, len(headings)):
        left = next((each for each in range(at - 1, -1, -1) if top[each].strip()), None)
        if top[at].strip() or left is None or not _belongs(headings[left], headings[at], lines):
            continue
        for line in lines:
            moved = line.cells.pop(headings[at])
            line.cells[headings[left]] = line.cells[headings[left]] or moved
        kept.remove(headings[at])
    return kept


def _belongs(left: str, own: str, lines: list[Line]) -> bool:
    """Whether never both columns say something, and nearly always one of them does."""
    one = sum(bool(line.cells[left]) for line in lines)
    other = sum(bool(line.cells[own]) for line in lines)
    both = any(line.cells[left] and line.cells[own] for line in lines)
    return other > 0 and not both and one + other >= _COVERED * len(lines)
