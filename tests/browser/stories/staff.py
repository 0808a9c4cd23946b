"""What a guide does in a story with the cases that they work on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from shared.service import utc_now
from shared.web.languages import STOCKHOLM
from tests.browser.stories.acting import Actor
from tests.journeys.timed import DAY_MS, ahead

FILTERS: Final = "form[action='/board']"


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

    def dismisses(self, case: str, kept: str) -> None:
        """What was proposed besides, with a reason; that pair does not come back."""
        self.actor.waits_for(f"/cases/{case}", f"#proposals li.proposal:has-text('{kept}')")
        others = f"#proposals li.proposal:not(:has-text('{kept}')):has(details.dismiss)"
        proposal = f"#{self.actor.one(others).get_attribute('id')}"
        self.actor.unfold(f"{proposal} details.dismiss summary")
        self.actor.press(f"{proposal} details.dismiss button[name=reason]")
        self.actor.open(f"/cases/{case}")
        assert not self.actor.has(f"{proposal} details.dismiss")

    def finds(self, case: str, name: str, *, speaks: str) -> None:
        """By name, then among those who speak a language; it does not stand too long yet."""
        actor, mine = self.actor, f"#case-{case}"
        actor.open("/board")
        actor.write(who=name)
        actor.press("main form[action='/names/find'] button")
        assert actor.has(mine)
        assert not actor.has(f"article.case:not({mine})")
        for stuck in (False, True):
            actor.open("/board?show=mine")
            actor.unfold(f"main details:has({FILTERS}) > summary")
            actor.watch.page.select_option("#language", speaks)
            if stuck:
                actor.choose("stuck", "yes")
            actor.press(f"{FILTERS} button")
            assert actor.has(mine) is not stuck

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
