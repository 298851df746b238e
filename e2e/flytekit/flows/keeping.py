"""What lies beside inputs and outputs: secrets, checkpoints, decks."""

import os

from flytekit import Deck, Secret, current_context, task, workflow
from flytekit.deck import MarkdownRenderer
from flytekit.exceptions.user import FlyteRecoverableException

in_variable = Secret(group="db", key="password", mount_requirement=Secret.MountType.ENV_VAR)
in_file = Secret(group="api", key="token", mount_requirement=Secret.MountType.FILE)


@task(secret_requests=[in_variable, in_file])
def read_secrets() -> tuple[str, str, str]:
    secrets = current_context().secrets
    path = secrets.get_secrets_file("api", "token")
    return secrets.get("db", "password"), secrets.get("api", "token"), oct(os.stat(path).st_mode & 0o222)


@workflow
def secrets() -> tuple[str, str, str]:
    return read_secrets()


@task(secret_requests=[Secret(group="db", key="missing", mount_requirement=Secret.MountType.ENV_VAR)])
def read_missing() -> str:
    return current_context().secrets.get("db", "missing")


@workflow
def missing_secret() -> str:
    return read_missing()


@task(retries=3)
def goes_on() -> list[str]:
    """Each attempt reads what the one before it left, and leaves one line more."""
    checkpoint = current_context().checkpoint
    before = checkpoint.read()
    lines = before.decode().splitlines() if before else []
    lines.append(f"attempt {os.environ['FLYTE_ATTEMPT_NUMBER']}")
    checkpoint.write("\n".join(lines).encode())
    if len(lines) < 3:
        raise FlyteRecoverableException(f"only {len(lines)} lines")
    return lines


@workflow
def checkpointed() -> list[str]:
    return goes_on()


@task(enable_deck=True)
def with_deck(name: str) -> str:
    Deck("greeting", MarkdownRenderer().to_html(f"# Hello, {name}"))
    return name


@task
def without_deck(name: str) -> str:
    return name


@workflow
def decked(name: str) -> str:
    return without_deck(name=with_deck(name=name))
