"""Signing in and out, and everything that is tried against it."""

from __future__ import annotations

import re

import pytest
from itsdangerous import URLSafeTimedSerializer

from corpus.catalogue import LANGUAGES
from corpus.texts import text
from ui.interface_language import html_lang
from ui.safety import sessions
from ui.safety.accounts import Accounts
from ui.safety.login import local_path
from ui.safety.secret import secret_of

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language_and_needs_no_script(exposed, language):
    page = exposed.get(f"/login?lang={language}&next=/p/eu-ai-act", headers=HTML)
    assert page.status_code == 200
    assert page.headers["content-language"] == html_lang(language)
    assert text(language, "safety.sign_in_intro") in page.text
    assert f'<form class="rb-form" method="post" action="/login?lang={language}">' in page.text
    assert f'href="/login?next=%2Fp%2Feu-ai-act&amp;lang={language}"' in page.text
    failed = exposed.post(f"/login?lang={language}", data={"name": "ada", "password": "wrong"})
    assert text(language, "safety.wrong_password") in failed.text
    assert 'value="/p/eu-ai-act"' in page.text
    assert not re.search(r"<script(?![^>]* src=)|<style| on\w+=| style=", page.text)
    assert page.headers["cache-control"] == "no-store"


def test_a_page_sends_the_reader_to_the_login_and_back(exposed, sign_in):
    there = exposed.get("/p/eu-ai-act/art_50?lang=zh-Hant&q=a%26b", headers=HTML)
    assert there.status_code == 303
    form = exposed.get(there.headers["location"], headers=HTML)
    wanted = re.search(r'name="next" value="([^"]*)"', form.text)[1].replace("&amp;", "&")
    assert wanted == "/p/eu-ai-act/art_50?lang=zh-Hant&q=a%26b"
    back = sign_in(exposed, there=wanted)
    assert (back.status_code, back.headers["location"]) == (303, wanted)
    assert exposed.get(wanted, headers=HTML).json()["user"] == "ada"


def test_the_cookie_is_kept_from_scripts_and_other_sites(open_client, people, sign_in):
    plain = sign_in(open_client()).headers["set-cookie"]
    assert re.match(r"rulebridge=[\w.-]+; HttpOnly; Max-Age=43200; Path=/; SameSite=Lax$", plain)
    secure = sign_in(open_client(https=True)).headers["set-cookie"]
    assert secure.startswith("__Host-rulebridge=")
    assert "; Secure" in secure
    assert "Domain" not in secure


def test_unknown_names_and_wrong_passwords_are_answered_alike(exposed, sign_in):
    answers = [sign_in(exposed, "ada", "wrong"), sign_in(exposed, "nobody", "wrong")]
    assert [a.status_code for a in answers] == [403, 403]
    assert answers[0].text == answers[1].text
    assert "Name or password is not right." in answers[0].text
    assert all("set-cookie" not in a.headers for a in answers)


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(exposed, sign_in):
    sign_in(exposed)
    stolen = exposed.cookies["rulebridge"]
    assert exposed.get("/browse").json()["by"] == "session"
    gone = exposed.post("/logout", headers={"Origin": "http://rules.example"})
    assert (gone.status_code, gone.headers["location"]) == (303, "/login?lang=en")
    assert "Max-Age=0" in gone.headers["set-cookie"]
    replayed = exposed.get("/browse", headers={"Cookie": f"rulebridge={stolen}"})
    assert replayed.status_code == 401


def test_a_signed_out_session_stays_so_over_a_restart(open_client, people, sign_in):
    client = open_client()
    sign_in(client)
    cookie = {"Cookie": f"rulebridge={client.cookies['rulebridge']}"}
    again = open_client()
    assert again.get("/browse", headers=cookie).status_code == 200
    client.post("/logout", headers={"Origin": "http://rules.example"})
    assert open_client().get("/browse", headers=cookie).status_code == 401


@pytest.mark.parametrize("act", ["remove", "replace"])
def test_a_removed_user_or_new_password_ends_all_sessions(exposed, sign_in, settings, act):
    sign_in(exposed)
    accounts = Accounts(settings().users_path)
    if act == "remove":
        accounts.remove("ada")
    else:
        accounts.add("ada", "another long password", replace=True)
    assert exposed.get("/browse").status_code == 401


def test_a_session_is_over_when_its_time_is_up(exposed, sign_in, monkeypatch):
    sign_in(exposed)
    cookie = {"Cookie": f"rulebridge={exposed.cookies['rulebridge']}"}
    now = URLSafeTimedSerializer.default_signer("x").get_timestamp()
    for later, status in ((11 * 3600, 200), (13 * 3600, 401)):
        monkeypatch.setattr(
            "itsdangerous.TimestampSigner.get_timestamp", lambda _, later=later: now + later
        )
        assert exposed.get("/browse", headers=cookie).status_code == status


def forged(settings, secret, salt="rulebridge session", **fields):
    session = {"u": "ada", "s": "x", "p": Accounts(settings().users_path).stamp("ada")}
    return URLSafeTimedSerializer(secret, salt=salt).dumps(session | fields)


def test_a_tampered_session_is_none(exposed, sign_in, settings):
    sign_in(exposed)
    good = exposed.cookies["rulebridge"]
    payload, moment, signature = good.split(".")
    secret = secret_of(settings().home)
    bad = [
        f"{payload}.{moment}.{signature[:-2]}AA",
        f"{payload[:-1]}A.{moment}.{signature}",
        f"{payload}.{signature}",
        payload,
        "x" * 5000,
        "",
        forged(settings, b"another secret"),
        forged(settings, secret, salt="itsdangerous"),
        forged(settings, secret, u="bob"),
        forged(settings, secret, p=None),
        forged(settings, secret, u=["ada"]),
        URLSafeTimedSerializer(secret, salt="rulebridge session").dumps(["ada"]),
    ]
    exposed.cookies.clear()
    statuses = {
        exposed.get("/browse", headers={"Cookie": f"rulebridge={token}"}).status_code
        for token in bad
    }
    assert statuses == {401}
    mine = {"Cookie": f"rulebridge={forged(settings, secret)}"}
    assert exposed.get("/browse", headers=mine).status_code == 200


