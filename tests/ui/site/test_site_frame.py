from __future__ import annotations

import pytest
from fastapi import FastAPI, Request, Response
from starlette.testclient import TestClient
from teapots import LANGUAGES, page

from corpus.texts import text
from ui.interface_language import html_lang
from ui.site import frame
from ui.site.reader import COOKIE, path_of, reader_language, respond

SCREENS = ("ask", "compare", "browse", "learn", "about")


def document(language: str = "en", **given: object) -> str:
    options = {"title": "Kettles", "active": "browse", "path": "/browse?q=a"} | given
    return frame.page("<h1>Kettles</h1>", language=language, **options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_its_landmarks_in_the_readers_language(language):
    made = page(document(language))
    assert made.get("lang") == html_lang(language)
    assert made.xpath("string(//title)") == "Kettles – RuleBridge"
    assert made.xpath("//a[@class='rb-skip']/@href") == ["#main"]
    assert made.xpath("//main[@id='main']/h1")
    assert made.xpath("//header")
    assert made.xpath("//footer")
    names = made.xpath("//header//nav/@aria-label")
    assert names == [text(language, "site.navigation"), text(language, "ui.language")]


@pytest.mark.parametrize("active", SCREENS)
def test_the_current_screen_is_named(active):
    made = page(document(active=active))
    current = made.xpath("//nav[@class='rb-nav']//a[@aria-current='page']/@href")
    assert current == [dict(frame.NAVIGATION)[active]]


def test_no_screen_is_current_on_a_page_beside_them():
    assert not page(document(active="")).xpath("//nav[@class='rb-nav']//a[@aria-current]")


def test_each_language_is_offered_in_itself_for_the_same_page():
    links = page(document("zh-Hans")).xpath("//nav[@class='rb-languages']//a")
    assert [a.get("lang") for a in links] == ["en", "zh-Hant-HK", "zh-Hans-CN"]
    assert [a.text for a in links] == ["English", "繁體中文", "简体中文"]
    assert [a.get("href") for a in links] == [f"/browse?q=a&lang={tag}" for tag in LANGUAGES]
    assert [a.get("aria-current") for a in links] == [None, None, "true"]


def test_signing_out_is_offered_to_those_who_signed_in():
    assert not page(document()).xpath("//form")
    form = page(document(user="Ann <b>")).xpath("//form[@method='post'][@action='/logout']")
    assert form[0].xpath("string(span)") == "Ann <b>"


def test_words_are_escaped_and_nothing_is_inline():
    made = document(title="<script>", description='"><script>', path="/p/<script>?q=${x}{{y}}")
    assert "<script>" not in made.replace("<h1>", "")
    assert "${" not in made
    assert "{{" not in made
    found = page(made)
    assert not found.xpath("//script[not(@src)] | //style | //*[@style] | //@onclick")
    for address in found.xpath("//@href | //@src"):
        assert address.startswith(("/", "#"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/about", "/about?lang=en"),
        ("/browse?q=a", "/browse?q=a&lang=en"),
        ("//evil.example/x", "/evil.example/x?lang=en"),
        ("\\\\evil.example", "/evil.example?lang=en"),
        ("javascript:alert(1)", "/javascript:alert%281%29?lang=en"),
    ],
)
def test_the_switch_stays_on_this_server(path, expected):
    assert frame.in_language(path, "en") == expected


def test_the_header_stands_alone_for_the_chat():
    header = frame.header_html("zh-Hant", "ask", "/")
    assert header.startswith("<header")
    assert 'lang="zh-Hant-HK"' in header


@pytest.fixture(scope="module")
def echo():
    app = FastAPI()

    @app.get("/{rest:path}")
    def said(request: Request) -> Response:
        return respond(request, f"{reader_language(request)} {path_of(request)}")

    with TestClient(app) as client:
        yield client


@pytest.mark.parametrize(
    ("asked", "cookie", "header", "spoken"),
    [
        ("zh-Hans", "zh-Hant", "en", "zh-Hans"),
        ("", "zh-Hant", "en", "zh-Hant"),
        ("klingon", "zh-Hant", "en", "zh-Hant"),
        ("", "<script>", "zh-TW, en;q=0.5", "zh-Hant"),
        ("", "", "fr", "en"),
        ("zh-HK", "", "en", "zh-Hant"),
    ],
)
def test_the_address_comes_before_the_cookie_before_the_browser(
    echo, asked, cookie, header, spoken
):
    headers = {"accept-language": header} | ({"cookie": f"{COOKIE}={cookie}"} if cookie else {})
    answer = echo.get("/x", params={"lang": asked} if asked else {}, headers=headers)
    echo.cookies.clear()
    assert answer.text.split()[0] == spoken
    assert answer.headers["content-language"] == html_lang(spoken)


def test_the_language_of_the_address_is_remembered_for_scripts_too():
    request = Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "path": "/",
            "query_string": b"lang=zh-HK",
            "headers": [],
            "server": ("kettle.example", 443),
        }
    )
    cookie = respond(request, "").headers["set-cookie"]
    assert cookie.startswith("rb_lang=zh-Hant;")
    assert "Max-Age=31536000" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" in cookie
    assert "HttpOnly" not in cookie


def test_nothing_is_remembered_unless_asked_for(echo):
    assert "set-cookie" not in echo.get("/x?lang=klingon").headers


def test_the_path_of_a_page_leaves_its_language_out(echo):
    assert echo.get("/browse/x?q=a+b&lang=en&page=2").text == "en /browse/x?q=a+b&page=2"
    echo.cookies.clear()
