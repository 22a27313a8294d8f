"""What lies around every answer: pages are compressed, metrics are not."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from service.web.serving import Compressed


@pytest.mark.parametrize(("path", "encoding"), [("/schools", "gzip"), ("/metrics", None), ("/metrics/device/1", None)])
def test_metrics_are_not_compressed_while_pages_wait(path: str, encoding: str | None) -> None:
    client = TestClient(Compressed(PlainTextResponse("x" * 5000), minimum_size=1000))
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.text == "x" * 5000
