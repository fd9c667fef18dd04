--- Draws a conversation into its buffer, at most once in a frame.
local buffer = require('easel.chat.buffer')
local config = require('easel.config')
local fold = require('easel.chat.fold')
local follow = require('easel.chat.follow')
local footer = require('easel.render.footer')
local notify = require('easel.notify')
local render = require('easel.render')
local winbar = require('easel.chat.winbar')

local M = {}

---@class easel.View
---@field conversation easel.Conversation
---@field blocks easel.BlockBuffer
---@field model? easel.Model that is drawn; another one is drawn from the start
---@field drawn_at integer
---@field planned boolean
---@field bar? string the line above the chat as it was drawn last
local View = {}
View.__index = View

---@param buf integer
---@param conversation easel.Conversation
---@return easel.View
function M.new(buf, conversation)
  local blocks = buffer.new(buf)
  local state = { conversation = conversation, blocks = blocks, drawn_at = 0, planned = false }
  return setmetatable(state, View)
end

function View:_draw_items(model)
  local icons, folds = config.get().icons, {}
  for index, item in ipairs(model.items) do
    if model.dirty[item.key] or not self.blocks.place[item.key] then
      if self.blocks:put(item.key, render.item(item, model.items[index - 1], icons)) then
        table.insert(folds, item.key)
      end
    end
  end
  model.dirty = {}
  fold.add(self.blocks, folds)
end

local function earlier(model)
  local lines = model.has_earlier and { '… <CR> shows what was said before', '' } or { '' }
  local mark = { row = 0, col = 0, opts = { end_col = #lines[1], hl_group = 'EaselMeta' } }
  return { lines = lines, marks = { mark } }
end

function View:_draw()
  local model = self.conversation.model
  if self.model ~= model then
    self.blocks:clear()
    self.model = model
    self.blocks:put('earlier', earlier(model))
  end
  self:_draw_items(model)
  self.blocks:put('', footer.block(model, self.conversation.problem))
end

--- Draw what is new now.
function View:draw()
  local buf = self.blocks.buf
  self.planned = false
  self.drawn_at = vim.uv.now()
  if not vim.api.nvim_buf_is_loaded(buf) then
    return
  end
  local following = follow.at_end(buf)
  self.blocks:edit(function()
    self:_draw()
  end)
  follow.go(buf, following)
  local bar = winbar.of(self.conversation)
  if bar ~= self.bar then
    self.bar = bar
    vim.cmd.redrawstatus({ bang = true })
  end
end

--- Draw soon: at once, unless the last time is less than a frame ago.
function View:plan()
  if self.planned or #vim.fn.win_findbuf(self.blocks.buf) == 0 then
    return
  end
  self.planned = true
  local rest = config.get().chat.frame_ms - (vim.uv.now() - self.drawn_at)
  vim.defer_fn(function()
    notify.guarded(self.draw, self)
  end, math.max(rest, 0))
end

--- Make the folds of a window that has begun to show this.
---@param window integer
function View:fold(window)
  fold.all(self.blocks, window)
end

--- The item at a row of the buffer.
---@param row integer from 0
---@return easel.Item?, string? key
function View:item_at(row)
  local shown = self.blocks:at(row)
  return shown and self.conversation.model.index[shown.key], shown and shown.key
end

--- The rows at which blocks of a kind begin.
---@param kinds table<string, true>
---@return integer[] from 0, ascending
function View:rows_of(kinds)
  local rows, row = {}, 0
  for _, shown in ipairs(self.blocks.shown) do
    local item = self.conversation.model.index[shown.key]
    if item and kinds[item.kind] then
      table.insert(rows, row)
    end
    row = row + #shown.lines
  end
  return rows
end

return M
