"""Who may do what: a row for every route of every service, generated tests knock at each.

`link` is whoever has the private link, `staff` everybody who signs in. A guide is the one who has the
case, `association` the one that it is about. What anonymous may do, everybody may.
"""

from collections.abc import Mapping
from typing import Final

ROLES: Final = ("association", "guide", "coordinator", "admin")
GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "everybody": frozenset({"nobody", *ROLES}),
    "link": frozenset({"nobody", *ROLES}),
    "staff": frozenset(ROLES),
    **{role: frozenset({role}) for role in ROLES},
}
TABLE: Final = """
everybody: GET / · GET /accessibility · GET /privacy · GET /class/{code} · GET /sign-in
everybody: GET /sign-in/sent · POST /sign-in · POST /intake/api/v1/sign-ins
everybody: GET /form/again · GET /form/check · GET /form/child · GET /form/{name}
everybody: POST /form/again · POST /form/check · POST /form/clear · POST /form/{name}
everybody: POST /intake/api/v1/people · POST /intake/api/v1/associations
everybody: GET /association/new · POST /association/new · GET /association/registered
everybody: GET /needs/open · GET /intake/api/v1/needs/open
everybody: GET /gatherings · GET /gatherings/{key}
everybody: GET /events/api/v1/gatherings · GET /events/api/v1/gatherings/{key}

link: GET /sign-in/{key} · POST /sign-in/{key} · POST /intake/api/v1/session
link: GET /my/{key} · GET /my/{key}/change · GET /my/{key}/change/{name} · GET /my/{key}/contact
link: GET /my/{key}/download · GET /my/{key}/erase · GET /my/{key}/seen · GET /my/{key}/withdraw
link: POST /my/{key}/change · POST /my/{key}/change/{name} · POST /my/{key}/code
link: POST /my/{key}/contact · POST /my/{key}/download · POST /my/{key}/erase
link: POST /my/{key}/withdraw · POST /my/{key}/stay · POST /intake/api/v1/people/{key}/stay
link: GET /intake/api/v1/people/{key} · GET /intake/api/v1/people/{key}/looks
link: POST /intake/api/v1/people/{key}/code · POST /intake/api/v1/people/{key}/erase
link: GET /intake/api/v1/everything/{token} · GET /matching/api/v1/everything/{token}
link: GET /notifications/api/v1/everything/{token}
link: POST /intake/api/v1/people/{key}/export · POST /intake/api/v1/people/{key}/withdraw
link: PUT /intake/api/v1/people/{key}/answers · PUT /intake/api/v1/people/{key}/contact
link: GET /guardian/{key} · POST /guardian/{key}
link: GET /intake/api/v1/guardians/{key} · POST /intake/api/v1/guardians/{key}
link: GET /still/{key} · POST /still/{key}
link: GET /intake/api/v1/still/{key} · POST /intake/api/v1/still/{key}
link: GET /answer/{key} · POST /answer/{key} · GET /matching/api/v1/answers/{key}
link: POST /matching/api/v1/answers/{key} · POST /matching/api/v1/answers/{key}/going-on
link: POST /matching/api/v1/answers/{key}/hopes · POST /matching/api/v1/answers/{key}/later
link: POST /matching/api/v1/answers/{key}/changed-mind · POST /matching/api/v1/answers/{key}/report
link: POST /matching/api/v1/answers/{key}/met · POST /matching/api/v1/answers/{key}/no

staff: GET /account · POST /account · POST /account/tokens · POST /account/tokens/{key}/revoke
staff: PUT /intake/api/v1/accounts/own · GET /intake/api/v1/tokens · POST /intake/api/v1/tokens
staff: DELETE /intake/api/v1/tokens/{key} · GET /intake/api/v1/session
staff: DELETE /intake/api/v1/session
everybody: POST /sign-out · POST /sign-out/everywhere

association: GET /association/contacts · POST /association/contacts
association: POST /association/contacts/{key}/remove
association: GET /candidates · POST /candidates/{match} · POST /candidates/{match}/extract
association: GET /matching/api/v1/candidates · POST /matching/api/v1/candidates/{match}/answer
association: POST /matching/api/v1/candidates/{match}/extract
association: GET /matching/api/v1/candidates/over
association: POST /matching/api/v1/candidates/{match}/met
association: POST /matching/api/v1/candidates/{match}/report
association: GET /needs/new · POST /needs/new · POST /intake/api/v1/needs
association: GET /needs · GET /intake/api/v1/needs
association coordinator: GET /needs/{key}/change · POST /needs/{key}/change
association coordinator: PUT /intake/api/v1/needs/{key}
association coordinator: POST /needs/{key}/close · POST /intake/api/v1/needs/{key}/close
association coordinator: POST /needs/{key}/confirm · POST /intake/api/v1/needs/{key}/confirm
association coordinator: GET /needs/{key}/again
association coordinator: GET /intake/api/v1/associations/{key}
association coordinator: GET /intake/api/v1/associations/{key}/contacts
association coordinator: POST /intake/api/v1/associations/{key}/contacts
association coordinator: DELETE /intake/api/v1/associations/{key}/contacts/{account}

guide coordinator: GET /board · GET /board/stream · GET /matching/api/v1/board
guide coordinator: GET /cases/{case} · GET /matching/api/v1/cases/{case}
guide coordinator: GET /cases/{case}/why · POST /cases/{case}/why
guide coordinator: POST /matching/api/v1/cases/{case}/why
guide coordinator: GET /cases/{case}/further · POST /cases/{case}/further
guide coordinator: GET /cases/{case}/notes · POST /cases/{case}/notes
guide coordinator: POST /matching/api/v1/cases/{case}/notes
guide coordinator: GET /cases/{case}/what-if · POST /matching/api/v1/cases/{case}/what-if
guide coordinator: GET /cases/needs/{need}/what-if · POST /matching/api/v1/needs/{need}/what-if
guide coordinator: POST /cases/{case}/approve · POST /cases/{case}/claim
guide coordinator: POST /cases/{case}/dismiss · POST /cases/{case}/hold · POST /cases/{case}/undo
guide coordinator: POST /matching/api/v1/cases/{case}/answers
guide coordinator: POST /matching/api/v1/cases/{case}/approve
guide coordinator: POST /matching/api/v1/cases/{case}/claim
guide coordinator: POST /matching/api/v1/cases/{case}/dismiss
guide coordinator: POST /matching/api/v1/cases/{case}/end
guide coordinator: POST /matching/api/v1/cases/{case}/going-on
guide coordinator: POST /matching/api/v1/cases/{case}/hopes
guide coordinator: POST /matching/api/v1/cases/{case}/introduce
guide coordinator: POST /matching/api/v1/cases/{case}/met
guide coordinator: POST /matching/api/v1/cases/{case}/undo
guide coordinator: POST /matching/api/v1/cases/{case}/wait
guide coordinator: GET /cases/{case}/propose · POST /cases/{case}/propose
guide coordinator: GET /matching/api/v1/cases/{case}/needs
guide coordinator: POST /matching/api/v1/cases/{case}/propose
guide coordinator: POST /day/mail · GET /matching/api/v1/day/mail
guide coordinator: PUT /matching/api/v1/day/mail
guide coordinator: GET /day · GET /matching/api/v1/day
guide coordinator: GET /names · POST /names/find · GET /intake/api/v1/names
guide coordinator: GET /people/{key} · POST /people/{key}/contact · POST /people/{key}/why
guide coordinator: POST /people/{key}/erasure · POST /people/{key}/erasure/back
guide coordinator: POST /intake/api/v1/erasures/{person}
guide coordinator: DELETE /intake/api/v1/erasures/{person}
coordinator: GET /erasures · GET /intake/api/v1/erasures · POST /people/{key}/erasure/agree
coordinator: POST /intake/api/v1/erasures/{person}/agree
guide coordinator: GET /people/{key}/reach · POST /people/{key}/reach
guide coordinator: PUT /intake/api/v1/contacts/{key}
guide coordinator: GET /people/{key}/change · GET /people/{key}/change/{name}
guide coordinator: POST /people/{key}/change/{name}
guide coordinator: GET /intake/api/v1/wishes/{person} · PUT /intake/api/v1/wishes/{person}
guide coordinator: GET /guardians · POST /people/{key}/guardian
guide coordinator: GET /intake/api/v1/guardian-words
guide coordinator: PUT /intake/api/v1/guardian-words/{person}
guide coordinator: POST /intake/api/v1/contacts/{key}
guide coordinator: GET /classes/forms · POST /classes/forms · GET /classes/sheets
guide coordinator: GET /classes · POST /classes · POST /intake/api/v1/class-codes
guide coordinator: POST /intake/api/v1/class-forms
guide coordinator: GET /outbox · GET /notifications/api/v1/deliveries
guide coordinator: POST /outbox/{key}/call · POST /notifications/api/v1/deliveries/{key}/call
guide coordinator: POST /outbox/{key}/again · POST /notifications/api/v1/deliveries/{key}/again

association guide coordinator: GET /gatherings/new · POST /gatherings/new
association guide coordinator: POST /events/api/v1/gatherings
coordinator: POST /gatherings/{key}/publish · POST /events/api/v1/gatherings/{key}/publish

guide coordinator: GET /associations/{key}/report · POST /associations/{key}/report
guide coordinator: POST /intake/api/v1/associations/{key}/reports
coordinator: POST /associations/{key}/looked-at
coordinator: DELETE /intake/api/v1/associations/{key}/reports
coordinator: GET /associations · GET /intake/api/v1/associations
coordinator: POST /associations/{key}/block · POST /associations/{key}/verify
coordinator: POST /intake/api/v1/associations/{key}/block
coordinator: POST /intake/api/v1/associations/{key}/verify
association coordinator: POST /intake/api/v1/associations/{key}/needs
coordinator: GET /exports · POST /exports · POST /exports/{key}/agree
coordinator: POST /exports/{key}/contacts · GET /intake/api/v1/exports
coordinator: POST /intake/api/v1/exports · POST /intake/api/v1/exports/{key}/agree
coordinator: GET /import · POST /import · GET /import/{kind}/template · GET /import/{key}
coordinator: GET /export/{kind} · POST /intake/api/v1/imports/check
coordinator: POST /intake/api/v1/imports · GET /intake/api/v1/imports/{key}
coordinator: GET /guides · POST /board/assign · POST /matching/api/v1/cases/{case}/guide
coordinator: GET /passes · GET /passes/{number} · POST /passes
coordinator: GET /matching/api/v1/passes · GET /matching/api/v1/passes/{number}
coordinator: POST /matching/api/v1/passes
coordinator: GET /policies · POST /policies · POST /policies/preview
everybody: GET /matching/api/v1/policies
coordinator: GET /matching/api/v1/rules
coordinator: POST /matching/api/v1/rules · POST /matching/api/v1/rules/preview

coordinator admin: GET /figures · POST /figures · GET /matching/api/v1/figures
coordinator admin: GET /accounts · POST /accounts · GET /looks · GET /intake/api/v1/log
coordinator admin: GET /intake/api/v1/accounts · POST /intake/api/v1/accounts
admin: POST /accounts/{key}/roles · PUT /intake/api/v1/accounts/{key}/roles
admin: GET /{service}/dead · POST /{service}/dead/{key}/{decision}
admin: GET /{service}/api/v1/dead · POST /{service}/api/v1/dead/{key}/{decision}
"""
# Programs ask these: nobody's data is in them, and no door leads on from them.
MACHINES: Final = ("/healthz", "/readyz", "/metrics", "/static/", "/api/openapi.json")


def rows() -> dict[str, frozenset[str]]:
    """Who may, by "METHOD route"; the services' own name stands as `{service}`."""
    found: dict[str, frozenset[str]] = {}
    for line in filter(None, TABLE.splitlines()):
        who, _, listed = line.partition(": ")
        may = frozenset().union(*(GROUPS[one] for one in who.split()))
        for door in listed.split(" · "):
            if door in found:
                raise ValueError(f"{door} has two rows")
            found[door] = may
    return found
