"""One script that is run from the command line, with data of this machine, and what FlyteRemote lists."""

import re
from pathlib import Path

import pandas as pd
from conftest import domain, image, project, version
from flytekit.models.core.execution import WorkflowExecutionPhase

data = Path(__file__).parents[1] / "data"


def test_a_script_runs_remotely_with_data_of_this_machine(pyflyte, remote, finish, tmp_path):
    table = tmp_path / "table.parquet"
    pd.DataFrame({"n": [1, 2, 3]}).to_parquet(table)
    printed = pyflyte(
        *("run", "--remote", "--project", project, "--domain", domain, "--image", image, "flows/script.py", "main"),
        *("--file", str(data / "source.txt"), "--folder", str(data / "folder"), "--numbers", "[4, 5]"),
        *("--table", str(table)),
    )
    [name] = set(re.findall(r"/executions/([a-z0-9]+)", printed))
    done = finish(remote.fetch_execution(name=name))
    names = sorted(path.name for path in (data / "folder").iterdir())
    assert done.outputs["o0"] == f"{(data / 'source.txt').read_text().strip()} {names} 9 6"


def test_a_client_follows_what_goes_on(remote, start, finish):
    execution = start("flows.attempts.long_running")
    phases = {execution.closure.phase}
    while "n0" not in execution.node_executions or WorkflowExecutionPhase.RUNNING not in phases:
        execution = remote.sync_execution(execution, sync_nodes=True)
        phases.add(execution.closure.phase)
        assert phases <= {WorkflowExecutionPhase.UNDEFINED, WorkflowExecutionPhase.QUEUED, WorkflowExecutionPhase.RUNNING}
    assert execution.node_executions["n0"].inputs == {"seconds": 600}
    remote.terminate(execution, "seen enough")
    assert finish(execution).closure.phase == WorkflowExecutionPhase.ABORTED


def test_lists(remote, launched):
    assert {"flytesnacks"} <= {each.id for each in remote.list_projects()}
    tasks = {each.id.name for each in remote.list_tasks_by_version(version)}
    assert {"flows.control.double", "flows.others.add_up", "flows.eagerly.mixed"} <= tasks
    names = {each.id.name for each in remote.recent_executions(limit=100)}
    assert {each.id.name for each in launched.values()} <= names
