"""The ways to log in, as the standard has them and as agents wrote them before."""

from typing import Any

import pytest

from easel_acp.connection.auth_methods import TerminalLogin, parse_auth_methods, terminal_login

COMMAND = ("/bin/agent", "--model", "x", "--acp")
OWN_ENV = {"KEY": "own", "OTHER": "own"}


@pytest.mark.parametrize(
    ("method", "login"),
    [
        (
            {"type": "terminal", "args": ["--login"], "env": {"KEY": "its"}},
            TerminalLogin((*COMMAND, "--login"), {"KEY": "its", "OTHER": "own"}),
        ),
        ({"type": "terminal"}, TerminalLogin(COMMAND, OWN_ENV)),
        ({"type": "terminal", "args": 5, "env": [1]}, TerminalLogin(COMMAND, OWN_ENV)),
        (
            {"_meta": {"type": "terminal", "args": ["--auth-type=openai"]}},
            TerminalLogin(("/bin/agent", "--model", "x", "--auth-type=openai"), OWN_ENV),
        ),
        (
            {"_meta": {"terminal-auth": {"command": "node", "args": ["cli.js", "/login"]}}},
            TerminalLogin(("node", "cli.js", "/login"), OWN_ENV),
        ),
    ],
)
def test_a_login_in_a_terminal_is_a_command(method: dict[str, Any], login: TerminalLogin) -> None:
    (parsed,) = parse_auth_methods([{"id": "m", "name": "M", **method}])

    assert parsed.kind == "terminal"
    assert terminal_login(parsed, COMMAND, OWN_ENV) == login


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ({}, "agent"),
        ({"type": None}, "agent"),
        ({"_meta": {"api-key": {"provider": "google"}}}, "agent"),
        ({"type": "env_var"}, "env_var"),
        ({"type": "_retina"}, "_retina"),
    ],
)
def test_what_names_no_kind_goes_through_the_agent(method: dict[str, Any], kind: str) -> None:
    (parsed,) = parse_auth_methods([{"id": "m", **method}])

    assert (parsed.kind, parsed.name) == (kind, "m")


def test_variables_without_a_name_and_methods_without_an_id_are_left_out() -> None:
    (parsed,) = parse_auth_methods(
        [{"name": "no id"}, 5, {"id": "key", "type": "env_var", "vars": [{"name": "A"}, {}, 1]}]
    )

    assert parsed.variables == ("A",)
