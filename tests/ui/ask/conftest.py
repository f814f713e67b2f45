"""The page's parts over the invented corpus, without a browser."""

from __future__ import annotations

import pytest
from kettle_shelf import ShelfAssistant

from ui.ask.asking import Asking
from ui.ask.chips import Choices
from ui.ask.events import Events
from ui.ask.messages import Teller
from ui.service.service import Service


@pytest.fixture
def held(tmp_path):
    with ShelfAssistant(tmp_path) as assistant:
        yield assistant


@pytest.fixture
def service(held):
    return Service(held)


@pytest.fixture
def choices(service):
    return Choices(("eu", "cn", "hk"), {topic.id: topic for topic in service.topics})


@pytest.fixture
def events(service, choices):
    return Events(service, Asking(service), Teller(choices))
