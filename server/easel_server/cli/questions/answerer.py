"""Who answers the questions of an agent."""

from dataclasses import dataclass
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from easel_conversation.events import ElicitationRequested, PermissionRequested
from easel_conversation.values import ElicitationAction, JsonObject
from easel_server.cli.questions.form import Field, FieldError, Value, fields
from easel_server.cli.render.permission import Answer, answers, automatic, choices, chosen
from easel_server.cli.render.plain import one_line, plain

OptionId = str


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """The answer to a form, or that there is none."""

    action: ElicitationAction
    content: JsonObject | None = None


class Answerer(Protocol):
    """Answers what an agent asks; a question that is taken back cancels the call."""

    async def permission(self, event: PermissionRequested) -> OptionId | None:
        """The option to choose, None to choose nothing."""
        ...

    async def elicitation(self, event: ElicitationRequested) -> FormAnswer:
        """What was filled in."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """Always the same answer to permissions; forms are left alone. Nobody is asked."""

    answer: Answer

    async def permission(self, event: PermissionRequested) -> OptionId | None:
        choice = automatic(choices(event.options), self.answer)
        return None if choice is None else choice.option_id

    async def elicitation(self, event: ElicitationRequested) -> FormAnswer:
        return FormAnswer("cancel")


class Person(Protocol):
    """Somebody at a terminal."""

    async def line(self, prompt: str) -> str | None:
        """What they type, without the newline; None if they would rather not."""
        ...

    def tell(self, what: RenderableType) -> None:
        """Show them something."""
        ...


@dataclass(frozen=True, slots=True)
class ByPerson:
    """Asks somebody. Nothing is chosen without being typed, never by Enter alone."""

    person: Person

    async def permission(self, event: PermissionRequested) -> OptionId | None:
        offered = choices(event.options)
        self.person.tell(answers(event))
        while True:
            typed = await self.person.line(
                f"{one_line(event.tool_call.title, 40)}? (key, then Enter) "
            )
            if typed is None:
                return None
            if choice := chosen(offered, typed):
                return choice.option_id
            keys = ", ".join("/".join(choice.keys) for choice in offered)
            self.person.tell(Text(f"Please type one of {keys}.", style="yellow"))

    async def elicitation(self, event: ElicitationRequested) -> FormAnswer:
        if event.mode == "url":
            return await self._visit(event.url or "")
        content: JsonObject = {}
        for field in fields(event.requested_schema or {}):
            try:
                value = await self._field(field)
            except EOFError:
                return FormAnswer("decline")
            if value is not None:
                content[field.name] = value
        return FormAnswer("accept", content)

    async def _visit(self, url: str) -> FormAnswer:
        self.person.tell(Text(plain(url), style="underline"))
        typed = await self.person.line("Open that address, then press Enter (n: no): ")
        declined = typed is None or typed.strip().casefold() in {"n", "no"}
        return FormAnswer("decline" if declined else "accept")

    async def _field(self, field: Field) -> Value | None:
        """Ask until the answer fits.

        Raises:
            EOFError: they would rather not.
        """
        self.person.tell(_question(field))
        while True:
            typed = await self.person.line(f"{field.title}: ")
            if typed is None:
                raise EOFError
            try:
                return field.parse(typed)
            except FieldError as error:
                self.person.tell(Text(str(error), style="yellow"))


def _question(field: Field) -> Text:
    hint = field.hint()
    text = Text.assemble((field.title, "bold"), (f"  ({hint})" if hint else "", "dim"))
    if description := field.schema.get("description"):
        text.append(f"\n{one_line(str(description))}", style="dim")
    for number, option in enumerate(field.options, 1):
        text.append(f"\n  {number} {option.title}")
    return text
