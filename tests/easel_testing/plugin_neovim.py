"""A Neovim with Easel's plug-in, driven from outside."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import pynvim

from easel_testing.easel import server_environment
from easel_testing.neovim_versions import NeovimProgram

PLUGIN: Final = Path(__file__).resolve().parents[2] / "neovim-plugin"
WAIT_SECONDS: Final = 30.0
"""A guard against a hang, not a measure."""

_INIT = """
local given = vim.json.decode(vim.env.EASEL_TEST_CONFIG, { luanil = { object = true } })
vim.opt.runtimepath:prepend(given.plugin)
vim.o.swapfile = false
vim.o.shadafile = 'NONE'
_G.told, _G.happened = {}, {}
vim.notify = function(text, level) table.insert(_G.told, { text = text, level = level }) end
vim.api.nvim_create_autocmd('User', {
  pattern = 'Easel*',
  callback = function(event)
    table.insert(_G.happened, { name = event.match, data = event.data })
  end,
})
if given.port then
  given.easel.cmd = vim.lsp.rpc.connect('127.0.0.1', given.port)
end
require('easel').setup(given.easel)
_G.globals = {}
for name in pairs(_G) do
  _G.globals[name] = true
end
"""
_NEW_GLOBALS = """
-- Neovim itself leaves `_` behind.
return vim.tbl_filter(function(name)
  return not _G.globals[name] and not vim.list_contains({ '_', 'globals', 'offered' }, name)
end, vim.tbl_keys(_G))
"""


class PluginNeovim:
    """What a person does in it and sees."""

    def __init__(self, address: Path) -> None:
        self.api = pynvim.attach("socket", path=str(address))

    def lua(self, code: str, *given: Any) -> Any:
        """Run Lua, in which `...` are the arguments; returns what it returns."""
        return self.api.exec_lua(code, *given)

    def easel(self, command: str = "") -> None:
        """Run `:Easel`, as typed by a person."""
        self.api.command(f"Easel {command}".strip())

    def keys(self, typed: str) -> None:
        """Press keys; they have been handled when this returns."""
        self.lua(
            "local keys = vim.api.nvim_replace_termcodes(..., true, true, true)\n"
            "vim.api.nvim_feedkeys(keys, 'tx', false)",
            typed,
        )

    def type(self, typed: str) -> None:
        """Press keys and go on, as a person at a keyboard does."""
        self.api.input(typed)

    def until(self, code: str, seen: str = "return nil") -> None:
        """Return once this Lua returns something true; `seen` is told if it never does."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.lua(code):
            time.sleep(0.005)
            if time.monotonic() > deadline:
                said = f"{self.lua(seen)}\n{self.chat}\ntold: {self.told}"
                raise AssertionError(f"never true: {code}\n{said}")

    @property
    def chat(self) -> str:
        """What stands in the chat of the current conversation."""
        return str(self.lua(_CHAT))

    def sees(self, text: str) -> None:
        """Return once the chat holds the text."""
        self.until(f"{_WITH_CHAT} return chat:find({_quoted(text)}, 1, true) ~= nil")

    def not_any_more(self, text: str) -> None:
        """Return once the chat does not hold the text."""
        self.until(f"{_WITH_CHAT} return chat:find({_quoted(text)}, 1, true) == nil")

    @property
    def told(self) -> list[str]:
        """Every message so far."""
        return [message["text"] for message in self.lua("return _G.told")]

    def is_told(self, text: str) -> None:
        """Return once a message holds the text."""
        self.until(
            f"for _, m in ipairs(_G.told) do if m.text:find({_quoted(text)}, 1, true) then"
            " return true end end"
        )

    def happened(self, name: str, count: int = 1) -> dict[str, Any]:
        """The data of the `count`-th `User` autocommand of that name, once it was run."""
        self.until(
            f"local n = 0 for _, e in ipairs(_G.happened) do if e.name == '{name}' then n = n + 1"
            f" end end return n >= {count}"
        )
        of_name = [event for event in self.lua("return _G.happened") if event["name"] == name]
        data: dict[str, Any] = of_name[count - 1]["data"]
        return data

    def info(self) -> dict[str, Any]:
        """The current conversation at a glance."""
        info: dict[str, Any] = self.lua("return require('easel').current()")
        return info

    def is_in(self, status: str) -> None:
        """Return once the conversation has that `executionStatus`."""
        self.until(
            "local info = require('easel').current()"
            f" return info ~= nil and info.executionStatus == '{status}'",
            "return vim.inspect(require('easel').current())",
        )

    def says(self, text: str) -> None:
        """Write a prompt and send it, without leaving where one is."""
        self.lua("require('easel').send(...)", text)

    def chooses(self, *labels: str) -> None:
        """Answer the next lists and questions (`vim.ui`) with these, in this order."""
        self.lua(_UI, list(labels))

    @property
    def offered(self) -> list[list[str]]:
        """The lists that were shown."""
        lists: list[list[str]] = self.lua("return _G.offered or {}")
        return lists


