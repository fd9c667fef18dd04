--- What the agent asks: a frame while it is open, one line when it is answered.
local Block = require('easel.render.block')
local tool = require('easel.render.tool')

local M = {}

local MAX_LINES = 40

local function option_name(item)
  for _, option in ipairs(item.options) do
    if option.optionId == item.outcome.optionId then
      return option.name
    end
  end
  return 'not answered'
end

local function answered(item, what, answer, good)
  local group = good and 'EaselDone' or 'EaselStopped'
  local block = Block.new():line({ '? ', 'EaselMeta' }, what, ': ', { answer, group })
  return block:aside({ { '  ' .. (item.by or ''), 'EaselMeta' } }):blank()
end

local function framed(block, body)
  for index, line in ipairs(vim.list_slice(body.lines, 1, MAX_LINES)) do
    local row = #block.lines
    table.insert(block.lines, line)
    for _, mark in ipairs(body.marks) do
      if mark.row == index - 1 then
        table.insert(block.marks, { row = row, col = mark.col, opts = mark.opts })
      end
    end
  end
  if #body.lines > MAX_LINES then
    local more = #body.lines - MAX_LINES
    block:line({ ('  │ … %d more lines (`gd` shows them)'):format(more), 'EaselMeta' })
  end
end

local function head(item, what)
  return Block.new():line({ ('┌ %s asks: '):format(item.agent), 'EaselQuestion' }, what)
end

function M.permission(item)
  local title = item.call.title or item.call.kind or 'something'
  if item.outcome then
    local kind = option_name(item)
    local allowed = vim.iter(item.options):any(function(option)
      return option.optionId == item.outcome.optionId and vim.startswith(option.kind or '', 'allow')
    end)
    return answered(item, title, kind, allowed)
  end
  local block = head(item, title)
  framed(block, (tool.body(item.call)))
  for index, option in ipairs(item.options) do
    block:line({ ('  [%d] '):format(index), 'EaselOption' }, option.name or option.optionId)
  end
  local digits = #item.options > 1 and ('1-%d'):format(#item.options) or '1'
  return block:line({ ('└ %s answers, <CR> shows a list'):format(digits), 'EaselMeta' }):blank()
end

function M.elicitation(item)
  local what = vim.split(item.message or '', '\n')
  if item.action then
    local answers = { accept = 'answered', decline = 'declined', cancel = 'not answered' }
    return answered(item, what[1], answers[item.action] or item.action, item.action == 'accept')
  end
  local block = head(item, what[1])
  block:body(vim.list_slice(what, 2), nil, '  │ ')
  if item.url then
    block:line('  │ ' .. item.url)
  end
  return block:line({ '└ <CR> answers', 'EaselMeta' }):blank()
end

return M