def test_the_plain_cookie_is_no_good_over_https(open_client, people, sign_in):
    client = open_client()
    sign_in(client)
    cookie = {"Cookie": f"rulebridge={client.cookies['rulebridge']}"}
    assert open_client(https=True).get("/browse", headers=cookie).status_code == 401


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "evil", "", "http:/browse",
        "/p\r\nSet-Cookie: a=b", "/../x", "/login", "/logout", "/%2e%2e/x", "/x\u202e", "//[",
        "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(exposed, sign_in, there):
    assert local_path(there) == "/"
    done = sign_in(exposed, there=there)
    assert (done.status_code, done.headers["location"]) == (303, "/")


def test_a_local_address_is_sent_as_ascii():
    assert local_path("/browse?q=私隱&lang=zh-Hant#x").startswith("/browse?q=%E7%A7%81")


def test_what_comes_in_the_address_is_text(exposed):
    page = exposed.get("/login?next=/%22><script>alert(1)</script>", headers=HTML)
    assert "<script>alert" not in page.text


def test_tries_become_fewer_and_the_page_says_when(exposed, sign_in):
    answers = [sign_in(exposed, words=f"wrong {n}") for n in range(7)]
    assert [a.status_code for a in answers] == [403] * 5 + [429] * 2
    wait = int(answers[-1].headers["retry-after"])
    assert 0 < wait <= 60
    assert f"try again in {wait} s" in answers[-1].text


def test_the_right_password_is_no_way_round_the_limit(exposed, sign_in, password):
    for n in range(5):
        sign_in(exposed, words=f"wrong {n}")
    assert sign_in(exposed, words=password).status_code == 429


def test_longer_windows_follow(exposed, sign_in, monkeypatch):
    import time

    real, statuses, waits = time.time, [], []
    for minute in range(4):
        monkeypatch.setattr(time, "time", lambda minute=minute: real() + minute * 61)
        answers = [sign_in(exposed, words=f"wrong {n}") for n in range(6)]
        statuses.append([a.status_code for a in answers].count(403))
        waits.append(int(answers[-1].headers["retry-after"]))
    assert statuses == [5, 5, 0, 0]
    assert waits[0] <= 60 < waits[2]


def test_others_are_not_locked_out_with_the_one_who_is_tried(open_client, people, sign_in):
    attacker = open_client(address="203.0.113.9")
    for n in range(8):
        sign_in(attacker, words=f"wrong {n}")
    assert sign_in(open_client(address="198.51.100.7")).status_code == 303


def test_one_password_cannot_be_tried_on_many_names(exposed, sign_in):
    statuses = [sign_in(exposed, f"name{n}", "Password 2026").status_code for n in range(62)]
    assert statuses == [403] * 60 + [429] * 2


def test_an_ipv6_network_counts_as_one_address(open_client, people, sign_in, settings):
    guard = open_client().app
    from starlette.testclient import TestClient

    statuses = []
    for n in range(7):
        client = TestClient(guard, base_url="http://rules.example", client=(f"2001:db8::{n}", 1))
        statuses.append(sign_in(client, words=f"wrong {n}").status_code)
    assert statuses == [403] * 5 + [429] * 2


def test_getting_it_right_forgets_the_tries(exposed, sign_in):
    for _ in range(3):
        for n in range(4):
            sign_in(exposed, words=f"wrong {n}")
        assert sign_in(exposed).status_code == 303
        exposed.cookies.clear()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://rules.example:81"])
def test_a_foreign_page_cannot_sign_anybody_in(exposed, sign_in, origin):
    assert sign_in(exposed, Origin=origin).status_code == 403
    assert exposed.cookies.get("rulebridge") is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"name": "ada"}', "application/json"),
        (b"name=ada&password=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=b" for _ in range(50)), "application/x-www-form-urlencoded"),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded"),
    ],
)
def test_odd_forms_are_refused(exposed, content, kind):
    assert (
        exposed.post("/login", content=content, headers={"Content-Type": kind}).status_code == 400
    )


def test_very_long_names_and_passwords_cost_nothing(exposed, sign_in, monkeypatch):
    monkeypatch.setattr(Accounts, "verify", lambda *_: pytest.fail("was hashed"))
    assert sign_in(exposed, words="x" * 1025).status_code == 403
    assert sign_in(exposed, name="x" * 129).status_code == 403


def test_other_methods_are_refused(exposed):
    assert exposed.put("/login").status_code == 405
    assert exposed.get("/logout", headers=HTML).text.count('action="/logout?lang=en"') == 1


def test_the_log_of_failures_names_nobody(exposed, sign_in, caplog):
    sign_in(exposed, "ada", "wrong secret words")
    said = caplog.text
    assert "from 198.51.100.7 failed" in said
    assert "ada" not in said.replace("ada ", "")
    assert "wrong secret words" not in said


def test_damaged_list_of_ended_sessions_does_not_stop_the_server(tmp_path, caplog):
    (tmp_path / "ended").write_text("x y z")
    made = sessions.Sessions(Accounts(tmp_path / "u"), b"s" * 32, 1, tmp_path / "ended")
    assert made.user("x") is None
    assert "cannot be read" in caplog.text
