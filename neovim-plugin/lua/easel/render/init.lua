--- From items of a conversation to lines and marks. Calls nothing that reads or changes buffers.
local M = {}

---@class easel.Block
---@field lines string[]
---@field marks easel.Mark[]
---@field fold? [integer, integer] rows; the first stays in view, the last never changes

---@class easel.Mark
---@field row integer from 0, within the block
---@field col integer in bytes
---@field opts vim.api.keyset.set_extmark

---@type table<string, string> from the kind of an item to the module that draws it
local MODULES = {
  prompt = 'easel.render.message',
  user = 'easel.render.message',
  answer = 'easel.render.message',
  message = 'easel.render.message',
  thought = 'easel.render.message',
  tool = 'easel.render.tool',
  plan = 'easel.render.plan',
  permission = 'easel.render.question',
  elicitation = 'easel.render.question',
  canvas = 'easel.render.canvas',
  note = 'easel.render.note',
  ended = 'easel.render.note',
}

--- Tool calls stand close together, and so does a question about one; other things keep apart.
local CLOSE = { tool = true, permission = true }

local function moved_down(block)
  table.insert(block.lines, 1, '')
  for _, mark in ipairs(block.marks) do
    mark.row = mark.row + 1
  end
  block.fold = block.fold and { block.fold[1] + 1, block.fold[2] + 1 }
  return block
end

---@param item easel.Item
---@param before? easel.Item the one above
---@param icons table<string, string>
---@return easel.Block
function M.item(item, before, icons)
  local block = require(MODULES[item.kind])[item.kind](item, icons)
  local apart = before and before.kind == 'tool' and not CLOSE[item.kind]
  return apart and moved_down(block) or block
end

return M
