"""What an agent says on stderr: always drained, the tail kept, without secrets."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from easel_acp.process.stderr_tail import TAIL_BYTES, StderrTail
from easel_acp.redaction import REDACTED, redact, secret_values
from easel_testing.process_trees import Start, Tree, read_line

MEGABYTE = "import sys\nsys.stderr.write('noise\\n' * 170_000 + 'the cause\\n')\nprint('done')"


def tail_of(*pieces: bytes, secrets: tuple[str, ...] = ()) -> str:
    tail = StderrTail(secrets)
    for piece in pieces:
        tail.data_received(piece)
    return tail.text


async def test_w7_a_megabyte_of_stderr_stalls_nobody_and_its_tail_is_kept(
    start_either_way: Start, tree: Tree
) -> None:
    process = await start_either_way(tree.spec(sys.executable, "-c", MEGABYTE))
    assert await read_line(process) == "done"
    status = await process.exited
    assert status.stderr_tail.startswith("…\n")
    assert status.stderr_tail.endswith("noise\nthe cause\n")
    assert TAIL_BYTES / 2 < len(status.stderr_tail) <= TAIL_BYTES + 2


async def test_w7_what_a_crash_says_last_is_in_its_status_without_secrets(
    start_either_way: Start, tree: Tree
) -> None:
    spec = tree.shell('echo "key=$MY_API_KEY" >&2; echo "Bearer abcdefghijkl" >&2; exit 1')
    env = {**spec.env, "MY_API_KEY": "plain-looking-value"}
    process = await start_either_way(type(spec)(spec.command, spec.cwd, env))
    assert (await process.exited).stderr_tail == f"key={REDACTED}\nBearer {REDACTED}\n"


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-REDACTED",
        "sk_live_abcdefghijklmnop",
        "ghp_abcdefghijklmnopqrstuvwxyz012345",
        "github_pat_11ABCDEFG0abcdefghijkl",
        "glpat-abcdefghijklmnopqrst",
        "AIzaSyA-abcdefghijklmnopqrstuvwxyz01234",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-1234567890-abcdefghij",
        "hf_abcdefghijklmnopqrstuv",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-DEF_123",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_secrets_of_well_known_shapes_are_taken_out(secret: str) -> None:
    assert redact(f"error: {secret} is wrong") == f"error: {REDACTED} is wrong"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc.def-123", f"Authorization: Bearer {REDACTED}"),
        ("authorization: basic dXNlcjpwYXNz", f"authorization: basic {REDACTED}"),
        ('{"api_key": "abcdefgh", "model": "m"}', f'{{"api_key": "{REDACTED}", "model": "m"}}'),
        ("x-api-key: abcdefgh", f"x-api-key: {REDACTED}"),
        ("OPENAI_API_KEY=abcdefgh set", f"OPENAI_API_KEY={REDACTED} set"),
        ("password: hunter2hunter2", f"password: {REDACTED}"),
        ("https://me:hunter2@host/x", f"https://me:{REDACTED}@host/x"),
        ("?token=abcdefgh&page=2", f"?token={REDACTED}&page=2"),
    ],
)
def test_what_follows_a_telling_word_is_taken_out(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Error: 401 Unauthorized (https://api.example.com/v1/messages)",
        "used 1200 tokens: 900 in, 300 out",
        "at /home/me/project/sk-learn/main.py:12",
        "listening on http://127.0.0.1:8080/",
        "Traceback (most recent call last):",
    ],
)
def test_ordinary_messages_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_values_of_variables_with_telling_names_are_secrets() -> None:
    env = {
        "ANTHROPIC_API_KEY": "aaaaaaaaaa",
        "GITHUB_TOKEN": "bbbbbbbbbb",
        "AWS_SECRET_ACCESS_KEY": "cccccccccc",
        "DB_PASSWORD": "dddddddddd",
        "OPENAI_APIKEY": "eeeeeeeeee",
        "PATH": "/usr/bin:/bin",
        "PWD": "/home/me/project",
        "KEYBOARD_LAYOUT": "de-latin1-nodeadkeys",
        "MAX_TOKENS": "1234567890",
        "SHORT_KEY": "true",
    }
    assert secret_values(env) == {c * 10 for c in "abcde"}


def test_a_secret_that_contains_another_leaves_nothing_of_itself() -> None:
    assert redact("abcdefgh-ijklmnop", ["abcdefgh", "abcdefgh-ijklmnop"]) == REDACTED


@given(st.integers(0, 3 * TAIL_BYTES), st.integers(1, 5000))
def test_a_secret_cut_in_two_by_the_ring_does_not_show(noise: int, piece: int) -> None:
    secret = "q7" * 40
    text = b"x" * 100 + f" {secret}\n".encode() + b"y \n" * (noise // 3)
    pieces = [text[i : i + piece] for i in range(0, len(text), piece)]
    assert "q7" not in tail_of(*pieces, secrets=(secret,))


@given(st.lists(st.binary(max_size=20_000)))
def test_the_tail_is_bounded_for_any_bytes(pieces: list[bytes]) -> None:
    # Each byte that is no UTF-8 becomes one character.
    assert len(tail_of(*pieces)) <= TAIL_BYTES + 2


def test_a_text_without_any_blank_is_kept_but_for_its_cut_beginning() -> None:
    text = tail_of(b"x" * 100_000)
    assert TAIL_BYTES / 2 < len(text) < TAIL_BYTES
