"""An installation of two invented clauses and the real digest, without index or model."""

from __future__ import annotations

import pytest
from kettles import KETTLES, NEIGHBOURS, FakeAssistant

from assistant.comparing.comparison import Holdings, lay_out
from corpus.digest import digest
from corpus.provisions import ProvisionTable
from ui.service.service import Service


class HeldAssistant(FakeAssistant):
    """Has a real provision table and lays topics out as the real one does."""

    def __init__(self, table: ProvisionTable) -> None:
        super().__init__()
        self.index.provisions = table
        self.words = digest()

    def compare(self, topic, jurisdictions=None, language="en", as_at=None):
        holdings = Holdings(self.index.provisions, self.index.manifest.texts, self.words)
        return lay_out(topic, holdings, jurisdictions=jurisdictions, language=language, as_at=as_at)


@pytest.fixture(scope="session")
def kettle_table(tmp_path_factory):
    path = tmp_path_factory.mktemp("kettles") / "table.sqlite"
    with ProvisionTable.create(path) as table:
        table.write([p.model_copy(update={"root": p.locator}) for p in (KETTLES, NEIGHBOURS)])
        yield table


@pytest.fixture
def held(kettle_table) -> HeldAssistant:
    return HeldAssistant(kettle_table)


@pytest.fixture
def service(held) -> Service:
    return Service(held)
