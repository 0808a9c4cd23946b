import pytest

from services.intake.people.answers import (
    BAD_EMAIL,
    BAD_PHONE,
    CHOOSE,
    LONG_NAME,
    NO_CONSENT,
    NO_INTEREST,
    NO_NAME,
    NO_REACH,
    ODD_NAME,
    Answers,
    name_problem,
    normal_email,
    normal_phone,
    problems,
    wishes_of,
)

RIGHT = Answers(
    kind="participant",
    interests=("choir",),
    first_name="Amina",
    phone="070-123 45 67",
    consent=True,
)


def wrong(**changed: object) -> dict[str, str]:
    return problems(RIGHT.model_copy(update=changed), "malmo")


def test_first_name_contact_interests_and_consent_are_enough() -> None:
    assert wrong() == {}
    assert wrong(kind="") == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"interests": ()}, {"interests": NO_INTEREST}),
        ({"interests": ("choir", "gambling")}, {"interests": CHOOSE}),
        ({"kind": "owner"}, {"kind": CHOOSE}),
        ({"languages": ("xx",)}, {"languages": CHOOSE}),
        ({"swedish": "native"}, {"swedish": CHOOSE}),
        ({"slots": ("mon_night",)}, {"slots": CHOOSE}),
        ({"district": "atlantis"}, {"district": CHOOSE}),
        ({"area": "atlantis"}, {"area": CHOOSE}),
        ({"phone": ""}, {"phone": NO_REACH}),
        ({"phone": "07-12"}, {"phone": BAD_PHONE}),
        ({"phone": "", "email": "a@b"}, {"email": BAD_EMAIL}),
        ({"consent": False}, {"consent": NO_CONSENT}),
        ({"first_name": " "}, {"first_name": NO_NAME}),
        ({"first_name": "a" * 81}, {"first_name": LONG_NAME}),
        ({"first_name": "<script>alert(1)</script>"}, {"first_name": ODD_NAME}),
        ({"first_name": "$ne"}, {"first_name": ODD_NAME}),
        ({"first_name": "Amina\u202etxt"}, {"first_name": ODD_NAME}),
    ],
)
def test_each_wrong_answer_is_named_with_what_mends_it(
    changed: dict[str, object], expected: dict[str, str]
) -> None:
    assert wrong(**changed) == expected


def test_a_guide_is_a_way_to_be_reached() -> None:
    assert wrong(phone="", through_guide=True) == {}


@pytest.mark.parametrize(
    "name", ["Amina", "أمينة", "አሚና", "Ng'ang'a", "Ann-Marie", "می\u200cنا", "Øydis", "D’Arcy"]
)
def test_names_of_every_script_are_names(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("070-123 45 67", "+46701234567"),
        ("0701234567", "+46701234567"),
        ("+46 (0)70 123 45 67", "+46701234567"),
        ("0046701234567", "+46701234567"),
        ("040 12 34 56", "+4640123456"),
        ("٠٧٠١٢٣٤٥٦٧", "+46701234567"),
        ("+380 44 123 4567", "+380441234567"),
        ("701234567", None),
        ("0701", None),
        ("+46 070 123 45 67", None),
        ("+0 123 456 789", None),
        ("07012345678901", None),
        ("070-123 45 6x", None),
        ("", None),
    ],
)
def test_a_phone_number_becomes_e164_or_nothing(written: str, normal: str | None) -> None:
    assert normal_phone(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Amina@Example.ORG", "Amina@example.org"),
        ("a.b+c@sub.example.org", "a.b+c@sub.example.org"),
        ("amina", None),
        ("amina@example", None),
        ("a@b@example.org", None),
        ("a@example..org", None),
        (".a@example.org", None),
        ("a b@example.org", None),
        ("a@example.org\r\nBcc: x@example.org", None),
        ("a@" + "x" * 260 + ".org", None),
    ],
)
def test_an_address_is_whole_or_nothing(written: str, normal: str | None) -> None:
    assert normal_email(written) == normal


def test_codes_are_kept_once_and_in_the_order_of_the_list() -> None:
    said = RIGHT.model_copy(update={"interests": ("choir", "football", "choir")})
    assert wishes_of(said).interests == ("football", "choir")


def test_a_question_that_was_skipped_shuts_nobody_out() -> None:
    wishes = wishes_of(Answers(interests=("choir",)))
    assert (wishes.kinds, wishes.slots, wishes.groups) == (("participant",), (), "any")


def test_who_only_takes_part_is_not_known_by_skills() -> None:
    said = RIGHT.model_copy(update={"skills": ("coach",), "register_check": "fine"})
    assert wishes_of(said).skills == ()
    assert wishes_of(said).register_check is False
    leads = wishes_of(said.model_copy(update={"kind": "leader"}))
    assert (leads.skills, leads.register_check) == (("coach",), True)


def test_sex_is_known_of_those_alone_who_ask_for_such_a_group() -> None:
    assert (wishes_of(RIGHT).woman, wishes_of(RIGHT).man) == (False, False)
    assert wishes_of(RIGHT.model_copy(update={"groups": "women"})).woman
    assert wishes_of(RIGHT.model_copy(update={"groups": "men"})).man
    assert wishes_of(RIGHT.model_copy(update={"interests": ("women_network",)})).woman
