"""What the contacts of an association are written about the association itself."""

from services.notifications.paper import Facts, Said, Writer


def verified(facts: Facts, to: Writer) -> Said:
    return (
        to.say("You can now ask for people"),
        (
            to.say("%(association)s is now part of Lotsa.", association=facts["name"]),
            to.say("Sign in, and tell us who you need."),
        ),
        to.say("Sign in"),
    )


def unverified(facts: Facts, to: Writer) -> Said:
    """Names no association: whoever filled in the form could have written anything there."""
    registered, ends = to.language.day(facts["registered_at"]), to.language.day(facts["at"])
    return (
        to.say("Your association has not been verified yet"),
        (
            to.say(
                "On %(day)s an association was registered here with your e-mail address.",
                day=registered,
            ),
            to.say("Nobody here has verified it yet."),
            to.say("Do you still want to take part? Please call us, or write to us."),
            to.say("We erase everything on %(day)s if nobody verifies it.", day=ends),
            to.say("Is it fine that we erase it? Then you need to do nothing."),
        ),
        to.say("Open Lotsa"),
    )


def speaks(facts: Facts, to: Writer) -> Said:
    return (
        to.say("You speak for %(association)s now", association=facts["name"]),
        (
            to.say("%(association)s has made you one of its contacts.", association=facts["name"]),
            to.say("You get our letters, and you may answer them."),
            to.say("Sign in with this e-mail address. If this is a mistake, please call us."),
        ),
        to.say("Sign in"),
    )


def ask_still(facts: Facts, to: Writer) -> Said:
    posted, closes = to.language.day(facts["posted_at"]), to.language.day(facts["closes_at"])
    return (
        to.say("Are you still looking? %(title)s", title=facts["title"]),
        (
            to.say("You asked for people on %(day)s: %(title)s.", day=posted, title=facts["title"]),
            to.say("Are you still looking? Then say so, and it stays open."),
            to.say("If we hear nothing, we close it on %(day)s.", day=closes),
        ),
        to.say("Answer yes or no"),
    )


def day(facts: Facts, to: Writer) -> Said:
    """What stands before the letters of a day; each of them has its own link."""
    number = len(facts["parts"])
    return (
        to.language.say_many(
            "Today: %(number)s letter for you", "Today: %(number)s letters for you", number
        ),
        (
            to.say("You get our letters together, once a day."),
            to.say("You can change that on the page My account."),
        ),
        to.say("Sign in"),
    )
