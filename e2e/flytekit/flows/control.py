"""Workflows in workflows: branches, sub-workflows, launch plans, failure nodes, and one put together by hand."""

from datetime import timedelta
from typing import NamedTuple, Optional

from flytekit import CronSchedule, LaunchPlan, Workflow, conditional, task, workflow
from flytekit.types.error import FlyteError
from flytekitplugins.sleep import Sleep


@task
def double(n: int) -> int:
    return 2 * n


@task
def square(n: int) -> int:
    return n * n


@task
def word(n: int, text: str = "n is") -> str:
    return f"{text} {n}"


@task(task_config=Sleep())
def nap(duration: timedelta) -> None: ...


@workflow
def twice(n: int) -> int:
    return double(n=double(n=n))


@workflow
def branches(n: int) -> int:
    """One arm holds a conditional of its own, another is a workflow."""
    return (
        conditional("size")
        .if_((n > 5) & (n < 20))
        .then(conditional("parity").if_(n == 10).then(double(n=n)).else_().then(square(n=n)))
        .elif_(n >= 20)
        .then(twice(n=n))
        .else_()
        .fail("n is too small")
    )


@workflow
def say(n: int, text: str) -> str:
    return word(n=n, text=text)


say_fixed = LaunchPlan.get_or_create(say, name="say_fixed", fixed_inputs={"text": "fixed"}, default_inputs={"n": 41})
nightly = LaunchPlan.get_or_create(
    say,
    name="nightly",
    default_inputs={"n": 1, "text": "nightly"},
    schedule=CronSchedule(schedule="0 3 * * *"),
)

Nested = NamedTuple("Nested", branched=int, sub=int, child=str, default=str)


@workflow
def control(n: int) -> Nested:
    resting = nap(duration=timedelta(seconds=1))
    branched = branches(n=n)
    sub = twice(n=n)
    child = say_fixed(n=sub)
    default = say_fixed()
    resting >> default
    return Nested(branched, sub, child, default)


@task
def clean_up(n: int, err: Optional[FlyteError] = None) -> None:
    print(f"cleaning up {n}: {err.message if err else 'nothing'}")


@task
def break_down(n: int) -> int:
    if n < 100:
        raise ValueError(f"{n} is a bad number")
    return n


@workflow(on_failure=clean_up)
def failing(n: int) -> int:
    return break_down(n=n)


imperative = Workflow(name="flows.control.imperative")
imperative.add_workflow_input("start", int)
_first = imperative.add_entity(double, n=imperative.inputs["start"])
_second = imperative.add_entity(square, n=_first.outputs["o0"])
_third = imperative.add_entity(word, n=_second.outputs["o0"], text="imperatively")
imperative.add_workflow_output("text", _third.outputs["o0"])
