"""A chat document: what it says, and how an answer is written into it."""

from hypothesis import given
from hypothesis import strategies as st

from easel_conversation.ids import AgentName, ConversationId, TurnId
from easel_server.plain_lsp.blocks import Block, readable
from easel_server.plain_lsp.chat.answering import end_turn, is_written, joined, write_answer
from easel_server.plain_lsp.chat.document import applied, begin_turn, read_chat

ID, AGENT, TURN = ConversationId("c0ffee"), AgentName("test"), TurnId("0123456789abcdef")
BEGUN = "<!-- easel: c0ffee -->\n\n## You\n\nHi\n\n## Agent: test <!-- turn 0123456789ab -->\n"


def begun(text: str) -> str:
    return applied(text, begin_turn(text, ID, AGENT, TURN))


def written(text: str, old: list[Block], new: list[Block]) -> str:
    changes = write_answer(text, TURN, old, new)
    assert changes is not None
    return applied(text, changes)


def ended(text: str, blocks: list[Block]) -> str:
    changes = end_turn(text, TURN, blocks)
    assert changes is not None
    return applied(text, changes)


def test_the_last_section_of_a_person_is_the_prompt() -> None:
    chat = read_chat("## You\n\none\n\n## Agent: x\n\ntwo\n\n## You\n\nthree\n")
    assert (chat.prompt, chat.conversation_id) == ("three", None)
    assert read_chat("## You\n\none\n\n## Agent: x\n\ntwo").prompt == ""
    assert read_chat("## Your idea\n## Agents\nno headings of ours").prompt.startswith("## Your")


def test_a_document_without_headings_is_a_prompt() -> None:
    assert read_chat("Just this").prompt == "Just this"
    assert begun("Hi") == BEGUN
    assert begun("## You\n\nHi\n") == BEGUN
    assert begun("<!-- easel: c0ffee -->\n\nHi") == BEGUN


def test_the_conversation_is_named_below_the_front_matter_and_only_once() -> None:
    front = "---\ntitle: x\n---\n"
    assert begun(f"{front}## You\n\nHi") == front + BEGUN
    assert begun(f"{front}Hi") == front + BEGUN
    assert begun("<!-- easel: former -->\n\n## You\n\nHi") == BEGUN
    assert begun(BEGUN) == BEGUN
    assert read_chat(BEGUN).conversation_id == ID


def test_a_mention_of_a_conversation_in_the_text_names_none() -> None:
    assert read_chat("## You\n<!-- easel: other -->\n").conversation_id is None


def test_an_answer_grows_and_ends_with_a_new_section_for_the_person() -> None:
    text, tool = Block("text 1", "Looking."), Block("tool 1", "- Grep (runs)")
    more, done = Block("text 2", "Found"), Block("tool 1", "- Grep (done)")
    document = written(begun("Hi"), [], [text])
    document = written(document, [text], [text, tool])
    document = written(document, [text, tool], [text, done, more])

    assert ended(document, [text, done, more]) == (
        f"{BEGUN}\nLooking.\n\n- Grep (done)\n\nFound\n\n## You\n\n"
    )


def test_what_is_typed_behind_a_growing_answer_stays_behind_it_and_is_the_next_prompt() -> None:
    one, two = [Block("text 1", "one")], [Block("text 1", "one two")]
    document = written(begun("Hi"), [], one) + "\n\nWhy?"
    document = ended(written(document, one, two), two)

    assert document.startswith(f"{BEGUN}\none two\n\n## You\n")
    assert read_chat(document).prompt == "Why?"


def test_a_prompt_that_was_begun_below_a_growing_answer_is_left_alone() -> None:
    one, two = [Block("text 1", "one")], [Block("text 1", "one two")]
    document = written(begun("Hi"), [], one) + "\n\n## You\n\nWhy?"
    document = written(document, one, two)

    assert document == f"{BEGUN}\none two\n\n## You\n\nWhy?"
    assert ended(document, two) == document


def test_a_tool_call_that_a_person_wrote_into_stays_as_it_is() -> None:
    runs, done = [Block("tool 1", "- Grep (runs)")], [Block("tool 1", "- Grep (done)")]
    document = written(begun("Hi"), [], runs).replace("Grep", "Grep for what?")

    assert written(document, runs, done) == document


def test_of_two_equal_lines_the_right_one_changes() -> None:
    a, b = Block("tool a", "- Read (runs)"), Block("tool b", "- Read (runs)")
    done = Block("tool b", "- Read (done)")
    document = written(begun("Hi"), [], [a, b])

    assert written(document, [a, b], [a, done]).endswith("\n- Read (runs)\n- Read (done)")


def test_an_answer_whose_section_was_removed_is_written_nowhere() -> None:
    assert write_answer("## You\n\nHi", TURN, [], [Block("text 1", "one")]) is None
    assert end_turn("## You\n\nHi", TURN, []) is None


TEXTS = st.text(alphabet="ab \n#-", max_size=12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), TEXTS, st.just(0)),
        st.tuples(st.just("tool"), st.sampled_from(["runs", "done"]), st.integers(0, 2)),
        st.tuples(st.just("type"), TEXTS, st.integers(0, 500)),
    ),
    max_size=25,
)


@given(TEXTS, STEPS)
def test_nothing_that_a_person_types_is_ever_lost(
    prompt: str, steps: list[tuple[str, str, int]]
) -> None:
    """The person's characters are told apart by their own alphabet: each must be there at the end,
    in the order in which they stood in the document before each change of ours."""
    typed = prompt.translate(MINE)
    document = begun(typed)
    assert mine(document) == mine(typed)
    blocks: list[Block] = []
    for kind, text, number in steps:
        if kind == "type":
            at = min(number, len(document))
            document = document[:at] + text.translate(MINE) + document[at:]
            continue
        new = step(blocks, kind, text, number)
        before = mine(document)
        changes = write_answer(document, TURN, blocks, new)
        if changes is None:
            return
        document = applied(document, changes)
        assert mine(document) == before
        blocks = new
    before = mine(document)
    document = applied(document, end_turn(document, TURN, blocks) or ())
    assert mine(document) == before


@given(STEPS)
def test_without_a_person_the_document_holds_exactly_the_answer(
    steps: list[tuple[str, str, int]],
) -> None:
    document, blocks = begun("Hi"), list[Block]()
    for kind, text, number in steps:
        if kind != "type":
            new = step(blocks, kind, text, number)
            document = written(document, blocks, new)
            assert is_written(document, TURN, blocks, new)
            blocks = new
    assert document == BEGUN + joined(blocks)


MINE = str.maketrans("ab", "λμ")


def mine(text: str) -> str:
    """What the person typed, without blanks and heading marks."""
    return "".join(character for character in text if character in "λμ")


def step(blocks: list[Block], kind: str, text: str, number: int) -> list[Block]:
    """The blocks after the agent spoke or used a tool."""
    if kind == "tool":
        key, line = f"tool {number}", f"- Tool {number} ({text})"
        if any(block.key == key for block in blocks):
            return [Block(key, line) if block.key == key else block for block in blocks]
        return [*blocks, Block(key, line)]
    if blocks and blocks[-1].key.startswith("text "):
        last = blocks[-1]
        return [*blocks[:-1], Block(last.key, last.text + readable(text, final=True))]
    return [*blocks, Block(f"text {len(blocks)}", readable(text, final=True))]
