--- Completion in prompts: `/commands` of the agent at the begin of a line, `@files` anywhere.
local files = require('easel.prompt.files')
local sending = require('easel.sending')
local store = require('easel.store')

local M = {}

local MAX_ITEMS = 50

---@class easel.Wanted
---@field kind 'command'|'file'
---@field start integer column from 0 at which the word begins, its sign not counted
---@field base string

--- What a line asks for at its end.
---@param before string the line up to the cursor
---@return easel.Wanted?
function M.wanted(before)
  local command = before:match('^/([%w_:.-]*)$')
  if command then
    return { kind = 'command', start = 1, base = command }
  end
  local file = (' ' .. before):match('%s@([^%s@]*)$')
  if file then
    return { kind = 'file', start = #before - #file, base = file }
  end
end

local function rank(words, base)
  if base == '' then
    return vim.list_slice(words, 1, MAX_ITEMS)
  end
  return vim.list_slice(vim.fn.matchfuzzy(words, base, { limit = MAX_ITEMS }), 1, MAX_ITEMS)
end

local function commands(conversation, base)
  local by_name = {}
  for _, command in ipairs(conversation.model.info.commands or {}) do
    by_name[command.name] = command
  end
  local names = vim.tbl_keys(by_name)
  table.sort(names)
  return vim.tbl_map(function(name)
    local menu = (by_name[name].description or ''):gsub('%s+', ' ')
    return { word = name, menu = vim.fn.strcharpart(menu, 0, 60), kind = '/', dup = 1 }
  end, rank(names, base))
end

local function paths(conversation, base)
  return vim.tbl_map(function(path)
    return { word = path, kind = '@' }
  end, rank(files.list(sending.cwd(conversation)), base))
end

---@param wanted easel.Wanted
---@return table[] complete-items
local function items(wanted)
  local conversation = store.get(vim.b.easel_conversation)
  if not conversation then
    return {}
  end
  return wanted.kind == 'command' and commands(conversation, wanted.base)
    or paths(conversation, wanted.base)
end

local function before_cursor()
  return vim.api.nvim_get_current_line():sub(1, vim.api.nvim_win_get_cursor(0)[2])
end

--- 'completefunc' and 'omnifunc'.
---@param find_start integer
---@return integer|table
function M.func(find_start)
  local wanted = M.wanted(before_cursor())
  if find_start == 1 then
    M.asked = wanted
    return wanted and wanted.start or -3
  end
  return M.asked and items(M.asked) or {}
end

--- Show what can be completed while a person types.
function M.offer()
  local wanted = M.wanted(before_cursor())
  if wanted and vim.fn.mode() == 'i' then
    local found = items(wanted)
    if #found > 0 then
      vim.fn.complete(wanted.start + 1, found)
    end
  end
end

local COMPLETEOPT = 'menuone,noinsert,noselect'

--- Nothing is put in unasked. Before Neovim 0.11 the option is not that of a buffer, so it is given
--- back when one stops typing.
---@param buf integer
---@param group integer
function M.watch(buf, group)
  if vim.fn.has('nvim-0.11') == 1 then
    vim.bo[buf].completeopt = COMPLETEOPT
    return
  end
  local before = vim.o.completeopt
  vim.api.nvim_create_autocmd('InsertEnter', {
    buffer = buf,
    group = group,
    callback = function()
      before = vim.o.completeopt
      vim.o.completeopt = COMPLETEOPT
    end,
  })
  vim.api.nvim_create_autocmd('InsertLeave', {
    buffer = buf,
    group = group,
    callback = function()
      vim.o.completeopt = before
    end,
  })
end

--- Take what is offered off the screen.
function M.close()
  if vim.fn.pumvisible() == 1 then
    vim.fn.complete(vim.fn.col('.'), {})
  end
end

return M
