"""The schema of the settings, from which the documentation and VS Code's settings are made."""

import jsonschema
import msgspec
import pytest

from easel_server.settings import Layer, Settings, merge_settings, setting_keys, settings_schema

DEFAULTS = msgspec.to_builtins(Settings())


def test_the_schema_is_a_valid_json_schema_that_the_defaults_fit() -> None:
    schema = settings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(DEFAULTS, schema)
    assert msgspec.json.decode(msgspec.json.encode(schema)) == schema


@pytest.mark.parametrize("path", setting_keys())
def test_each_key_stands_alone_with_description_and_default(path: str) -> None:
    schema = setting_keys()[path]
    assert schema["description"].endswith(".")
    assert "$ref" not in str(schema)
    jsonschema.validate(schema["default"], schema)
    default = DEFAULTS
    for key in path.split("."):
        default = default[key]
    assert schema["default"] == default


def test_the_defaults_sent_back_by_an_editor_are_valid() -> None:
    sent = {f"easel.{path}": schema["default"] for path, schema in setting_keys().items()}
    assert merge_settings([Layer.of("editor", sent)]) == (Settings(), [])


@pytest.mark.parametrize(
    ("raw", "fits"),
    [
        ({"cancel": {"timeoutMs": 1}}, True),
        ({"cancel": {"timeoutMs": -1}}, False),
        ({"agents": {"a": {"command": ["a", "b"]}}}, True),
        ({"trace": "loud"}, False),
    ],
)
def test_the_schema_and_the_merge_agree(raw: dict[str, object], *, fits: bool) -> None:
    problems = merge_settings([Layer.of("editor", raw)])[1]
    assert (problems == []) == fits
    assert jsonschema.Draft202012Validator(settings_schema()).is_valid(raw) == fits
