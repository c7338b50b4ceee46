"""A row of a register of gifts as a record."""

from collections.abc import Iterable

from declarations.codes.vocabulary import Direction, GiftCategory
from declarations.legacy import words
from declarations.legacy.headings import plain
from declarations.legacy.model import Column, Record
from declarations.legacy.rows import Row


class GiftRow(Row):
    """One row that tells of a gift."""

    stories = (Column.REASON, Column.DESCRIPTION, Column.OUTCOME, Column.REMARKS)

    def _told(self, person: str, party: str, description: str) -> Record:
        return Record(
            row=self._line.number,
            own_id=self.own_id,
            person=person,
            email=self._text(Column.EMAIL),
            unit=self._known(Column.UNIT),
            function=self._known(Column.FUNCTION),
            giver=party,
            country=words.country_of(self._known(Column.COUNTRY)),
            description=description,
            day=self._day(Column.DATE),
            declared=self._day(Column.DECLARED),
            worth=self._worth(),
            direction=self._direction(),
            category=self._category(description),
            outcome=self._outcome(self._known(Column.OUTCOME)),
            remarks=self._remarks((Column.REASON, Column.OUTCOME, Column.REMARKS, *self._unplaced())),
        )

    def _direction(self) -> str:
        typed = self._known(Column.DIRECTION)
        found = self._meanings.get(plain(typed)) or words.direction_of(typed)
        if found in set(Direction):
            return str(found)
        if typed and not self._says_nil(typed):
            self._note("direction_open", Column.DIRECTION)
        return Direction.RECEIVED

    def _category(self, description: str) -> str:
        for text in (self._typed(Column.CATEGORY), description):
            found = self._meanings.get(plain(text)) or words.CATEGORIES.get(plain(text))
            if found in set(GiftCategory):
                return str(found)
        return GiftCategory.GIFT

    def _unplaced(self) -> Iterable[Column]:
        """Columns whose words say more than the field that was made of them."""
        found = self._found(Column.DATE)
        if found.day is None or found.is_several:
            yield from (Column.DATE, Column.YEAR)
        if not words.country_of(self._known(Column.COUNTRY)):
            yield Column.COUNTRY
        if plain(self._typed(Column.CATEGORY)) not in words.CATEGORIES:
            yield Column.CATEGORY
        if plain(self._typed(Column.DIRECTION)) not in words.DIRECTIONS:
            yield Column.DIRECTION
