import pytest
from flytekit.exceptions.user import FlyteAssertion
from flytekit.models.core.execution import NodeExecutionPhase, WorkflowExecutionPhase
from flytekit.models.launch_plan import LaunchPlanState


LAUNCHES = {
    "control": ("flows.control.control", {"n": 10}),
    "square": ("flows.control.branches", {"n": 6}),
    "twice": ("flows.control.branches", {"n": 30}),
    "small": ("flows.control.branches", {"n": 1}),
    "failing": ("flows.control.failing", {"n": 3}),
    "imperative": ("flows.control.imperative", {"start": 3}),
}


def test_branches_sub_workflows_and_launch_plans(ended):
    done = ended("control")
    assert done.outputs["branched"] == 20
    assert done.outputs["sub"] == 40
    assert done.outputs["child"] == "fixed 40"
    assert done.outputs["default"] == "fixed 41"


def test_the_nodes_are_there_for_a_client_to_walk(ended):
    nodes = ended("control").node_executions
    assert set(nodes) == {"start-node", "end-node", "n0", "n1", "n2", "n3", "n4"}
    assert all(node.closure.phase == NodeExecutionPhase.SUCCEEDED for node in nodes.values())
    child = nodes["n3"].workflow_executions[0]
    assert child.closure.phase == WorkflowExecutionPhase.SUCCEEDED
    assert child.inputs["n"] == 40
    assert nodes["n2"].outputs["o0"] == 40


def test_the_last_arm_of_a_conditional_in_a_conditional(ended):
    assert ended("square").outputs["o0"] == 36


def test_an_arm_that_is_a_workflow(ended):
    assert ended("twice").outputs["o0"] == 120


def test_a_conditional_that_fails(ended):
    failed = ended("small")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert "n is too small" in failed.error.message


def test_failure_node(ended):
    failed = ended("failing")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert "3 is a bad number" in failed.error.message
    assert failed.error.kind == 1
    cleaning = [node for id, node in failed.node_executions.items() if id not in ("start-node", "end-node", "n0")]
    assert [node.closure.phase for node in cleaning] == [NodeExecutionPhase.SUCCEEDED]
    assert cleaning[0].inputs["n"] == 3
    with pytest.raises(FlyteAssertion):
        _ = failed.outputs


def test_imperative_workflow(ended):
    assert ended("imperative").outputs["text"] == "imperatively 36"


def test_a_launch_plan_is_activated_and_deactivated(remote, registered):
    from conftest import version

    plan = remote.fetch_launch_plan(name="nightly", version=version)
    assert plan.entity_metadata.schedule.cron_schedule.schedule == "0 3 * * *"
    remote.activate_launchplan(plan.id)
    assert remote.fetch_active_launchplan(name="nightly").id == plan.id
    remote.deactivate_launchplan(plan.id)
    assert remote.client.get_launch_plan(plan.id).closure.state == LaunchPlanState.INACTIVE
