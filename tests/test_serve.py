"""The server, as programs ask it."""

import io
import json
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from served import served

httpx = pytest.importorskip("httpx")
pytest.importorskip("starlette")

TEXT = "«Мост откроют в мае», — сообщила мэр Анна Белова. По её словам, работы идут по плану."


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("serve"), "--most", "1", "--time-limit", "20") as address:
        yield address


@pytest.fixture
def client(address):
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        yield client


def read(client, *files: tuple[str, bytes]) -> dict:
    """What becomes of a job with these files."""
    id_ = client.post("/jobs").json()["id"]
    for name, data in files:
        assert client.put(f"/jobs/{id_}/files/{name}", content=data).status_code == 200
    assert client.post(f"/jobs/{id_}/start").status_code == 202
    deadline = time.monotonic() + 60
    while (state := client.get(f"/jobs/{id_}").json())["state"] == "reading":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return state


def data_of(page: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])


def test_one_text_gives_its_record(client):
    record = client.post("/extract", json={"text": TEXT, "id": "most", "meta": {"outlet": "Вести"}}).json()
    assert (record["id"], record["meta"]["outlet"], record["schema"]) == ("most", "Вести", 1)
    assert [quote["speaker"]["name"] for quote in record["quotes"]] == ["Анна Белова"] * 2
    assert "text" not in record
    plain = client.post("/extract", content=TEXT.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}).json()
    assert plain["quotes"] == record["quotes"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"text": 5}',
        b'{"text": "a", "colour": 1}',
        b'{"text": "a", "id": 1}',
        b'{"text": "a", "meta": {"x": 1}}',
        b"[" * 9999,
    ],
)
def test_what_is_no_article_is_told(client, body):
    answer = client.post("/extract", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_many_texts_come_back_in_their_order(client):
    lines = [json.dumps({"text": TEXT, "id": f"n{n}"}) for n in range(30)]
    lines.insert(7, '{"text": 1}')
    answer = client.post("/extract/stream", content="\n".join(lines))
    records = [json.loads(line) for line in answer.text.splitlines()]
    assert [r["id"] for r in records] == [*(f"n{n}" for n in range(7)), "8", *(f"n{n}" for n in range(7, 30))]
    assert [set(r) for r in records if "error" in r] == [{"id", "error"}]


def test_fifty_clients_at_once(address):
    def ask(n: int) -> tuple[int, str, int]:
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
            answer = client.post("/extract", json={"text": f"{TEXT} Абзац {n}.", "id": str(n)})
            return answer.status_code, answer.json()["id"], len(answer.json()["quotes"])

    with ThreadPoolExecutor(50) as pool:
        assert list(pool.map(ask, range(150))) == [(200, str(n), 2) for n in range(150)]


def test_files_become_one_report(client):
    table = 'text,outlet\n"«Снег пошёл», — сказал Ян Лось.",Вести\n'.encode()
    state = read(
        client,
        ("news/most.txt", TEXT.encode()),
        ("t.csv", table),
        ("scan.pdf", b"%PDF-1.4 nothing"),
        ("e.txt", b"\xff\x00\xfe"),
    )
    assert (state["state"], state["total"], state["done"]) == ("done", 2, 2)
    assert [p.split(":")[0] for p in state["problems"]] == ["scan.pdf", "e.txt"]
    page = client.get(f"/results/{state['result']}").text
    assert [doc["id"] for doc in data_of(page)["documents"]] == ["most", "t:1"]
    assert "connect-src 'self'" in page


def test_files_of_one_name_stay_apart(client):
    state = read(client, ("a/most.txt", TEXT.encode()), ("b/most.txt", b"\xd0\x9d\xd0\xb5\xd1\x82."))
    data = data_of(client.get(f"/results/{state['result']}").text)
    assert [doc["id"] for doc in data["documents"]] == ["most", "most#2"]


def test_a_job_is_cancelled(client):
    id_ = client.post("/jobs").json()["id"]
    client.put(f"/jobs/{id_}/files/many.jsonl", content="\n".join(json.dumps({"text": f"{TEXT} {n}"}) for n in range(2000)))
    client.post(f"/jobs/{id_}/start")
    assert client.delete(f"/jobs/{id_}").json()["state"] == "cancelled"
    assert client.put(f"/jobs/{id_}/files/late.txt", content=b"late").status_code == 409
    begin = time.monotonic()
    assert client.post("/extract", json={"text": TEXT}).status_code == 200
    assert time.monotonic() - begin < 15
    assert client.post(f"/jobs/{id_}/start").status_code == 409


def test_corrections_are_kept_and_go_into_excel(client):
    import openpyxl

    state = read(client, ("most.txt", TEXT.encode()))
    at = f"/results/{state['result']}"
    sha = data_of(client.get(at).text)["documents"][0]["sha"]
    said = [
        {"action": "speaker", "document": "most", "text_sha256": sha, "quotation": [[1, 19]], "speaker": "Ольга Рощина"},
        {"action": "merge", "speaker": "Анна Белова", "into": "Анна Сергеевна Белова", "documents": [sha]},
    ]
    body = "".join(json.dumps(line) + "\n" for line in said)
    assert client.put(f"{at}/corrections", content=body).json() == {"saved": 2}
    table = openpyxl.load_workbook(io.BytesIO(client.get(f"{at}/quotations.xlsx").content)).active
    column = next(cell.column for cell in table[1] if cell.value == "speaker")
    assert [row[column - 1].value for row in table.iter_rows(min_row=2)] == ["Ольга Рощина", "Анна Сергеевна Белова"]
    [record] = client.get(f"{at}/quotations.jsonl").text.splitlines()
    assert json.loads(record)["quotes"][0]["rules"]["speaker"] == "by hand"
    again = read(client, ("other-name.txt", TEXT.encode()))
    data = data_of(client.get(f"/results/{again['result']}").text)
    assert [c["action"] for c in data["corrections"]] == ["speaker", "merge"]
    assert client.put(f"{at}/corrections", content=b"").json() == {"saved": 0}


def test_half_a_character_in_a_correction_does_not_close_the_page(client):
    at = f"/results/{read(client, ('most.txt', TEXT.encode()))['result']}"
    sha = data_of(client.get(at).text)["documents"][0]["sha"]
    said = {
        "action": "speaker",
        "document": "most",
        "text_sha256": sha,
        "quotation": [[1, 19]],
        "speaker": "\ud800</script>",
    }
    assert client.put(f"{at}/corrections", content=json.dumps(said)).status_code == 200
    assert data_of(client.get(at).text)["corrections"][0]["speaker"] == "\ud800</script>"
    assert client.get(f"{at}/quotations.xlsx").status_code == 200
    assert client.put(f"{at}/corrections", content=b"").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"action": "boil"}',
        b'{"action": "reject", "document": "most", "quotation": [[1, 2]]}',
        b"5",
        b'{"action": "reject", "document": "most", "quotation": [[1, 1e999]]}',
    ],
)
def test_wrong_corrections_are_refused(client, body):
    state = read(client, ("most.txt", TEXT.encode()))
    assert client.put(f"/results/{state['result']}/corrections", content=body).status_code == 422


