"""The fixtures of conversations, which the extension's tests replay as well."""

from pathlib import Path

import pytest

from easel_testing.conversation_fixtures import fixtures, outcome, read


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.stem)
def test_events_of_a_real_conversation_lead_to_what_everybody_expects(path: Path) -> None:
    fixture = read(path)
    assert outcome(fixture.events) == fixture.expect
