"""The assistant in use is one for the whole of a request, and is closed when nobody needs it."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import threading
import weakref
from types import SimpleNamespace

import anyio
import pytest
from kettles import INSTALLED, FakeAssistant

from corpus.errors import IndexBusy, IndexMismatch
from corpus.manifest import index_root
from corpus.settings import Settings
from ui.service.living import Living
from ui.service.one_index import OneIndex
from ui.service.per_index import PerIndex
from ui.service.renewing import Renewal
from ui.service.service import Service


def assistant(name):
    return FakeAssistant(INSTALLED.model_copy(update={"id": name}))


def name_of(held):
    return held.index.manifest.id


@pytest.fixture
def living():
    with Living(assistant("first")) as made:
        yield made


def test_work_that_has_begun_goes_on_with_the_one_it_began_with(living):
    first, second = living.assistant, assistant("second")
    with living.one_index() as held:
        living.exchange(second)
        assert held is living.assistant is first
        assert living.newest is second
        assert living.sweep() == 1
        assert not first.closed
    assert living.assistant is second
    assert living.sweep() == 0
    assert first.closed
    assert not second.closed


def test_a_lease_within_another_is_of_the_same(living):
    with living.one_index() as outer:
        living.exchange(assistant("second"))
        with living.leased() as inner, living.one_index() as innermost:
            assert inner is innermost is outer
        living.sweep()
        assert not outer.closed


def test_threads_and_tasks_of_a_request_have_its_index(living):
    async def request():
        with living.one_index() as mine:
            living.exchange(assistant("second"))
            task = asyncio.create_task(asyncio.sleep(0, lambda: living.assistant))
            assert (await task)() is mine
            assert await anyio.to_thread.run_sync(lambda: living.assistant) is mine

    anyio.run(request)


def test_work_that_outlives_its_request_begins_anew(living):
    with living.one_index():
        inherited = contextvars.copy_context()
    living.exchange(assistant("second"))
    living.sweep()
    assert name_of(inherited.run(lambda: living.assistant)) == "second"

    def works():
        with living.leased() as held:
            return held.closed

    assert inherited.run(works) is False


def test_one_that_is_still_open_is_taken_back(living):
    first = living.assistant
    with living.one_index():
        living.exchange(assistant("second"))
        assert living.taken_back("first")
        assert not living.taken_back("third")
    assert living.newest is first
    assert living.sweep() == 0
    assert not first.closed
    assert living.exchanged == 2


def test_closing_closes_all():
    first, second = assistant("first"), assistant("second")
    living = Living(first)
    with living.leased():
        living.exchange(second)
        living.close()
    assert first.closed
    assert second.closed


def test_what_is_made_of_an_index_goes_with_it():
    made = PerIndex(lambda held: [name_of(held)])
    first = assistant("first")
    assert made.of(first) is made.of(first)
    gone = weakref.ref(first)
    del first
    gc.collect()
    assert gone() is None
    assert len(made._made) == 0


def test_a_service_looks_quotations_up_in_the_index_of_the_request(living):
    service = Service(living)
    before = service._quotations.of(service.assistant)
    living.exchange(assistant("second"))
    assert service._quotations.of(service.assistant) is not before


def test_a_request_has_one_index_and_a_page_that_stays_open_has_none(living):
    seen = []

    async def app(scope, receive, send):
        living.exchange(assistant("second"))
        seen.append(name_of(living.assistant))

    async def main():
        for path in ("/browse", "/gradio_api/heartbeat/x"):
            await OneIndex(app, living)({"type": "http", "path": path}, None, None)

    anyio.run(main)
    assert seen == ["first", "second"]


class Shop:
    """Opens what `current` names, as long as it may."""

    def __init__(self, home):
        self.configuration = Settings(home=home, sources=None, _env_file=None, reload_seconds=0.01)
        self.living = Living(assistant("first"))
        self.renewal = Renewal(self.living, self.configuration, self.open)
        self.opened, self.trouble = [], None
        self.root = index_root(self.configuration)
        self.switch("first")

    def switch(self, name, words="{}"):
        (self.root / name).mkdir(parents=True, exist_ok=True)
        (self.root / name / "manifest.json").write_text(words)
        waiting = self.root / "current.new"
        waiting.write_text(name)
        waiting.replace(self.root / "current")

    def open(self, used):
        name = (self.root / "current").read_text()
        self.opened.append((name, name_of(used)))
        if self.trouble:
            raise self.trouble
        return assistant(name)


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    made.renewal.stop()
    made.living.close()


def test_the_same_index_is_not_opened_again(shop):
    assert not shop.renewal.look()
    assert shop.opened == []


def test_another_index_comes_into_use_prepared(shop):
    prepared = []
    shop.living.prepare_with(
        lambda new: prepared.append((name_of(new), name_of(shop.living.newest)))
    )
    shop.switch("second")
    first = shop.living.newest
    assert shop.renewal.look()
    assert prepared == [("second", "first")]
    assert shop.opened == [("second", "first")]
    assert name_of(shop.living.newest) == "second"
    shop.renewal.look()
    assert first.closed


def test_an_index_that_cannot_be_used_is_told_of_once_and_tried_when_it_changes(shop, caplog):
    shop.trouble = IndexMismatch("The index was made with another model.")
    shop.switch("second")
    with caplog.at_level(logging.WARNING):
        assert not any(shop.renewal.look() for _ in range(5))
    assert len(shop.opened) == shop.living.failed == 1
    assert caplog.messages == [
        "index second is not used, first stays in use: The index was made with another model."
    ]
    assert not shop.living.newest.closed
    shop.trouble = None
    assert not shop.renewal.look()
    shop.switch("second", '{"put": "right"}')
    assert shop.renewal.look()
    assert name_of(shop.living.newest) == "second"


def test_an_index_that_cannot_be_prepared_is_closed_again(shop):
    opened = []

    def fail(new):
        opened.append(new)
        raise ZeroDivisionError("secret")

    shop.living.prepare_with(fail)
    shop.switch("second")
    assert not shop.renewal.look()
    assert opened[0].closed
    assert name_of(shop.living.newest) == "first"


def test_going_back_after_a_failure_and_forth_tries_again(shop):
    shop.trouble = IndexMismatch("Damaged.")
    shop.switch("second")
    shop.renewal.look()
    shop.switch("first")
    shop.renewal.look()
    shop.switch("second")
    shop.renewal.look()
    assert len(shop.opened) == 2


def test_what_may_pass_is_tried_again_later_and_later(shop, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("ui.service.renewing.time", SimpleNamespace(monotonic=lambda: now[0]))
    shop.trouble = IndexBusy("Another program is using it.")
    shop.switch("second")
    tries = []
    for _ in range(40):
        shop.renewal.look()
        tries.append(len(shop.opened))
        now[0] += 0.5
    assert tries[0] == 1
    assert tries[5] == 2
    assert tries[-1] == 4
    shop.trouble = None
    now[0] += 200
    assert shop.renewal.look()


def test_one_that_is_still_used_is_not_opened_twice(shop):
    with shop.living.one_index() as first:
        shop.switch("second")
        shop.renewal.look()
        shop.switch("first")
        assert shop.renewal.look()
        assert shop.living.newest is first
    assert [name for name, _ in shop.opened] == ["second"]


def test_it_looks_by_itself_until_told_to_stop(shop):
    arrived = threading.Event()
    shop.living.prepare_with(lambda _: arrived.set())
    shop.renewal.start()
    shop.switch("second")
    assert arrived.wait(10)
    shop.renewal.stop()
    shop.switch("third")
    assert not shop.renewal._thread.is_alive()


def test_no_look_is_taken_where_none_is_wanted(shop):
    never = shop.configuration.model_copy(update={"reload_seconds": 0.0})
    renewal = Renewal(shop.living, never, shop.open)
    renewal.start()
    assert renewal._thread is None


def test_a_failure_nobody_expected_does_not_end_the_looking(shop, monkeypatch):
    seen = []

    def broken(*_):
        seen.append(1)
        if len(seen) > 2:
            shop.renewal._ended.set()
        raise ZeroDivisionError

    monkeypatch.setattr("ui.service.renewing.current_id", broken)
    shop.renewal.start()
    shop.renewal._thread.join(10)
    assert len(seen) > 2
