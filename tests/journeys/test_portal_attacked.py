"""Lev at the family's site: another page's form, a page in a frame, connections that never send their words."""

import contextlib
import http.client
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Request, Route

from tests.journeys.live_portal import CHROMIUM, LivePortal, live_portal, phone
from wayhome.run.patience import THREADS
from wayhome.run.postgres import Cluster

in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed on this machine (apt install chromium)"),
]


@pytest.fixture(scope="module")
def portal(django_db_setup: None, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    with live_portal(cluster, tmp_path_factory.mktemp("attacked")) as running:
        yield running


@contextlib.contextmanager
def page_elsewhere(html: str) -> Iterator[int]:
    """A web server of Lev's; its port."""

    class Lev(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lev)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def asked(port: int, path: str, host: str) -> tuple[int, bytes]:
    """Status and page."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": host, "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def drafts(cluster: Cluster) -> int:
    with psycopg.connect(cluster.superuser_url, dbname="wayhome_portal") as connection:
        row = connection.execute("SELECT count(*) FROM mailbox_draft").fetchone()
    assert row is not None
    return int(row[0])


class TestFromElsewhere:
    pytestmark = in_a_browser

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])  # another site; the same site at another port
    @pytest.mark.parametrize("policy", ["no-referrer", "unsafe-url"])
    def test_a_form_of_another_page_is_refused(
        self, portal: LivePortal, cluster: Cluster, host: str, policy: str
    ) -> None:
        """Otherwise Lev could have her write into a question that he began, and read it with his code."""
        form = f'<meta name="referrer" content="{policy}"><form method="post" action="{portal.url}/ask/">'
        html = form + '<button name="go" value="begin">Look at this</button></form>'
        before = drafts(cluster)
        with page_elsewhere(html) as port, phone(portal) as olena:
            olena.page.goto(f"http://{host}:{port}/")
            with olena.page.expect_navigation() as moved:
                olena.page.locator("button").click()
            assert moved.value is not None
            assert moved.value.status == 403
        assert drafts(cluster) == before

    def test_a_browser_that_says_neither_referer_nor_origin_can_still_ask(
        self, portal: LivePortal, cluster: Cluster
    ) -> None:
        """Privacy programs take both away; where the form comes from the browser still says by Sec-Fetch-Site."""
        said: list[Request] = []

        def stripped(route: Route) -> None:
            said.append(route.request)
            kept = {n: v for n, v in route.request.all_headers().items() if n not in ("origin", "referer")}
            route.continue_(headers=kept)

        before = drafts(cluster)
        with phone(portal) as olena:
            olena.page.goto(f"{portal.url}/ask/")
            olena.page.route("**/ask/", stripped)
            olena.go("begin")
            assert olena.code
        assert [request.method for request in said] == ["POST"]
        assert drafts(cluster) == before + 1

    def test_no_page_of_ours_lies_in_a_frame_of_another(self, portal: LivePortal) -> None:
        """A button of hers under a picture of his."""
        with page_elsewhere(f'<iframe src="{portal.url}/ask/"></iframe>') as port, phone(portal) as olena:
            olena.page.goto(f"http://localhost:{port}/")
            inside = olena.page.frames[1]
            assert not inside.url.startswith(portal.url) or "Wayhome" not in inside.content()


def test_connections_that_never_send_their_words_silence_nobody(portal: LivePortal) -> None:
    """Ten times as many as the site has threads; each has promised a form and sends only its beginning."""
    port = int(portal.url.rpartition(":")[2])
    beginning = (
        f"POST /ask/ HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncode="
    )
    with contextlib.ExitStack() as lev:
        for _ in range(10 * THREADS):
            line = lev.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(beginning.encode())
        assert asked(port, "/ask/", f"localhost:{port}")[0] == 200


def test_the_process_tells_a_page_nothing_of_itself(portal: LivePortal) -> None:
    """A Host that is refused is quoted nowhere: not on the page, not in the log."""
    port = int(portal.url.rpartition(":")[2])
    status, page = asked(port, "/", "vydumanchenko.example")
    assert status == 400
    assert b"vydumanchenko" not in page
    assert "vydumanchenko" not in Path(portal.log).read_text()
