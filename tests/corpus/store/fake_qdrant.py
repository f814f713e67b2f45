"""A Qdrant server for tests: its interface over HTTP, the client's own engine behind it.

It answers what `corpus.store` and `ingest.backup` ask of a server, asks for a key, and knows how
collections were made. It is no cluster and takes no real snapshots: its snapshot is a list of
points. What only a real server can show is listed in docs/operation.md.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from qdrant_client import QdrantClient, models

KEY = "kettle-store-key"


class FakeQdrant:
    """The server; `url` says where it listens."""

    def __init__(self) -> None:
        self.engine = QdrantClient(":memory:")
        self.made: dict[str, models.CreateCollection] = {}
        self.searches: list[models.QueryRequest] = []
        self.snapshots: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.peers = 1
        self.spoil = False
        self._lock = threading.RLock()
        self.url = ""

    def application(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/{path:path}", self._answer, methods=["GET", "PUT", "POST", "DELETE"])
        return app

    def names(self) -> set[str]:
        return {c.name for c in self.engine.get_collections().collections}

    async def _answer(self, path: str, request: Request) -> Response:
        body = await request.body()
        self.asked.append((request.method, path))
        if request.headers.get("api-key") != KEY:
            return JSONResponse({"status": {"error": "no such key"}}, 403)
        if path == "cluster":
            peers = {str(n): {"uri": f"http://peer-{n}"} for n in range(self.peers)}
            return _said({"status": "enabled" if self.peers > 1 else "disabled", "peers": peers})
        _, name, *rest = path.split("/")
        with self._lock:
            try:
                if rest[:1] == ["snapshots"]:
                    return await self._snapshot(request, body, name, rest[1:])
                return self._collection(request.method, name, "/".join(rest), body)
            except ValueError as error:
                return JSONResponse({"status": {"error": str(error)}}, 404)

    def _collection(  # noqa: PLR0911
        self, method: str, name: str, what: str, body: bytes
    ) -> Response:
        given = json.loads(body) if body else {}
        match method, what:
            case "GET", "exists":
                return _said({"exists": self.engine.collection_exists(name)})
            case "GET", "":
                return _said(self.engine.get_collection(name).model_dump(mode="json"))
            case "PUT", "":
                made = self.made[name] = models.CreateCollection.model_validate(given)
                self.engine.create_collection(
                    name,
                    vectors_config=made.vectors,
                    sparse_vectors_config=made.sparse_vectors,
                )
                return _said(True)
            case "DELETE", "":
                return _said(self.engine.delete_collection(name))
            case "PUT", "index":
                return _said({"operation_id": 0, "status": "completed"})
            case "PUT", "points":
                points = models.PointsList.model_validate(given).points
                self.engine.upsert(name, points)
                return _said({"operation_id": 1, "status": "completed"})
            case "POST", "points/query/batch":
                asked = models.QueryRequestBatch.model_validate(given).searches
                self.searches += asked
                found = self.engine.query_batch_points(name, asked)
                return _said([each.model_dump(mode="json") for each in found])
            case "POST", "points/scroll":
                page = models.ScrollRequest.model_validate(given)
                records, following = self.engine.scroll(
                    name,
                    scroll_filter=page.filter,
                    limit=page.limit or 10,
                    offset=page.offset,
                    with_vectors=page.with_vector or False,
                )
                records = [record.model_dump(mode="json") for record in records]
                return _said({"points": records, "next_page_offset": following})
            case "POST", "points/count":
                wanted = models.CountRequest.model_validate(given)
                return _said({"count": self.engine.count(name, wanted.filter).count})
            case "POST", "points/delete":
                self.engine.delete(name, models.FilterSelector.model_validate(given))
                return _said({"operation_id": 2, "status": "completed"})
        return JSONResponse({"status": {"error": f"{method} {what}"}}, 405)

    async def _snapshot(
        self, request: Request, body: bytes, name: str, rest: list[str]
    ) -> Response:
        match request.method, rest:
            case "POST", []:
                records, _ = self.engine.scroll(name, limit=100_000, with_vectors=True)
                points = [
                    r.model_dump(mode="json", include={"id", "vector", "payload"}) for r in records
                ]
                config = self.made[name].model_dump(mode="json", exclude_none=True)
                data = json.dumps({"config": config, "points": points}).encode()
                self.snapshots[f"{name}-1"] = data
                return _said({"name": f"{name}-1", "size": len(data)})
            case "GET", [snapshot]:
                return Response(self.snapshots[snapshot])
            case "DELETE", [snapshot]:
                self.snapshots.pop(snapshot)
                return _said(True)
            case "POST", ["upload"]:
                data = await _uploaded(request, body)
                checksum = request.query_params["checksum"]
                if hashlib.sha256(data).hexdigest() != checksum or self.spoil:
                    return JSONResponse({"status": {"error": "checksum"}}, 400)
                found = json.loads(data)
                self._collection("PUT", name, "", json.dumps(found["config"]).encode())
                points = json.dumps({"points": found["points"]}).encode()
                self._collection("PUT", name, "points", points)
                return _said(True)
        return JSONResponse({"status": {"error": "snapshot"}}, 405)


@contextmanager
def fake_qdrant() -> Iterator[FakeQdrant]:
    """A server that listens on this machine for the time of a block."""
    fake = FakeQdrant()
    config = uvicorn.Config(
        fake.application(), host="127.0.0.1", port=0, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    fake.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.should_exit = True
        thread.join(10)


def _said(result: object) -> Response:
    return JSONResponse({"time": 0.0, "status": "ok", "result": result})


async def _uploaded(request: Request, body: bytes) -> bytes:
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    _, part, _ = body.split(b"--" + boundary, 2)
    return part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
