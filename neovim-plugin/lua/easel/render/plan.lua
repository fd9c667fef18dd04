--- The agent's plan, as a list of tasks.
local Block = require('easel.render.block')

local M = {}

local MARKS = { completed = 'x', in_progress = '-', pending = ' ' }
local GROUPS = { completed = 'EaselDone', in_progress = 'EaselRunning' }

function M.plan(item)
  local done = #vim.tbl_filter(function(entry)
    return entry.status == 'completed'
  end, item.entries)
  local block = Block.new()
  block:line({ ('Plan  %d/%d'):format(done, #item.entries), 'EaselMeta' })
  for _, entry in ipairs(item.entries) do
    local mark = MARKS[entry.status] or ' '
    block:line({ ('- [%s] '):format(mark), GROUPS[entry.status] }, entry.content or '')
  end
  return block:blank()
end

return M
