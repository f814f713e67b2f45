from __future__ import annotations

import pytest

from ui.site.statics import static_url


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tokens.css", "text/css"),
        ("site.css", "text/css"),
        ("site.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_may_be_kept_for_ever_at_the_address_of_its_content(library, name, kind):
    found = library.get(static_url(name))
    assert found.status_code == 200
    assert found.headers["content-type"].startswith(kind)
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_another_version_is_not_kept(library):
    assert library.get("/static/site.css?v=old").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["nothing.css", "..%2Fframe.py", "%2e%2e/frame.py", "../statics.py", "site.css%00"]
)
def test_nothing_else_is_served(library, name):
    assert library.get(f"/static/{name}").status_code == 404


def test_unknown_files_have_no_address():
    with pytest.raises(KeyError, match=r"nothing\.css"):
        static_url("nothing.css")
