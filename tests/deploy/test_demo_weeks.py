"""What is planned for the demo, before anything happens."""

from collections import Counter

from deploy.demo_associations import DemoAssociation
from deploy.demo_people import DemoPerson
from deploy.demo_weeks import DAY_MS, DAYS
from services.intake.people.answers import normal_phone, problems
from shared.contracts.codes import KINDS
from shared.contracts.regions import region
from tests.deploy.making import NOON, OF_PEOPLE, whole

PLAN = whole()


def addresses(one: DemoAssociation | DemoPerson) -> str:
    return one.asked.contact_email if isinstance(one, DemoAssociation) else one.answers.email


def test_the_same_seed_is_the_same_plan_and_another_is_another() -> None:
    assert whole() == PLAN
    assert whole(seed=7).people != PLAN.people
    assert whole(seed=7).happenings != PLAN.happenings


def test_there_are_as_many_as_promised() -> None:
    assert len(PLAN.associations) == 60
    assert len({one.asked.name for one in PLAN.associations}) == 60
    assert len(PLAN.people) == 200
    assert len({one.form_id for one in PLAN.people}) == 200
    registering = [one.number for one in PLAN.happenings if one.what == "register"]
    assert sorted(registering) == list(range(200))


def test_every_form_is_one_that_the_page_would_take() -> None:
    assert [problems(one.answers, "malmo") for one in PLAN.people] == [{}] * 200


def test_nobody_can_be_reached() -> None:
    written = [addresses(one) for one in (*PLAN.associations, *PLAN.people)]
    assert {text.partition("@")[2] for text in written if text} == {"example.org"}
    phones = [normal_phone(one.answers.phone) or "" for one in PLAN.people if one.answers.phone]
    assert phones
    assert all(5 <= int(phone.removeprefix("+467017406")) <= 99 for phone in phones)


def test_people_are_of_many_sorts() -> None:
    said = [one.answers for one in PLAN.people]
    assert len({one.languages[0] for one in said}) >= 10
    assert {one.kind for one in said} == set(KINDS)
    assert {one.language for one in PLAN.people} == {"sv", "en", "ar"}
    assert len({one.area for one in said}) > 60
    assert len({one.age for one in said}) == 5
    assert any(one.through_guide for one in said)


def test_needs_are_of_all_kinds_in_real_areas() -> None:
    needs = [need for one in PLAN.associations for _, need in one.needs]
    assert set(Counter(need.kind for need in needs)) == set(KINDS)
    assert {need.area for need in needs} <= {area.code for area in region("malmo").areas}
    assert len({need.area for need in needs}) > 40


def test_everything_has_happened_by_now_and_in_its_order() -> None:
    times = [one.at for one in PLAN.happenings]
    assert times == sorted(times)
    assert times[0] > NOON - (DAYS + 1) * DAY_MS
    assert times[-1] <= NOON
    for number in range(len(PLAN.people)):
        steps = [o.order for o in PLAN.happenings if o.number == number and o.what in OF_PEOPLE]
        assert steps == list(range(len(steps)))
