"""A link as a QR code that a page may show: drawn in place, without any style of its own."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr_code(link: str) -> Markup:
    """The code as SVG: presentation attributes only, since the policy allows no inline style."""
    drawn = BytesIO()
    segno.make(link, micro=False, error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        border=2,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, of modules alone
