"""Commands that only speak."""

import difflib
from collections.abc import Collection
from itertools import cycle, islice

import anyio

from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Pause, Say, Steps, Think

INTRODUCTION = """\
Hi, I am the **practice agent**: no key, no network, no model. You can type `/plan`, `/edit`, \
`/run`, `/ask`, `/think`, `/table`, `/long` or plain words; `/help` lists everything.

"""
HELP = """\
### What you can type

{commands}

Plain words work too: *make a plan*, *run ls*, *ask me something*, *what did I say first?* \
Anything else I repeat. **Stop** works at every moment; try it on `/long`.
"""
HELP_WORDS = plain(r"help|what can (?:you|i) (?:do|type|say)")

_SAMPLE = """\
A table, a list and code, to see how they render:

| Feature | Command | Asks first |
|:--------|:-------:|-----------:|
| Plan    | `/plan` | no         |
| Edit    | `/edit` | yes        |
| Command | `/run`  | yes        |

1. **Bold**, *italic*, ~~struck~~ and [a link](https://agentclientprotocol.com).
2. A task list:
   - [x] streamed in pieces
   - [ ] read by you

```python
def greet(name: str) -> str:
    return f"Hello, {name}!"
```

> Quotes wrap over several lines when they are long enough, which this one tries to be.
"""
_PARAGRAPHS = (
    "This is a long answer, so that you have time to press **Stop**. What has arrived by then "
    "stays, and the next prompt goes to the same session.",
    "A good agent stops at once: it does not finish the sentence, the tool call or the command "
    "first. Then it says that the turn was *cancelled*, which is not an error.",
    "Meanwhile you can scroll, select and copy. Text that streams in should not move what you "
    "are reading.",
)
DEFAULT_PARAGRAPHS = 40
MAX_PARAGRAPHS = 100_000
MAX_WAIT_SECONDS = 3600
MAX_QUOTED_CHARS = 2000


async def echo(scene: Scene) -> Steps:
    """Answer a prompt that names no command."""
    text, attachments = scene.prompt.text, scene.prompt.attachments
    if text:
        yield Say(f"You said:\n\n{quoted(text)}\n\nThat is {_count(len(text.split()), 'word')}. ")
    if attachments:
        rows = "\n".join(f"- **{item.name}**: {item.detail}" for item in attachments)
        yield Say(f"You attached:\n\n{rows}\n\n")
    yield Say("I have no model to think about it with, but `/help` says what I can do.\n")


async def unknown_command(text: str, known: Collection[str]) -> Steps:
    """Answer a slash command that does not exist."""
    name = text.split(maxsplit=1)[0]
    close = difflib.get_close_matches(name.removeprefix("/"), known, n=1)
    guess = f" Did you mean `/{close[0]}`?" if close else ""
    yield Say(f"There is no command `{name}`.{guess} `/help` lists them all.\n")


async def _think(scene: Scene, argument: str) -> Steps:
    subject = argument or "the question"
    yield Think(f"First I look at {subject} from all sides. ")
    yield Pause(0.2)
    yield Think("Then I weigh what speaks for it and against it.\n\nNow it is clear.")
    yield Pause(0.2)
    yield Say(f"I have thought about {subject}. My thoughts came apart from this answer.\n")


async def _table(scene: Scene, argument: str) -> Steps:
    yield Say(_SAMPLE)


async def _long(scene: Scene, argument: str) -> Steps:
    count = MAX_PARAGRAPHS if argument == "forever" else _number(argument, DEFAULT_PARAGRAPHS)
    paragraphs = islice(cycle(_PARAGRAPHS), min(count, MAX_PARAGRAPHS))
    for number, paragraph in enumerate(paragraphs, start=1):
        yield Say(f"{number}. {paragraph}\n\n")
    yield Say("That was all of it.\n")


async def _wait(scene: Scene, argument: str) -> Steps:
    seconds = min(_number(argument, 60), MAX_WAIT_SECONDS)
    yield Say(f"I say nothing for {_count(seconds, 'second')}. Stop works here too.\n\n")
    await anyio.sleep(seconds)
    yield Say("Here I am again.\n")


def quoted(text: str) -> str:
    """Return a text as a Markdown quote, cut if it is long."""
    if len(text) > MAX_QUOTED_CHARS:
        text = f"{text[:MAX_QUOTED_CHARS]} …"
    return "\n".join(f"> {line}" for line in text.splitlines() or [""])


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


THINK = Command(
    "think",
    "Think aloud, then answer",
    _think,
    hint="[about what]",
    words=plain(r"think(?:\s+about\s+(?P<argument>.+?))?"),
)
TABLE = Command(
    "table",
    "Show Markdown: a table, lists, code",
    _table,
    words=plain(r"(?:show (?:me )?)?(?:a |some )?(?:table|markdown)"),
)
LONG = Command(
    "long",
    "Answer at length, so that you can press Stop",
    _long,
    hint="[paragraphs or forever]",
    words=plain(r"(?:give me |write )?a (?:very )?long (?:answer|story|text)"),
)
WAIT = Command("wait", "Say nothing for a while", _wait, hint="[seconds]")
