"""A scripted model: an OpenAI-compatible chat-completions server on loopback.

It lets real agents run in tests without a key and without a network. What it answers is decided
by the last line of the last user message that begins with one of these words:

SAY TEXT                 streams TEXT, word by word
THINK TEXT               streams TEXT as reasoning, then `thought`
SLOW N [MS]              streams N numbered words, one every MS milliseconds (50)
RECALL                   streams the instructions of all earlier user messages, one a line
TOOL write PATH TEXT     calls the tool that writes a file
TOOL shell COMMAND       calls the tool that runs a command
CALL NAME JSON           calls the tool whose name ends with NAME, with these arguments
HANG                     accepts the request and sends nothing, not even headers
STALL                    sends `start`, and then nothing
DROP                     sends `start`, and closes the connection
ERROR STATUS             an HTTP error

Tools are found in the request's `tools` by their names, and their arguments by the names and
types in their schemas. Once a tool's result is there the answer is `done: ` and its beginning.
Any other message is answered with `ok`.

    async with model_server() as model:
        ...                                  # start an agent with model.url as its base URL
        request = await model.dropped()      # the agent closed a connection in mid-answer
"""

from easel_testing.model_server.request import ModelRequest
from easel_testing.model_server.server import ModelServer, model_server

__all__ = ["ModelRequest", "ModelServer", "model_server"]
