--- A tool call: one line with its status, and what it did in a fold.
local Block = require('easel.render.block')
local diff = require('easel.render.diff')
local text = require('easel.model.text')

local M = {}

local MAX_LINES = 200
local EDGE = '  │ '

local GROUPS = {
  pending = 'EaselPending',
  in_progress = 'EaselRunning',
  completed = 'EaselDone',
  failed = 'EaselFailed',
  cancelled = 'EaselStopped',
  interrupted = 'EaselStopped',
}

--- Agents put the output of commands into Markdown fences.
local function without_fence(words)
  local lines = text.lines(vim.trim(words))
  if #lines >= 2 and vim.startswith(lines[1], '```') and lines[#lines] == '```' then
    return vim.list_slice(lines, 2, #lines - 1)
  end
  return lines
end

local function output(content)
  if content.type == 'terminal' then
    return text.lines(vim.trim(content.output or ''))
  elseif type(content.content) == 'table' then
    return without_fence(text.of_block(content.content))
  end
  return {}
end

local function capped(lines)
  if #lines <= MAX_LINES then
    return lines
  end
  local kept = vim.list_slice(lines, #lines - MAX_LINES + 1)
  table.insert(kept, 1, ('… %d lines above'):format(#lines - MAX_LINES))
  return kept
end

local function short(path)
  return vim.fn.fnamemodify(path, ':~:.')
end

--- The body of a tool call, and a short sum of its edits.
---@param call table
---@return easel.BlockBuilder body, string sum
function M.body(call)
  local body, added, removed = Block.new(), 0, 0
  for _, edit in ipairs(diff.edits(call)) do
    local lines, more, less = diff.unified(edit)
    added, removed = added + more, removed + less
    local what = edit.old and short(edit.path) or short(edit.path) .. ' (new)'
    body:line({ EDGE .. what, 'EaselDiffHeader' })
    for _, line in ipairs(capped(lines)) do
      body:line({ EDGE, 'EaselToolBody' }, { line, diff.group(line) })
    end
  end
  for _, content in ipairs(call.content or {}) do
    local lines = output(content)
    if #lines > 1 or (lines[1] or '') ~= '' then
      body:body(capped(lines), 'EaselToolBody', EDGE)
    end
  end
  local sum = added + removed > 0 and ('  +%d -%d'):format(added, removed) or ''
  return body, sum
end

local function exit_code(call)
  local code = type(call.rawOutput) == 'table' and call.rawOutput.exitCode
  return type(code) == 'number' and code ~= 0 and ('  exit code %d'):format(code) or ''
end

local function length(body)
  local count = #body.lines
  return count > 0 and ('  %d line%s'):format(count, count > 1 and 's' or '') or ''
end

function M.tool(item, icons)
  local call = item.call
  local body, sum = M.body(call)
  local block = Block.new()
  local group = GROUPS[call.status] or 'EaselPending'
  block:line(
    { icons[call.status] or '?', group },
    ' ',
    { call.kind or 'other', 'EaselToolKind' },
    '  ',
    { call.title or '', 'EaselToolTitle' },
    { sum .. exit_code(call) .. (sum == '' and length(body) or ''), 'EaselMeta' }
  )
  if #body.lines == 0 then
    return block
  end
  return block:folded(body)
end

return M
