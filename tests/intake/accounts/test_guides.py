"""Who works here is told to those who share out work; and the page on which a guide is chosen."""

from services.intake.accounts.account import ACCOUNTS
from services.intake.accounts.keeping import change_account
from tests.intake.door import account, bodies, desk_of, signed_in
from tests.stage import Stage


async def test_roles_are_told_when_an_account_is_made_and_when_they_change(stage: Stage) -> None:
    made = await account(stage, "ali@example.org", "guide")
    await stage.settle()
    assert {"account": made.id, "roles": ["guide"], "regions": ["malmo"]} in bodies(
        stage, "RolesChanged"
    )
    await change_account(
        desk_of(stage), made.id, lambda one: one.model_copy(update={"roles": ("association",)})
    )
    await stage.settle()
    told = [one["roles"] for one in bodies(stage, "RolesChanged") if one["account"] == made.id]
    assert told == [["guide"], []]


async def test_a_contact_of_an_association_is_nobody_who_takes_cases(stage: Stage) -> None:
    made = await account(stage, "club@example.org", "association")
    await stage.settle()
    assert made.id not in {one["account"] for one in bodies(stage, "RolesChanged")}


async def test_an_account_of_an_older_release_is_told_of_at_its_next_change(stage: Stage) -> None:
    desk = desk_of(stage)
    made = await account(stage, "ali@example.org", "guide")
    await stage.settle()
    known = await desk.store.get(ACCOUNTS, made.id)
    assert known is not None
    before = len(bodies(stage, "RolesChanged"))
    forgotten = {key: n for key, n in known.told.items() if "accounts" not in key}
    await desk.store.save(ACCOUNTS, known.model_copy(update={"told": forgotten}))
    for now in (1, 2):
        await change_account(
            desk, made.id, lambda one, at=now: one.model_copy(update={"came_at": at})
        )
        await stage.settle()
    assert len(bodies(stage, "RolesChanged")) == before + 1


async def test_a_coordinator_chooses_by_name_and_nobody_else_does(stage: Stage) -> None:
    boss = await signed_in(stage, "boss@example.org", "coordinator")
    guide = await signed_in(stage, "guide@example.org", "guide")
    ali = await account(stage, "ali@example.org", "guide")
    admin = await account(stage, "admin@example.org", "admin")
    page = (await boss.get("/guides?case=c1&case=c2&case=c1")).text
    assert page.count('name="case"') == 2
    assert f'name="guide" value="{ali.id}"' in page
    assert 'name="guide" value="nobody"' in page
    assert admin.id not in page
    assert 'action="/board/assign"' in page
    again = await boss.get("/guides?case=c1&case=c2&lang=ar")
    assert again.headers["location"] == "/guides?case=c1&case=c2"
    assert 'name="guide"' not in (await boss.get("/guides")).text
    for stranger in (guide, stage.client()):
        assert "guide@example.org" not in (await stranger.get("/guides?case=c1")).text
