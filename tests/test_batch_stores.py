"""Records and documents in an object store: what a batch gives is what it gives with folders."""

import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from make_archive import notices, write
from pipeline.batch.model import MANIFEST, TASKS, Options, RunError
from pipeline.batch.run import run_batch
from pipeline.batch.sources import read_roots
from pipeline.batch.stores import Bucket, Folder, Store, open_store

pytestmark = pytest.mark.batch

COUNT = 30


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The URL of an empty bucket of an S3 server on this machine."""
    pytest.importorskip("obstore")
    pytest.importorskip("moto")
    boto3 = pytest.importorskip("boto3")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    access = {"AWS_ACCESS_KEY_ID": "some", "AWS_SECRET_ACCESS_KEY": "thing", "AWS_REGION": "us-east-1"}
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server,
    ):
        for name, value in (access | {"AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}).items():
            patch.setenv(name, value)
        try:
            _wait_for(port)
            client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
            client.create_bucket(Bucket="archive")
            yield "s3://archive"
        finally:
            server.kill()


@pytest.fixture(params=["folder", "file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "records"))
    if request.param == "file":
        pytest.importorskip("obstore")
        return Bucket((tmp_path / "some records").as_uri())
    return open_store(f"{request.getfixturevalue('s3')}/{tmp_path.name}/some records")


def test_a_store_keeps_what_it_is_given(store: Store) -> None:
    store.drop_drafts()
    names = [f"通知 {number}#%.json" for number in range(40)]
    store.settle({name: store.put(name, name.encode()) for name in names})
    assert list(store.get_all(reversed(names))) == [name.encode() for name in reversed(names)]
    store.settle({names[0]: store.put(names[0], b"another")})
    assert store.size(names[0]) == len(b"another")
    store.remove(names[0])
    store.remove(names[0])
    assert store.size(names[0]) is None
    with pytest.raises(FileNotFoundError):
        list(store.get_all([names[1], names[0]]))


def test_a_file_url_is_a_folder_and_needs_no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    store = open_store((tmp_path / "some records").as_uri())
    assert isinstance(store, Folder)
    store.settle({"a.json": store.put("a.json", b"{}")})
    assert (tmp_path / "some records" / "a.json").read_bytes() == b"{}"


def test_without_obstore_a_run_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(RunError) as caught:
        run_batch([], tmp_path / "out", Options(records="s3://archive/records"))
    assert caught.value.code == "missing"
    assert "fengong[store]" in caught.value.advice


def test_a_kind_of_url_that_nobody_knows_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="ftp://somewhere"):
        run_batch([], tmp_path / "out", Options(records="ftp://somewhere/records"))


def test_documents_below_a_url_give_the_records_of_a_folder(tmp_path: Path, s3: str) -> None:
    folder = _make_inputs(tmp_path / "in")
    boto_put(folder, "in")
    bucket, local = tmp_path / "bucket", tmp_path / "local"
    summary = run_batch(read_roots([f"{s3}/in"]), bucket, Options(records=f"{s3}/records"))
    run_batch(read_roots([str(folder)]), local, Options())
    assert summary.documents == COUNT + 3
    assert (bucket / TASKS).read_bytes() == (local / TASKS).read_bytes()
    assert _manifest(bucket, f"{s3}/in") == _manifest(local, str(folder))
    names = sorted(path.name for path in (local / "records").iterdir())
    kept = open_store(f"{s3}/records").get_all(names)
    assert list(kept) == [(local / "records" / name).read_bytes() for name in names]

    again = run_batch(read_roots([f"{s3}/in"]), bucket, Options(records=f"{s3}/records"))
    assert again.worked == 0
    open_store(f"{s3}/records").remove(names[0])
    assert run_batch(None, bucket, Options(records=f"{s3}/records")).worked == 1


def test_a_url_where_nothing_is_fails_and_others_are_done(tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    folder = tmp_path / "some in"
    write(folder, 3)
    urls = [folder.as_uri(), (tmp_path / "nothing").as_uri()]
    summary = run_batch(read_roots(urls), tmp_path / "out", Options())
    assert (summary.outcomes["complete"], summary.outcomes["failed"]) == (3, 1)


def _make_inputs(folder: Path) -> Path:
    """Notices, one of them twice, one with an odd name, and an archive."""
    write(folder, COUNT)
    data = next(data for _, data in notices(1))
    (folder / "the same.txt").write_bytes(data)
    (folder / "50% #1?.txt").write_bytes(data + "说明。\n".encode())
    (folder / ".hidden.txt").write_bytes(data)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("member.txt", data + "备注。\n".encode())
    return folder


def boto_put(folder: Path, prefix: str) -> None:
    import boto3

    client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT"], region_name="us-east-1")
    for path in folder.rglob("*"):
        if path.is_file():
            key = f"{prefix}/{path.relative_to(folder).as_posix()}"
            client.put_object(Bucket="archive", Key=key, Body=path.read_bytes())


def _manifest(out: Path, root: str) -> list[dict[str, object]]:
    """Its lines with the paths below ``root``; those of a URL are written with percent signs."""
    text = (out / MANIFEST).read_text(encoding="utf-8").replace("50%25%20%231%3F.txt", "50% #1?.txt")
    lines = [
        msgspec.json.decode(line) for line in text.replace("the%20same", "the same").replace(root, "").splitlines()
    ]
    return sorted(lines, key=lambda line: str(line["path"]))


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the S3 server does not start")
