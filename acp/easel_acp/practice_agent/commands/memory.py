"""Commands that show that the session is remembered."""

from easel_acp.practice_agent.commands.command import Command, plain
from easel_acp.practice_agent.commands.talk import quoted
from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Say, Steps


async def _remember(scene: Scene, argument: str) -> Steps:
    if not argument:
        yield Say("Tell me what: `/remember the door code is 42`.\n")
        return
    scene.session.record.facts.append(argument)
    yield Say(f"I will remember: *{argument}*. `/recall` brings it back, in later sessions too.\n")


async def _recall(scene: Scene, argument: str) -> Steps:
    said = scene.session.said()[:-1]
    if not said:
        yield Say("This is the first thing that you say to me in this session.\n")
        return
    yield Say(f"The first thing you said was:\n\n{quoted(said[0])}\n\n")
    if len(said) > 1:
        yield Say(f"The last was:\n\n{quoted(said[-1])}\n\n")
    yield Say(f"Prompts before this one: {len(said)}.\n")
    if facts := scene.session.record.facts:
        yield Say("\nYou asked me to remember:\n\n" + "\n".join(f"- {fact}" for fact in facts))


REMEMBER = Command(
    "remember",
    "Remember something for this session",
    _remember,
    hint="what",
    words=plain(r"remember(?:\s+that)?\s+(?P<argument>.+?)"),
)
RECALL = Command(
    "recall",
    "Say what you said first and what I am to remember",
    _recall,
    words=plain(r"what did i say(?: first| before)?|what do you remember|do you remember(?: me)?"),
)
