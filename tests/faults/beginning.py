"""How each life begins: what its people say in the first days, or do not say."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.faults.acting import approved, proposals_of, send_form, until
from tests.faults.living import Life, Lives, until_met
from tests.faults.running import Client


def begin(lives: Lives, how: str, address: str) -> Life:
    """A form, a proposal, and what a guide, the person and the association do with it."""
    wish = "chess" if how == "stale" else "choir"
    life = Life(how, send_form(lives.city.lotsa, address, "Amina", wish))
    if how in UNASKED:
        life.match = until(lambda: UNASKED[how](lives, life), "no proposal")
        return life
    life.match = until(lambda: approved(lives.city, life.sent.person), "no proposal")
    lives.may_say(life, "person")
    ASKED[how](lives, life)
    return life


def proposed(lives: Lives, life: Life) -> str | None:
    """The match that waits for a guide, who does nothing."""
    case = proposals_of(lives.city, life.sent.person)
    return str(case["proposals"][0]["id"]) if case else None


def dismissed(lives: Lives, life: Life) -> str | None:
    """A guide's no, before anybody was asked."""
    case = proposals_of(lives.city, life.sent.person)
    if case is None:
        return None
    match = str(case["proposals"][0]["id"])
    path = f"/matching/api/v1/cases/{case['id']}/dismiss"
    sent = {"match": match, "reason": "not_right"}
    # An answer that was lost is not the same as none: whether it is over says the match.
    lives.city.guide.once("POST", path, json=sent)
    over = lives.stored("matching", "matches", match).get("ended") == "not_right"
    return match if over else None


def silent(_lives: Lives, _life: Life) -> None:
    """The person has a question and says nothing."""


def no(lives: Lives, life: Life) -> None:
    lives.say(life, "person", "/no", why="times")


def leaves(lives: Lives, life: Life) -> None:
    path = f"/intake/api/v1/people/{life.sent.key}/withdraw"
    Client(lives.city.lotsa, {}).ask("POST", path)


def later(lives: Lives, life: Life) -> None:
    """Who wants to think, has read what they think about."""
    lives.got(life, "ask_person")
    lives.say(life, "person", "/later")


def unheard(lives: Lives, life: Life) -> None:
    """A yes that the association does not answer."""
    lives.got(life, "ask_person")
    lives.say(life, "person", "", answer="yes")
    lives.may_say(life, "association")


def declined(lives: Lives, life: Life) -> None:
    unheard(lives, life)
    lives.say(life, "association", "", answer="no")


def come_back(lives: Lives, life: Life) -> None:
    """Who thought is asked again, says yes then, and is not taken."""
    until(lambda: not lives.match(life)["ask_again_at"], "later: never asked again")
    lives.got(life, "ask_person", 2)
    declined(lives, life)


def quits(lives: Lives, life: Life) -> None:
    """Both have said yes, and the person withdraws."""
    lives.say(life, "person", "", answer="yes")
    lives.may_say(life, "association")
    lives.say(life, "association", "", answer="yes")
    lives.got(life, "agreed")
    leaves(lives, life)


def phoned(lives: Lives, life: Life) -> None:
    """A no that a guide hears on the phone and writes down."""
    sent = {"side": "person", "answer": "no", "why": "times"}
    lives.by_guide(life, "answers", sent, lambda match: match["person_answer"] == "no")


def away(lives: Lives, life: Life) -> None:
    """Met, not seen any more, and ended by the guide whom the association tells."""
    until_met(lives, life)
    lives.got(life, "introduced_person")
    lives.say(life, "association", "/report", report="away")
    until(lambda: lives.match(life)["report"] == "away", "away: the word is not kept")
    ending = {"what": "pair", "reason": "stopped"}
    lives.by_guide(life, "end", ending, lambda match: match["ended"] == "stopped")


UNASKED: Final[Mapping[str, Callable[[Lives, Life], str | None]]] = {
    "dismissed": dismissed,
    "stale": proposed,
}
ASKED: Final[Mapping[str, Callable[[Lives, Life], None]]] = {
    "well": until_met, "no": no, "silent": silent, "leaves": leaves, "declined": declined,
    "later": later, "unheard": unheard, "away": away, "phoned": phoned, "quits": quits,
}  # fmt: skip
HOWS: Final = ("well", *ASKED, *UNASKED)
"""All of them, and two that go well."""
