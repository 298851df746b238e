"""What FlyteRemote lists."""

from conftest import version


def test_lists(remote, launched):
    assert {"flytesnacks"} <= {each.id for each in remote.list_projects()}
    tasks = {each.id.name for each in remote.list_tasks_by_version(version)}
    assert {"flows.control.double", "flows.others.add_up", "flows.eagerly.mixed"} <= tasks
    names = {each.id.name for each in remote.recent_executions(limit=100)}
    assert {each.id.name for each in launched.values()} <= names
