import time

import pytest
from flytekit.models.core.execution import WorkflowExecutionPhase


LAUNCHES = {name: ("flows.gates.gates", {"text": "good night"}) for name in ("approved", "rejected")}


def signals_of(remote, execution, name):
    for _ in range(600):
        if name in {signal.id.signal_id for signal in remote.list_signals(execution.id.name)}:
            return
        time.sleep(0.1)
    raise AssertionError(f"no signal {name}")


def test_a_value_is_given_and_approved(launched, remote, finish):
    execution = launched["approved"]
    signals_of(remote, execution, "title-input")
    remote.set_input("title-input", execution.id.name, "moby dick", python_type=str)
    signals_of(remote, execution, "title-approval")
    remote.approve("title-approval", execution.id.name)
    done = finish(execution)
    assert done.outputs["o0"] == "Moby Dick"
    assert done.outputs["o1"] == "Good Night"


def test_a_value_is_rejected(launched, remote, finish):
    execution = launched["rejected"]
    signals_of(remote, execution, "title-input")
    remote.set_input("title-input", execution.id.name, "ulysses", python_type=str)
    signals_of(remote, execution, "title-approval")
    remote.reject("title-approval", execution.id.name)
    assert finish(execution).closure.phase == WorkflowExecutionPhase.FAILED


def test_a_value_of_another_type_is_refused(launched, remote):
    execution = launched["approved"]
    signals_of(remote, execution, "title-input")
    with pytest.raises(Exception, match="(?i)type"):
        remote.set_input("title-input", execution.id.name, 3, python_type=int)
