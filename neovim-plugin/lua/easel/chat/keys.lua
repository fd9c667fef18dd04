--- What the keys of a chat buffer do.
local config = require('easel.config')
local notify = require('easel.notify')
local store = require('easel.store')

local M = {}

local function view()
  return require('easel.chat').view(vim.api.nvim_get_current_buf())
end

local function row()
  return vim.api.nvim_win_get_cursor(0)[1] - 1
end

local function go_to_prompt()
  local conversation = store.current()
  if conversation then
    require('easel.chat').show(conversation, true)
    vim.cmd.startinsert({ bang = true })
  end
end

--- Answer a question, show a canvas or more of the past, open or close a fold, or go to the prompt.
local function enter()
  local item, key = view():item_at(row())
  if key == 'earlier' then
    store.load_earlier(store.current())
  elseif item and (item.kind == 'permission' or item.kind == 'elicitation') then
    require('easel.questions').ask(store.current(), item)
  elseif item and item.kind == 'canvas' then
    require('easel.canvas').show(store.current(), item.canvas)
  elseif vim.fn.foldlevel('.') > 0 then
    vim.cmd('normal! za')
  else
    go_to_prompt()
  end
end

--- Open the file that a tool call works on, in the window one came from.
local function go_to_file()
  local item = view():item_at(row())
  local place = item and item.call and (item.call.locations or {})[1]
  if not (place and place.path) then
    return notify.info('there is no file here')
  end
  vim.cmd.wincmd('p')
  if vim.startswith(vim.bo.filetype, 'easel') then
    vim.cmd('topleft vnew')
  end
  vim.cmd.edit(vim.fn.fnameescape(place.path))
  if place.line then
    pcall(vim.api.nvim_win_set_cursor, 0, { place.line, 0 }) -- the file may be shorter by now
  end
end

local function jump(kinds, direction)
  return function()
    local rows, here = view():rows_of(kinds), row()
    for step = 1, #rows do
      local target = rows[direction > 0 and step or #rows - step + 1]
      if (target - here) * direction > 0 then
        return vim.api.nvim_win_set_cursor(0, { target + 1, 0 })
      end
    end
  end
end

--- A digit answers the oldest permission request that is open; otherwise it is a count.
local function digit(number)
  return function()
    local conversation = store.current()
    local question = conversation and require('easel.questions').oldest(conversation)
    local option = question and question.kind == 'permission' and question.options[number]
    if vim.v.count > 0 or not option then
      return tostring(number)
    end
    vim.schedule(function()
      require('easel.questions').choose(conversation, question, option)
    end)
    return ''
  end
end

local HEADINGS = { prompt = true, answer = true }
local TOOLS = { tool = true }

---@type [string, fun(), string][]
local KEYS = {
  { '<CR>', enter, 'Answer, fold, or write a prompt' },
  { '<Tab>', 'za', 'Open or close a fold' },
  { 'i', go_to_prompt, 'Write a prompt' },
  { 'a', go_to_prompt, 'Write a prompt' },
  { 'o', go_to_prompt, 'Write a prompt' },
  { '<C-c>', '<Cmd>Easel stop<CR>', 'Stop the turn' },
  { '<S-Tab>', '<Cmd>Easel mode<CR>', 'Choose a mode' },
  { 'gd', '<Cmd>Easel diff<CR>', 'Show the edit under the cursor' },
  { 'gf', go_to_file, 'Open the file that the tool call works on' },
  { ']]', jump(HEADINGS, 1), 'Next prompt or answer' },
  { '[[', jump(HEADINGS, -1), 'Previous prompt or answer' },
  { ']t', jump(TOOLS, 1), 'Next tool call' },
  { '[t', jump(TOOLS, -1), 'Previous tool call' },
  { 'q', function()
    require('easel.chat').close(vim.b.easel_conversation)
  end, 'Close the chat' },
  { 'g?', '<Cmd>help easel-keys<CR>', 'Help' },
}

---@param buf integer
function M.map(buf)
  if not config.get().keymaps then
    return
  end
  for _, key in ipairs(KEYS) do
    local action = type(key[2]) == 'function' and notify.guard(key[2]) or key[2]
    vim.keymap.set('n', key[1], action, { buffer = buf, desc = key[3], nowait = true })
  end
  for number = 1, 9 do
    local opts = { buffer = buf, expr = true, desc = ('Answer %d'):format(number) }
    vim.keymap.set('n', tostring(number), digit(number), opts)
  end
end

return M
