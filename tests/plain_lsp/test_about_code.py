"""Prompts about code name its lines and hold them."""

from hypothesis import given
from hypothesis import strategies as st

from easel_server.plain_lsp.about_code import excerpt, prompt_about

LINES = ["a\n", "b\n", "c\n"]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_an_excerpt_lies_in_the_document(start: int, end: int, column: int) -> None:
    code = excerpt("u", "n", LINES, start, (end, column))
    assert 1 <= code.first <= code.last <= len(LINES)
    assert code.text == "".join(LINES[code.first - 1 : code.last])


def test_the_line_at_whose_begin_a_selection_ends_is_not_part_of_it() -> None:
    assert excerpt("u", "n", LINES, 0, (2, 0)).text == "a\nb\n"
    assert excerpt("u", "n", LINES, 1, (1, 0)).text == "b\n"


def test_a_question_of_the_person_takes_the_place_of_the_usual_one() -> None:
    code = excerpt("u", "n.py", LINES, 0, (1, 1))
    text, resource = prompt_about("ask", code, problem=None, question="Why b?")
    assert text["text"] == "Why b?\n\nThis is about lines 1-2 of `n.py`."
    assert resource["resource"] == {"uri": "u", "mimeType": "text/plain", "text": "a\nb\n"}
