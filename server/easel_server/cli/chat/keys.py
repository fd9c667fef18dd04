"""The keys of a chat."""

from typing import Protocol

from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent


class Typist(Protocol):
    """Who is told of the keys."""

    def entered(self, text: str) -> None:
        """Enter."""
        ...

    def interrupted(self) -> None:
        """Ctrl-C."""
        ...

    def left(self) -> None:
        """Ctrl-D with nothing typed."""
        ...


@Condition
def _nothing_is_typed() -> bool:
    return not get_app().current_buffer.text


def key_bindings(typist: Typist) -> KeyBindings:
    """Enter sends, Alt-Enter begins a new line, Ctrl-C stops, Ctrl-D leaves."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        menu = buffer.complete_state
        chosen = menu is not None and menu.current_completion is not None
        if chosen and not buffer.text.startswith("/"):
            buffer.complete_state = None  # a file was chosen, and the sentence goes on
        else:
            typist.entered(buffer.text)

    @keys.add("tab")
    def _(event: KeyPressEvent) -> None:
        _complete(event.current_buffer)

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c")
    @keys.add("<sigint>")
    def _(_: KeyPressEvent) -> None:
        typist.interrupted()

    @keys.add("c-d", filter=_nothing_is_typed)
    def _(_: KeyPressEvent) -> None:
        typist.left()

    return keys


def _complete(buffer: Buffer) -> None:
    """Insert the only candidate there is; of several go to the next, or open their menu."""
    if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
        buffer.complete_next()
        return
    asked = CompleteEvent(completion_requested=True)
    candidates = list(buffer.completer.get_completions(buffer.document, asked))
    if len(candidates) == 1:
        buffer.apply_completion(candidates[0])
    elif buffer.complete_state is not None:
        buffer.complete_next()
    else:
        buffer.start_completion(insert_common_part=True)
