"""What becomes a package: its code travels beside the specs, and is in no image."""

from flytekit import task, workflow


@task
def greet(name: str) -> str:
    return f"Hello, {name}"


@workflow
def greeting(name: str) -> str:
    return greet(name=name)
