"""What an older register says of whoever prepared the file is imported, and undone, by somebody else."""

from pathlib import Path
from typing import Any

import pytest

from declarations.legacy.service.runs import work_off
from tests.factories import World
from tests.unit.legacy.books import row
from tests.web.served import program, served_app
from tests.web.test_import_pages import API, pressed, register_of, uploaded, words
from tests.web.visitors import signed_in


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


async def test_rows_about_whoever_prepared_a_file_are_imported_by_another_officer(
    world: World, app: Any, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", first_name="Inès", family_name="Dubois")
    data = register_of(tmp_path, row(1, value="45", person="Inès Dubois"), row(2, value="60"))
    async with signed_in(app, world, officer) as client:
        where = await uploaded(client, data)
        page = await client.get(where)
        assert "1 row is about yourself or somebody whom you report to" in words(page.one("main"))
        assert page.all("form", action=f"{where}/commit") == []
        assert (await pressed(client, where, "commit")).status_code == 409
    async with program(app, officer) as client:
        found = await client.get(f"{API}/{where.rpartition('/')[2]}")
        assert found.json()["may_commit"] is False
        refused = await client.post(
            f"{API}/{where.rpartition('/')[2]}/commit", headers={"if-match": found.headers["etag"]}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Vega")) as client:
        assert (await pressed(client, where, "commit")).status_code == 303
        assert await work_off()
        assert (await client.get(where)).all("form", action=f"{where}/undo"), "the control"
    async with signed_in(app, world, officer) as client:
        page = await client.get(where)
        assert "Another ethics officer undoes the import." in words(page.one("main"))
        assert page.all("form", action=f"{where}/undo") == []
    async with program(app, officer) as client:
        found = await client.get(f"/api/v1{where}")
        assert found.json()["may_undo"] is False
        refused = await client.post(f"/api/v1{where}/undo", headers={"if-match": found.headers["etag"]})
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
