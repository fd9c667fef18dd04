"""What the model does about a request."""

from dataclasses import dataclass, field
from json import JSONDecoder
from typing import Any, Literal, TypeAlias

from easel_testing.model_server.chunks import call, thoughts, words
from easel_testing.model_server.request import ModelRequest
from easel_testing.model_server.tools import SEARCH, NoSuchTool, call_by_name, tool_call

Ending: TypeAlias = Literal["stop", "tool_calls", "stall", "drop"]
RESULT_CHARACTERS = 200


@dataclass(frozen=True)
class Answer:
    """`status` other than 200 is an HTTP error, None means that not even headers are sent.

    `every` is the pause between two deltas in seconds.
    """

    deltas: list[dict[str, Any]] = field(default_factory=list)
    ending: Ending = "stop"
    every: float = 0.0
    status: int | None = 200


def answer_to(request: ModelRequest) -> Answer:
    """The answer that the last user message asks for; see the package's docstring."""
    if (result := request.tool_result) is not None and request.called != SEARCH:
        return Answer(words(f"done: {result[:RESULT_CHARACTERS]}"))
    verb, argument = request.instruction or ("SAY", "ok")
    match verb:
        case "SAY":
            return Answer(words(argument))
        case "THINK":
            return Answer([*thoughts(argument), *words("thought")])
        case "SLOW":
            count, _, pause = argument.partition(" ")
            deltas = [{"content": f"word-{number} "} for number in range(int(count))]
            return Answer(deltas, every=float(pause or 50) / 1000)
        case "RECALL":
            return Answer(words("\n".join(request.earlier_instructions) or "nothing"))
        case "TOOL":
            return _tool(request, argument)
        case "CALL":
            return _call(request, argument)
        case "HANG":
            return Answer(status=None)
        case "ERROR":
            return Answer(status=int(argument))
    return Answer(words("start"), ending="stall" if verb == "STALL" else "drop")


def _tool(request: ModelRequest, argument: str) -> Answer:
    purpose, _, rest = argument.partition(" ")
    try:
        if purpose == "write":
            path, _, text = rest.partition(" ")
            function = tool_call(request.tools, "write", path=path, text=text)
        else:
            function = tool_call(request.tools, "shell", command=rest)
    except NoSuchTool as error:
        return Answer(words(str(error)))
    return Answer([call(function)], ending="tool_calls")


def _call(request: ModelRequest, argument: str) -> Answer:
    name, _, arguments = argument.partition(" ")
    try:
        given, _ = JSONDecoder().raw_decode(arguments)  # agents put words of their own behind it
        function = call_by_name(request, name, given)
    except (NoSuchTool, ValueError) as error:  # agents also repeat prompts, cut in the middle
        return Answer(words(str(error)))
    return Answer([call(function)], ending="tool_calls")
