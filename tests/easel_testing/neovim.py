"""A real Neovim without any plug-in, driven from outside."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from easel_testing.easel import SERVER, server_environment
from easel_testing.neovim_versions import NeovimProgram

WAIT_MS = 20_000
"""A guard against a hang, not a measure."""

INIT = """
vim.o.swapfile = false
vim.filetype.add({ extension = { md = 'markdown' } })
local config = vim.json.decode(%s)
vim.api.nvim_create_autocmd('FileType', {
  pattern = 'markdown',
  callback = function()
    vim.lsp.start({
      name = 'easel',
      cmd = config.cmd,
      root_dir = config.root,
      init_options = { easel = { agents = { test = config.agent }, defaultAgent = 'test' } },
    })
  end,
})
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(attached) vim.lsp.codelens.refresh({ bufnr = attached.buf }) end,
})
"""


class Neovim:
    """What a person does in it and sees. Each call is a program of its own that asks Neovim."""

    def __init__(self, program: str, address: Path) -> None:
        self._program = program
        self._address = address

    def type(self, keys: str) -> None:
        """Press keys, as in normal mode; they have been handled when this returns."""
        escaped = "vim.api.nvim_replace_termcodes(given, true, true, true)"
        self.lua(f"vim.api.nvim_feedkeys({escaped}, 'tx', false)", keys)

    @property
    def text(self) -> str:
        """What stands in the buffer."""
        return str(self.lua(f"return {_TEXT}"))

    def wait_for(self, text: str) -> None:
        """Return once the buffer holds the text."""
        self._wait(_TEXT, text)

    def press(self, lens: str) -> None:
        """Run the code lens of that title, as soon as it is there."""
        titles = "vim.iter(vim.lsp.codelens.get(0)):map(function(l) return l.command.title end)"
        self._wait(f"{titles}:join('\\n')", lens, "vim.lsp.codelens.refresh({ bufnr = 0 })")
        self.lua(_PRESS, lens)

    def lua(self, code: str, given: str = "") -> Any:
        """Run Lua, in which `given` is the argument; returns what it returns."""
        script = self._address.with_name("script.lua")
        script.write_text(f"local given = vim.json.decode([==[{_json(given)}]==])\n{code}")
        expression = f"luaeval('vim.json.encode({{ dofile(_A) }})', '{script}')"
        command = [self._program, "--server", str(self._address), "--remote-expr", expression]
        asked = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert asked.returncode == 0, asked.stderr.decode()
        returned = msgspec.json.decode(asked.stdout)
        return returned[0] if returned else None

    def _wait(self, expression: str, text: str, meanwhile: str = "") -> None:
        found = self.lua(
            f"return vim.wait({WAIT_MS}, function()\n{meanwhile}\n"
            f"return ({expression}):find(given, 1, true) ~= nil end, 50)",
            text,
        )
        assert found, f"{text!r} did not come: {self.lua(f'return {expression}')}\n{self.text}"


_TEXT = "table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n')"
_PRESS = """
local wanted = given
for _, lens in ipairs(vim.lsp.codelens.get(0)) do
  if lens.command.title == wanted then
    vim.api.nvim_win_set_cursor(0, { lens.range.start.line + 1, 0 })
  end
end
vim.ui.select = function(items, options, choose)
  for index, item in ipairs(items) do
    if (options.format_item or tostring)(item):find(wanted, 1, true) then
      return choose(item, index)
    end
  end
  error('not offered: ' .. wanted)
end
vim.lsp.codelens.run()
"""


@contextmanager
def neovim(
    program: NeovimProgram, directory: Path, agent: Mapping[str, Any], document: Path
) -> Iterator[Neovim]:
    """Neovim whose only configuration is `vim.lsp.start`, with a home of its own."""
    init = directory / "init.lua"
    config = {"cmd": SERVER, "root": str(directory), "agent": agent}
    init.write_text(INIT % f"[==[{_json(config)}]==]")
    address = directory / "nvim.sock"
    own = ["--headless", "--clean", "-u", str(init), "--listen", str(address), str(document)]
    environment = server_environment(directory / "home", program.env)
    with subprocess.Popen(
        [program.path, *own], env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for_socket(address, process)
            yield Neovim(program.path, address)
            process.terminate()
            process.wait(timeout=20)
        finally:
            process.kill()


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _wait_for_socket(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        assert process.poll() is None, "Neovim did not start"
        time.sleep(0.01)
