--- Prompts, answers and thoughts: Markdown as it is.
local Block = require('easel.render.block')
local text = require('easel.model.text')

local M = {}

local function clock(at)
  return at and at:match('T(%d%d:%d%d)') or ''
end

local function tokens(usage)
  local used = usage and usage.outputTokens
  return used and ('  %d tokens'):format(used) or ''
end

local function trimmed(lines)
  local last = #lines
  while last > 1 and lines[last] == '' do
    last = last - 1
  end
  return vim.list_slice(lines, 1, last)
end

function M.prompt(item)
  local heading = item.steered and '## You, meanwhile' or '## You'
  local block = Block.new():line({ heading, 'EaselUser' })
  return block:blank():body(trimmed(item.lines)):blank()
end

function M.answer(item)
  local block = Block.new():line({ '## ' .. item.agent, 'EaselAgent' })
  return block:aside({ { '  ' .. clock(item.at) .. tokens(item.usage), 'EaselMeta' } }):blank()
end

--- A code fence that the agent left open would swallow what comes after it.
function M.message(item)
  local block = Block.new():body(trimmed(item.lines))
  local fence = item.done and text.open_fence(item.lines)
  if fence then
    block:line(fence)
  end
  return block:blank()
end

--- What a person said in a history that the agent replays.
function M.user(item)
  return Block.new():body(trimmed(item.lines), nil, '> '):blank()
end

function M.thought(item)
  local lines = trimmed(item.lines)
  local first = vim.trim(lines[1]):gsub('[*_`#]', '')
  local block = Block.new():line({ '… ' .. first, 'EaselThought' })
  if #lines > 1 then
    block:folded(Block.new():body(vim.list_slice(lines, 2), 'EaselThought', '  │ '))
  end
  return block:blank()
end

return M
