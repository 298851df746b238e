"""Nodes that wait for somebody, or for time to pass."""

from datetime import timedelta

from flytekit import approve, sleep, task, wait_for_input, workflow


@task
def title(text: str) -> str:
    return text.title()


@workflow
def gates(text: str) -> tuple[str, str]:
    given = wait_for_input("title-input", timeout=timedelta(hours=1), expected_type=str)
    titled = title(text=given)
    approved = approve(titled, "title-approval", timeout=timedelta(hours=1))
    pause = sleep(timedelta(seconds=1))
    last = title(text=text)
    pause >> last
    return approved, last
