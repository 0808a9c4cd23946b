"""The whole way of one form: from a phone to a message, and to a yes from both sides."""

import time

import pytest

from tests.journeys import walking
from tests.journeys.lotsa import Lotsa
from tests.journeys.reading import soon


def test_one_form_becomes_a_match_and_a_message(lotsa: Lotsa) -> None:
    guide = walking.coordinator(lotsa)
    choir = walking.association(lotsa, guide, "Limhamns kör")
    walking.need(choir)
    person = walking.newcomer(lotsa, "Amina", language="ar")
    (proposal,) = soon(lambda: walking.proposals(guide, "Limhamns kör"))

    guide.send(proposal.action)
    answered = walking.answer(lotsa, person.email, "yes", "ar")
    assert 'dir="rtl"' in answered.page
    walking.answer(lotsa, choir.email, "yes", "sv")
    soon(lambda: walking.state_of(person) == "agreed")
    soon(lambda: [one for one in lotsa.post.received(person.email) if "/my/" in one.path][1:])
    assert len({one.id for one in lotsa.post.received()}) == len(lotsa.post.received())


@pytest.mark.parametrize("answer", ["no"])
def test_a_no_costs_the_other_side_nothing(lotsa: Lotsa, answer: str) -> None:
    guide = walking.coordinator(lotsa)
    club = walking.association(lotsa, guide, "Hyllie schack")
    walking.need(club, activities=("chess",), title="Schack i Hyllie")
    person = walking.newcomer(lotsa, "Omar", interests=("chess",))
    (proposal,) = soon(lambda: walking.proposals(guide, "Schack i Hyllie"))
    guide.send(proposal.action)
    walking.answer(lotsa, person.email, answer, "ar")
    time.sleep(2)
    # The link that the club asked for when it signed in may come at any moment.
    others = [one.path for one in lotsa.post.received(club.email) if "/sign-in" not in one.path]
    assert others == []
