"""What newcomers and volunteers do in a story."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.browser.stories.acting import Actor
from tests.browser.test_form import CONTINUE, PRESS

HOPES: Final = ("network", "swedish", "health")
ANSWER: Final = "main form button[name=answer]"
PROBLEM: Final = ".error-summary"
SPOKEN: Final[Mapping[str, str]] = {"ar": "ar", "en": "en", "sv": "sv"}


@dataclass
class Guest:
    """Somebody with a form: what they like, how they are reached, and the page that comes of it."""

    actor: Actor
    name: str
    likes: str
    email: str = ""
    phone: str = ""
    page: str = ""
    skills: tuple[str, ...] = ()
    keyboard: bool = False

    def fills_in(self, first: str) -> None:
        """The form from the first page to the private one, with one mistake on the way."""
        actor = self.actor
        actor.open("/")
        self.go(f"main a[href='/form/{first}']")
        while (step := actor.path.rpartition("/")[2]) != "check":
            self.answers(step)
        self.go(CONTINUE)
        assert actor.path.startswith("/my/"), actor.path
        self.page = actor.path
        assert self.name in actor.watch.page.inner_text("main")

    def answers(self, step: str) -> None:
        """One page of the form, as far as it is asked for."""
        actor = self.actor
        if step == "interests":
            actor.choose("interests", self.likes)
        elif step == "skills":
            actor.choose("skills", *self.skills)
            actor.choose("register_check", "fine")
        elif step == "when":
            actor.choose("slots", "tue_evening", "wed_evening")
        elif step == "languages":
            actor.choose("languages", SPOKEN[actor.part.language])
        elif step == "contact":
            self.go(CONTINUE)
            assert actor.has(PROBLEM)
            actor.write(first_name=self.name, email=self.email, phone=self.phone)
            actor.choose("consent", "yes")
        self.go(PRESS.get(step, CONTINUE))
        assert not actor.has(PROBLEM), actor.watch.page.inner_text(PROBLEM)

    def go(self, what: str) -> None:
        if self.keyboard:
            self.actor.enter(what)
        else:
            self.actor.press(what)

    def asked(self, answer: str) -> None:
        """Opens what the letters lead to, until this can be answered there."""
        letter = self.actor.letter(self.email, "/answer/")
        self.actor.waits_for(letter.path.partition("?")[0], f"{ANSWER}[value={answer}]")

    def says_yes(self) -> None:
        """Two taps: the letter's link, and yes."""
        self.asked("yes")
        self.go(f"{ANSWER}[value=yes]")
        assert not self.actor.has(ANSWER)

    def tells(self, said: str) -> None:
        """What is asked on the private page now."""
        self.actor.waits_for(self.page, "main a[href^='/answer/']")
        self.go("main a[href^='/answer/']")
        self.go(f"{ANSWER}[value={said}]")

    def rates(self) -> None:
        """The three hopes, after sending none of them, which is said and loses nothing."""
        self.asked("rated")
        self.go(f"{ANSWER}[value=rated]")
        assert self.actor.has("main .notice")
        for hope, figure in zip(HOPES, "453", strict=True):
            self.actor.choose(hope, figure)
        self.go(f"{ANSWER}[value=rated]")
        assert not self.actor.has(f"{ANSWER}[value=rated]")