def test_results_are_forgotten(client):
    state = read(client, ("most.txt", TEXT.encode()))
    at = f"/results/{state['result']}"
    assert client.delete(at).status_code == 204
    assert client.get(at).status_code == 404
    assert "forgotten" in client.get(at).json()["error"]


def test_texts_are_forgotten_while_nobody_asks():
    from newsquotes.serve.memory import Results

    results = Results(minutes=0)
    id_ = results.add([{"text": TEXT, "text_sha256": ""}])
    time.sleep(0.01)
    results.forget_old()
    assert results._kept == {}
    assert results.get(id_) is None
    small = Results(most_characters=len(TEXT))
    first, second = (small.add([{"text": TEXT, "text_sha256": ""}]) for _ in range(2))
    assert (small.get(first) is None, small.get(second) is None) == (True, False)


def test_files_of_jobs_that_wait_have_a_limit(client):
    statuses, jobs = [], []
    for _ in range(12):
        id_ = client.post("/jobs").json()["id"]
        jobs.append(id_)
        statuses.append(client.put(f"/jobs/{id_}/files/a.txt", content=b"x" * 1_000_000).status_code)
    for id_ in jobs:
        client.delete(f"/jobs/{id_}")
    assert statuses[0] == 200
    assert statuses[-1] == 503


