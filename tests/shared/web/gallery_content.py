"""Sample content for the gallery: what the spine and the pages would hand to the templates."""

import json
import re
from pathlib import Path
from typing import Any, Final

import segno
from markupsafe import Markup

from shared.contracts.codes import DAYS, FORM_ACTIVITIES, KINDS, PARTS_OF_DAY

WEB: Final = Path(__file__).parents[3] / "shared" / "web"
PAGES: Final = Path(__file__).parent / "gallery_pages"
TEXTS: Final[dict[str, dict[str, str]]] = json.loads((PAGES / "texts.json").read_text("utf-8"))
LANGUAGES: Final = ("sv", "en", "ar")
OWN_NAMES: Final = {"sv": "Svenska", "en": "English", "ar": "العربية"}
HOURS: Final = dict(zip(PARTS_OF_DAY, ("06–10", "10–14", "14–18", "18–22"), strict=True))


def icon_names() -> list[str]:
    """Every icon of the sprite, in its order."""
    return re.findall(r'<symbol id="([^"]+)"', (WEB / "static" / "icons.svg").read_text("utf-8"))


def direction(lang: str) -> str:
    return "rtl" if lang == "ar" else "ltr"


def frame(lang: str, *, staff: bool = False) -> dict[str, Any]:
    text = TEXTS[lang]
    nav = [
        ("columns", "board", True),
        ("association", "associations", False),
        ("letter", "outbox", False),
        ("group", "languages", False),
        ("need", "interests_title", False),
        ("person", "contact_title", False),
    ]
    return {
        "lang": lang,
        "dir": direction(lang),
        "languages": [{"code": c, "name": OWN_NAMES[c], "dir": direction(c)} for c in LANGUAGES],
        "path": "/",
        "operator": {
            "name": "Malmö Ideella",
            "phone": "040-00 00 00",
            "email": "hej@example.org",
            "data_protection": "dataskydd@example.org",
        },
        "form_token": "token",
        "account": {"name": "Siv Lind"} if staff else None,
        "demo": staff,
        "draft_translation": lang == "ar",
        "nav": [
            {"href": f"/{label}", "label": text[label], "current": now, "icon": sign}
            for sign, label, now in nav
        ]
        if staff
        else [],
        "status": text["sent"] if staff else None,
    }


