import uuid

import pytest
from flytekit.models.core.execution import NodeExecutionPhase, TaskExecutionPhase, WorkflowExecutionPhase


FLAG = f"s3://my-s3-bucket/flags/{uuid.uuid4().hex}"

LAUNCHES = {
    "first": ("flows.attempts.cached", {"seed": 1}),
    "retried": ("flows.attempts.retried", {}),
    "timed_out": ("flows.attempts.timed_out", {}),
    "long_running": ("flows.attempts.long_running", {}),
    "recoverable": ("flows.attempts.recoverable", {"flag": FLAG}),
}


def test_a_result_is_kept_and_drawn_anew_when_asked(ended, start, finish):
    first = ended("first")
    second = finish(start("flows.attempts.cached", {"seed": 1}))
    assert len(first.outputs["o0"]) == 32
    assert second.outputs["o0"] == first.outputs["o0"]
    # CatalogCacheStatus.CACHE_HIT
    assert second.node_executions["n0"].closure.task_node_metadata.cache_status == 2
    other = start("flows.attempts.cached", {"seed": 2})
    anew = finish(start("flows.attempts.cached", {"seed": 1}, overwrite_cache=True))
    assert anew.outputs["o0"] != first.outputs["o0"]
    assert finish(start("flows.attempts.cached", {"seed": 1})).outputs["o0"] == anew.outputs["o0"]
    assert finish(other).outputs["o0"] != anew.outputs["o0"]


def test_retries(ended):
    done = ended("retried")
    assert done.outputs["o0"] == 2
    attempts = done.node_executions["n0"].task_executions
    assert [attempt.closure.phase for attempt in attempts] == [
        TaskExecutionPhase.FAILED,
        TaskExecutionPhase.FAILED,
        TaskExecutionPhase.SUCCEEDED,
    ]
    assert "not yet: 0" in attempts[0].closure.error.message


def test_timeout(ended):
    failed = ended("timed_out")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert "timed out" in failed.error.message.lower() or "timeout" in failed.error.message.lower()


def test_terminate(launched, remote, finish):
    execution = launched["long_running"]
    remote.terminate(execution, "no longer wanted")
    ended = finish(execution)
    assert ended.closure.phase == WorkflowExecutionPhase.ABORTED
    assert ended.closure.abort_metadata.cause == "no longer wanted"
    with pytest.raises(Exception, match="terminated"):
        remote.client.terminate_execution(execution.id, "again")


def test_recover_takes_over_what_had_succeeded(ended, finish, remote, pyflyte, tmp_path):
    failed = ended("recoverable")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert f"{FLAG} is not there" in failed.error.message
    drawn = failed.node_executions["n0"].outputs["o0"]

    (tmp_path / "flag").write_text("up")
    remote.file_access.put_data(str(tmp_path / "flag"), FLAG)
    recovered = finish(remote.fetch_execution(name=remote.client.recover_execution(failed.id).name))
    assert recovered.closure.phase == WorkflowExecutionPhase.SUCCEEDED
    assert recovered.outputs["o0"] == drawn
    assert recovered.outputs["o1"] == f"{drawn} in flytesnacks"
    assert recovered.node_executions["n0"].closure.phase == NodeExecutionPhase.RECOVERED
