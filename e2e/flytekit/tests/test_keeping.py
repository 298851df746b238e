import urllib.request

from flytekit.models.core.execution import WorkflowExecutionPhase

LAUNCHES = {
    "secrets": ("flows.keeping.secrets", {}),
    "missing_secret": ("flows.keeping.missing_secret", {}),
    "checkpointed": ("flows.keeping.checkpointed", {}),
    "decked": ("flows.keeping.decked", {"name": "Ada"}),
}


def test_secrets_in_the_environment_and_as_files(ended):
    done = ended("secrets")
    assert done.outputs["o0"] == "hunter2"
    assert done.outputs["o1"] == "t0ken"
    assert done.outputs["o2"] == "0o0", "a secret's file can be written"


def test_a_secret_that_is_missing_is_named(ended):
    failed = ended("missing_secret")
    assert failed.closure.phase == WorkflowExecutionPhase.FAILED
    assert "secrets/db/missing" in failed.error.message
    assert "hunter2" not in failed.error.message


def test_an_attempt_goes_on_from_the_checkpoint_of_the_one_before(ended):
    done = ended("checkpointed")
    assert done.outputs["o0"] == ["attempt 0", "attempt 1", "attempt 2"]


def test_a_deck_is_a_page_that_can_be_fetched(ended, remote):
    done = ended("decked")
    assert done.outputs["o0"] == "Ada"
    with_deck, without_deck = done.node_executions["n0"], done.node_executions["n1"]
    assert with_deck.closure.deck_uri.endswith("/n0/data/0/deck.html")
    assert not without_deck.closure.deck_uri

    [link] = remote.client.get_download_artifact_signed_url("n0", *_place(done)).signed_url
    page = urllib.request.urlopen(link).read().decode()
    assert "Hello, Ada" in page
    assert "greeting" in page
    assert remote.get(f"flyte://v1/{'/'.join(_place(done))}/n0/d") is not None


def _place(execution) -> tuple[str, str, str]:
    return execution.id.project, execution.id.domain, execution.id.name