def test_too_much_is_refused(client):
    much = b"x" * ((1 << 20) + 1)
    assert client.post("/extract", content=much).status_code == 413
    assert client.post("/extract", content=iter([much[:700_000], much[:700_000]])).status_code == 413
    id_ = client.post("/jobs").json()["id"]
    assert client.put(f"/jobs/{id_}/files/a.txt", content=much[:700_000]).status_code == 200
    assert client.put(f"/jobs/{id_}/files/b.txt", content=much[:700_000]).status_code == 413


def test_pages_of_others_are_refused(client):
    assert client.post("/jobs", headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post("/jobs", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for host in ("evil.example", "[::1", "[zz]", "localhost.evil.example", ""):
        assert client.get("/", headers={"Host": host}).status_code == 421
    for origin in ("http://[", "null", "http://evil.example"):
        assert client.post("/jobs", headers={"Origin": origin}).status_code == 403
    answer = client.get("/")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/health", {"headers": {"Host": "evil.example"}}, 421),
        ("POST", "/extract", {"headers": {"Origin": "http://evil.example"}}, 403),
        ("POST", "/extract", {"content": b"x" * (1 << 20) + b"x"}, 413),
        ("POST", "/extract", {"content": b"{"}, 422),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/extract", {}, 405),
    ],
)
def test_every_refusal_has_the_form_of_the_api(client, method, path, sent, status):
    answer = client.request(method, path, **sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == {"error"}
    told = client.get("/openapi.json").json()["paths"]
    if (path, method) == ("/extract", "POST"):
        assert str(status) in told[path]["post"]["responses"]
    people = client.request(method, path, **{**sent, "headers": {"Accept": "text/html", **sent.get("headers", {})}})
    assert people.status_code == status
    assert status == 422 or not people.text.startswith("{")


def test_what_is_not_there(client):
    for address in ("/jobs/x", "/results/x", "/results/x/quotations.xlsx", "/nothing"):
        assert client.get(address).status_code == 404
        assert client.get(address).json()["error"]


def test_the_api_describes_itself(client):
    api = client.get("/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    assert set(api["paths"]) == {"/extract", "/extract/stream", "/health", "/openapi.json"}
    references = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(api)))
    assert references <= set(api["components"]["schemas"])
    page = client.get("/api").text
    assert "POST /extract" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    record = client.post("/extract", json={"text": TEXT}).json()
    assert set(api["components"]["schemas"]["Record"]["properties"]) <= set(record)
    quote = api["components"]["schemas"]["Record"]["properties"]["quotes"]["items"]["properties"]
    assert set(quote) <= set(record["quotes"][0])


