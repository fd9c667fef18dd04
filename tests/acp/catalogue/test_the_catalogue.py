"""One list of agents out of six sources, with reasons, and without starting anything."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from easel_acp.catalogue import (
    PRACTICE_AGENT,
    AgentDefinition,
    AgentEntry,
    AgentSource,
    Catalogue,
    CatalogueSources,
    Host,
    build_catalogue,
    default_agent,
    find_agent,
    load_catalogue,
)
from easel_acp.catalogue.known import KNOWN_AGENTS
from easel_acp.catalogue.locate import Found, Locate, Missing
from easel_conversation.ids import AgentName

HOST = Host(Path("/home/ada"), {"PATH": "/bin", "TOOLS": "/tools"}, "linux")


def locate_in(*programs: str, off_path: tuple[str, ...] = ()) -> Locate:
    """A machine with these programs in /bin, and those elsewhere; absolute paths exist."""

    def locate(program: str) -> Found | Missing:
        if program.startswith("/") or program in programs:
            return Found(program if program.startswith("/") else f"/bin/{program}")
        if program in off_path:
            return Found(f"/elsewhere/{program}", off_path=True)
        return Missing(f"'{program}' is missing" if program else "The command is empty.")

    return locate


def catalogue_of(sources: CatalogueSources, locate: Locate) -> dict[str, AgentDefinition]:
    catalogue = build_catalogue(sources, host=HOST, locate=locate, full_path="/bin:/elsewhere")
    assert len({agent.id for agent in catalogue.agents}) == len(catalogue.agents)
    return {agent.id: agent for agent in catalogue.agents}


def only(entry: AgentEntry, locate: Locate, name: str = "mine") -> AgentDefinition:
    return catalogue_of(CatalogueSources(settings={name: entry}), locate)[name]


def test_the_practice_agent_is_always_there() -> None:
    (agent,) = catalogue_of(CatalogueSources(), locate_in()).values()
    assert agent.id == PRACTICE_AGENT == "easel-practice"
    assert agent.available
    assert (agent.source, agent.name) == ("builtin", "Practice agent")
    assert agent.command[0] == sys.executable


@pytest.mark.parametrize(
    ("name", "entry", "withheld"),
    [
        ("gemini", AgentEntry(), {"fs.readTextFile"}),
        ("gemini", AgentEntry(command="/opt/mine", args=("--acp",)), {"fs.readTextFile"}),
        ("work", AgentEntry(command="gemini", args=("--acp",)), {"fs.readTextFile"}),
        ("work", AgentEntry(command=("npx", "@google/gemini-cli@0.61.0")), {"fs.readTextFile"}),
        ("work", AgentEntry(command="qwen", args=("--acp",)), set()),
        ("work", AgentEntry(command="/opt/unheard-of"), set()),
    ],
)
def test_what_an_agent_fails_with_is_not_offered_to_it(
    name: str, entry: AgentEntry, withheld: set[str]
) -> None:
    agent = only(entry, locate_in("gemini", "qwen", "npx"), name)
    assert agent.withheld == withheld


def test_a_project_cannot_shadow_the_imports_of_the_practice_agent(tmp_path: Path) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit('shadowed')")
    agent = catalogue_of(CatalogueSources(), locate_in())[PRACTICE_AGENT]
    interpreter = agent.command[: agent.command.index("-m")]
    done = subprocess.run(
        [*interpreter, "-c", "import msgspec"], cwd=tmp_path, check=False, timeout=30
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("entry", "command"),
    [
        (AgentEntry(command="qwen", args=("--acp",)), ("/bin/qwen", "--acp")),
        (AgentEntry(command=("qwen", "--acp")), ("/bin/qwen", "--acp")),
        (AgentEntry(command=("qwen",), args=("--acp",)), ("/bin/qwen", "--acp")),
        (AgentEntry(command="qwen --acp"), ("/bin/qwen", "--acp")),
        (AgentEntry(command="qwen --name 'two words'"), ("/bin/qwen", "--name", "two words")),
        (AgentEntry(command="~/my agent"), ("/home/ada/my agent",)),
        (AgentEntry(command="$TOOLS/agent", args=("~/x",)), ("/tools/agent", "/home/ada/x")),
    ],
)
def test_a_command_becomes_argv_with_an_absolute_program(
    entry: AgentEntry, command: tuple[str, ...]
) -> None:
    agent = only(entry, locate_in("qwen"))
    assert agent.available
    assert agent.command == command


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (AgentEntry(), "The command is empty."),
        (AgentEntry(command=""), "The command is empty."),
        (AgentEntry(command=()), "The command is empty."),
        (AgentEntry(command="gone"), "'gone' is missing"),
        (AgentEntry(command="gone --acp"), "'gone' is missing"),
        (AgentEntry(command="gone 'open"), "'gone 'open' is missing"),
        (AgentEntry(command="npx", args=("-y", "some-agent")), "'npx' is missing"),
        (
            AgentEntry(type="registry"),
            "Zed installs this agent for itself, so its command is not known here. "
            "Put it under easel.agents with its command.",
        ),
    ],
)
def test_an_agent_that_cannot_start_says_why(entry: AgentEntry, reason: str) -> None:
    agent = only(entry, locate_in())
    assert not agent.available
    assert agent.reason == reason


def test_a_well_known_agent_needs_no_command() -> None:
    agent = only(AgentEntry(env={"KEY": "1"}), locate_in("qwen"), name="qwen")
    assert agent.command == ("/bin/qwen", "--acp")
    assert (agent.id, agent.name, agent.env) == ("qwen", "Qwen Code", {"KEY": "1"})


def test_the_practice_agent_can_be_given_an_environment() -> None:
    agent = only(AgentEntry(env={"KEY": "1"}), locate_in(), name=PRACTICE_AGENT)
    assert agent.available
    assert (agent.env, agent.source) == ({"KEY": "1"}, "settings")


def test_wishes_for_every_session_are_passed_on() -> None:
    entry = AgentEntry(command="qwen", default_mode="plan", default_config_options={"fast": True})
    agent = only(entry, locate_in("qwen"))
    assert agent.default_mode == "plan"
    assert agent.default_config_options == {"fast": True}


def test_agents_found_on_path_are_offered() -> None:
    agents = catalogue_of(CatalogueSources(), locate_in("claude-code-acp", "goose"))
    assert list(agents) == ["claude-acp", "goose", PRACTICE_AGENT]
    assert agents["claude-acp"].command == ("/bin/claude-code-acp",)
    assert agents["goose"].command == ("/bin/goose", "acp")
    assert agents["goose"].source == "detected"


def test_npx_alone_offers_nothing() -> None:
    assert list(catalogue_of(CatalogueSources(), locate_in("npx", "uvx"))) == [PRACTICE_AGENT]


def test_an_agent_found_off_path_gets_a_path_with_its_neighbours() -> None:
    agents = catalogue_of(CatalogueSources(), locate_in("goose", off_path=("gemini",)))
    assert agents["gemini"].command[0] == "/elsewhere/gemini"
    assert agents["gemini"].env == {"PATH": "/bin:/elsewhere"}
    assert agents["goose"].env == {}


def test_a_path_that_the_user_gave_an_agent_stays() -> None:
    agent = only(AgentEntry(command="x", env={"PATH": "/mine"}), locate_in(off_path=("x",)))
    assert agent.env["PATH"] == "/mine"


STRENGTH: tuple[AgentSource, ...] = ("settings", "config", "zed", "jetbrains")


@pytest.mark.parametrize("strongest", range(len(STRENGTH)))
def test_the_strongest_source_of_a_name_wins(strongest: int) -> None:
    named: Mapping[str, Mapping[str, AgentEntry]] = {
        source: {"Qwen_Code": AgentEntry(command=f"/from/{source}")}
        for source in STRENGTH[strongest:]
    }
    agents = catalogue_of(CatalogueSources(**named), locate_in("qwen"))  # type: ignore[arg-type]
    assert list(agents) == ["Qwen_Code", PRACTICE_AGENT]
    assert agents["Qwen_Code"].source == STRENGTH[strongest]


def test_one_command_is_listed_once() -> None:
    qwen = AgentEntry(command="qwen", args=("--acp",))
    sources = CatalogueSources(settings={"fast": qwen}, zed={"Slow": qwen})
    assert list(catalogue_of(sources, locate_in("qwen"))) == ["fast", PRACTICE_AGENT]


def test_two_accounts_of_one_agent_are_two_agents() -> None:
    work = AgentEntry(command="codex-acp", env={"CODEX_HOME": "/accounts/work"})
    home = AgentEntry(command="codex-acp", env={"CODEX_HOME": "/accounts/home"})
    sources = CatalogueSources(settings={"work": work}, zed={"home": home})
    agents = catalogue_of(sources, locate_in("codex-acp"))
    assert list(agents) == ["work", "home", PRACTICE_AGENT]


@pytest.mark.parametrize("wanted", ["qwen-code", "Qwen Code", "qwen", "QWEN CODE"])
def test_an_agent_is_found_by_id_name_or_alias(wanted: str) -> None:
    catalogue = build_catalogue(
        CatalogueSources(), host=HOST, locate=locate_in("qwen"), full_path=""
    )
    agent = find_agent(catalogue, wanted)
    assert agent is not None
    assert agent.id == "qwen-code"
    assert find_agent(catalogue, "nobody") is None


def agent(name: str, *, available: bool = True) -> AgentDefinition:
    reason = None if available else "it is not installed"
    return AgentDefinition(AgentName(name), name, (name,), "settings", available, reason)


@pytest.mark.parametrize(
    ("preferred", "chosen", "problem"),
    [
        (None, "b", None),
        ("c", "c", None),
        ("a", "b", "The default agent 'a' cannot start: it is not installed"),
        ("z", "b", "There is no agent 'z'."),
        ("easel-practice", "easel-practice", None),
    ],
)
def test_the_default_agent_is_the_first_real_one_that_can_start(
    preferred: str | None, chosen: str, problem: str | None
) -> None:
    catalogue = Catalogue(
        (agent("easel-practice"), agent("a", available=False), agent("b"), agent("c"))
    )
    choice = default_agent(catalogue, preferred)
    assert choice.agent is not None
    assert (choice.agent.id, choice.problem) == (chosen, problem)


def test_the_practice_agent_is_the_default_where_there_is_no_other() -> None:
    choice = default_agent(Catalogue((agent("a", available=False), agent("easel-practice"))), None)
    assert choice.agent is not None
    assert choice.agent.id == "easel-practice"


def test_keys_in_the_environment_of_an_agent_are_never_printed() -> None:
    listed = only(AgentEntry(command="/x", env={"KEY": "sk-secret"}), locate_in())
    assert "sk-secret" not in repr(listed)
    assert "sk-secret" not in repr(Host(Path("/"), {"KEY": "sk-secret"}, "linux"))


def test_the_catalogue_of_a_machine_is_read_from_its_disk(
    host: Host, home: Path, add_program: Callable[[str], Path]
) -> None:
    add_program("gemini")
    acp_json = home / ".jetbrains" / "acp.json"
    acp_json.parent.mkdir()
    acp_json.write_text('{"agent_servers": {"Mine": {"command": "~/mine"}}}')
    zed = home / ".config" / "zed" / "settings.json"
    zed.parent.mkdir(parents=True)
    zed.write_text("{")
    catalogue = load_catalogue(
        settings={"one": AgentEntry(command=sys.executable)},
        config={"two": AgentEntry(command="two")},
        host=host,
    )
    listed = [
        (agent.id, agent.source, agent.available)
        for agent in catalogue.agents
        if agent.source != "detected" or agent.id == "gemini"
    ]
    assert listed == [
        ("one", "settings", True),
        ("two", "config", False),
        ("Mine", "jetbrains", False),
        ("gemini", "detected", True),
        (PRACTICE_AGENT, "builtin", True),
    ]
    assert [problem.source for problem in catalogue.problems] == ["zed"]


def test_well_known_agents_have_distinct_ids_and_programs() -> None:
    ids = [known.id for known in KNOWN_AGENTS]
    launches = [(program, known.args) for known in KNOWN_AGENTS for program in known.programs]
    assert len(set(ids)) == len(ids)
    assert len(set(launches)) == len(launches)
    assert all(os.path.basename(program) == program for program, _ in launches)
