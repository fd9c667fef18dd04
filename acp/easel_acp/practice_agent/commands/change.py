"""What all changes of files have in common: permission first, then the work."""

from collections.abc import Awaitable, Callable, Sequence

from easel_acp.practice_agent.scene import Scene
from easel_acp.practice_agent.steps import Content, Say, Steps, Tool
from easel_acp.practice_agent.workspace import FileError


async def change(
    scene: Scene,
    tool: Tool,
    work: Callable[[], Awaitable[None]],
    success: str,
    content: Sequence[Content] | None = None,
) -> Steps:
    """Do `work` if it is allowed, and say `success`; `content` is what the tool call shows.

    `work` may raise `FileError`.
    """
    yield tool.start(content)
    verdict = await scene.permission(tool, "edit", content)
    if not verdict.granted:
        yield tool.failed(verdict.reason)
        yield Say(f"I changed nothing. {verdict.reason}\n")
        return
    yield tool.running()
    try:
        await work()
    except FileError as error:
        yield tool.failed(str(error))
        yield Say(f"That did not work: {error}\n")
        return
    yield tool.done({"done": True}, content)
    yield Say(success)
