"""What the people side adds to the service: its collections, its due work, its pages and API."""

from typing import Any, Final

from fastapi import APIRouter

from services.intake import (
    changing,
    class_api,
    class_forms,
    classes,
    coming_back,
    erasures,
    filling_in,
    guardian_pages,
    guardians,
    looks_pages,
    names,
    own_pages,
    reaching,
    sending,
    start,
    status_pages,
    writing_down,
)
from services.intake.classes import CLASS_CODES, FORGETTING
from services.intake.desk import Desk
from services.intake.drafts import DRAFTS, FORGET, forget
from services.intake.people import api, erase, guardian, guardian_api, own_api, own_part, staff_api
from services.intake.people.erase import ERASE, erase_rest, forget_erased
from services.intake.people.erasure import ALONE, erase_alone
from services.intake.people.leaving import LOOK_OVER, ROUNDS, let_go_or_wait, look_over
from services.intake.people.opening import CHECK, check
from services.intake.people.person import ACCESSES, OLD_LINKS, PEOPLE
from services.intake.people.register import END_WITHOUT_GUARDIAN, REMIND_GUARDIAN
from services.intake.people.staying import STAY
from services.intake.ticking import TICKING, TICKS
from shared.store.collection import Collection
from shared.store.due import Step

COLLECTIONS: Final[tuple[Collection[Any], ...]] = (
    PEOPLE,
    OLD_LINKS,
    ACCESSES,
    DRAFTS,
    CLASS_CODES,
    TICKS,
    ROUNDS,
)
STEPS: Final[tuple[Step[Any, Desk], ...]] = (
    Step(DRAFTS, FORGET, forget),
    Step(ACCESSES, CHECK, check),
    Step(PEOPLE, ERASE, erase_rest),
    Step(PEOPLE, erase.FORGET, forget_erased),
    Step(PEOPLE, ALONE, erase_alone),
    Step(PEOPLE, REMIND_GUARDIAN, guardian.remind),
    Step(PEOPLE, END_WITHOUT_GUARDIAN, guardian.end_without),
    Step(PEOPLE, STAY, let_go_or_wait),
    Step(ROUNDS, LOOK_OVER, look_over),
    FORGETTING,
    TICKING,
)
ROUTERS: Final[tuple[APIRouter, ...]] = (
    start.router,
    # Those with a name of their own before the one that takes any name of a question.
    coming_back.router,
    sending.router,
    filling_in.router,
    status_pages.router,
    changing.router,
    own_pages.router,
    guardian_pages.router,
    guardians.router,
    classes.router,
    class_forms.router,
    class_api.router,
    looks_pages.router,
    looks_pages.api_router,
    erasures.router,
    erasures.api_router,
    names.router,
    reaching.router,
    reaching.api_router,
    writing_down.router,
    writing_down.api_router,
    staff_api.router,
    guardian_api.router,
    own_part.router,
    api.router,
    own_api.router,
)
