"""Providers that come, go and come back; and canvases of an earlier server."""

import pytest
from msgspec.structs import replace

from easel_canvas.errors import ProviderError, ProviderUnavailable
from easel_canvas.host.requests import OpenRequest
from easel_canvas.host.surroundings import Record
from easel_canvas.model.actions import ActiveClientSet, DeclarationsChanged
from easel_canvas.model.envelope import Origin
from easel_canvas.model.state import ActiveClient, CanvasState
from easel_canvas.provider import Instance, Shown
from easel_canvas.values import CanvasId, InstanceId, ProviderId, client_provider_id
from easel_testing.canvas_host import (
    DECLARATION,
    NOTE,
    SESSION,
    Hosted,
    NoteProvider,
    hosted,
    settled,
)

ONE = InstanceId("one")
VIM = "vim"


def vim_arrives(it: Hosted, *declarations: object) -> NoteProvider:
    provider = NoteProvider(client_provider_id(VIM))
    active = ActiveClient(client_id=VIM, declarations=(DECLARATION,))
    it.session.clients.set(active, provider, Origin(VIM, 1))
    return provider


async def opened_by_vim(it: Hosted) -> NoteProvider:
    vim = vim_arrives(it)
    await it.session.open(OpenRequest(NOTE, vim.id, ONE, {"text": "hi"}))
    return vim


def state_of(it: Hosted) -> CanvasState:
    state = it.session.canvas_snapshot(ONE).state
    assert isinstance(state, CanvasState)
    return state


async def test_declarations_come_and_go_with_an_editor() -> None:
    async with hosted() as it:
        vim_arrives(it)
        both = it.session.state.declared or ()
        it.session.clients.remove(VIM)
        assert [one.provider_id for one in both] == ["notes", "client:vim"]
        assert [one.provider_id for one in it.session.state.declared or ()] == ["notes"]
        kinds = [type(action) for action in it.audience.actions()[:2]]
        assert kinds == [ActiveClientSet, DeclarationsChanged]


async def test_two_who_show_the_same_kind_must_be_told_apart() -> None:
    async with hosted() as it:
        vim_arrives(it)
        with pytest.raises(Exception, match="notes, client:vim"):
            await it.session.open(OpenRequest(NOTE, input_={"text": "hi"}))


async def test_canvases_of_an_editor_that_left_are_stale_and_do_nothing() -> None:
    async with hosted() as it:
        await opened_by_vim(it)
        it.session.clients.remove(VIM)
        assert state_of(it).availability == "stale"
        assert [one.availability for one in it.session.state.open or ()] == ["stale"]
        with pytest.raises(ProviderUnavailable):
            await it.session.invoke(ONE, "shout")
        assert "not there" in await it.session.text(ONE)
        it.session.close(ONE)
        assert it.session.state.open == ()


async def test_a_provider_that_is_back_shows_its_canvases_again() -> None:
    async with hosted() as it:
        await opened_by_vim(it)
        it.session.clients.remove(VIM)
        vim = vim_arrives(it)
        await settled()
        assert state_of(it).availability == "ready"
        assert [instance.input for instance in vim.opened] == [{"text": "hi"}]


async def test_a_canvas_that_cannot_be_shown_again_stays_stale() -> None:
    async def fails(_: Instance) -> Shown:
        raise ProviderError("no")

    async with hosted() as it:
        await opened_by_vim(it)
        it.session.clients.remove(VIM)
        vim = NoteProvider(client_provider_id(VIM))
        vim.opening = fails
        active = ActiveClient(client_id=VIM, declarations=(DECLARATION,))
        it.session.clients.set(active, vim, Origin(VIM, 2))
        await settled()
        assert state_of(it).availability == "stale"


async def test_a_kind_that_is_not_declared_any_more_makes_its_canvases_stale() -> None:
    async with hosted() as it:
        await opened_by_vim(it)
        active = ActiveClient(client_id=VIM, declarations=())
        it.session.clients.set(active, None, Origin(VIM, 2))
        assert state_of(it).availability == "stale"


async def test_declaring_the_same_again_disturbs_nothing() -> None:
    async with hosted() as it:
        await opened_by_vim(it)
        again = vim_arrives(it)
        await settled()
        assert state_of(it).availability == "ready"
        assert again.opened == []
        assert await it.session.invoke(ONE, "shout")


async def test_canvases_of_an_earlier_server_are_stale_until_they_are_shown_again() -> None:
    records = [
        Record(
            instance_id=InstanceId(name),
            canvas_id=NOTE,
            provider_id=ProviderId(provider),
            input={"text": name},
            title="before",
        )
        for name, provider in (("one", "notes"), ("two", "client:vim"))
    ]
    async with hosted() as it:
        session = it.host.session(SESSION, records)
        assert [one.availability for one in session.state.open or ()] == ["stale", "stale"]
        assert [one.title for one in session.state.open or ()] == ["before", "before"]
        await settled()
        assert [one.availability for one in session.state.open or ()] == ["ready", "stale"]
        assert [instance.input for instance in it.notes.opened] == [{"text": "one"}]


async def test_an_id_of_an_earlier_server_is_not_given_out_again() -> None:
    record = Record(
        instance_id=InstanceId("note-1"),
        canvas_id=CanvasId("gone"),
        provider_id=ProviderId("gone"),
        input={},
    )
    async with hosted() as it:
        session = it.host.session(SESSION, [record])
        state = await session.open(OpenRequest(NOTE, input_={"text": "hi"}))
        assert state.instance_id == "note-2"


async def test_canvases_of_a_conversation_that_goes_to_another_server_are_stale() -> None:
    async with hosted() as it:
        vim = await opened_by_vim(it)
        it.session.leave()
        vim_arrives(it)
        await settled()
        assert it.audience.records.keys() == {ONE}
        assert state_of(it).availability == "stale"
        assert vim.closed == []


async def test_a_conversation_that_comes_back_has_open_what_others_left_open() -> None:
    async with hosted() as it:
        for name in ("same", "other", "gone"):
            request = OpenRequest(NOTE, instance_id=InstanceId(name), input_={"text": name})
            await it.session.open(request)
        same = it.audience.records[InstanceId("same")]
        other = replace(it.audience.records[InstanceId("other")], input={"text": "changed"})
        new = replace(same, instance_id=InstanceId("new"), input={"text": "new"})
        it.session.leave()
        it.notes.opened.clear()
        it.session.come_back([same, other, new])
        await settled()
        listed = it.session.state.open or ()
        shown = {instance.instance_id: instance.input["text"] for instance in it.notes.opened}
        assert {one.instance_id for one in listed} == {"same", "other", "new"}
        assert {one.availability for one in listed} == {"ready"}
        assert shown == {"same": "same", "other": "changed", "new": "new"}
        assert {instance.instance_id for instance in it.notes.closed} == {"other", "gone"}


async def test_who_declared_something_need_not_do_so_again_when_a_conversation_comes_back() -> None:
    async with hosted() as it:
        await opened_by_vim(it)
        record = it.audience.records[ONE]
        it.session.leave()
        it.session.come_back([record])
        await settled()
        assert state_of(it).availability == "ready"
        assert await it.session.invoke(ONE, "shout")


async def test_the_canvases_of_a_deleted_conversation_are_closed() -> None:
    async with hosted() as it:
        vim = await opened_by_vim(it)
        session = it.session
        it.host.end(SESSION)
        await settled()
        assert session.state.open == ()
        assert len(vim.closed) == 1
