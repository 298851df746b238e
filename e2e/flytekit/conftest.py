"""One server for all tests. What they run is registered once and launched at once; each test then waits for its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from skein import Skein, image

# flytekit reads where the objects are when it is imported.
server = Skein()
os.environ.update(server.environment)

from flytekit.configuration import Config  # noqa: E402
from flytekit.remote import FlyteRemote  # noqa: E402

project, domain, version = "flytesnacks", "development", "v1"
here = Path(__file__).parent


def pytest_unconfigure() -> None:
    server.stop()


@pytest.fixture(scope="session")
def skein() -> Skein:
    return server


@pytest.fixture(scope="session")
def pyflyte(skein, tmp_path_factory):
    """Runs the command line and returns what it printed."""
    folder = tmp_path_factory.mktemp("pyflyte")

    def run(*args: str) -> str:
        command = [str(Path(sys.executable).parent / "pyflyte"), *args]
        done = subprocess.run(command, cwd=here, capture_output=True, text=True, env={**os.environ, "HOME": str(folder)})
        assert done.returncode == 0, f"{' '.join(args)}\n{done.stdout}\n{done.stderr}"
        return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)

    return run


@pytest.fixture(scope="session")
def remote(skein) -> FlyteRemote:
    return FlyteRemote(Config.auto(), default_project=project, default_domain=domain)


@pytest.fixture(scope="session")
def registered(pyflyte) -> str:
    """What the registration printed."""
    return pyflyte(
        "register", "--project", project, "--domain", domain, "--version", version, "--image", image, "flows"
    )


@pytest.fixture(scope="session")
def start(remote, registered):
    """Launches a launch plan that is registered."""

    def launch(name: str, inputs: dict[str, Any] | None = None, **options: Any):
        plan = remote.fetch_launch_plan(name=name, version=version)
        return remote.execute(plan, inputs=inputs or {}, **options)

    return launch


@pytest.fixture(scope="session")
def launched(request, start) -> dict[str, Any]:
    """What the LAUNCHES of all modules name, by their keys: all at once, for a test that waits leaves room to others."""
    modules = {item.module for item in request.session.items}
    wanted = {key: launch for module in modules for key, launch in getattr(module, "LAUNCHES", {}).items()}
    return {key: start(name, inputs) for key, (name, inputs) in wanted.items()}


@pytest.fixture(scope="session")
def eager(remote, launched):
    """A task of its own, launched after the workflows."""
    return remote.execute(remote.fetch_task(name="flows.eagerly.mixed", version=version), {"n": 40})


@pytest.fixture(scope="session")
def finish(remote):
    """Waits for the end of an execution and brings its nodes."""

    def wait(execution, timeout: int = 400):
        return remote.wait(execution, timeout=timeout, poll_interval=1)

    return wait


@pytest.fixture(scope="session")
def ended(launched, finish):
    """The end of what was launched under that key."""
    return lambda key: finish(launched[key])
