"""What all tests share: the real mail servers (tests/servers)."""

pytest_plugins = ["servers.fixtures"]
