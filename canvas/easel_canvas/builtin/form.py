"""`form`: questions to a person, whose answer goes to the agent."""

from typing import Annotated, Any, Final, Literal

import msgspec
from anyio import to_thread
from msgspec import Meta

from easel_canvas.builtin.form_schema import Field, fields_of
from easel_canvas.builtin.kind import ActionKind, Kind, View
from easel_canvas.builtin.surroundings import Surroundings
from easel_canvas.builtin.text import fenced
from easel_canvas.builtin.waiting import Wait, Waited
from easel_canvas.checks.schemas import Validators
from easel_canvas.errors import ActionNotHandled, CanvasRefused
from easel_canvas.inputs import KIB, Titled, decode, unfit
from easel_canvas.values import Json, JsonObject

MAX_ANSWER: Final = 256 * KIB
State = Literal["open", "submitted", "declined"]


class FormInput(Titled, frozen=True, kw_only=True):
    """Questions."""

    schema: Annotated[
        dict[str, Any],
        Meta(
            description="The answer as a flat JSON Schema: an object whose `properties` are "
            "strings (`enum` or `oneOf` for a choice, `format`: email, uri, date, or `multiline` "
            "for a large field), numbers, integers, booleans, or arrays of a string `enum` for "
            "several choices. `title` and `description` of a property are shown, `default` is "
            "filled in, `required` is enforced."
        ),
    ]
    message: (
        Annotated[str, Meta(max_length=20_000, description="What this is about, in Markdown.")]
        | None
    ) = None
    submit_label: (
        Annotated[str, Meta(max_length=60, description="What the button says. Unset: Submit.")]
        | None
    ) = None


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a form, as it outlives the server. `told`: what the agent may not know yet."""

    state: Literal["submitted", "declined"]
    answer: dict[str, Any] | None = None
    told: str | None = None


class SubmitMessage(msgspec.Struct, frozen=True, tag="submit"):
    """From a view: this is the answer."""

    values: dict[str, Any]


class DeclineMessage(msgspec.Struct, frozen=True, tag="decline"):
    """From a view: there will be no answer."""


class FormView(View):
    """Questions, and the answer once there is one. A person may answer again."""

    def __init__(
        self,
        given: FormInput,
        fields: tuple[Field, ...],
        validators: Validators,
        surroundings: Surroundings,
    ) -> None:
        super().__init__()
        self.title = given.title
        self._given = given
        self._fields = fields
        self._validators = validators
        self._surroundings = surroundings
        self._state: State = "open"
        self._answer: JsonObject | None = None
        self._problems: list[str] = []
        self._answers = Waited[JsonObject](1)
        self._told: str | None = None
        self.status = "waits for an answer"
        if surroundings.memory is not None:
            self._recall(msgspec.convert(surroundings.memory, Settled))

    def content(self) -> JsonObject:
        """`{schema, message, submitLabel, state, answer, problems}`.

        `state` is `open`, `submitted` or `declined`; `answer` has the values that were accepted;
        `problems` says what was wrong with the last ones that were not.
        """
        return {
            "schema": self._given.schema,
            "message": self._given.message,
            "submitLabel": self._given.submit_label or "Submit",
            "state": self._state,
            "answer": self._answer,
            "problems": self._problems,
        }

    def text(self) -> str:
        """The questions and how to answer them, or the answer."""
        parts = [self._given.message] if self._given.message else []
        parts.append("\n".join(map(_question, self._fields)))
        if self._answer is not None:
            parts.append(f"Answered:\n\n{_json(self._answer)}")
        elif self._state == "declined":
            parts.append("Declined.")
        else:
            example = "\n".join(f"{field.name}: …" for field in self._fields)
            parts.append(f"To answer, write to the agent:\n\n{fenced(example)}")
        return "\n\n".join(parts)

    async def invoke(self, name: str, input_: JsonObject) -> Json:
        """`wait`: `{state, values}` with `state` `submitted`, `declined` or `open`."""
        if name != "wait":
            raise ActionNotHandled(name)
        seconds = decode(Wait, input_).timeout_seconds
        if self._state == "open":
            await self._answers.take(seconds)
        self._forget_news()
        return self._result()

    async def receive(self, payload: Json) -> None:
        """`{type: "submit", values}` or `{type: "decline"}`."""
        try:
            message = msgspec.convert(payload, SubmitMessage | DeclineMessage)
        except msgspec.ValidationError:
            return
        if isinstance(message, SubmitMessage):
            await self._submit(message.values)
        else:
            self._settle("declined", None)

    def closed(self) -> None:
        """There will be no answer any more."""
        super().closed()
        if self._state == "open":
            self._state = "declined"
        self._answers.end()

    async def _submit(self, values: JsonObject) -> None:
        problem = await self._problem_of(values)
        if problem is None:
            self._settle("submitted", values)
        else:
            self._problems = [problem]
            self.changed()

    async def _problem_of(self, values: JsonObject) -> str | None:
        if len(msgspec.json.encode(values)) > MAX_ANSWER:
            return f"The answer has more than {MAX_ANSWER // KIB} KiB."
        try:
            await to_thread.run_sync(self._validators.check, values, self._given.schema)
        except CanvasRefused as refusal:
            return refusal.message
        return None

    def _settle(self, state: Literal["submitted", "declined"], answer: JsonObject | None) -> None:
        self._forget_news()
        awaited = self._answers.awaited
        self._recall(Settled(state, answer))
        if awaited:
            self._answers.put(self._result())
        else:
            self._told = self._news()
            self._surroundings.handle.tell_agent(self._told)
        settled = Settled(state, answer, self._told)
        self._surroundings.handle.remember(msgspec.to_builtins(settled))
        self.changed()

    def _recall(self, settled: Settled) -> None:
        self._state, self._answer, self._told = settled.state, settled.answer, settled.told
        self._problems = []
        self.status = "answered" if settled.state == "submitted" else "declined"

    def _forget_news(self) -> None:
        """The agent is not to hear twice of an answer, nor of one that was replaced."""
        if self._told is not None:
            self._surroundings.handle.take_back(self._told)
            self._told = None

    def _result(self) -> JsonObject:
        return {"state": self._state, "values": self._answer}

    def _news(self) -> str:
        form = f"The form in the canvas `{self._surroundings.instance_id}` was {self._state}"
        return f"{form}." if self._answer is None else f"{form}:\n{_json(self._answer)}"


def _question(field: Field) -> str:
    needed = "" if field.required else ", optional"
    default = field.schema.get("default")
    preset = "" if default is None else f", default `{default}`"
    described = field.schema.get("description")
    more = f"  \n  {' '.join(str(described).split())}" if described else ""
    return f"- **{field.title}** (`{field.name}`): {field.hint}{needed}{preset}{more}"


def _json(value: JsonObject) -> str:
    return fenced(msgspec.json.format(msgspec.json.encode(value), indent=2).decode(), "json")


async def _make(given: FormInput, surroundings: Surroundings) -> View:
    fields = fields_of(given.schema)
    validators = Validators(size=2)
    defaults = {f.name: f.schema["default"] for f in fields if "default" in f.schema}
    without_required = {**given.schema, "required": []}
    try:
        await to_thread.run_sync(validators.check_schema, given.schema)
        await to_thread.run_sync(validators.check, defaults, without_required)
    except CanvasRefused as refusal:
        raise unfit(f"`schema` cannot be used: {refusal.message}") from None
    return FormView(given, fields, validators, surroundings)


FORM = Kind(
    canvas_id="form",
    title="Form",
    description="Ask a person several things at once, in a form. Open it, then call the action "
    "`wait` to get the answer. If the person takes longer, end your turn: the answer then comes "
    "with the next message.",
    input=FormInput,
    make=_make,
    actions=(
        ActionKind(
            "wait",
            "Wait for the answer. The result is `{state, values}`: state is `submitted`, "
            "`declined`, or `open` if nobody has answered yet.",
            Wait,
        ),
    ),
)
