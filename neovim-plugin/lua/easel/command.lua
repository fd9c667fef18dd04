--- `:Easel`: which sub-command was meant, and what can come next.
local notify = require('easel.notify')

local M = {}

---@class easel.Given what follows `:Easel NAME`
---@field text string as it was typed
---@field words string[]
---@field bang boolean
---@field first? integer the range, from 1
---@field last? integer

---@class easel.Command
---@field run fun(given: easel.Given)
---@field complete? fun(words: string[]): string[] what can come after these words

local MODULES = {
  'easel.commands.talking',
  'easel.commands.stopping',
  'easel.commands.session',
  'easel.commands.looking',
  'easel.commands.showing',
  'easel.commands.owning',
  'easel.commands.recovering',
}

---@return table<string, easel.Command>
function M.all()
  local all = {}
  for _, module in ipairs(MODULES) do
    all = vim.tbl_extend('error', all, require(module))
  end
  return all
end

local function names()
  local sorted = vim.tbl_keys(M.all())
  table.sort(sorted)
  return sorted
end

--- Run what a person typed.
---@param typed table as of a user command
function M.run(typed)
  local name, bang = (typed.fargs[1] or 'chat'):match('^(.-)(!?)$')
  local command = M.all()[name]
  if not command then
    return notify.error('there is no `:Easel %s`. There are: %s', name, table.concat(names(), ', '))
  end
  local ranged = typed.range > 0
  notify.guarded(command.run, {
    text = vim.trim((typed.args:gsub('^%s*%S*', '', 1))),
    words = vim.list_slice(typed.fargs, 2),
    bang = typed.bang or bang == '!',
    first = ranged and typed.line1 or nil,
    last = ranged and typed.line2 or nil,
  })
end

local function beginning_with(words, beginning)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, beginning)
  end, words)
end

--- What can come next on the command line.
---@param beginning string
---@param line string
---@return string[]
function M.complete(beginning, line)
  local after = line:match('Easel!?%s+(.*)$') or ''
  local words = vim.split(vim.trim(after), '%s+', { trimempty = true })
  if beginning ~= '' then
    table.remove(words)
  end
  if #words == 0 then
    return beginning_with(names(), beginning)
  end
  local command = M.all()[(words[1]:gsub('!$', ''))]
  local offered = command and command.complete
    and notify.guarded(command.complete, vim.list_slice(words, 2))
  return beginning_with(offered or {}, beginning)
end

return M
