"""One Skein as a user runs it: the real process on free ports, with a home of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

root = Path(__file__).resolve().parents[2]
image = "skein/flytekit:py3.11"
SECRETS = {"db/password": "hunter2", "api/token": "t0ken"}


class Skein:
    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="skein-flytekit-"))
        self._keep_secrets()
        self.log = open(self.home / "server.log", "w")
        self.process = subprocess.Popen(
            [os.environ.get("SKEIN_NODE", str(root / "node_modules/.bin/node")), str(root / "apps/bff/src/main.ts")],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={
                **os.environ,
                "SKEIN_HOME": str(self.home),
                "SKEIN_PORT": "0",
                "SKEIN_S3_PORT": "0",
                "SKEIN_DOCKER_NETWORK": "host",
                "SKEIN_READY": "json",
            },
        )
        for line in self.process.stdout:
            if line.startswith("{"):
                ready = json.loads(line)
                break
        else:
            raise RuntimeError(f"Skein did not start:\n{self.logged()}")
        self.port, self.s3_port = ready["port"], ready["s3Port"]

    def _keep_secrets(self) -> None:
        for place, value in SECRETS.items():
            file = self.home / "secrets" / place
            file.parent.mkdir(mode=0o700, parents=True)
            file.write_text(value)
            file.chmod(0o600)

    def logged(self) -> str:
        return (self.home / "server.log").read_text()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        subprocess.run(
            [self.process.args[0], self.process.args[1], "--stop-tasks"],
            env={**os.environ, "SKEIN_HOME": str(self.home)},
            check=False,
            capture_output=True,
        )
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """What any flytekit client is told."""
        return {
            "FLYTE_PLATFORM_URL": f"localhost:{self.port}",
            "FLYTE_PLATFORM_INSECURE": "true",
            "FLYTE_AWS_ENDPOINT": f"http://localhost:{self.s3_port}",
            "FLYTE_AWS_ACCESS_KEY_ID": "minio",
            "FLYTE_AWS_SECRET_ACCESS_KEY": "miniostorage",
        }
