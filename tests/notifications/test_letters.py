"""Letters are whole in every language, and nothing in them can act."""

import pytest

from services.notifications import endings, to_guardians
from services.notifications.channels import Never, Parcel, Smtp, email_of
from services.notifications.letters import TEMPLATES, write
from services.notifications.paper import Writer
from shared.web.languages import LANGUAGES, Language
from tests.stage import NOON

FACTS = {
    "about": {
        "association_name": "Kör & <b>Sång</b>\r\nBcc: all@example.org",
        "title": "=HYPERLINK(1)",
        "kind": "participant",
        "activity": "choir",
        "place": "Folkets hus",
        "slots": ["tue_evening"],
        "cost": 50,
    },
    "alias": "Lugn Sjö 42",
    "facets": ["skill:coach", "unheard:of"],
    "reasons": ["interests:choir+music", "travel:12", "unheard:of"],
    "name": "Kören\nX",
    "level": "along",
    "web": "https://kor.example",
    "side": "person",
    "question": "three_months",
    "answer_by": 1_780_912_800_000,
    "shared": {"name": "Eva <b>", "phone": "040-1", "email": "eva@example.org"},
    "expires_at": 1_780_912_800_000,
    "title": "Tränare\r\nBcc: all@example.org",
    "posted_at": 1_780_912_800_000,
    "closes_at": 1_780_912_800_000,
    "why": "silent",
    "hear_by": 1_780_912_800_000,
    "ask_at": 1_780_912_800_000,
    "ended": "association_no",
    "case_ended": "not_reached",
    **dict.fromkeys(("said_yes", "was_there", "introduced"), True),
    "parts": (),
    "at": 1_780_912_800_000,
    "registered_at": 1_780_912_800_000,
    "number": 2,
    **dict.fromkeys(("given", "call", "turn", "date", "stuck", "choose", "nobody"), 2),
}
LINK = "https://lotsa.example/answer/abc?lang=sv"


def writer(language: Language) -> Writer:
    operator = {"name": "Staden", "phone": "040-1", "email": "x@example.org"}
    return Writer(language=language, name="Amina", link=LINK, operator=operator)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_letter_names_reader_and_operator(template: str, language: Language) -> None:
    letter = write(template, FACTS, writer(language))
    # A child's guardian is not called by the child's name.
    assert ("Amina" in letter.paragraphs[0]) is (template not in to_guardians.LETTERS)
    assert "Amina" in letter.text()
    assert "Staden" in letter.text()
    assert LINK in letter.text()
    assert f'lang="{language.code}" dir="{language.dir}"' in letter.html()
    assert "%(" not in letter.text()
    assert len(letter.html().encode()) <= 20_000


@pytest.mark.parametrize("template", ["ask_person", "verified"])
def test_what_an_association_wrote_is_inert(template: str) -> None:
    mail = email_of(
        Parcel("1", NOON, "a@example.org", "A", write(template, FACTS, writer(LANGUAGES[0]))),
        "lotsa@example.org",
    )
    assert mail["Bcc"] is None
    assert "\n" not in str(mail["Subject"])
    html = mail.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()


@pytest.mark.parametrize(
    ("name", "to"),
    [("A\r\nBcc: b@example.org", "a@example.org"), ("A", "a@example.org\r\nBcc: b@example.org")],
)
async def test_a_line_break_in_a_name_or_address_is_refused_before_a_server_is_asked(
    name: str, to: str
) -> None:
    letter = write("receipt", {}, writer(LANGUAGES[0]))
    nowhere = Smtp("smtp://127.0.0.1:9", "lotsa@example.org")
    with pytest.raises(Never, match="unusable-address"):
        await nowhere.send(Parcel("1", NOON, to, name, letter))


def test_reasons_are_words_and_unknown_ones_are_left_out() -> None:
    letter = write("ask_person", FACTS, writer(LANGUAGES[1]))
    assert "Likes the same: Singing and choir, Music" in letter.text()
    assert "12 minutes to get there" in letter.text()
    assert "unheard" not in letter.text()


DATED = ("receipt", "ask_person", "ask_association", "agreed", "introduced_person",
         "introduced_association", "ask_met", "ask_going_on", "ask_hopes", "remind_person",
         "remind_association", "ended_person")  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("template", DATED)
def test_a_letter_that_waits_for_something_says_once_until_when(
    template: str, language: str
) -> None:
    chosen = next(one for one in LANGUAGES if one.code == language)
    letter = write(template, FACTS, writer(chosen))
    assert letter.text().count(chosen.day(NOON)) == 1
    # Of a message of the release before, which names no day, the letter says none.
    older = {**FACTS, **dict.fromkeys(("hear_by", "ask_at"))}
    if not template.startswith("remind"):
        older["answer_by"] = None
    assert (chosen.day(NOON) in write(template, older, writer(chosen)).text()) is (
        template.startswith("remind")
    )


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize("why", endings.WHY_PERSON)
def test_every_end_has_words_of_its_own(why: str, language: Language) -> None:
    letter = write("ended_person", {**FACTS, "ended": why}, writer(language))
    assert language.say(endings.WHY_PERSON[why]) in letter.paragraphs


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_what_an_association_reads_of_an_end_fits_where_they_stood(language: Language) -> None:
    never = dict.fromkeys(("said_yes", "was_there", "introduced"), False)
    asked = write("ended_association", {**FACTS, **never}, writer(language))
    there = write("ended_association", FACTS, writer(language))
    assert asked.subject != there.subject
    assert len(there.paragraphs) == len(asked.paragraphs) + 2
