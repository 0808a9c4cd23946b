"""What a guide and a coordinator do in a story."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from shared.service import utc_now
from shared.web.languages import STOCKHOLM
from tests.browser.stories.acting import Actor
from tests.journeys.timed import DAY_MS, ahead

CHECK: Final = "main button[name=go][value=check]"
PUT_IN: Final = "main button[name=go][value=put_in]"
INVITE: Final = "main form[action='/accounts'] button"
HEADINGS: Final = ("association", "kind", "title", "activities", "seats", "slots", "ages")
AGES: Final = "18-25,26-64,65+"
OTHERS: Final = ("gardening", "cooking", "chess", "yoga", "books")
CAP: Final = "fairness.offers_per_association"


@dataclass
class Guide:
    """A guide, and the cases they work on."""

    actor: Actor

    def takes(self, title: str) -> str:
        """The case to which this need is proposed: taken on the board by one click."""
        proposed = f"article.case:has(form[action*='/claim']):has-text('{title}')"
        self.actor.waits_for("/board?show=unclaimed", proposed)
        case = str(self.actor.one(proposed).get_attribute("id")).removeprefix("case-")
        self.actor.press(f"#case-{case} form[action*='/claim'] button")
        return case

    def tries_what_if(self, case: str) -> None:
        self.actor.open(f"/cases/{case}")
        self.actor.press("main a[href$='/what-if']")
        self.actor.choose("slots", "sat_morning")
        self.actor.press("main form[method=get] .actions button")
        assert self.actor.has("main [role=status]")

    def proposes_by_hand(self, case: str) -> None:
        self.actor.open(f"/cases/{case}")
        before = self.actor.watch.page.locator("#proposals li.proposal").count()
        self.actor.press("main a[href$='/propose']")
        self.actor.press("main button[name=need]")
        assert self.actor.watch.page.locator("#proposals li.proposal").count() == before + 1

    def approves(self, case: str, title: str, *, thinks_again: bool = False) -> None:
        """On the board, in two clicks; and back again by one."""
        mine = f"#case-{case}"
        offer = f"{mine} li.proposal:has-text('{title}')"
        self.actor.waits_for("/board?show=mine", offer)
        self.actor.press(f"{offer} form[action*='/approve'] button")
        if thinks_again:
            self.actor.press(f"{mine} form[action*='/undo'] button")
            assert not self.actor.has(f"{mine} form[action*='/undo']")
            self.actor.press(f"{offer} form[action*='/approve'] button")
        assert self.actor.has(f"{mine} form[action*='/undo']")

    def goes_further(self, case: str, *, do: str) -> None:
        """From the case's page, by the button that says so."""
        choice = f"main button[name=do][value='{do}']"
        self.actor.waits_for(f"/cases/{case}/further", choice)
        if not self.actor.one(choice).is_visible():
            self.actor.unfold(f"main details:has(button[value='{do}']) > summary")
        self.actor.press(choice)
        assert self.actor.path == f"/cases/{case}"

    def notes(self, case: str, note: str) -> None:
        """What to remember, and what is next tomorrow."""
        self.actor.open(f"/cases/{case}")
        self.actor.press("main a[href$='/notes']")
        tomorrow = utc_now() + ahead(self.actor.lotsa.folder) + DAY_MS
        day = datetime.fromtimestamp(tomorrow / 1000, UTC).astimezone(STOCKHOLM).date()
        self.actor.write(notes=note, next_step=note, next_day=day.isoformat())
        self.actor.press("main form .actions button")
        assert note in self.actor.watch.page.inner_text("main")

    def has_to_do(self, case: str) -> None:
        """The case stands on *My day*, with a button that leads on."""
        self.actor.waits_for("/day", f"main li a[href^='/cases/{case}']")
        self.actor.press(f"main li:has(a[href^='/cases/{case}']) a.button")

    def reads_the_letters(self, case: str) -> None:
        self.actor.open(f"/cases/{case}")
        self.actor.press("main a[href^='/outbox?person=']")


@dataclass
class Coordinator:
    """Whoever decides about associations, tables and rules."""

    actor: Actor

    def verifies(self, name: str) -> None:
        mine = f"main li.panel:has(h3:has-text('{name}'))"
        self.actor.waits_for("/associations", f"{mine} form[action$='/verify']")
        self.actor.press(f"{mine} form[action$='/verify'] button")
        assert not self.actor.has(f"{mine} form[action$='/verify']")

    def invites(self, email: str, language: str) -> None:
        self.actor.open("/accounts")
        self.actor.write(name="Greta", email=email)
        self.actor.watch.page.select_option("#language", language)
        self.actor.press(INVITE)
        assert email in self.actor.watch.page.inner_text("main")

    def imports(self, association: str) -> None:
        """Needs for everybody, one line of which says nonsense at first."""
        rows = [
            (association, "participant", f"{association}: {code}", code, "2", "tue_evening", AGES)
            for code in OTHERS
        ]
        table = "\n".join("\t".join(row) for row in (HEADINGS, *rows))
        wrong = table.replace("\t2\t", "\tmany\t", 1)
        self.actor.open("/import")
        self.actor.choose("kind", "needs")
        self.actor.write(table=wrong)
        self.actor.press(CHECK)
        assert self.actor.watch.page.locator(".error-summary li").count() == 1
        assert self.actor.one("#table").input_value().strip() == wrong
        self.actor.write(table=table)
        self.actor.press(CHECK)
        self.actor.press(PUT_IN)
        self.actor.waits_for(self.actor.path, "main p.actions a.button")

    def tries_rules(self, most: int) -> None:
        """Sees what a change would bring, and lets it count."""
        self.actor.open("/policies")
        before = self.versions()
        self.actor.write(**{CAP: str(most)})
        self.actor.press("form[action='/policies/preview'] .actions button")
        assert self.versions() == before
        self.actor.press("form[action='/policies'] .actions button")
        self.actor.open("/policies")
        assert self.versions() == before + 1

    def versions(self) -> int:
        return self.actor.watch.page.locator("main table.data").last.locator("tbody tr").count()
