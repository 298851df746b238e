def test_registering_again_changes_nothing(pyflyte, registered, remote):
    from conftest import domain, image, project, version

    assert "Successfully registered" in registered
    again = pyflyte(
        "register", "--project", project, "--domain", domain, "--version", version, "--image", image, "flows"
    )
    assert "Failed" not in again
