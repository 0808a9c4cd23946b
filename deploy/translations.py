"""`make translations`: collects every sentence of the code and brings the catalogues up to date.

Source sentences are English. What a catalogue already says stays; what no page says any more goes.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from shared.web.languages import LOCALES

ROOT: Final = Path(__file__).parent.parent
FOLDERS: Final = ("shared", "services")
METHODS: Final = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
DRAFT: Final = "draft: nobody fluent has approved this translation yet"
# How a sentence is said in the code: at once, in the form of a number, or later.
KEYWORDS: Final = {
    "_": None,
    "say": None,
    "say_later": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say_many": (1, 2),
}
# GNU's order of the Arabic forms; the library's own is another and wrong for most numbers.
PLURALS: Final = {
    "sv": (2, "(n != 1)"),
    "ar": (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    ),
}


def sentences() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """File, line and sentence (or its singular and plural) of everything that is said."""
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS)
        for name, line, message, _comments, _context in found:
            yield f"{folder}/{name}", line, message


def template() -> Catalog:
    """All sentences, with no translation."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, _line, message in sorted(sentences(), key=lambda found: (found[0], found[1])):
        # Without the line number: it would change with every edit above it.
        catalog.add(message, locations=[(name, 0)])
    return catalog


def catalogue_path(code: str) -> Path:
    return LOCALES / code / "lotsa.po"


def read(code: str) -> Catalog:
    """The catalogue of a language as it stands."""
    with catalogue_path(code).open("rb") as file:
        return read_po(file, locale=code)


def updated(code: str) -> Catalog:
    """The catalogue with every sentence of today, and none of yesterday."""
    path = catalogue_path(code)
    catalog = read(code) if path.exists() else Catalog(locale=code, charset="utf-8", fuzzy=False)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def write(code: str, catalog: Catalog) -> None:
    """The catalogue on disk, with a header of our own: languages, forms, and whether approved."""
    path = catalogue_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = comments(path) if path.exists() else [f"# {DRAFT}"]
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True)
    number, rule = PLURALS[code]
    header = [
        *kept,
        'msgid ""',
        'msgstr ""',
        f'"Language: {code}\\n"',
        f'"Plural-Forms: nplurals={number}; plural={rule};\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    text = body.getvalue().decode("utf-8").strip()
    path.write_text("\n".join(header) + "\n\n" + text + "\n", encoding="utf-8")


def comments(path: Path) -> list[str]:
    """The lines above a catalogue's header: who approved it, or that it is a draft."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines[: lines.index('msgid ""')] if line.startswith("#")]


def main() -> None:
    for code in PLURALS:
        catalog = updated(code)
        write(code, catalog)
        missing = sum(1 for message in catalog if message.id and not message.string)
        print(f"{code}: {len(catalog)} sentences, {missing} to translate")


if __name__ == "__main__":
    main()
