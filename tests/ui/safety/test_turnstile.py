"""The line before the assistant."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest

from ui.safety.turnstile import Busy, Gone, Place, Turnstile

SOON = 10


def wait_for(condition):
    for _ in range(1000):
        if condition():
            return
        threading.Event().wait(0.01)
    pytest.fail("it did not happen")


class Worker(threading.Thread):
    """Takes a turn and keeps it until told."""

    def __init__(self, turnstile, order=None, name=""):
        super().__init__(daemon=True, name=name)
        self.turnstile, self.order = turnstile, order
        self.done, self.error = threading.Event(), None
        self.start()

    def run(self):
        try:
            with self.turnstile.turn():
                if self.order is not None:
                    self.order.append(self.name)
                self.done.wait(SOON)
        except Busy as busy:
            self.error = busy

    def finish(self):
        self.done.set()
        self.join(SOON)
        assert not self.is_alive()


def test_so_many_work_so_many_wait_and_the_rest_is_turned_away():
    turnstile = Turnstile(workers=2, waiting=1)
    first, second = Worker(turnstile), Worker(turnstile)
    wait_for(lambda: turnstile.active == 2)
    third = Worker(turnstile)
    wait_for(lambda: turnstile.waiting == 1)
    with (
        pytest.raises(Busy, match=r"busy with other questions; try again in \d+ s") as busy,
        turnstile.turn(),
    ):
        pass
    assert busy.value.seconds >= 1
    assert busy.value.details == {"seconds": busy.value.seconds}
    assert (turnstile.active, turnstile.waiting, turnstile.refused) == (2, 1, 1)
    first.finish()
    wait_for(lambda: turnstile.waiting == 0)
    assert turnstile.active == 2
    second.finish()
    third.finish()
    assert (turnstile.active, turnstile.waiting) == (0, 0)


def test_the_line_keeps_its_order():
    turnstile, order = Turnstile(workers=1), []
    workers = [Worker(turnstile, order, "0")]
    wait_for(lambda: turnstile.active == 1)
    for n in range(1, 4):
        workers.append(Worker(turnstile, order, str(n)))
        wait_for(lambda n=n: turnstile.waiting == n)
    for worker in workers:
        wait_for(lambda worker=worker: worker.name in order)
        worker.finish()
    assert order == ["0", "1", "2", "3"]


def test_a_failure_gives_the_place_back():
    turnstile = Turnstile(workers=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turnstile.turn():
            raise ZeroDivisionError
    assert turnstile.active == 0


def test_nobody_waits_for_ever():
    turnstile = Turnstile(workers=1, waiting=5, patience=0.05)
    with turnstile.turn():
        with pytest.raises(Busy), turnstile.turn():
            pass
        assert turnstile.waiting == 0
    with turnstile.turn():
        assert turnstile.active == 1


def test_who_hangs_up_leaves_the_line():
    turnstile = Turnstile(workers=1)
    with turnstile.turn():
        with pytest.raises(Gone, match="withdrawn"), turnstile.turn(gone=lambda: True):
            pass
        assert (turnstile.waiting, turnstile.refused) == (0, 0)


def test_the_estimate_follows_how_long_it_takes(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("ui.safety.turnstile.time", SimpleNamespace(monotonic=lambda: now[0]))
    turnstile = Turnstile(workers=2, waiting=0)
    for _ in range(5):
        with turnstile.turn():
            now[0] += 30
    with turnstile.turn(), turnstile.turn(), pytest.raises(Busy) as busy, turnstile.turn():
        pass
    assert busy.value.seconds == 15


def test_coroutines_and_threads_stand_in_one_line():
    turnstile, order = Turnstile(workers=1), []

    async def ask(name):
        async with turnstile.turn_async():
            order.append(name)

    async def main():
        first = Worker(turnstile)
        while turnstile.active == 0:
            await asyncio.sleep(0.005)
        tasks = []
        for n in range(3):
            tasks.append(asyncio.create_task(ask(n)))
            while turnstile.waiting <= n:
                await asyncio.sleep(0.005)
        first.done.set()
        await asyncio.wait_for(asyncio.gather(*tasks), SOON)

    asyncio.run(main())
    assert order == [0, 1, 2]
    assert (turnstile.active, turnstile.waiting) == (0, 0)


def test_a_cancelled_coroutine_leaves_the_line():
    turnstile = Turnstile(workers=1, waiting=1)

    async def ask():
        async with turnstile.turn_async():
            pytest.fail("had a turn")

    async def main():
        async with turnstile.turn_async():
            task = asyncio.create_task(ask())
            while turnstile.waiting == 0:
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert turnstile.waiting == 0
        async with turnstile.turn_async():
            assert turnstile.active == 1

    asyncio.run(main())
    assert turnstile.active == 0


def test_a_turn_that_comes_while_its_owner_is_cancelled_goes_to_the_next():
    turnstile = Turnstile(workers=1)

    async def ask():
        async with turnstile.turn_async():
            pytest.fail("had a turn")

    async def main():
        async with turnstile.turn_async():
            task = asyncio.create_task(ask())
            while turnstile.waiting == 0:
                await asyncio.sleep(0.005)
        # The turn is given, and the owner has not run since.
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert (turnstile.active, turnstile.waiting) == (0, 0)


def test_coroutines_do_not_wait_for_ever_either():
    turnstile = Turnstile(workers=1, patience=0.05)

    async def main():
        async with turnstile.turn_async():
            with pytest.raises(Busy):
                async with turnstile.turn_async():
                    pytest.fail("had a turn")

    asyncio.run(main())
    assert (turnstile.active, turnstile.waiting, turnstile.refused) == (0, 0, 1)


def test_many_at_once_are_never_too_many():
    turnstile, most, lock, seen = Turnstile(workers=3, waiting=100), [0], threading.Lock(), []

    def work():
        with turnstile.turn(), lock:
            most[0] = max(most[0], turnstile.active)
            seen.append(1)

    threads = [threading.Thread(target=work) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert len(seen) == 60
    assert 1 <= most[0] <= 3
    assert (turnstile.active, turnstile.waiting) == (0, 0)


def lined_up(turnstile, most):
    """How many may stand in the line while everybody who works holds on."""

    async def main():
        leave = asyncio.Event()

        async def hold():
            async with turnstile.turn_async(leave.is_set):
                await leave.wait()

        tasks = [asyncio.create_task(hold()) for _ in range(turnstile.workers)]
        while turnstile.active < turnstile.workers:
            await asyncio.sleep(0)
        for _ in range(most):
            task = asyncio.create_task(hold())
            before = turnstile.waiting
            await asyncio.sleep(0)
            if turnstile.waiting == before:
                with pytest.raises(Busy) as busy:
                    await task
                break
            tasks.append(task)
        stood = turnstile.waiting
        leave.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        return stood, busy.value.seconds

    return asyncio.run(main())


def test_nobody_is_let_in_who_would_wait_too_long():
    turnstile = Turnstile(workers=2, waiting=100, longest=3.0, usual=0.5)
    assert lined_up(turnstile, 100) == (12, 4)


def test_how_many_are_let_in_follows_how_long_it_takes(monkeypatch):
    turnstile = Turnstile(workers=2, waiting=100, longest=3.0, usual=0.001)
    now = [0.0]
    with monkeypatch.context() as patch:
        patch.setattr("ui.safety.turnstile.time", SimpleNamespace(monotonic=lambda: now[0]))
        for _ in range(20):
            with turnstile.turn():
                now[0] += 1.5
    assert lined_up(turnstile, 100) == (4, 4)


def test_one_for_each_who_works_may_always_wait():
    assert lined_up(Turnstile(workers=2, waiting=9, longest=3.0, usual=60), 9) == (2, 90)
    assert lined_up(Turnstile(workers=2, waiting=1, longest=3.0, usual=60), 9)[0] == 1


def test_the_place_in_the_line_says_how_long_it_will_be():
    turnstile, place, later = Turnstile(workers=1, usual=7), Place(), Place()

    async def wait(place):
        async with turnstile.turn_async(place=place):
            return place.seconds

    async def main():
        async with turnstile.turn_async(place=Place()) as _:
            tasks = [asyncio.create_task(wait(each)) for each in (place, later)]
            while turnstile.waiting < 2:
                await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert (place.seconds, later.seconds) == (7, 14)
        assert await asyncio.gather(*tasks) == [0, 0]

    asyncio.run(main())
    assert place.seconds == 0


def test_a_coroutine_whose_asker_has_gone_leaves_the_line():
    turnstile, gone = Turnstile(workers=1), threading.Event()

    async def wait():
        async with turnstile.turn_async(gone.is_set):
            pytest.fail("had a turn")

    async def main():
        async with turnstile.turn_async():
            task = asyncio.create_task(wait())
            while turnstile.waiting == 0:
                await asyncio.sleep(0.005)
            gone.set()
            with pytest.raises(Gone, match="withdrawn"):
                await task
            assert turnstile.waiting == 0

    asyncio.run(main())
    assert (turnstile.active, turnstile.refused) == (0, 0)
