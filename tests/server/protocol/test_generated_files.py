"""What is generated is what the definitions say, and tells of everything there is."""

import ast
import re
from collections.abc import Iterator

import pytest

from easel_server.features.table import HANDLERS
from easel_server.protocol.error_codes import CODES
from easel_server.protocol.generate import outputs
from easel_server.protocol.generate.contract import read_contract
from easel_server.protocol.generate.vscode import MANIFEST
from easel_server.protocol.methods import (
    ALIASES,
    FROM_EDITOR,
    NOTIFICATIONS,
    REQUESTS,
    TO_EDITOR,
)

SOURCES = outputs.CHECKOUT / "server" / "easel_server"
METHOD = re.compile(r"easel/[a-z]+(/[a-zA-Z]+)+")

EVENT_TYPES_OF_THE_CONTRACT = {
    "promptQueued",
    "turnStarted",
    "message",
    "toolCall",
    "plan",
    "permissionRequested",
    "permissionResolved",
    "elicitationRequested",
    "elicitationResolved",
    "cancelRequested",
    "turnEnded",
    "statusChanged",
    "sessionRestored",
    "sessionLoadFailed",
    "leaseChanged",
    "metadataChanged",
    "notice",
    "changesChanged",
    "canvasesChanged",
    "unknown",
}


def test_the_files_in_the_checkout_are_what_is_generated() -> None:
    outdated = list(outputs.outdated())
    assert not outdated, "run `make docs`"


@pytest.mark.parametrize("path", sorted(outputs.generated_files().keys() - {MANIFEST}))
def test_a_generated_file_says_that_it_is(path: str) -> None:
    assert "enerated from server/easel_server/" in outputs.generated_files()[path][:1000]


def test_every_request_has_a_handler_and_every_handler_a_description() -> None:
    assert set(HANDLERS) == set(REQUESTS)


def test_every_error_that_a_request_names_has_a_code() -> None:
    named = {kind for request in REQUESTS.values() for kind in request.errors}
    assert named <= set(CODES)


def test_error_codes_are_distinct() -> None:
    assert len(set(CODES.values())) == len(CODES)


def test_every_event_type_of_the_contract_exists() -> None:
    assert {event.tag for event in read_contract().events} >= EVENT_TYPES_OF_THE_CONTRACT


def test_every_method_that_the_server_names_is_described() -> None:
    named = set(methods_named_in_the_sources())
    assert named >= {"easel/conversation/didUpdate"}, "the search finds what is there"
    described = REQUESTS.keys() | NOTIFICATIONS.keys() | TO_EDITOR.keys() | FROM_EDITOR.keys()
    assert named <= described | ALIASES.keys()


def methods_named_in_the_sources() -> Iterator[str]:
    for source in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str(text)) if METHOD.fullmatch(text):
                    yield text
