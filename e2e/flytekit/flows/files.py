"""What lies in the object store: files, folders, tables, pickles."""

import os
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
from flytekit import kwtypes, task, workflow
from flytekit.types.directory import FlyteDirectory
from flytekit.types.file import FlyteFile
from flytekit.types.structured import StructuredDataset


class Account:
    """A class flytekit knows nothing of: it travels as a pickle."""

    def __init__(self, owner: str, cents: int) -> None:
        self.owner = owner
        self.cents = cents


@task
def shout(source: FlyteFile) -> tuple[FlyteFile, Account]:
    text = Path(source.download()).read_text()
    target = Path("shouted.txt")
    target.write_text(text.upper())
    return FlyteFile(str(target)), Account("ada", len(text))


@task
def spread(source: FlyteFile, account: Account) -> tuple[FlyteDirectory, int]:
    folder = Path("spread")
    (folder / "deep").mkdir(parents=True)
    with open(source) as file:
        for index, line in enumerate(file.read().split()):
            (folder / "deep" / f"{index}.txt").write_text(line)
    (folder / "owner").write_text(account.owner)
    return FlyteDirectory(str(folder)), account.cents


Counted = NamedTuple("Counted", names=list[str], table=pd.DataFrame)


@task
def count(folder: FlyteDirectory) -> Counted:
    local = folder.download() if folder.remote_source else folder.path
    found = sorted(str(path.relative_to(local)) for path in Path(local).rglob("*") if path.is_file())
    sizes = [os.path.getsize(Path(local) / name) for name in found]
    return Counted(names=found, table=pd.DataFrame({"name": found, "size": sizes, "unused": 1}))


@task
def total(table: Annotated[StructuredDataset, kwtypes(name=str, size=int)]) -> tuple[int, StructuredDataset]:
    frame = table.open(pd.DataFrame).all()
    largest = frame.sort_values(["size", "name"]).tail(1).reset_index(drop=True)
    return int(frame["size"].sum()), StructuredDataset(dataframe=largest)


Files = NamedTuple(
    "Files", shouted=FlyteFile, folder=FlyteDirectory, names=list[str], bytes=int, largest=StructuredDataset, cents=int
)


@workflow
def files(source: FlyteFile) -> Files:
    shouted, account = shout(source=source)
    folder, cents = spread(source=shouted, account=account)
    counted = count(folder=folder)
    size, largest = total(table=counted.table)
    return Files(shouted, folder, counted.names, size, largest, cents)
