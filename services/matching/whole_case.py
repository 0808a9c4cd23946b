"""What readers of a case's own page are given besides its card: its past, its letters, and why nothing
else is proposed. Coded, as the cards are (`views`).
"""

from services.matching.acting import works_on
from services.matching.calls import LINES
from services.matching.cases import Case
from services.matching.letters import LetterView
from services.matching.matches import Match
from services.matching.views import CaseView, View, card
from shared.web.sessions import Session


class HappeningView(View):
    at: int
    what: str
    by: str
    why: str | None
    match: str | None


class ObstacleView(View):
    """A rule between the person and a need; `change` says in codes what would lift it."""

    code: str
    change: tuple[str, ...]


class OtherNeedView(View):
    """A need that is not proposed, and why not; no obstacles: others fit better."""

    need: str
    title: str
    association: str
    obstacles: tuple[ObstacleView, ...]


class WholeCaseView(CaseView):
    """A case with its past, and with the needs that are not proposed."""

    says: tuple[str, ...]
    """All that the person says, "table:code", in the order of the form."""
    history: tuple[HappeningView, ...]
    letters: tuple[LetterView, ...]
    """Every letter about it that went, or could not; none for who does not work on it."""
    others: tuple[OtherNeedView, ...]
    notes: str
    """Like what is next: empty for who does not work on the case."""
    next_step: str
    next_at: int | None


def whole_case_view(
    session: Session,
    case: Case,
    matches: list[Match],
    others: list[OtherNeedView],
    *,
    says: tuple[str, ...],
    letters: tuple[LetterView, ...],
    now: int,
) -> WholeCaseView:
    """Everything that the case's own page shows."""
    own = works_on(session, case)
    shown = [line for line in case.history if own or line.what not in LINES]
    lines = tuple(HappeningView(**line.model_dump()) for line in shown)
    return WholeCaseView(
        **card(session, case, matches, now),
        says=says,
        history=lines,
        letters=letters if own else (),
        others=tuple(others),
        notes=case.notes if own else "",
        next_step=case.next_step if own else "",
        next_at=case.next_at if own else None,
    )
