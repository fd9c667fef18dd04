"""What the generators learn from the Python definitions."""

import sys

import pytest

from easel_server.protocol.base import Params
from easel_server.protocol.generate import __main__ as command
from easel_server.protocol.generate import glossary, outputs
from easel_server.protocol.generate.contract import Contract, read_contract
from easel_server.protocol.generate.markdown.template import fill
from easel_server.protocol.generate.reading import Reader
from easel_server.protocol.generate.types import Array, Either, Field, Primitive, Ref


@pytest.fixture
def contract() -> Contract:
    return read_contract()


def field(contract: Contract, shape: str, name: str) -> Field:
    return next(f for f in contract.all_fields(contract.shapes[shape]) if f.name == name)


def test_ids_closed_sets_and_aliases_keep_their_names(contract: Contract) -> None:
    assert field(contract, "CancelResult", "turnId").type == Ref("TurnId")
    assert field(contract, "TurnEnded", "reason").type == Ref("EndReason")
    assert field(contract, "Message", "content").type == Ref("ContentBlock")
    assert field(contract, "PermissionResolved", "outcome").type == Ref("JsonObject")
    assert field(contract, "DidUpdateParams", "events").type == Array(Ref("Event"))


def test_null_is_told_only_where_the_field_is_always_there(contract: Contract) -> None:
    assert field(contract, "LeaseInfo", "ownerPid").type == Either(
        (Primitive("integer"), Primitive("null"))
    )
    optional = field(contract, "CancelParams", "timeoutMs")
    assert (optional.type, optional.optional) == (Primitive("integer"), True)


def test_every_event_has_its_place_and_time_on_the_wire(contract: Contract) -> None:
    assert not field(contract, "Notice", "seq").optional
    assert not field(contract, "Notice", "at").optional
    assert field(contract, "Notice", "turnId").optional


def test_limits_of_inner_annotations_are_kept(contract: Contract) -> None:
    limits = field(contract, "CancelParams", "timeoutMs").limits
    assert (limits.ge, limits.le) == (0, 3_600_000)


def test_a_type_that_nothing_here_can_say_is_refused() -> None:
    class Odd(Params, frozen=True):
        """Sets have no JSON type."""

        names: frozenset[str]

    with pytest.raises(TypeError, match="frozenset"):
        Reader().shape(Odd)


def test_a_value_without_a_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(glossary.names())
    known["Role"] = glossary.Entry("Who speaks.", {"assistant": "The agent."})
    monkeypatch.setattr(glossary, "names", lambda: known)
    with pytest.raises(glossary.ProseError, match=r"Role .*\['thought', 'user'\]"):
        glossary.check(read_contract())


def test_a_place_in_the_prose_that_nothing_fills_is_refused() -> None:
    with pytest.raises(glossary.ProseError, match="nothing is called"):
        fill("protocol.md", {})


def test_the_command_says_what_is_out_of_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    monkeypatch.setattr(outputs, "outdated", lambda: {"docs/protocol.md": "new"})
    assert command.main() == 1
    assert "docs/protocol.md" in capsys.readouterr().err
    monkeypatch.setattr(outputs, "outdated", dict)
    assert command.main() == 0
