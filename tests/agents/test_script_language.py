"""The script language of the test agent: parsing."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_testing.test_agent.interpreter import GRAMMAR, PREFIXES, STEPS
from easel_testing.test_agent.script import ScriptError, Step, text_of, words_of


def test_a_script_is_one_step_a_line_and_skips_blanks_and_comments() -> None:
    steps = GRAMMAR.parse("say hello  world\n\n# a remark\n  hang\n")
    assert steps == [Step("say", "hello  world"), Step("hang", "")]


def test_a_prefix_carries_the_step_behind_it() -> None:
    assert GRAMMAR.parse("later 50 as other say hi") == [
        Step("later", "50", Step("as", "other", Step("say", "hi")))
    ]


@pytest.mark.parametrize("line", ["sya hello", "later 50", "later 50 nonsense", "nowait"])
def test_a_line_that_is_no_step_is_named_in_the_error(line: str) -> None:
    with pytest.raises(ScriptError, match="line 2"):
        GRAMMAR.parse(f"say fine\n{line}")


def test_every_prefix_has_a_grammar_and_no_verb_is_both() -> None:
    assert PREFIXES.keys() == GRAMMAR.prefixes.keys()
    assert not PREFIXES.keys() & STEPS.keys()


def test_every_verb_is_documented() -> None:
    import easel_testing.test_agent

    documentation = easel_testing.test_agent.__doc__ or ""
    words = set(documentation.replace("/", " ").replace(",", " ").split())
    assert not (STEPS.keys() | PREFIXES.keys()) - words


@given(st.text())
def test_any_text_is_a_script_or_a_script_error(text: str) -> None:
    with suppress(ScriptError):
        assert all(step.verb for step in GRAMMAR.parse(text))


def test_text_is_verbatim_or_a_json_string() -> None:
    assert text_of("it's fine") == "it's fine"
    assert text_of(r'"two\nlines"') == "two\nlines"


def test_words_and_fields_are_split_as_a_shell_does() -> None:
    assert words_of("t1 title='Edit it' allow:allow_once") == (
        ["t1", "allow:allow_once"],
        {"title": "Edit it"},
    )
