--- Look at the queue, edits, canvases, the server and its log.
local client = require('easel.client')
local diff = require('easel.diff')
local notify = require('easel.notify')
local scratch = require('easel.scratch')
local store = require('easel.store')
local target = require('easel.commands.target')

local function megabytes(bytes)
  return bytes and ('%.0f MB'):format(bytes / 1e6) or '?'
end

local function status_lines(status)
  local lines = { ('# Easel %s'):format(status.versions['easel-ls'] or '?'), '' }
  table.insert(lines, ('The server uses %s.'):format(megabytes(status.rssBytes)))
  table.insert(lines, ('%d agent processes:'):format(#status.processes))
  for _, process in ipairs(status.processes) do
    local conversation = process.conversationId and store.get(process.conversationId)
    local title = conversation and conversation.model.info.title
      or process.conversationId
      or 'spare'
    local what = { process.agent, process.pid, process.status, megabytes(process.rssBytes), title }
    table.insert(lines, ('- %s (process %d): %s, %s, %s'):format(unpack(what)))
  end
  vim.list_extend(lines, { '', '## Counters', '' })
  for name, count in vim.spairs(status.counters) do
    table.insert(lines, ('- %s: %d'):format(name, count))
  end
  vim.list_extend(lines, { '', '## Versions', '' })
  for name, version in vim.spairs(status.versions) do
    table.insert(lines, ('- %s: %s'):format(name, version))
  end
  return lines
end

--- The server's own log if there is one, else that of Neovim, which has what it wrote to stderr.
local function log_path()
  local state = vim.env.XDG_STATE_HOME or vim.fs.joinpath(vim.env.HOME or '~', '.local/state')
  local own = vim.fs.joinpath(state, 'easel', 'log')
  local stat = vim.uv.fs_stat(own)
  if stat and stat.type == 'directory' then
    own = vim.fs.joinpath(own, 'log')
  end
  local found = vim.uv.fs_stat(own)
  return found and found.type == 'file' and own or vim.lsp.get_log_path()
end

---@type table<string, easel.Command>
return {
  queue = {
    run = target.current(function(conversation)
      require('easel.queue').open(conversation)
    end),
  },
  diff = {
    run = target.current(function(conversation)
      diff.open_here(conversation)
    end),
  },
  status = {
    run = function()
      client.ask('status', {}, function(status)
        scratch.open(status_lines(status), { name = 'easel://status', filetype = 'markdown' })
      end)
    end,
  },
  log = {
    run = function()
      local path = log_path()
      if not vim.uv.fs_stat(path) then
        return notify.info('there is no log yet')
      end
      vim.cmd.tabedit(vim.fn.fnameescape(path))
      vim.bo.modifiable = false
      vim.cmd('normal! G')
    end,
  },
}
