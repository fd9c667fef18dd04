--- The end of a chat: what is going on, and what a person can do about it.
local Block = require('easel.render.block')
local text = require('easel.model.text')
local words = require('easel.render.words')

local M = {}

local function one_line(blocks)
  local line = table.concat(text.of_prompt(blocks), ' ')
  return #line > 60 and vim.fn.strcharpart(line, 0, 57) .. '…' or line
end

local function seconds(milliseconds)
  return ('%g s'):format(milliseconds / 1000)
end

--- The rungs of a Stop, the newest one last.
---@param stop table
---@return string
function M.rungs(stop)
  local rungs = { 'Stopping: the agent was told' }
  local forced = stop.onTimeout == 'interrupt'
  if stop.rung == 'sent' then
    local rest = forced and ', then its process is ended' or ''
    table.insert(rungs, ('waiting for it (%s%s)'):format(seconds(stop.timeoutMs or 0), rest))
  elseif stop.rung == 'acknowledged' then
    table.insert(rungs, 'it stops')
  else
    table.insert(rungs, 'no answer')
    local last = forced and 'ending its process'
      or 'it goes on; `:Easel interrupt` ends its process'
    table.insert(rungs, stop.rung == 'killed' and 'its process was ended' or last)
  end
  return table.concat(rungs, ' ▸ ')
end

local function owner(lease)
  if not lease then
    return 'Nobody owns this conversation.'
  end
  local pid, host = lease.ownerPid or '?', lease.ownerHost or '?'
  local who = ('Another server (process %s on %s)'):format(pid, host)
  local since = lease.since and (' since %s'):format(words.time(lease.since)) or ''
  return ('%s owns this conversation%s; you are watching.'):format(who, since)
end

local function ownership(block, info)
  if info.access ~= 'observer' then
    return
  end
  block:line({ '▲ ' .. owner(info.lease), 'EaselBanner' })
  local held = info.lease and info.lease.alive ~= false and not info.lease.expired
  local way = held and '`:Easel take` asks for it, `:Easel take!` takes it by force.'
    or '`:Easel take` takes it.'
  block:line({ '  ' .. way, 'EaselMeta' })
end

local function session(block, model)
  local lost = model.lost
  if not lost or model.info.access == 'observer' then
    return
  end
  block:line({ '▲ The agent does not remember this conversation.', 'EaselBanner' })
  local ways = '  `:Easel resume` tries again, `:Easel recap` tells the agent what was said'
  block:line({ ways .. ', `:Easel new` begins anew.', 'EaselMeta' })
end

local function process(block, info)
  local why = info.processError and info.processError.message
  if info.processStatus == 'parked' then
    block:line({ '▲ ' .. (why or 'The agent is not started again by itself.'), 'EaselError' })
    block:line({ '  `:Easel resume` tries again.', 'EaselMeta' })
  elseif info.executionStatus == 'paused' then
    block:line({ '▲ Paused. `:Easel resume` goes on; a prompt does so too.', 'EaselBanner' })
  elseif info.executionStatus == 'starting' then
    block:line({ '… starting the agent', 'EaselMeta' })
  end
end

local function login(block, model)
  if model.login then
    block:line({ '▲ The agent wants you to log in: `:Easel login`.', 'EaselBanner' })
  end
end

local function waiting(block, model)
  local held = false
  for _, prompt in ipairs(model.queue) do
    held = held or prompt.held
    local sign = prompt.held and 'held' or 'waits'
    local line = { one_line(prompt.prompt), 'EaselMeta' }
    block:line({ ('▹ %s  '):format(sign), 'EaselPending' }, line)
  end
  if held then
    block:line({ '  `:Easel resume` sends what is held, `:Easel queue` shows it.', 'EaselMeta' })
  end
end

---@param model easel.Model
---@param problem? easel.Problem
---@return easel.Block
function M.block(model, problem)
  local block = Block.new()
  if model.stop then
    block:line({ '■ ' .. M.rungs(model.stop), 'EaselStopped' })
  end
  ownership(block, model.info)
  session(block, model)
  login(block, model)
  process(block, model.info)
  waiting(block, model)
  if problem then
    block:line({ '▲ ' .. problem.words, 'EaselError' })
  end
  if #block.lines == 0 then
    block:blank()
  end
  return block
end

return M
