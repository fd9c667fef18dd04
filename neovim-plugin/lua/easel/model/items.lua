--- How single events change the items of a conversation.
local text = require('easel.model.text')

local M = {}

--- The item of that key, made if it is not there; it is drawn anew either way.
local function item(model, key, kind, turn_id)
  local found = model.index[key]
  if not found then
    found = { key = key, kind = kind, turn_id = turn_id }
    model.index[key] = found
    table.insert(model.items, found)
  end
  model.dirty[key] = true
  return found
end

function M.turn(model, event)
  if event.origin ~= 'agent' then
    local prompt = item(model, 'prompt:' .. event.turnId, 'prompt', event.turnId)
    prompt.lines = text.of_prompt(event.prompt)
    prompt.at = event.at
  end
  local answer = item(model, 'answer:' .. event.turnId, 'answer', event.turnId)
  answer.agent = event.agent
  answer.at = event.at
end

function M.steered(model, event)
  local prompt = item(model, 'prompt:' .. event.steered, 'prompt', event.turnId)
  prompt.lines = text.of_prompt(event.prompt)
  prompt.steered = true
end

--- After these a message goes on below them, where people look for it.
local BREAKS =
  { tool = true, permission = true, elicitation = true, message = true, thought = true }

--- The part of a message that a piece belongs to.
local function part_of(model, key, append)
  local part = model.parts[key] or key
  local last = model.items[#model.items]
  if append and model.index[part] and last.key ~= part and BREAKS[last.kind] then
    part = ('%s#%d'):format(key, #model.items)
  end
  model.parts[key] = part
  return part
end

function M.message(model, event)
  local key = table.concat({ 'message', event.turnId or '', event.messageId }, ':')
  local kind = event.role == 'assistant' and 'message' or event.role
  local message = item(model, part_of(model, key, event.append), kind, event.turnId)
  local piece = text.of_block(event.content)
  if not (event.append and message.lines) then
    message.lines = { '' }
    piece = event.append and piece:gsub('^%s*\n', '') or piece
  end
  text.append(message.lines, piece)
end

function M.tool(model, event)
  local call = event.toolCall
  local key = table.concat({ 'tool', event.turnId or '', call.toolCallId }, ':')
  item(model, key, 'tool', event.turnId).call = call
end

function M.plan(model, event)
  item(model, 'plan:' .. (event.turnId or ''), 'plan', event.turnId).entries = event.entries
end

function M.permission(model, event)
  local question = item(model, 'permission:' .. event.permissionId, 'permission', event.turnId)
  question.id = event.permissionId
  question.call = event.toolCall
  question.options = event.options
  question.agent = model.info.agent
end

function M.permission_resolved(model, event)
  local question = model.index['permission:' .. event.permissionId]
  if question then
    question.outcome = event.outcome
    question.by = event.by
    model.dirty[question.key] = true
  end
end

function M.elicitation(model, event)
  local question = item(model, 'elicitation:' .. event.elicitationId, 'elicitation', event.turnId)
  question.id = event.elicitationId
  question.mode = event.mode
  question.message = event.message
  question.schema = event.requestedSchema
  question.url = event.url
  question.agent = model.info.agent
end

function M.elicitation_resolved(model, event)
  local question = model.index['elicitation:' .. event.elicitationId]
  if question then
    question.action = event.action
    question.by = event.by
    model.dirty[question.key] = true
  end
end

--- A canvas is one line, and says so when it is closed.
function M.canvas(model, event)
  if event.opened then
    local shown = item(model, 'canvas:' .. event.opened.instanceId, 'canvas', event.turnId)
    shown.canvas = event.opened
    shown.closed = false
  end
  local change = event.changed or {}
  local changed = change.title and model.index['canvas:' .. change.instanceId]
  if changed then
    changed.canvas = vim.tbl_extend('force', changed.canvas, { title = change.title })
    model.dirty[changed.key] = true
  end
  local gone = event.closed and model.index['canvas:' .. event.closed]
  if gone then
    gone.closed = true
    model.dirty[gone.key] = true
  end
end

function M.note(model, event)
  item(model, 'note:' .. event.seq, 'note', event.turnId).event = event
end

--- Also the heading of the turn is drawn anew: it tells what the turn has used.
function M.ended(model, event)
  local answer = model.index['answer:' .. event.turnId]
  if answer then
    answer.usage = event.usage
    answer.ended_at = event.at
    model.dirty[answer.key] = true
  end
  for _, other in ipairs(model.items) do
    if other.turn_id == event.turnId and other.kind == 'message' then
      other.done = true
      model.dirty[other.key] = true
    end
  end
  if event.reason ~= 'completed' then
    local ended = item(model, 'ended:' .. event.turnId, 'ended', event.turnId)
    ended.reason = event.reason
    ended.error = event.error
  end
end

return M
