--- A canvas in a chat: one line that opens it.
local Block = require('easel.render.block')

local M = {}

function M.canvas(item)
  local canvas = item.canvas
  local block = Block.new()
  local kind = { canvas.canvasId, 'EaselToolKind' }
  local hint = item.closed and '  closed' or '  <CR> shows it'
  block:line({ '▣ ', 'EaselRunning' }, kind, '  ', canvas.title or '', { hint, 'EaselMeta' })
  return block:blank()
end

return M
