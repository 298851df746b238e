"""One script, as it is given to `pyflyte run --remote`."""

from pathlib import Path

import pandas as pd
from flytekit import task, workflow
from flytekit.types.directory import FlyteDirectory
from flytekit.types.file import FlyteFile


@task
def gather(file: FlyteFile, folder: FlyteDirectory, numbers: list[int], table: pd.DataFrame) -> str:
    with open(file) as opened:
        text = opened.read().strip()
    names = sorted(path.name for path in Path(folder.download()).iterdir())
    return f"{text} {names} {sum(numbers)} {int(table['n'].sum())}"


@workflow
def main(file: FlyteFile, folder: FlyteDirectory, numbers: list[int], table: pd.DataFrame) -> str:
    return gather(file=file, folder=folder, numbers=numbers, table=table)
