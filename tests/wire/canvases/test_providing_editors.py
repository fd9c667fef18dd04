"""Editors that provide canvases: what they declare, are asked for, and say."""

from pathlib import Path
from typing import Any

import pytest

from easel_server.io.jsonrpc import ResponseError
from easel_testing.canvas_editor import DIFF, CanvasEditor, canvas_editor
from easel_testing.easel import SharedServer
from easel_testing.easel_client import Json

PROVIDER_ERROR = -32012


async def shown(_: Json) -> Json:
    return {"title": "a.py", "status": "2 changes", "url": "https://example.com/diff"}


async def open_diff(vim: CanvasEditor, **params: Any) -> tuple[str, str]:
    """A conversation in which the editor provides `diff`, and an open one of it."""
    conversation = await vim.conversation()
    vim.answers["canvasOpen"] = shown
    await vim.outcome(vim.provide(conversation, DIFF))
    asked = {"canvasId": "compare", "input": {"left": "x"}, **params}
    opened = await vim.ask("canvas/open", conversationId=conversation, **asked)
    return conversation, opened["channel"]


async def test_the_server_says_which_profiles_it_speaks(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        assert vim.served["canvasProfiles"] == ["pr298-r1", "pr298-r4", "ahp-1.0"]


async def test_what_an_editor_declares_can_be_opened_by_all(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim, canvas_editor(server, tmp_path) as emacs:
        conversation = await vim.conversation()
        session = f"ahp-session:/{conversation}"
        state = await emacs.subscribe(session)
        number = vim.provide(conversation, DIFF)

        echo = await vim.outcome(number)
        changed = await emacs.told("session/canvasesChanged")
        listed = await emacs.ask("canvas/list", conversationId=conversation)

        assert state["provider"] == "easel-practice"
        assert state["activeClients"] == []
        assert echo["origin"] == {"clientId": "vim", "clientSeq": number}
        declared = {
            "extensionId": "client:vim",
            "extensionName": "vim",
            "source": {"kind": "client", "clientId": "vim"},
            **DIFF,
        }
        assert declared in changed["action"]["canvases"]
        assert declared in listed["declarations"]
        assert listed["open"] == []


async def test_a_canvas_is_opened_acted_upon_changed_and_closed(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        conversation, channel = await open_diff(vim, instanceId="diff-a")
        session = f"ahp-session:/{conversation}"
        await vim.subscribe(session)
        asked = await vim.was_asked("canvasOpen")

        assert asked == {
            "channel": session,
            "instanceId": "diff-a",
            "canvasId": "compare",
            "extensionId": "client:vim",
            "input": {"left": "x"},
            "_meta": {"channel": channel},
        }
        assert await vim.subscribe(channel) == {
            "instanceId": "diff-a",
            "canvasId": "compare",
            "extensionId": "client:vim",
            "extensionName": "vim",
            "displayName": "Compare",
            "input": {"left": "x"},
            "title": "a.py",
            "status": "2 changes",
            "url": "https://example.com/diff",
            "availability": "ready",
            "provider": {"kind": "client", "clientId": "vim"},
        }

        async def went(params: Json) -> Json:
            return {"value": {"at": params["input"]["line"]}}

        vim.answers["canvasInvokeAction"] = went
        value = await vim.ask(
            "ahp/canvasInvokeAction", channel=channel, actionName="goto", input={"line": 3}
        )
        assert value == {"value": {"at": 3}}

        vim.dispatch(channel, "canvas/updated", title="b.py")
        mirrored = await vim.action(
            lambda one: one["action"].get("openCanvases", [{}])[0].get("title") == "b.py"
        )
        assert mirrored["channel"] == session

        await vim.ask("canvas/close", channel=channel)
        closed = await vim.was_asked("canvasClose")
        await vim.told("session/openCanvasesChanged", openCanvases=[])
        assert closed["instanceId"] == "diff-a"
        assert await vim.ask("canvas/close", channel=channel) == {}


async def test_opening_an_open_canvas_brings_it_to_the_front_with_a_new_input(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        conversation, channel = await open_diff(vim, instanceId="one")
        again = await vim.ask(
            "canvas/open",
            conversationId=conversation,
            canvasId="compare",
            instanceId="one",
            input={"left": "y"},
        )
        await vim.told("canvas/message", payload={"kind": "focus"})
        state = await vim.subscribe(channel)
        listed = await vim.ask("canvas/list", conversationId=conversation)

        assert again["channel"] == channel
        assert state["input"] == {"left": "y"}
        assert len(listed["open"]) == 1
        assert [params["input"] for _, params in vim.asked] == [{"left": "x"}, {"left": "y"}]


async def test_only_who_provides_a_canvas_can_change_it(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim, canvas_editor(server, tmp_path) as emacs:
        _, channel = await open_diff(vim)
        await emacs.subscribe(channel)

        refused = await emacs.outcome(emacs.dispatch(channel, "canvas/updated", title="mine"))
        state = await vim.subscribe(channel)

        assert "provides" in refused["rejectionReason"]
        assert state["title"] == "a.py"
        assert not [one for one in vim.actions if one["action"].get("title") == "mine"]


async def test_messages_go_from_views_to_the_provider_and_back(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim, canvas_editor(server, tmp_path) as emacs:
        _, channel = await open_diff(vim)
        await emacs.subscribe(channel)

        emacs.dispatch(channel, "canvas/message", payload={"clicked": 1})
        heard = await vim.told("canvas/message", payload={"clicked": 1})
        vim.dispatch(channel, "canvas/message", payload={"scrollTo": 9})
        answer = await emacs.told("canvas/message", payload={"scrollTo": 9})

        assert heard["channel"] == answer["channel"] == channel
        assert answer["origin"]["clientId"] == "vim"


async def test_a_person_who_closes_a_view_closes_the_canvas(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as vim, canvas_editor(server, tmp_path) as emacs:
        conversation, channel = await open_diff(vim)
        emacs.dispatch(channel, "canvas/closeRequested")
        await vim.was_asked("canvasClose")
        listed = await vim.ask("canvas/list", conversationId=conversation)
        assert listed["open"] == []


async def test_canvases_of_an_editor_that_leaves_are_stale_until_it_is_back(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as emacs:
        async with canvas_editor(server, tmp_path) as vim:
            conversation, channel = await open_diff(vim)
            vim.created.clear()
            await emacs.subscribe(f"ahp-session:/{conversation}")
            await emacs.subscribe(channel)
        await emacs.told("canvas/updated", availability="stale")
        changed = await emacs.told("session/canvasesChanged")
        stale = await emacs.refused("ahp/canvasInvokeAction", channel=channel, actionName="goto")
        assert "client:vim" not in str(changed)
        assert stale.code == PROVIDER_ERROR
        assert stale.data["code"] == "canvas_provider_unavailable"

        async with canvas_editor(server, tmp_path) as vim:
            vim.answers["canvasOpen"] = shown
            vim.created.append(conversation)
            vim.provide(conversation, DIFF)
            asked = await vim.was_asked("canvasOpen")
            await emacs.told("canvas/updated", availability="ready")
            assert asked["input"] == {"left": "x"}


async def test_an_error_of_the_provider_reaches_who_asked(
    server: SharedServer, tmp_path: Path
) -> None:
    async def fails(_: Json) -> Json:
        data = {"code": "buffer_gone", "message": "The buffer is gone."}
        raise ResponseError(PROVIDER_ERROR, "cannot open", data)

    async with canvas_editor(server, tmp_path) as vim:
        conversation = await vim.conversation()
        vim.answers["canvasOpen"] = fails
        await vim.outcome(vim.provide(conversation, DIFF))
        refused = await vim.refused(
            "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
        )
        listed = await vim.ask("canvas/list", conversationId=conversation)

        assert refused.code == -33012
        assert refused.data == {
            "kind": "canvasProviderError",
            "code": "buffer_gone",
            "message": "The buffer is gone.",
        }
        assert listed["open"] == []


async def test_a_provider_that_leaves_in_the_middle_of_a_call_fails_the_call(
    server: SharedServer, tmp_path: Path
) -> None:
    async with canvas_editor(server, tmp_path) as emacs:
        conversation = await emacs.conversation()
        async with canvas_editor(server, tmp_path) as vim:

            async def leaves(_: Json) -> Json:
                await vim.channel.aclose(0)
                return {}

            vim.answers["canvasOpen"] = leaves
            await vim.outcome(vim.provide(conversation, DIFF))
            refused = await emacs.refused(
                "canvas/open", conversationId=conversation, canvasId="compare", input={"left": "x"}
            )
            assert refused.data["code"] == "canvas_provider_unavailable"


async def test_an_editor_speaks_only_for_itself(server: SharedServer, tmp_path: Path) -> None:
    async with canvas_editor(server, tmp_path) as vim, canvas_editor(server, tmp_path) as emacs:
        conversation = await vim.conversation()
        await vim.outcome(vim.provide(conversation, DIFF))
        session = f"ahp-session:/{conversation}"

        taken = emacs.provide(conversation, client_id="vim")
        refused = await emacs.action(lambda one: "rejectionReason" in one)
        removes = await emacs.outcome(
            emacs.dispatch(session, "session/activeClientRemoved", clientId="vim")
        )
        writes = await emacs.outcome(
            emacs.dispatch(session, "session/openCanvasesChanged", openCanvases=[])
        )
        listed = await vim.ask("canvas/list", conversationId=conversation)

        assert refused["origin"]["clientSeq"] == taken
        assert "rejectionReason" in removes
        assert "rejectionReason" in writes
        assert any(one["extensionId"] == "client:vim" for one in listed["declarations"])


@pytest.mark.parametrize(
    "canvas",
    [
        {"canvasId": "bad id", "displayName": "x", "description": "y"},
        {"canvasId": "x", "displayName": "x" * 1_000_000, "description": "y"},
        {"canvasId": "x", "displayName": "x", "description": "y", "inputSchema": {"type": "no"}},
        {
            "canvasId": "x",
            "displayName": "x",
            "description": "y",
            "inputSchema": {"$ref": "file:///etc/passwd"},
        },
        {"canvasId": "x", "description": "y"},
    ],
)
async def test_declarations_that_make_no_sense_are_rejected_as_a_whole(
    server: SharedServer, tmp_path: Path, canvas: Json
) -> None:
    async with canvas_editor(server, tmp_path) as vim:
        conversation = await vim.conversation()
        refused = await vim.outcome(vim.provide(conversation, DIFF, canvas))
        listed = await vim.ask("canvas/list", conversationId=conversation)
        assert refused["rejectionReason"]
        assert "client:vim" not in str(listed)
