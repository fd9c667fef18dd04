--- Chats: a buffer for each conversation, in a window with a prompt below it.
local config = require('easel.config')
local follow = require('easel.chat.follow')
local keys = require('easel.chat.keys')
local store = require('easel.store')
local view = require('easel.chat.view')

local M = {}

---@type table<string, easel.View> by the id of the conversation
local views = {}

---@param buf integer
---@return easel.View?
function M.view(buf)
  return views[vim.b[buf].easel_conversation]
end

---@param id string
---@return integer? buf
function M.buffer(id)
  local shown = views[id]
  return shown and vim.api.nvim_buf_is_valid(shown.blocks.buf) and shown.blocks.buf or nil
end

local function fill(buf, conversation)
  vim.b[buf].easel_conversation = conversation.id
  vim.bo[buf].buftype = 'nofile'
  vim.bo[buf].swapfile = false
  vim.bo[buf].modifiable = false
  vim.bo[buf].undolevels = -1
  views[conversation.id] = view.new(buf, conversation)
  vim.bo[buf].filetype = 'easel'
  keys.map(buf)
  views[conversation.id]:draw()
end

local function make(conversation)
  local buf = M.buffer(conversation.id)
  if not buf then
    buf = vim.api.nvim_create_buf(false, false)
    vim.api.nvim_buf_set_name(buf, 'easel://chat/' .. conversation.id)
    vim.bo[buf].bufhidden = 'hide'
    fill(buf, conversation)
  end
  return buf
end

--- Fill a buffer that was opened by its name, for instance from a saved session of Neovim.
---@param buf integer
---@param name string
function M.read(buf, name)
  store.open(name:match('^easel://chat/(.+)$'), function(conversation)
    if conversation and vim.api.nvim_buf_is_valid(buf) then
      fill(buf, conversation)
    end
  end)
end

local function share(size, whole)
  return math.floor(size < 1 and size * whole or size)
end

local function new_window(position, size)
  local columns = share(size, vim.o.columns)
  local open = {
    right = ('botright vertical %d split'):format(columns),
    left = ('topleft vertical %d split'):format(columns),
    bottom = ('botright %d split'):format(share(size, vim.o.lines)),
    tab = 'tab split',
    current = '',
  }
  vim.cmd(open[position] or open.right)
  return vim.api.nvim_get_current_win()
end

--- The window of a chat in this tab page.
---@param buf integer
---@return integer?
local function window_of(buf)
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.api.nvim_win_get_buf(window) == buf then
      return window
    end
  end
end

--- A window of this tab page that shows another conversation.
local function other_chat()
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    if vim.bo[vim.api.nvim_win_get_buf(window)].filetype == 'easel' then
      return window
    end
  end
end

--- Show a conversation, with its prompt below it; `focus`: go to the prompt.
---@param conversation easel.Conversation
---@param focus boolean
function M.show(conversation, focus)
  local before = vim.api.nvim_get_current_win()
  local buf = make(conversation)
  store.use(conversation.id)
  local wanted = config.get().chat
  local window = window_of(buf) or other_chat() or new_window(wanted.position, wanted.size)
  if vim.api.nvim_win_get_buf(window) ~= buf then
    vim.api.nvim_win_set_buf(window, buf)
    follow.go(buf, { window })
  end
  views[conversation.id]:draw()
  local prompt = require('easel.prompt').show(conversation, window)
  vim.api.nvim_set_current_win(focus and prompt or before)
  if focus and config.get().prompt.insert then
    vim.cmd.startinsert({ bang = true })
  end
end

--- Whether a person sees a conversation in some window.
---@param id string
---@return boolean
function M.is_visible(id)
  local buf = M.buffer(id)
  return buf ~= nil and #vim.fn.win_findbuf(buf) > 0
end

--- Close the windows of a conversation; its buffer stays.
---@param id string
function M.close(id)
  for _, window in ipairs(vim.fn.win_findbuf(M.buffer(id) or -1)) do
    if not pcall(vim.api.nvim_win_close, window, true) then
      vim.api.nvim_win_call(window, vim.cmd.enew) -- the last window stays
    end
  end
end

--- Take a conversation that is gone off the screen.
---@param id string
function M.wipe(id)
  local buf = M.buffer(id)
  views[id] = nil
  if buf then
    vim.api.nvim_buf_delete(buf, { force = true })
  end
end

table.insert(store.on_change, function(conversation)
  local shown = views[conversation.id]
  if shown then
    shown:plan()
  end
end)

vim.api.nvim_create_autocmd('BufWinEnter', {
  pattern = 'easel://chat/*',
  group = vim.api.nvim_create_augroup('easel.chat', {}),
  callback = function(entered)
    local shown = M.view(entered.buf)
    if shown then
      shown:draw()
      shown:fold(vim.api.nvim_get_current_win())
    end
  end,
})

return M
