"""One request by one reader: who reads, in which language, and the pages they are shown."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL, FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from shared.keys import Keys
from shared.settings import Settings
from shared.web.guard import SAFE_METHODS, form_token, holds, sent_token
from shared.web.languages import LANGUAGES, Language, choose, is_draft, language
from shared.web.navigation import links_for
from shared.web.refusals import Refused
from shared.web.sessions import Cookies, IsEnded, Reader, reader_of
from shared.web.static import asset, icon

YEAR_S: Final = 365 * 24 * 3600
SHARED_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Site:
    """What the pages of one service need, whoever reads them."""

    settings: Settings
    keys: Keys
    templates: Environment
    is_ended: IsEnded
    cookies: Cookies = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cookies", Cookies(secure=self.settings.secure))


def templates_in(*folders: Path) -> Environment:
    """The templates of a service, before those that all share."""
    loaders = [FileSystemLoader(folder) for folder in (*folders, SHARED_TEMPLATES)]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, icon=icon)
    return environment


@dataclass(frozen=True)
class Visit:
    """One request. `said` is a person's own language, on a page that knows whose it is."""

    request: Request
    site: Site
    reader: Reader
    language: Language

    def say(self, msgid: str, /, **facts: object) -> str:
        """A sentence in the reader's language."""
        return self.language.say(msgid, **facts)

    def in_language_of(self, code: str | None) -> "Visit":
        """The same visit in a person's own language, unless the reader chose one (a key page)."""
        own = (
            None
            if language(self.request.cookies.get(self.site.cookies.language))
            else language(code)
        )
        return Visit(self.request, self.site, self.reader, own) if own else self

    def page(self, template: str, /, *, status: int = 200, **context: object) -> Response:
        """The page, rendered for this reader; `said` is a sentence about what was just done, `counts`
        what waits behind entries of the menu.
        """
        frame = {
            "page": self._page(context.pop("said", None), context.pop("counts", {})),
            "_": self.language.say,
            "ngettext": self.language.say_many,
            "language": self.language,
            "reader": self.reader,
        }
        html = self.site.templates.get_template(template).render({**context, **frame})
        response = HTMLResponse(html, status)
        self._keep_browser(response)
        return response

    def go(self, path: str) -> Response:
        """Sends the reader on, so that a reload does not send a form again."""
        response = RedirectResponse(path, 303)
        self._keep_browser(response)
        return response

    async def form(self) -> FormData:
        """The fields that were sent."""
        return await self.request.form()

    def form_token(self) -> str:
        return form_token(self.site.keys.form, self.reader.binding)

    def _keep_browser(self, response: Response) -> None:
        name = self.site.cookies.browser
        known = self.request.cookies.get(name)
        if self.reader.browser not in {"", known} and not self.reader.bearer:
            self.site.cookies.put(response, name, self.reader.browser, YEAR_S)

    def _page(self, said: object, counts: Any) -> Mapping[str, object]:
        settings = self.site.settings
        return {
            "lang": self.language.code,
            "dir": self.language.dir,
            "languages": LANGUAGES,
            "path": self.request.url.path,
            "operator": operator(settings),
            "form_token": self.form_token(),
            "account": {"name": ""} if self.reader.session else None,
            "demo": settings.demo,
            "draft_translation": is_draft(self.language.code),
            "nav": links_for(self.reader, self.language, self.request.url.path, counts),
            "status": said,
        }


def operator(settings: Settings) -> Mapping[str, str]:
    """Who answers for this Lotsa, as every page and letter names them."""
    return {
        "name": settings.operator_name,
        "phone": settings.operator_phone,
        "email": settings.operator_email,
        "data_protection": settings.data_protection,
    }


class Chosen(Exception):
    """The reader chose a language by `?lang=`: remember it, and show the page without it."""

    def __init__(self, chosen: Language) -> None:
        super().__init__(chosen.code)
        self.chosen = chosen


def remember(request: Request, chosen: Language, cookies: Cookies) -> Response:
    """The same page again, in the language that was chosen."""
    left = [(name, text) for name, text in request.query_params.multi_items() if name != "lang"]
    response = RedirectResponse(str(URL(path=request.url.path, query=urlencode(left))), 303)
    cookies.put(response, cookies.language, chosen.code, YEAR_S)
    return response


async def visited(request: Request) -> Visit:
    """The dependency of every route: the visit, its form token checked where it may change things.

    A request that carries no cookie and no session has nothing that another site could misuse, so
    that a form can be sent as JSON without one. Raises Refused.
    """
    site: Site = request.app.state.site
    if request.method == "GET" and (chosen := language(request.query_params.get("lang"))):
        raise Chosen(chosen)
    reader = await reader_of(request, site.keys, site.cookies, site.is_ended)
    if request.method not in SAFE_METHODS and not reader.bearer and request.cookies:
        token = await sent_token(request)
        if not holds(token, site.keys.form, reader.binding):
            await request.close()
            raise Refused("form-token")
    accepted = request.headers.get("accept-language", "")
    best = choose(request.cookies.get(site.cookies.language), None, accepted)
    return Visit(request, site, reader, best)


async def with_files_closed(visit: Annotated[Visit, Depends(visited)]) -> AsyncIterator[Visit]:
    """The visit; files that were sent with it go with its end, read or not."""
    try:
        yield visit
    finally:
        await visit.request.close()


Visiting = Annotated[Visit, Depends(with_files_closed)]


def values(form: FormData, name: str) -> Sequence[str]:
    """The texts sent for a field; an uploaded file is none."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def value(form: FormData, name: str) -> str:
    """The one text sent for a field, without the spaces around it."""
    sent = values(form, name)
    return sent[-1].strip() if sent else ""
