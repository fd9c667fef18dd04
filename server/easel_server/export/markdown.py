"""A conversation as Markdown. Pure.

It is a chat document (see `plain_lsp/chat/document.py`): kept as a file whose name ends in
`.chat.md`, the conversation can be gone on with in it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Final

import msgspec

from easel_conversation.clock import from_iso
from easel_conversation.events import Event, Notice, Plan, PromptSteered, TurnEnded, TurnStarted
from easel_conversation.glance import Glance
from easel_conversation.ids import AgentName
from easel_conversation.transcript import Aside, Done, Entry, Said, Section, Told, sections
from easel_conversation.values import ContentBlock, ToolCall
from easel_server.cli.render.edits import FileEdit, changed_lines, file_edits
from easel_server.cli.render.plain import one_line, plain
from easel_server.cli.render.usage import usage_facts
from easel_server.plain_lsp.blocks import markdown_of, plan_line, readable
from easel_server.plain_lsp.chat.document import agent_heading, conversation_marker
from easel_server.plain_lsp.words import ending, tool_call_words
from easel_server.sentences import sentence

_CLOSING_DETAILS: Final = "</details"


def markdown(glance: Glance, events: Iterator[Event]) -> Iterator[str]:
    """The pieces of the document, in order. `events` are those of the log, oldest first."""
    yield f"{conversation_marker(glance.id)}\n\n# {_title(glance)}\n\n{_facts(glance)}\n"
    for section in sections(events):
        for block in _section(section, glance.agent):
            yield f"\n{block}\n"
    yield "\n## You\n\n"


def _title(glance: Glance) -> str:
    return one_line(glance.title) or "Conversation"


def _facts(glance: Glance) -> str:
    name = " ".join(filter(None, (glance.acp_agent_name, glance.acp_agent_version)))
    origin = glance.forked_from
    facts = {
        "Agent": f"{name} (`{glance.agent}`)" if name else f"`{glance.agent}`",
        "Folder": f"`{glance.cwd}`",
        "Begun": _time(glance.created_at),
        "Last change": _time(glance.updated_at),
        "Usage": ", ".join(usage_facts(glance.usage)),
        "Fork of": "" if origin is None else f"`{origin.conversation_id}`",
    }
    rows = [f"| {key} | {_cell(value)} |" for key, value in facts.items() if value]
    return "\n".join(["| | |", "| --- | --- |", *rows])


def _section(section: Section, agent: AgentName) -> Iterator[str]:
    started = section.started
    if started is not None and started.origin == "user":
        yield f"## You\n\n{_text(started.prompt)}"
    if section.turn_id is not None:
        yield agent_heading(started.agent if started else agent, section.turn_id)
    for entry in section.entries:
        yield _entry(entry)
    if section.ended is not None:
        yield f"*{_ending(started, section.ended)}*"


def _entry(entry: Entry) -> str:
    match entry:
        case Said(role="assistant", content=content):
            return _text(content)
        case Said(role="thought", content=content):
            return _folded("Thought", _text(content))
        case Said(content=content):
            return _quoted(f"**You:** {_text(content)}")
        case Done(call=call):
            return _folded(tool_call_words(call), "\n\n".join(_details(call)))
        case Told(event=event):
            return _told(event)


def _told(event: Aside) -> str:
    match event:
        case Plan(entries=entries):
            return "\n".join(map(plan_line, entries))
        case Notice(text=text):
            return _quoted(plain(text))
        case PromptSteered(prompt=prompt):
            return _quoted(f"**You, meanwhile:** {_text(prompt)}")
        case _:
            return _quoted(sentence(event))


def _details(call: ToolCall) -> Iterator[str]:
    for edit in file_edits(call.content):
        yield _edit(edit)
    for item in call.content:
        if item.get("type") == "content" and isinstance(item.get("content"), dict):
            yield _shown(item["content"])
        elif item.get("type") == "terminal" and item.get("output"):
            yield fenced(plain(str(item["output"])))
    if call.raw_input is not None:
        yield f"Input:\n\n{_data(call.raw_input)}"
    if call.raw_output is not None:
        yield f"Output:\n\n{_data(call.raw_output)}"


def _edit(edit: FileEdit) -> str:
    name = f"`{one_line(edit.path)}`" + (" (new)" if edit.old is None else "")
    lines = changed_lines(edit)
    if lines is None:
        return f"{name}: too large to compare here"
    return f"{name}\n\n{fenced(chr(10).join(lines), 'diff')}"


def _shown(block: ContentBlock) -> str:
    text = block.get("text")
    return fenced(plain(text)) if isinstance(text, str) else markdown_of(block)


def _data(value: object) -> str:
    if isinstance(value, str):
        return fenced(plain(value))
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return fenced(plain(text), "json")


def _ending(started: TurnStarted | None, ended: TurnEnded) -> str:
    facts = [ending(ended), *(usage_facts(ended.usage) if ended.usage else [])]
    if started is not None:
        seconds = (from_iso(ended.at) - from_iso(started.at)) / 1000
        facts = [_time(started.at), f"{seconds:.1f} s", *facts]
    return " · ".join(facts)


def _time(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S} UTC"


def _text(blocks: Sequence[ContentBlock]) -> str:
    return readable("\n\n".join(map(markdown_of, blocks)), final=True).strip("\n")


def _folded(summary: str, body: str) -> str:
    if not body:
        return f"- {summary}"
    inside = body.replace(_CLOSING_DETAILS, escape(_CLOSING_DETAILS))
    return f"<details>\n<summary>{escape(summary)}</summary>\n\n{inside}\n\n</details>"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines() or [""])


def _cell(text: str) -> str:
    return one_line(text, 500).replace("|", "\\|")


def fenced(text: str, language: str = "") -> str:
    """The text as a code block that it cannot close."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
