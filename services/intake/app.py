"""The intake service: what it keeps, hears, does when due, and shows."""

from pathlib import Path
from typing import Final

from services.intake import own_account, tokens_api
from services.intake.accounts import api as accounts_api
from services.intake.accounts import guides
from services.intake.accounts import pages as accounts_pages
from services.intake.accounts.account import ACCOUNTS, LAPSE, TIDY
from services.intake.accounts.account import FORGET as FORGET_ACCOUNT
from services.intake.accounts.keeping import is_ended_at
from services.intake.accounts.lapsing import forget as forget_account
from services.intake.accounts.lapsing import lapse, tidy
from services.intake.associations import api as associations_api
from services.intake.associations import contact_api, contact_pages, ending, report_pages
from services.intake.associations import pages as associations_pages
from services.intake.associations.association import ASSOCIATIONS
from services.intake.associations.clocks import END, REMIND, WARN
from services.intake.associations.clocks import FORGET as FORGET_ASSOCIATION
from services.intake.associations.contacts import LET_GO, LET_IN, TELL_NEEDS
from services.intake.associations.deciding import open_contact, welcome_contacts
from services.intake.associations.letting_in import let_go, let_in, tell_needs
from services.intake.desk import Desk
from services.intake.exporting import contacts as exported
from services.intake.exporting import pages as exporting_pages
from services.intake.exporting.asking import EXPORTS
from services.intake.exporting.asking import FORGET as FORGET_EXPORT
from services.intake.hearing import HEARS
from services.intake.importing import api as importing_api
from services.intake.importing import imports
from services.intake.importing import pages as importing_pages
from services.intake.needs import api as needs_api
from services.intake.needs import doubt_pages
from services.intake.needs import pages as needs_pages
from services.intake.needs.doubting import doubt, go_stale, start_doubting
from services.intake.needs.need import DOUBT, GO_STALE, NEEDS
from services.intake.needs.posting import close_needs, look_again
from services.intake.people import parts as people
from services.intake.signing_in import api as sign_in_api
from services.intake.signing_in import pages as sign_in_pages
from services.intake.signing_in.sign_in import SIGN_INS, forget, look_up, welcome
from services.intake.ticking import begin
from shared.service import Parts
from shared.store.due import Step
from shared.web.limits import forgetting, limits_of


async def start(desk: Desk) -> None:
    """What intake makes sure of when it starts."""
    await begin(desk)
    await start_doubting(desk)
    await ending.start_clocks(desk)


INTAKE: Final = Parts(
    name="intake",
    collections=(
        ACCOUNTS,
        SIGN_INS,
        ASSOCIATIONS,
        NEEDS,
        imports.IMPORTS,
        EXPORTS,
        limits_of("intake"),
        *people.COLLECTIONS,
    ),
    hears=HEARS,
    steps=(
        Step(SIGN_INS, "look_up", look_up),
        Step(SIGN_INS, "forget", forget),
        Step(ACCOUNTS, "welcome", welcome),
        Step(EXPORTS, FORGET_EXPORT, exported.forget),
        Step(ACCOUNTS, TIDY, tidy),
        Step(ACCOUNTS, LAPSE, lapse),
        Step(ACCOUNTS, FORGET_ACCOUNT, forget_account),
        Step(ASSOCIATIONS, "open_account", open_contact),
        Step(ASSOCIATIONS, "welcome", welcome_contacts),
        Step(ASSOCIATIONS, "close_needs", close_needs),
        Step(ASSOCIATIONS, LET_IN, let_in),
        Step(ASSOCIATIONS, LET_GO, let_go),
        Step(ASSOCIATIONS, TELL_NEEDS, tell_needs),
        Step(ASSOCIATIONS, REMIND, ending.remind),
        Step(ASSOCIATIONS, WARN, ending.warn),
        Step(ASSOCIATIONS, END, ending.end),
        Step(ASSOCIATIONS, FORGET_ASSOCIATION, ending.forget),
        Step(NEEDS, "look_again", look_again),
        Step(NEEDS, DOUBT, doubt),
        Step(NEEDS, GO_STALE, go_stale),
        forgetting("intake"),
        *imports.STEPS,
        *people.STEPS,
    ),
    routers=(
        sign_in_pages.router,
        sign_in_api.router,
        accounts_pages.router,
        guides.router,
        exporting_pages.router,
        exporting_pages.api_router,
        accounts_api.router,
        own_account.router,
        tokens_api.router,
        associations_pages.router,
        associations_api.router,
        report_pages.router,
        report_pages.api_router,
        contact_pages.router,
        contact_api.router,
        needs_pages.router,
        needs_api.router,
        doubt_pages.router,
        importing_pages.router,
        importing_api.router,
        *people.ROUTERS,
    ),
    desk=Desk,
    on_start=start,
    is_ended=is_ended_at,
    templates=Path(__file__).parent / "templates",
)
