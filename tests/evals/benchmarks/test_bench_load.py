import asyncio
import os
import threading
from itertools import count

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from evals.benchmarks.load import told
from evals.benchmarks.serving import Running
from evals.benchmarks.soak import growth
from evals.benchmarks.users import Asked, Crowd


class Kettles:
    """A server that answers, is busy or fails, in turn as it is told."""

    def __init__(self, statuses):
        self.statuses, self.seen, self.number = statuses, [], count()
        app = Starlette(routes=[Route("/api/v1/ask", self.ask, methods=["POST"])])
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    async def ask(self, request):
        asked = (await request.json())["question"]
        self.seen.append((asked, dict(request.headers)))
        status = self.statuses[next(self.number) % len(self.statuses)]
        body = {"abstained": False} if status == 200 else {"code": "busy"}
        return JSONResponse(body, status, {"Retry-After": "0"})

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            pass
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.running = Running(f"http://127.0.0.1:{port}", os.getpid(), ("a", "b", "c"), 0.0)
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join()


def asked(server, users=2, most=12, **options):
    crowd = Crowd(server.running, ["one?", "two?", "three?"], think=0.0, **options)
    return asyncio.run(crowd.ask(users, seconds=60.0, most=most))


def test_every_user_has_a_key_and_an_address():
    with Kettles([200]) as server:
        results = asked(server, users=3)
    assert {result.outcome for result in results} == {"answered"}
    headers = [given for _, given in server.seen]
    assert {given["authorization"] for given in headers} == {"Bearer a", "Bearer b", "Bearer c"}
    assert len({given["x-forwarded-for"] for given in headers}) == 3


def test_busy_is_told_from_failed():
    with Kettles([200, 503, 500]) as server:
        results = asked(server, users=1, most=3)
    assert [result.outcome for result in results] == ["answered", "busy", "error"]
    assert results[2].said == "status 500"


def test_a_server_that_is_gone_is_an_error():
    with Kettles([200]) as server:
        gone = server.running
    crowd = Crowd(gone, ["one?"], think=0.0)
    (result,) = asyncio.run(crowd.ask(1, seconds=60.0, most=1))
    assert (result.outcome, result.said) == ("error", "ConnectError")


def test_numbered_questions_are_never_the_same_words():
    with Kettles([200]) as server:
        asked(server, numbered=True)
    words = [question for question, _ in server.seen]
    assert len(set(words)) == len(words) >= 12


def test_no_question_is_asked_after_the_time_is_up():
    with Kettles([200]) as server:
        crowd = Crowd(server.running, ["one?"], think=0.01)
        results = asyncio.run(crowd.ask(2, seconds=0.3))
    assert results
    assert all(result.at < 0.3 for result in results)


def test_what_came_of_a_run_is_counted():
    results = [Asked(0.0, 10.0, "answered"), Asked(0.1, 30.0, "answered"), Asked(0.2, 5.0, "busy")]
    results.append(Asked(0.3, 90_000.0, "error", "ReadTimeout"))
    said = told(results, seconds=2.0)
    assert (said["asked"], said["answered"], said["busy"], said["errors"]) == (4, 2, 1, 1)
    assert said["per_second"] == 1.0
    assert said["answer_ms"]["p50"] == 20.0
    assert said["busy_ms"]["max"] == 5.0
    assert said["error_kinds"] == {"ReadTimeout": 1}


@pytest.mark.parametrize(("slope", "grows"), [(0.0, False), (0.02, True), (-0.02, False)])
def test_growth_is_told_from_noise(slope, grows):
    samples = [(n, 900.0 + slope * n + (n * 7919 % 13)) for n in range(0, 5000, 5)]
    said = growth(samples, 5000)
    assert said["grows"] is grows
    assert said["low"] <= said["mb_per_1000"] <= said["high"]
    assert said["mb_per_1000"] == pytest.approx(1000 * slope, abs=1.0)


def test_warming_up_is_no_growth():
    samples = [(n, 900.0 + min(n, 900) + n % 3) for n in range(5000)]
    assert not growth(samples, 5000)["grows"]


def test_too_few_samples_say_nothing():
    assert growth([(0, 1.0)], 10) == {"grows": None}