_WITH_CHAT = """
local current = require('easel.store').current()
local buf = current and require('easel.chat').buffer(current.id)
local chat = buf and table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\\n') or ''
"""
_CHAT = f"{_WITH_CHAT} return chat"
_UI = """
local answers = ...
_G.offered = _G.offered or {}
local function next_answer()
  return table.remove(answers, 1)
end
vim.ui.select = function(items, options, choose)
  local labels = vim.tbl_map(options.format_item or tostring, items)
  table.insert(_G.offered, labels)
  local wanted = next_answer()
  for index, label in ipairs(labels) do
    if wanted and label:find(wanted, 1, true) then
      return choose(items[index], index)
    end
  end
  choose(nil, nil)
end
vim.ui.input = function(options, confirm)
  table.insert(_G.offered, { options.prompt })
  confirm(next_answer())
end
"""


def _quoted(text: str) -> str:
    return f"vim.json.decode([==[{msgspec.json.encode(text).decode()}]==])"


def plugin_config(
    easel: Mapping[str, Any] | None = None, port: int | None = None
) -> dict[str, Any]:
    """What `plugin_neovim` gives to Neovim; `easel` is the configuration of the plug-in."""
    return {"plugin": str(PLUGIN), "easel": dict(easel or {}), "port": port}


def environment(program: NeovimProgram, home: Path, config: Mapping[str, Any]) -> dict[str, str]:
    """The environment of a Neovim with the plug-in, with a home of its own."""
    settings = {"EASEL_TEST_CONFIG": msgspec.json.encode(config).decode(), **program.env}
    own = {"XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    return server_environment(home, {**own, **settings})


def init_file(directory: Path) -> Path:
    """The init.lua that loads the plug-in."""
    init = directory / "init.lua"
    init.write_text(_INIT)
    return init


@contextmanager
def plugin_neovim(
    program: NeovimProgram,
    directory: Path,
    config: Mapping[str, Any],
    arguments: Sequence[str] = (),
) -> Iterator[PluginNeovim]:
    """Neovim with the plug-in, in the folder `workspace`; no fault may ever have been shown."""
    workspace = directory / "workspace"
    workspace.mkdir(parents=True, exist_ok=True)
    address = directory / "nvim.sock"
    own = ["--headless", "--clean", "-u", str(init_file(directory)), "--listen", str(address)]
    with subprocess.Popen(
        [program.path, *own, *arguments],
        env=environment(program, directory / "home", config),
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_until_it_listens(address, process)
            neovim = PluginNeovim(address)
            with closing(neovim.api):
                yield neovim
                _check_no_fault(neovim)
                with suppress(OSError, EOFError):
                    neovim.api.command("qall!")
            process.wait(timeout=20)
        finally:
            process.kill()


def _check_no_fault(neovim: PluginNeovim) -> None:
    shown = neovim.api.command_output("messages")
    for fault in ("traceback", "E5108", "Error executing", "Error in", "Lua callback"):
        assert fault not in shown, shown
    assert not (leaked := neovim.lua(_NEW_GLOBALS)), f"a `local` is missing: {leaked}"
    assert not any("went wrong" in text for text in neovim.told), neovim.lua(
        "return table.concat(vim.fn.readfile(vim.lsp.get_log_path()), '\\n')"
    )


def _wait_until_it_listens(path: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not _listens(path):
        assert process.poll() is None, "Neovim did not start"
        assert time.monotonic() < deadline, "Neovim does not listen"
        time.sleep(0.005)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
