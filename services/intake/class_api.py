"""A whole class for programs: many short forms in one request. The rules are those of the page."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from services.intake.class_forms import Left, Sent, known_to, status_link, take_row
from services.intake.class_rows import INTERESTS, MOST_ROWS, Row
from services.intake.desk import AtDesk, Desk
from shared.web.visits import Visit, Visiting

router = APIRouter(prefix="/intake/api/v1", tags=["guides"])
Text = Annotated[str, Field(max_length=300)]
Fared = Literal["sent", "again", "left_out", "wrong", "alike", "wait"]


class RowSent(BaseModel):
    """One short form. The same `form_id` again, or the same code of a sheet, is the same form."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    form_id: str = Field("", max_length=64, description="A UUIDv4; not needed beside a code")
    code: str = Field("", max_length=20, description="That of a printed sheet")
    first_name: Text
    phone: Text = ""
    email: Text = ""
    age: Text = ""
    interests: tuple[Text, ...] = Field((), max_length=len(INTERESTS))
    language: Text = ""
    swedish: Text = ""
    through_guide: StrictBool = False
    guardian_paper: StrictBool = False
    consent: StrictBool = False
    choice: Literal["", "two", "same"] = ""
    """Whether somebody alike is another person, or the one who is known: then nothing is sent."""

    def row(self) -> Row:
        """As it would have been typed on the page."""
        said = self.model_dump(exclude={"form_id", "interests"})
        typed = {name: ("yes" if is_on else "") if isinstance(is_on, bool) else str(is_on)
                 for name, is_on in said.items()}  # fmt: skip
        chosen = (*self.interests, *("" for _ in INTERESTS))
        return Row(self.form_id, {**typed, **dict(zip(INTERESTS, chosen, strict=False))})


class ClassSent(BaseModel):
    """The forms of a class, all of one district."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    district: Text = ""
    rows: tuple[RowSent, ...] = Field(min_length=1, max_length=MOST_ROWS)


class RowFared(BaseModel):
    """What became of a row: what is wrong with it by field, or whom it may be the same as, in words.

    The link is private: whoever has it sees the status.
    """

    fared: Fared
    person: str | None = None
    status_link: str | None = None
    wrong: dict[str, str] = {}
    alike: str = ""


class ClassFared(BaseModel):
    """Of each row, in their order. Where `wait_s` is not 0, what waits may be sent again then."""

    rows: list[RowFared]
    wait_s: int


@router.post("/class-forms", summary="Send the short forms of a whole class")
async def take_class(visit: Visiting, desk: AtDesk, sent: ClassSent) -> ClassFared:
    session = visit.reader.must_be("guide", "coordinator")
    known, wait_s, rows = await known_to(session, desk), 0, list[RowFared]()
    for one in sent.rows:
        fared = Sent(wait_s=wait_s)
        await take_row(one.row(), sent.district, known, fared, visit=visit, desk=desk)
        wait_s = fared.wait_s
        rows.append(shown(fared, visit, desk))
    return ClassFared(rows=rows, wait_s=wait_s)


def shown(fared: Sent, visit: Visit, desk: Desk) -> RowFared:
    """What became of the one row."""
    if fared.left_out:
        return RowFared(fared="left_out")
    if fared.rows:
        return left(fared.rows[0], visit)
    (person,) = (*fared.sheets, *fared.again)
    return RowFared(
        fared="sent" if fared.sheets else "again",
        person=person.id,
        status_link=status_link(person, desk),
    )


def left(row: Left, visit: Visit) -> RowFared:
    _, wrong, alike = row
    said = {name: visit.say(text) for name, text in wrong.items()}
    return RowFared(
        fared="wrong" if wrong else "alike" if alike else "wait", wrong=said, alike=alike
    )
