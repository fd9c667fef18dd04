--- `:checkhealth easel`.
local config = require('easel.config')
local health = vim.health

local M = {}

local INSTALL = {
  'Install it with `pipx install easel-ls`, or `uv tool install easel-ls`.',
  "Or set the command: `vim.g.easel = { cmd = { '/path/to/easel', 'serve' } }`",
}

--- What a program prints, or nil.
local function output(command)
  local ok, done = pcall(function()
    return vim.system(command, { text = true }):wait(10000)
  end)
  return ok and done.code == 0 and vim.trim(done.stdout .. done.stderr) or nil
end

local function check_neovim()
  if vim.fn.has('nvim-0.10') == 1 then
    health.ok(('Neovim %s'):format(tostring(vim.version())))
  else
    health.error('Neovim 0.10 or newer is needed')
  end
  local parser = pcall(vim.treesitter.language.add, 'markdown')
  if parser and pcall(vim.treesitter.language.inspect, 'markdown') then
    health.ok('the tree-sitter parser for Markdown is there')
  else
    health.info('no tree-sitter parser for Markdown: chats are highlighted by syntax rules')
  end
end

local function check_server()
  local cmd = config.get().cmd
  if type(cmd) == 'function' then
    return health.info('the server is reached through a function; its program is not checked')
  elseif vim.fn.executable(cmd[1]) == 0 then
    return health.error(('`%s` is not installed'):format(cmd[1]), INSTALL)
  end
  health.ok(('`%s` is %s'):format(cmd[1], vim.fn.exepath(cmd[1])))
  if vim.fs.basename(cmd[1]):find('^easel') then
    local version = output({ cmd[1], '--version' })
    if version then
      health.ok(version)
    else
      health.error(('`%s --version` failed'):format(cmd[1]), INSTALL)
    end
  end
end

local function check_python()
  local python = output({ 'python3', '--version' })
  local major, minor = (python or ''):match('(%d+)%.(%d+)')
  if not python then
    health.info('`python3` is not on PATH; Easel brings its own if it was installed with uv')
  elseif tonumber(major) == 3 and tonumber(minor) >= 11 then
    health.ok(python)
  else
    health.warn(('%s; Easel needs Python 3.11 or newer'):format(python))
  end
end

local function check_connection()
  local client = package.loaded['easel.client'] and require('easel.client').get()
  if not client then
    return health.info('the server does not run; `:Easel` starts it')
  end
  local offered = vim.tbl_get(client.server_capabilities, 'experimental', 'easel') or {}
  health.ok(('connected to Easel %s'):format(offered.serverVersion or '?'))
  if offered.protocolVersion ~= 1 then
    health.warn('the server speaks another version of the protocol: update it, or the plug-in')
  end
end

function M.check()
  health.start('easel')
  check_neovim()
  check_server()
  check_python()
  local problems = config.problems()
  for _, problem in ipairs(problems) do
    health.warn('configuration: ' .. problem)
  end
  if #problems == 0 then
    health.ok('the configuration is valid')
  end
  check_connection()
end

return M
