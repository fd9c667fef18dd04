"""The keys that answer a permission request."""

from easel_server.cli.render.permission import Choice, automatic, choices, chosen

OPTIONS = (
    {"optionId": "always", "name": "Always", "kind": "allow_always"},
    {"optionId": "once", "name": "Once", "kind": "allow_once"},
    {"optionId": "again", "name": "1", "kind": "allow_once"},
    {"optionId": "no", "name": "No", "kind": "reject_once"},
    {"optionId": "odd", "name": "Odd", "kind": "something_new"},
)


def test_each_option_has_a_number_and_the_first_of_a_kind_a_letter() -> None:
    keys = [choice.keys for choice in choices(OPTIONS)]
    assert keys == [("1", "a"), ("2", "y"), ("3",), ("4", "n"), ("5",)]


def test_only_a_key_chooses() -> None:
    offered = choices(OPTIONS)
    picked = {
        typed: chosen(offered, typed) for typed in ("Y", " 4 ", "1", "", "yes", "6", "always")
    }
    ids = {typed: choice and choice.option_id for typed, choice in picked.items()}
    assert ids == {
        "Y": "once", " 4 ": "no", "1": "always", "": None, "yes": None, "6": None, "always": None,
    }  # fmt: skip


def test_a_rule_takes_the_mildest_option_of_its_kind_or_none() -> None:
    offered = choices(OPTIONS)
    assert automatic(offered, "allow") == Choice("once", "Once", "allow_once", ("2", "y"))
    assert automatic(offered[4:], "allow") is None
    assert automatic(offered[:3], "reject") is None
