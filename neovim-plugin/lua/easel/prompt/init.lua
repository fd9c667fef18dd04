--- Where prompts are written: a small window below the chat.
local complete = require('easel.prompt.complete')
local config = require('easel.config')
local notify = require('easel.notify')
local sending = require('easel.sending')
local store = require('easel.store')

local M = {}

local NAMESPACE = vim.api.nvim_create_namespace('easel.prompt')

---@type table<string, integer> buffers by the id of the conversation
local buffers = {}

local function text_of(buf)
  return vim.trim(table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n'))
end

local function put(buf, text)
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, vim.split(text, '\n', { plain = true }))
  vim.bo[buf].modified = false
end

--- A hint while nothing is written.
local function draw_hint(buf, conversation)
  vim.api.nvim_buf_clear_namespace(buf, NAMESPACE, 0, -1)
  if vim.api.nvim_buf_line_count(buf) > 1 or text_of(buf) ~= '' then
    return
  end
  local agent = conversation.model.info.agent or 'the agent'
  local words = ('Ask %s …   <C-s> sends, / commands, @ files'):format(agent)
  local opts = { virt_text = { { words, 'EaselPlaceholder' } }, virt_text_pos = 'overlay' }
  vim.api.nvim_buf_set_extmark(buf, NAMESPACE, 0, 0, opts)
end

--- Send what is written; it comes back if it cannot be sent and nothing else was written.
---@param buf integer
function M.send(buf)
  local conversation = store.get(vim.b[buf].easel_conversation)
  local text = text_of(buf)
  if not conversation or text == '' then
    return notify.info('there is nothing to send')
  end
  complete.close()
  put(buf, '')
  draw_hint(buf, conversation)
  sending.text(conversation, text, function()
    if vim.api.nvim_buf_is_valid(buf) and text_of(buf) == '' then
      put(buf, text)
      draw_hint(buf, conversation)
    end
  end)
end

---@param buf integer
local function map(buf)
  local function close()
    require('easel.chat').close(vim.b[buf].easel_conversation)
  end
  local send = notify.guard(function()
    M.send(buf)
  end)
  local keys = {
    { 'n', '<CR>', send, 'Send' },
    { { 'n', 'i' }, '<C-s>', send, 'Send' },
    { 'n', '<C-c>', '<Cmd>Easel stop<CR>', 'Stop the turn' },
    { 'n', '<S-Tab>', '<Cmd>Easel mode<CR>', 'Choose a mode' },
    { 'n', 'q', close, 'Close the chat' },
    { 'n', 'g?', '<Cmd>help easel-keys<CR>', 'Help' },
  }
  for _, key in ipairs(keys) do
    vim.keymap.set(key[1], key[2], key[3], { buffer = buf, desc = key[4] })
  end
end

local function watch(buf, conversation)
  local group = vim.api.nvim_create_augroup('easel.prompt.' .. buf, {})
  complete.watch(buf, group)
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'BufWinEnter' }, {
    buffer = buf,
    group = group,
    callback = function()
      vim.bo[buf].modified = false -- a draft keeps nobody from leaving Neovim
      draw_hint(buf, conversation)
    end,
  })
  vim.api.nvim_create_autocmd('TextChangedI', {
    buffer = buf,
    group = group,
    callback = function()
      if config.get().prompt.autocomplete then
        notify.guarded(complete.offer)
      end
    end,
  })
  vim.api.nvim_create_autocmd('BufWriteCmd', {
    buffer = buf,
    group = group,
    callback = function()
      M.send(buf)
    end,
  })
end

---@param conversation easel.Conversation
---@return integer buf
function M.buffer(conversation)
  local buf = buffers[conversation.id]
  if buf and vim.api.nvim_buf_is_valid(buf) then
    return buf
  end
  buf = vim.api.nvim_create_buf(false, false)
  buffers[conversation.id] = buf
  vim.api.nvim_buf_set_name(buf, 'easel://prompt/' .. conversation.id)
  vim.b[buf].easel_conversation = conversation.id
  vim.bo[buf].buftype = 'acwrite'
  vim.bo[buf].bufhidden = 'hide'
  vim.bo[buf].swapfile = false
  vim.bo[buf].filetype = 'easelprompt'
  if config.get().keymaps then
    map(buf)
  end
  watch(buf, conversation)
  draw_hint(buf, conversation)
  return buf
end

local function window_options(window)
  local options = vim.wo[window][0]
  options.winfixheight = true
  options.wrap = true
  options.linebreak = true
  options.number = false
  options.relativenumber = false
  options.signcolumn = 'no'
  options.winbar = ''
  options.statusline = ' Prompt %= <C-s> sends '
end

local function prompt_window()
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.bo[vim.api.nvim_win_get_buf(window)].filetype == 'easelprompt' then
      return window
    end
  end
end

--- Show the prompt of a conversation below its chat.
---@param conversation easel.Conversation
---@param chat integer window
---@return integer window
function M.show(conversation, chat)
  local buf = M.buffer(conversation)
  local window = prompt_window()
  if window then
    vim.api.nvim_win_set_buf(window, buf)
  else
    local height = config.get().prompt.height
    window = vim.api.nvim_open_win(buf, false, { win = chat, split = 'below', height = height })
    vim.api.nvim_create_autocmd('WinClosed', {
      pattern = tostring(chat),
      once = true,
      callback = vim.schedule_wrap(function()
        pcall(vim.api.nvim_win_close, window, true) -- the last window cannot be closed
      end),
    })
  end
  window_options(window)
  return window
end

--- Put text into the prompt of a conversation, behind what is written.
---@param conversation easel.Conversation
---@param text string
function M.add(conversation, text)
  local buf = M.buffer(conversation)
  local before = text_of(buf)
  put(buf, before == '' and text or before .. '\n' .. text)
end

--- Take the prompt of a conversation that is gone off the screen.
---@param id string
function M.wipe(id)
  local buf = buffers[id]
  buffers[id] = nil
  if buf and vim.api.nvim_buf_is_valid(buf) then
    vim.api.nvim_buf_delete(buf, { force = true })
  end
end

return M
