from pathlib import Path

import pandas as pd
import pytest
from flytekit.types.directory import FlyteDirectory
from flytekit.types.file import FlyteFile
from flytekit.types.structured import StructuredDataset


LAUNCHES = {"files": ("flows.files.files", {"source": FlyteFile(str(Path(__file__).parents[1] / "data/source.txt"))})}


@pytest.fixture
def done(ended):
    return ended("files")


def test_a_local_file_is_uploaded_and_comes_back_changed(done):
    with open(done.outputs.get("shouted", FlyteFile)) as file:
        assert file.read() == "TO BE OR NOT"


def test_directory(done):
    folder = Path(done.outputs.get("folder", FlyteDirectory).download())
    assert (folder / "deep/2.txt").read_text() == "OR"
    assert (folder / "owner").read_text() == "ada"
    assert done.outputs["names"] == ["deep/0.txt", "deep/1.txt", "deep/2.txt", "deep/3.txt", "owner"]


def test_pickle(done):
    assert done.outputs["cents"] == 12


def test_structured_dataset(done):
    assert done.outputs["bytes"] == 2 + 2 + 2 + 3 + 3
    frame = done.outputs.get("largest", StructuredDataset).open(pd.DataFrame).all()
    assert frame.to_dict("records") == [{"name": "owner", "size": 3}]


def test_download(remote, done, tmp_path):
    remote.download(done.outputs, str(tmp_path), recursive=True)
    assert {path.read_text() for path in tmp_path.rglob("2.txt")} == {"OR"}
