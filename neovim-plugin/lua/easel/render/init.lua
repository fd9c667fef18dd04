--- From items of a conversation to lines and marks. Calls nothing that reads or changes buffers.
local M = {}

---@class easel.Block
---@field lines string[]
---@field marks easel.Mark[]
---@field fold? [integer, integer] rows that are folded; the first stays in view, the last never changes

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
  note = 'easel.render.note',
  ended = 'easel.render.note',
}

---@param item easel.Item
---@param icons table<string, string>
---@return easel.Block
function M.item(item, icons)
  return require(MODULES[item.kind])[item.kind](item, icons)
end

return M
