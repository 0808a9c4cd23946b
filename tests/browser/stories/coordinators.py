"""What a coordinator does in a story: about associations, tables, rules, and who takes a case."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser.stories.acting import Actor

CHECK: Final = "main button[name=go][value=check]"
PUT_IN: Final = "main button[name=go][value=put_in]"
INVITE: Final = "main form[action='/accounts'] button"
HEADINGS: Final = ("association", "kind", "title", "activities", "seats", "slots", "ages")
AGES: Final = "18-25,26-64,65+"
OTHERS: Final = ("gardening", "cooking", "chess", "yoga", "books")
CAP: Final = "fairness.offers_per_association"


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

    def gives(self, title: str, guide: str) -> str:
        """The case to which this need is proposed goes to a guide whom they choose; returns it."""
        actor, proposed = self.actor, f"article.case:has-text('{title}')"
        actor.waits_for("/board?show=unclaimed", proposed)
        mine = f"#{actor.one(proposed).get_attribute('id')}"
        actor.one(f"{mine} input[name=case]").check()
        actor.press("main #give button")
        actor.press(f"main button[name=guide]:has-text('{guide}')")
        case = mine.removeprefix("#case-")
        assert actor.path == f"/cases/{case}"
        return case

    def reads_the_figures(self) -> None:
        self.actor.open("/figures")
        self.actor.press("main form[action='/figures'] button")
        self.actor.waits_for("/figures", "main .panel table")

    def takes_a_table(self, association: str) -> None:
        """All needs as a file; the list of contacts only once somebody else has agreed."""
        actor = self.actor
        actor.open("/associations")
        with actor.watch.page.expect_download() as coming:
            actor.one("main a[href='/export/needs']").click()
        assert association in Path(coming.value.path()).read_text("utf-8-sig")
        actor.press("main a[href='/exports']")
        actor.press("main button[name=reason]")
        assert actor.has("main li.panel .tags")
        assert not actor.has("main form[action$='/contacts']")

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
