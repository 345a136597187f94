"""An OAuth2 token endpoint on this machine, which answers as a test tells it."""

import contextlib
import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Endpoint:
    """``asked`` are the forms that came. ``answers`` are given in order, the last one again and again: status, fields."""

    answers: list[tuple[int, Any]]
    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def next_answer(self) -> tuple[int, Any]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextlib.contextmanager
def token_endpoint(*answers: tuple[int, Any]) -> Iterator[Endpoint]:
    """A dict goes as JSON, bytes as they are. Without answers: tokens called token-1, token-2, ... of an hour each."""
    endpoint = Endpoint(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            endpoint.asked.append(dict(urllib.parse.parse_qsl(form)))
            usual = {"access_token": f"token-{len(endpoint.asked)}", "expires_in": 3600, "token_type": "Bearer"}
            status, fields = endpoint.next_answer() if endpoint.answers else (200, usual)
            body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", endpoint.url + "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint.url = f"http://127.0.0.1:{server.server_port}/token"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
