import pytest
from server import running


@pytest.fixture
def server():
    """The endpoint, with nothing asked yet."""
    running().seen.clear()
    running().most = 0
    return running()
