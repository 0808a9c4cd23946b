"""What coordinators are written: that somebody waits for them. It names nobody. Pure."""

from services.notifications.paper import Facts, Said, Writer


def associations_wait(facts: Facts, to: Writer) -> Said:
    return (
        to.language.say_many(
            "%(number)s association has waited for two weeks",
            "%(number)s associations have waited for two weeks",
            facts["number"],
        ),
        (
            to.say("They wait for a coordinator to look at them."),
            to.say("Verify them, or block them. Who waits longest stands first."),
            to.say("After 60 days we write to the contact. 30 days later the form is erased."),
        ),
        to.say("Open the list of associations"),
    )


def erasure_waits(_facts: Facts, to: Writer) -> Said:
    return (
        to.say("Somebody is to be erased: do you agree?"),
        (
            to.say("One of us has asked for everything about a person to be erased."),
            to.say("A second coordinator has to agree. Nothing is erased before that."),
        ),
        to.say("Open the list"),
    )


def association_reported(_facts: Facts, to: Writer) -> Said:
    return (
        to.say("Somebody says that something is wrong with an association"),
        (
            to.say("One of us has reported an association that people are matched to."),
            to.say("It goes on as before, until you have looked at it or blocked it."),
        ),
        to.say("Open the list of associations"),
    )
