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
    age: str = "26-64"

    def fills_in(self, first: str, *, by: str = "/") -> None:
        """The form from the first page to the private one, with one mistake on the way.

        `by` leads to the first page: that of everybody, or the link of a class.
        """
        actor = self.actor
        actor.open(by)
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
            self.is_reached()
            actor.choose("consent", "yes")
        self.go({**PRESS, "age": f"main button[value='{self.age}']"}.get(step, CONTINUE))
        assert not actor.has(PROBLEM), actor.watch.page.inner_text(PROBLEM)

    def is_reached(self) -> None:
        """Who they are, and how they hear from us."""
        self.actor.write(first_name=self.name, email=self.email, phone=self.phone)

    def go(self, what: str) -> None:
        if self.keyboard:
            self.actor.enter(what)
        else:
            self.actor.press(what)

    def asked(self, answer: str) -> None:
        """Opens what the letters lead to, until this can be answered there."""
        self.actor.waits_for(self.actor.link(self.email, "/answer/"), f"{ANSWER}[value={answer}]")

    def says_yes(self) -> None:
        """Two taps: the letter's link, and yes; it can be taken back there."""
        self.asked("yes")
        self.go(f"{ANSWER}[value=yes]")
        assert not self.actor.has(f"{ANSWER}[value=yes]")
        assert self.actor.has(f"{ANSWER}[value^='changed:']")

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


@dataclass
class Child(Guest):
    """Somebody under 13, whose e-mail is a parent's."""

    age: str = "0-12"

    def answers(self, step: str) -> None:
        """On the way they read that a parent has to say yes."""
        if step == "child":
            self.go("main a[href='/form/hopes']")
        else:
            super().answers(step)

    def is_reached(self) -> None:
        self.actor.write(first_name=self.name, guardian_email=self.email)
        self.actor.watch.page.select_option("#guardian_language", self.actor.part.language)

    def says(self) -> str:
        """What stands on their page now."""
        return self.actor.watch.page.inner_text("main h1")
