"""Who sends a form: the person, or a guide for somebody; from which class or address; how often."""

from uuid import UUID

from services.intake.classes import class_of
from services.intake.desk import Desk
from services.intake.people.answers import Answers
from services.intake.people.limits import FORMS_PER_ACCOUNT, FORMS_PER_ADDRESS, FORMS_PER_CLASS
from services.intake.people.register import Form
from shared.contracts.codes import PAGE_LANGUAGES
from shared.web.limits import came_from
from shared.web.refusals import Refused
from shared.web.visits import Visit


def helper_of(visit: Visit) -> str | None:
    """The account of the guide who fills in the form for somebody, or None."""
    session = visit.reader.session
    return session.account if session and session.roles & {"guide", "coordinator"} else None


def form_id_in(text: str) -> str | None:
    """The form's id, where it is a UUIDv4 as we make them."""
    try:
        parsed = UUID(text)
    except ValueError:
        return None
    return str(parsed) if parsed.version == 4 else None


def form_from(visit: Visit, form_id: str, answers: Answers) -> Form:
    """The form as this visit sends it."""
    guide, page = helper_of(visit), visit.language.code
    return Form(
        form_id,
        as_sent_by(guide, answers),
        letters_in(answers, page) if guide else page,
        guide,
    )


def as_sent_by(guide: str | None, answers: Answers) -> Answers:
    """The answers; that a guardian said yes on paper is for a guide alone to say."""
    return answers if guide else answers.model_copy(update={"guardian_paper": False})


def letters_in(answers: Answers, page_language: str) -> str:
    """The language to write in, where a guide filled in the form on their own page.

    The page's, if the person speaks it; else one of theirs that letters are written in.
    """
    if page_language in answers.languages:
        return page_language
    known = [code for code in answers.languages if code in PAGE_LANGUAGES]
    return known[0] if known else page_language


async def count_form(visit: Visit, desk: Desk) -> None:
    """Counts a form under its account, its class, or its address. Raises Refused("too-often").

    A guide whose hour is full goes on under the code of a class, where the browser has one.
    """
    now, school_class = desk.now(), await class_of(visit, desk)
    if helper := helper_of(visit):
        try:
            return await desk.limits.take(FORMS_PER_ACCOUNT, helper, now)
        except Refused:
            if school_class is None:
                raise
    if school_class:
        return await desk.limits.take(FORMS_PER_CLASS, school_class.id, now)
    return await desk.limits.take(FORMS_PER_ADDRESS, came_from(visit), now)
