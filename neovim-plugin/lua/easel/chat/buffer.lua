--- A buffer that shows blocks one below the other, and changes no more lines than needed.
local M = {}

local NAMESPACE = vim.api.nvim_create_namespace('easel.chat')

---@class easel.Shown
---@field key string
---@field lines string[]
---@field fold? [integer, integer]

---@class easel.BlockBuffer
---@field buf integer
---@field shown easel.Shown[]
---@field place table<string, integer> from a key to its index in `shown`
local BlockBuffer = {}
BlockBuffer.__index = BlockBuffer

---@param buf integer
---@return easel.BlockBuffer
function M.new(buf)
  local empty = { key = '', lines = { '' } }
  return setmetatable({ buf = buf, shown = { empty }, place = { [''] = 1 } }, BlockBuffer)
end

---@return integer row of the first line of that block
function BlockBuffer:start(index)
  local row = 0
  for before = 1, index - 1 do
    row = row + #self.shown[before].lines
  end
  return row
end

--- The block at a row, and its first row.
---@param row integer from 0
---@return easel.Shown?, integer
function BlockBuffer:at(row)
  local start = 0
  for _, shown in ipairs(self.shown) do
    if row < start + #shown.lines then
      return shown, start
    end
    start = start + #shown.lines
  end
  return nil, start
end

--- How many lines are the same at both ends.
local function common(old, new)
  local head, most = 0, math.min(#old, #new)
  while head < most and old[head + 1] == new[head + 1] do
    head = head + 1
  end
  local tail = 0
  while tail < most - head and old[#old - tail] == new[#new - tail] do
    tail = tail + 1
  end
  return head, tail
end

--- Lines are changed one by one, then inserted or deleted: so folds keep their lines, which
--- `nvim_buf_set_lines` would take out of them together with those that it replaces.
function BlockBuffer:_replace(start, old, new)
  local head, tail = common(old, new)
  local same = math.min(#old, #new) - head - tail
  if same > 0 then
    local lines = vim.list_slice(new, head + 1, head + same)
    vim.fn.setbufline(self.buf, start + head + 1, lines)
  end
  local row, past = start + head + same, start + #old - tail
  local more = vim.list_slice(new, head + same + 1, #new - tail)
  if #more > 0 then
    vim.fn.appendbufline(self.buf, row, more)
  elseif past > row then
    vim.api.nvim_buf_set_lines(self.buf, row, past, true, {})
  end
end

function BlockBuffer:_mark(start, block)
  vim.api.nvim_buf_clear_namespace(self.buf, NAMESPACE, start, start + #block.lines)
  for _, mark in ipairs(block.marks) do
    local opts = vim.tbl_extend('force', { strict = false }, mark.opts)
    vim.api.nvim_buf_set_extmark(self.buf, NAMESPACE, start + mark.row, mark.col, opts)
  end
end

--- Show a block in the place of the one with that key, or before the last block.
---@param key string
---@param block easel.Block
---@return boolean new_fold whether it is folded now and was not before
function BlockBuffer:put(key, block)
  local index = self.place[key]
  if not index then
    index = #self.shown
    table.insert(self.shown, index, { key = key, lines = {} })
    self.place[key] = index
    self.place[self.shown[index + 1].key] = index + 1
  end
  local shown, start = self.shown[index], self:start(index)
  local new_fold = block.fold ~= nil and shown.fold == nil
  self:_replace(start, shown.lines, block.lines)
  shown.lines, shown.fold = block.lines, block.fold
  self:_mark(start, block)
  return new_fold
end

--- Let other code change the buffer.
---@param change fun()
function BlockBuffer:edit(change)
  vim.bo[self.buf].modifiable = true
  local ok, why = xpcall(change, debug.traceback)
  vim.bo[self.buf].modifiable = false
  vim.bo[self.buf].modified = false
  assert(ok, why)
end

--- Take everything away; one empty block is left.
function BlockBuffer:clear()
  vim.api.nvim_buf_clear_namespace(self.buf, NAMESPACE, 0, -1)
  vim.api.nvim_buf_set_lines(self.buf, 0, -1, true, { '' })
  self.shown = { { key = '', lines = { '' } } }
  self.place = { [''] = 1 }
end

return M
