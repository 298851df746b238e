from flytekit.models.core.execution import WorkflowExecutionPhase

LAUNCHES = {"others": ("flows.others.others", {"a": 3})}


def test_container_and_shell_tasks(ended):
    done = ended("others")
    assert done.outputs["total"] == 5
    assert done.outputs["text"] == "of 3"
    assert done.outputs["counted"].split() == ["10", "done"]


def test_eager(eager, finish, remote):
    done = finish(eager)
    assert done.outputs["o0"] == [120, 150, 60, 37]
    launched = [
        execution
        for execution in remote.recent_executions(limit=100)
        if execution.spec.labels and execution.spec.labels.values.get("eager-exec") == done.id.name
    ]
    assert sorted(each.spec.launch_plan.name for each in launched) == [
        "flows.eagerly.half",
        "flows.eagerly.quarter",
        "flows.eagerly.triple",
        "flows.eagerly.triple",
    ]
    assert {each.closure.phase for each in launched} == {WorkflowExecutionPhase.SUCCEEDED}
