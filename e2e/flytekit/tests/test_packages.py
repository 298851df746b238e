"""What pyflyte packs, as it is dropped on the console: the same call that the page makes."""

import base64
import json
import tarfile
import urllib.request
from pathlib import Path

import pytest
from conftest import domain, image, project


@pytest.fixture(scope="module")
def package(pyflyte, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("package") / "flyte-package.tgz"
    pyflyte("--pkgs", "packaged", "package", "--image", image, "--copy", "all", "--output", str(file))
    return file


@pytest.fixture
def register(skein):
    def call(version: str, *files: tuple[str, bytes]) -> dict:
        body = {
            "project": project,
            "domain": domain,
            "version": version,
            "files": [{"name": name, "content": base64.b64encode(content).decode()} for name, content in files],
        }
        request = urllib.request.Request(
            f"http://localhost:{skein.port}/skein.console.v1.ConsoleService/Register",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        return json.load(urllib.request.urlopen(request))

    return call


def greeted(remote, finish, version: str) -> str:
    plan = remote.fetch_launch_plan(name="packaged.greet.greeting", version=version)
    return finish(remote.execute(plan, inputs={"name": "Ada"})).outputs["o0"]


def test_a_package_with_its_code_registers_and_runs(package, register, remote, finish):
    answer = register("packed", (package.name, package.read_bytes()))
    assert answer["registered"], answer
    assert [each["format"] for each in answer["files"]].count("CODE") == 1
    assert greeted(remote, finish, "packed") == "Hello, Ada"


def test_a_package_that_was_unpacked_into_a_folder(package, register, remote, finish, tmp_path):
    with tarfile.open(package) as archive:
        archive.extractall(tmp_path, filter="data")
    files = [(f"out/{path.name}", path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    assert register("folder", *files)["registered"]
    assert greeted(remote, finish, "folder") == "Hello, Ada"


def test_single_specs_without_their_code_are_refused_in_words(package, register, tmp_path):
    with tarfile.open(package) as archive:
        archive.extractall(tmp_path, filter="data")
    files = [(path.name, path.read_bytes()) for path in sorted(tmp_path.glob("*.pb"))]
    answer = register("single", *files)
    assert not answer.get("registered")
    assert "no fast….tar.gz is among the files" in answer["diagnostics"][0]["message"]


def test_single_specs_whose_code_is_in_the_image(pyflyte, register, remote, tmp_path):
    file = tmp_path / "flyte-package.tgz"
    pyflyte("--pkgs", "packaged", "package", "--image", image, "--output", str(file))
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    files = [(path.name, path.read_bytes()) for path in sorted((tmp_path / "out").glob("*.pb"))]
    assert register("specs", *files)["registered"]
    assert remote.fetch_workflow(name="packaged.greet.greeting", version="specs").id.version == "specs"
