"""What flytekit's own clients do with the S3 endpoint: s3fs as a task uses it, boto3 as people do.

Run by hand against a Skein that runs (pip install s3fs boto3):

    python e2e/storage/s3-clients.py http://localhost:30002
"""

import hashlib
import os
import sys
import tempfile
import urllib.request
import uuid

import boto3
import botocore.config
import botocore.exceptions
import s3fs

BUCKET = "my-s3-bucket"
ENDPOINT = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:30002"
KEYS = {"key": "minio", "secret": "miniostorage"}
TOP = f"{BUCKET}/s3-clients/{uuid.uuid4().hex}"


def with_s3fs() -> None:
    # As flytekit opens it: cache off, parts of 25 MiB.
    fs = s3fs.S3FileSystem(
        **KEYS, client_kwargs={"endpoint_url": ENDPOINT}, use_listings_cache=False, default_block_size=25 * 2**20
    )
    small, large = b"hello", os.urandom(60 * 2**20)

    fs.pipe(f"{TOP}/small", small)
    assert fs.cat(f"{TOP}/small") == small
    assert fs.info(f"{TOP}/small")["ETag"] == f'"{hashlib.md5(small).hexdigest()}"'
    assert fs.cat_file(f"{TOP}/small", start=1, end=3) == b"el"
    assert not fs.exists(f"{TOP}/none") and not fs.isdir(f"{TOP}/none")
    assert fs.isdir(TOP) and fs.isfile(f"{TOP}/small")

    with fs.open(f"{TOP}/large", "wb") as file:  # in parts
        for at in range(0, len(large), 7 * 2**20):
            file.write(large[at : at + 7 * 2**20])
    assert fs.info(f"{TOP}/large")["ETag"].endswith('-3"')
    with fs.open(f"{TOP}/large", "rb") as file:  # by ranges, each with If-Match
        assert file.read() == large

    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/out/deep/er")
        files = {"outputs.pb": b"o", "deck.html": b"<p>", "deep/er/ä b=c.bin": os.urandom(3 * 2**20), "empty": b""}
        for name, content in files.items():
            with open(f"{folder}/out/{name}", "wb") as file:
                file.write(content)
        fs.put(f"{folder}/out/", f"{TOP}/tree/", recursive=True)  # a task's outputs
        assert sorted(fs.find(f"{TOP}/tree")) == sorted(f"{TOP}/tree/{name}" for name in files)
        assert sorted(fs.ls(f"{TOP}/tree", detail=False)) == sorted(
            f"{TOP}/tree/{name}" for name in ["outputs.pb", "deck.html", "deep", "empty"]
        )
        assert fs.info(f"{TOP}/tree/deck.html")["ContentType"] == "text/html"
        fs.get(f"{TOP}/tree/", f"{folder}/back/", recursive=True)
        for name, content in files.items():
            with open(f"{folder}/back/{name}", "rb") as file:
                assert file.read() == content, name

    fs.copy(f"{TOP}/large", f"{TOP}/copy")
    assert fs.checksum(f"{TOP}/copy") == fs.checksum(f"{TOP}/copy") and fs.size(f"{TOP}/copy") == len(large)
    fs.mv(f"{TOP}/copy", f"{TOP}/moved")
    assert fs.glob(f"{TOP}/*") == sorted(f"{TOP}/{name}" for name in ["large", "moved", "small", "tree"])
    fs.rm(f"{TOP}/tree", recursive=True)
    assert not fs.exists(f"{TOP}/tree")
    try:
        fs.cat(f"{TOP}/tree/outputs.pb")
        raise AssertionError("read what is gone")
    except FileNotFoundError:
        pass


def with_boto3() -> None:
    s3 = boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        aws_access_key_id=KEYS["key"],
        aws_secret_access_key=KEYS["secret"],
        region_name="us-east-1",
        config=botocore.config.Config(signature_version="s3v4", retries={"max_attempts": 0}),
    )
    prefix = TOP.split("/", 1)[1]
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == [BUCKET]
    with tempfile.NamedTemporaryFile() as file:
        content = os.urandom(20 * 2**20)
        file.write(content)
        file.flush()
        s3.upload_file(file.name, BUCKET, f"{prefix}/uploaded", ExtraArgs={"Metadata": {"who": "me"}})  # ten threads
        s3.download_file(BUCKET, f"{prefix}/uploaded", f"{file.name}.back")
        with open(f"{file.name}.back", "rb") as back:
            assert back.read() == content
        os.remove(f"{file.name}.back")
    assert s3.head_object(Bucket=BUCKET, Key=f"{prefix}/uploaded")["Metadata"] == {"who": "me"}
    s3.copy({"Bucket": BUCKET, "Key": f"{prefix}/uploaded"}, BUCKET, f"{prefix}/copied")  # copies parts
    s3.put_object(Bucket=BUCKET, Key=f"{prefix}/streamed", Body=Stream(b"x" * 100_000))

    url = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": f"{prefix}/streamed"}, ExpiresIn=60)
    assert urllib.request.urlopen(url).read() == b"x" * 100_000
    put = s3.generate_presigned_url("put_object", {"Bucket": BUCKET, "Key": f"{prefix}/by url"}, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(put, data=b"bytes", method="PUT", headers={"Content-Type": ""}))

    keys = [page["Key"] for each in s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix=prefix, PaginationConfig={"PageSize": 2}) for page in each.get("Contents", [])]
    assert len(keys) == len(set(keys)) >= 6, keys
    gone = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
    assert sorted(each["Key"] for each in gone["Deleted"]) == sorted(keys)
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["KeyCount"] == 0

    stranger = boto3.client("s3", endpoint_url=ENDPOINT, aws_access_key_id="minio", aws_secret_access_key="guess")
    try:
        stranger.list_objects_v2(Bucket=BUCKET)
        raise AssertionError("a wrong secret was taken")
    except botocore.exceptions.ClientError as refusal:
        assert refusal.response["Error"]["Code"] == "SignatureDoesNotMatch"


class Stream:
    """A body that can be read and rewound, as an open file."""

    def __init__(self, content: bytes) -> None:
        self.content, self.at = content, 0

    def read(self, size: int = -1) -> bytes:
        end = len(self.content) if size is None or size < 0 else self.at + size
        piece, self.at = self.content[self.at : end], min(end, len(self.content))
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (0, self.at, len(self.content))[whence]
        return self.at

    def tell(self) -> int:
        return self.at


with_s3fs()
with_boto3()
print("s3fs and boto3 read and write as they should")
