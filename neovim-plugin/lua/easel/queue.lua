--- The prompts that wait, in a buffer in which they can be dropped, edited and moved.
local client = require('easel.client')
local notify = require('easel.notify')
local scratch = require('easel.scratch')
local store = require('easel.store')
local text = require('easel.model.text')

local M = {}

local HINT = '" dd drops, <CR> edits, K and J move, r sends what is held, q closes'

local function name(id)
  return 'easel://queue/' .. id
end

local function lines_of(queue)
  local lines = { HINT }
  for index, waiting in ipairs(queue) do
    local words = table.concat(text.of_prompt(waiting.prompt), ' ⏎ ')
    table.insert(lines, ('%d. %s%s'):format(index, waiting.held and '(held) ' or '', words))
  end
  if #queue == 0 then
    table.insert(lines, 'No prompt waits.')
  end
  return lines
end

local function selected(conversation)
  local index = vim.api.nvim_win_get_cursor(0)[1] - 1
  return conversation.model.queue[index], index
end

local function ask(conversation, method, params)
  params.conversationId = conversation.id
  client.ask('conversation/queue/' .. method, params)
end

local function edit(conversation)
  local waiting = selected(conversation)
  if not waiting then
    return
  end
  local before = table.concat(text.of_prompt(waiting.prompt), ' ')
  vim.ui.input({ prompt = 'Prompt: ', default = before }, function(written)
    if written and vim.trim(written) ~= '' then
      ask(conversation, 'edit', { turnId = waiting.turn_id, prompt = written })
    end
  end)
end

local function drop(conversation)
  local waiting = selected(conversation)
  if waiting then
    ask(conversation, 'drop', { turnId = waiting.turn_id })
  end
end

local function move(conversation, by)
  local _, index = selected(conversation)
  local order = vim.tbl_map(function(waiting)
    return waiting.turn_id
  end, conversation.model.queue)
  if order[index] and order[index + by] then
    order[index], order[index + by] = order[index + by], order[index]
    ask(conversation, 'reorder', { turnIds = order })
    vim.api.nvim_win_set_cursor(0, { index + 1 + by, 0 })
  end
end

---@param conversation easel.Conversation
function M.open(conversation)
  local queue = conversation.model.queue
  local height = math.max(#queue + 1, 4)
  local buf, window =
    scratch.open(lines_of(queue), { name = name(conversation.id), height = height })
  vim.b[buf].easel_conversation = conversation.id
  vim.api.nvim_buf_call(buf, function()
    vim.cmd([[syntax match EaselMeta /^".*/]])
  end)
  vim.api.nvim_win_set_cursor(window, { math.min(2, vim.api.nvim_buf_line_count(buf)), 0 })
  local keys = {
    dd = drop,
    ['<CR>'] = edit,
    K = function(of)
      move(of, -1)
    end,
    J = function(of)
      move(of, 1)
    end,
    r = function()
      vim.cmd.Easel('resume')
    end,
  }
  for key, action in pairs(keys) do
    vim.keymap.set('n', key, notify.guard(function()
      action(conversation)
    end), { buffer = buf, nowait = true })
  end
end

table.insert(store.on_change, function(conversation)
  local buf = vim.fn.bufnr(name(conversation.id))
  if buf > 0 and vim.api.nvim_buf_is_loaded(buf) then
    scratch.fill(buf, lines_of(conversation.model.queue))
  end
end)

return M
