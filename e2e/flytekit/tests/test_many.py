from typing import Optional

from flytekit.models.core.execution import WorkflowExecutionPhase


LAUNCHES = {"many": ("flows.many.many", {}), "too_few": ("flows.many.too_few", {})}


def test_dynamic_workflows(ended):
    assert ended("many").outputs["grown"] == 1 + 3


def test_a_dynamic_node_shows_what_it_asked_for(ended):
    grow = ended("many").node_executions["n0"]
    assert sorted(id for id in grow.subworkflow_node_executions if "-dn" in id) != []
    assert grow.outputs["o0"] == 4


def test_map_task(ended):
    assert ended("many").outputs["scaled"] == ["<3", "<6", "<9"]


def test_map_task_of_which_some_may_fail(ended):
    done = ended("many")
    assert done.outputs.get("inverted", list[Optional[float]]) == [1.0, None, 0.25]
    assert done.outputs["places"] == [0, 2]


def test_map_task_of_which_too_many_fail(ended):
    failed = ended("too_few")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert "division by zero" in failed.error.message