def question(lang: str, name: str, *, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    text = TEXTS[lang]
    return {
        "title": text[f"{name}_title"],
        "hint": text.get(f"{name}_hint", ""),
        "number": 3,
        "total": 9,
        "back": "/",
        "action": "/ask",
        "form_id": "6f1c1c1e-0000-4000-8000-000000000000",
        "errors": errors or [],
        "button": None,
    }


def options(lang: str, codes: tuple[str, ...]) -> list[dict[str, str]]:
    plain = {code: code.replace("_", " ").capitalize() for code in codes}
    return [{"value": c, "label": TEXTS[lang].get(c, plain[c]), "icon": c} for c in codes]


def week(lang: str) -> dict[str, Any]:
    text = TEXTS[lang]
    shorts = text["d"].split()
    return {
        "days": [
            {"value": d, "label": text[d], "short": s} for d, s in zip(DAYS, shorts, strict=True)
        ],
        "parts": [
            {"value": p, "label": text[p], "icon": p, "hours": HOURS[p]} for p in PARTS_OF_DAY
        ],
    }


def offer(lang: str, number: int, **more: Any) -> dict[str, Any]:
    text = TEXTS[lang]
    points = (350_000, 160_000, 90_000, 112_500, 0, 50_000)
    plain = {
        "id": str(number),
        "title": text["proposal"],
        "href": "/needs/1",
        "points": sum(points),
        "parts": [
            {"code": n, "label": text[f"p{n}"], "points": p} for n, p in enumerate(points, 1)
        ],
        "reasons": [text["r1"], text["r2"], text["r3"]],
        "approve": "/approve",
        "dismiss": "/dismiss",
        "dismiss_reasons": [
            {"value": "distance", "label": text["fit_no"]},
            {"value": "slots", "label": text["fit_time"]},
        ],
    }
    return plain | more


def case(lang: str, number: int, **more: Any) -> dict[str, Any]:
    text = TEXTS[lang]
    plain = {
        "id": str(number),
        "alias": f"amber river {number}7",
        "href": f"/cases/{number}",
        "person_id": f"person-{number}",
        "waiting": text["since"],
        "tags": [{"text": text["tag"], "kind": "waiting"}],
        "facets": [
            {"label": text["f1"], "text": text["f1_text"], "icon": "language"},
            {"label": text["f2"], "text": text["f2_text"], "icon": "place"},
            {"label": text["f3"], "text": text["f3_text"], "icon": "star"},
        ],
    }
    return plain | more


def board(lang: str) -> list[dict[str, Any]]:
    text = TEXTS[lang]
    undo = {"approve": None, "dismiss": None, "undo": "/undo", "undo_until": "14:03:20"}
    new = [
        case(lang, 1, proposals=[offer(lang, 1), offer(lang, 2, waiting_line=text["want"])]),
        case(lang, 2, proposals=[offer(lang, 3, approve=None, dismiss=None, gone=text["gone"])]),
    ]
    asked = [
        case(lang, 3, proposals=[offer(lang, 4, **undo)]),
        case(lang, 4, note=text["note"], tags=[{"text": text["tag"], "kind": "warning"}]),
    ]
    return [
        {"key": "new", "label": text["new"], "cases": new, "empty": text["none"]},
        {"key": "asked", "label": text["asked"], "cases": asked, "empty": text["none"]},
        {
            "key": "agreed",
            "label": text["agreed"],
            "cases": [case(lang, 5)],
            "empty": text["none"],
        },
        {"key": "active", "label": text["s4"], "cases": [], "empty": text["none"]},
    ]


def status_page(lang: str) -> dict[str, Any]:
    text = TEXTS[lang]
    return {
        "timeline": [
            {"label": text["s1"], "state": "done", "at": "2026-11-22 14:02"},
            {"label": text["s2"], "state": "now", "text": text["s2_text"]},
            {"label": text["s3"], "state": "next"},
            {"label": text["s4"], "state": "next"},
        ],
        "answers": [
            {"label": text["first_name"], "values": ["Amina"], "change": "/ask/name"},
            {"label": text["f3"], "values": [text["participant"], text["helper"]], "change": "/"},
            {"label": text["more"], "values": [], "change": "/ask/more"},
        ],
        "qr_code": Markup(  # noqa: S704 - made here from a constant
            segno.make("https://lotsa.example/my/AbC").svg_inline(omitsize=True)
        ),
        "a_letter": {
            "lang": "ar",
            "dir": "rtl",
            "subject": TEXTS["ar"]["letter"],
            "paragraphs": [TEXTS["ar"]["letter_1"], TEXTS["ar"]["letter_2"]],
            "link": None if lang == "en" else "/answer/x",
            "link_text": TEXTS["ar"]["letter_link"],
            "channel": "sms",
            "to": "+46 70 000 00 00",
            "at": "2026-11-22 14:03",
            "state": text["sent"],
            "state_kind": "good",
        },
    } | table(lang)


def table(lang: str) -> dict[str, Any]:
    text = TEXTS[lang]
    columns = [
        {"key": "name", "label": text["table_name"]},
        {"key": "sent", "label": text["table_number"], "number": True},
        {"key": "last", "label": text["table_time"], "ltr": True},
    ]
    rows = [
        {"name": n, "sent": s, "last": "22 Nov 14:03"} for n, s in (("E-post", 128), ("SMS", 9))
    ]
    return {"columns": columns, "table_columns": columns, "rows": rows}


def contexts(lang: str) -> dict[str, dict[str, Any]]:
    """What each page of the gallery is shown with."""
    text = TEXTS[lang]
    errors = [
        {"field": "phone", "text": text["phone_error"]},
        {"field": "consent", "text": text["consent_error"]},
    ]
    activities = options(lang, FORM_ACTIVITIES)
    return {
        "start": {},
        "choices": {"question": question(lang, "kind"), "options": options(lang, KINDS)},
        "cards": {"question": question(lang, "interests"), "options": activities, "error": ""},
        "slots": {"question": question(lang, "slots")} | week(lang),
        "fields": {"question": question(lang, "contact", errors=errors), "options": activities},
        "shown": status_page(lang),
        "board": {"board": board(lang), "page": frame(lang, staff=True)} | table(lang),
        "icons": {"all_icons": [{"value": n, "label": n, "icon": n} for n in icon_names()]},
    }