def test_another_address_needs_a_token(tmp_path):
    import subprocess
    import sys

    command = [sys.executable, "-m", "newsquotes", "serve", "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "--token" in done.stderr
    for word in ("", "слово", "a&b", "a b"):  # what an address, a header and a cookie cannot all show
        done = subprocess.run([*command, "--token", word], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    with served(tmp_path, "--host", "0.0.0.0", "--token", "slovo", "--workers", "1") as address:
        address = address.replace("0.0.0.0", "127.0.0.1")
        with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
            assert client.get("/health").status_code == 401
            assert "asks for its token" in client.get("/health").json()["error"]
            assert client.get("/?token=wrong").status_code == 401
            assert client.get("/health", headers={"Authorization": "Bearer wrong"}).status_code == 401
            assert client.get("/health", headers={"Authorization": "Bearer slovo"}).status_code == 200
            opened = client.get("/", params={"token": "slovo"})
            assert opened.status_code == 303
            assert "HttpOnly" in opened.headers["Set-Cookie"]


def test_a_restart_loses_no_correction_and_keeps_no_text(tmp_path):
    body = {"action": "reject", "document": "most", "quotation": [[1, 19]]}
    with (
        served(tmp_path, "--workers", "1") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        state = read(client, ("most.txt", TEXT.encode()))
        body["text_sha256"] = data_of(client.get(f"/results/{state['result']}").text)["documents"][0]["sha"]
        assert client.put(f"/results/{state['result']}/corrections", content=json.dumps(body)).status_code == 200
    [kept] = tmp_path.iterdir()
    assert kept.name == "corrections.jsonl"
    assert "Мост откроют" not in kept.read_text(encoding="utf-8")
    with (
        served(tmp_path, "--workers", "1") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        state = read(client, ("most.txt", TEXT.encode()))
        data = data_of(client.get(f"/results/{state['result']}").text)
        assert [c["action"] for c in data["corrections"]] == ["reject"]


def test_a_wrong_file_of_corrections_is_told(tmp_path):
    import subprocess
    import sys

    (tmp_path / "corrections.jsonl").write_text("{")
    command = [sys.executable, "-m", "newsquotes", "serve", "--port", "0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "corrections.jsonl: line 1" in done.stderr


def test_a_job_of_many_texts_leaves_room_for_others_and_waits_its_turn():
    import asyncio

    from newsquotes.serve.engine import Busy
    from newsquotes.serve.jobs import Jobs
    from newsquotes.serve.memory import Results

    class Engine:
        now = most = asked = 0

        async def articles(self, name, data):
            return [(f"{name}{n}", "Снег.", {}) for n in range(300)], []

        async def record(self, article):
            self.asked += 1
            if self.asked == 5:
                raise Busy
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0)
            self.now -= 1
            return {"id": article[0], "text": article[1], "text_sha256": ""}

    async def run():
        engine, results = Engine(), Results()
        jobs = Jobs(engine, results)
        job = jobs.get(jobs.new())
        job.files.append(("n", b""))
        jobs.start(job)
        await job.task
        return engine.most, job.told(), [r["id"] for r in results.get(job.result).records]

    most, told, ids = asyncio.run(run())
    assert most <= 8
    assert (told["done"], told["problems"]) == (300, [])
    assert ids == [f"n{n}" for n in range(300)]


def test_a_killed_process_is_replaced():
    import asyncio
    import os
    import signal

    from newsquotes.serve.engine import Engine, Failed

    async def run():
        engine = Engine(workers=1)
        try:
            await engine.record(("a", TEXT, {}))
            for process in list(engine._pool._processes):
                os.kill(process, signal.SIGKILL)
            told = ""
            for _ in range(3):  # the first ones may meet the broken pool
                try:
                    return told, len((await engine.record(("b", TEXT, {})))["quotes"])
                except Failed as exc:
                    told = str(exc)
        finally:
            engine.close()

    told, found = asyncio.run(run())
    assert found == 2
    assert told in ("", "the process that read it was killed")


_KILLED = """
import asyncio, os, signal
from newsquotes.serve.engine import Engine

if __name__ == "__main__":
    asyncio.run(Engine({"profile": "fast"}, workers=1).record(("a", "Снег.", {})))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed so here")
def test_no_process_outlives_a_server_that_is_killed(tmp_path):
    import subprocess
    import sys

    (tmp_path / "killed.py").write_text(_KILLED, encoding="utf-8")
    # Its processes have its standard output too, which ends when all of them have.
    done = subprocess.run([sys.executable, "killed.py"], cwd=tmp_path, stdout=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_text_that_takes_too_long_is_given_up():
    import asyncio

    from newsquotes.serve.engine import Engine, Failed

    async def run():
        engine = Engine(workers=1, seconds=0.2)
        try:
            with pytest.raises(Failed, match="longer than the time limit"):
                await engine.record(("long", f"{TEXT} " * 30_000, {}))
            return await engine.record(("short", TEXT, {}))
        finally:
            engine.close()

    assert asyncio.run(run())["id"] == "short"


def test_what_is_odd_about_an_upload_is_logged_under_its_name(caplog):
    import logging

    from newsquotes.serve.engine import _articles

    rows = "Текст;Дата\n«Мост готов», — сказал Пётр Ильин.;когда-то\n".encode("cp1251")
    with caplog.at_level(logging.INFO, "newsquotes"):
        [(_, text, _)], problems = _articles("архив.csv", rows, 60.0)
    assert (text, problems) == ("«Мост готов», — сказал Пётр Ильин.", [])
    assert len(caplog.messages) == 2
    assert all(message.startswith("архив.csv: ") for message in caplog.messages)
