--- What a conversation looks like, folded from its events. Calls nothing of the editor.
---
--- `items` are what is shown, in their order; an item is changed in place and its key noted in
--- `dirty`, so that a view draws only what is new.
local items = require('easel.model.items')
local queue = require('easel.model.queue')

local M = {}

---@class easel.Model
---@field info table ConversationInfo, kept up to date with events
---@field items easel.Item[]
---@field index table<string, easel.Item> by key
---@field parts table<string, string> from the key of a message to that of its newest part
---@field dirty table<string, true> keys of items that changed since the view looked
---@field events table[] every event that is known, oldest first
---@field seq integer of the newest event
---@field has_earlier boolean
---@field queue easel.Waiting[]
---@field stop? table the newest rung of a Stop that is under way
---@field lost? table the event that says that the agent's session was lost
---@field login? table[] the ways to log in that an agent offered which wants a login
---@field turn_id? string of the live turn

---@class easel.Item
---@field key string
---@field kind string
---@field turn_id? string

---@param info table
---@return easel.Model
function M.new(info)
  return {
    info = info,
    items = {},
    index = {},
    parts = {},
    dirty = {},
    events = {},
    seq = 0,
    has_earlier = false,
    queue = {},
  }
end

local function merged(target, event, keys)
  for _, key in ipairs(keys) do
    if event[key] ~= nil then
      target[key] = event[key]
    end
  end
end

---@type table<string, fun(model: easel.Model, event: table)>
local APPLY = {
  turnStarted = function(model, event)
    queue.drop(model.queue, event.turnId)
    model.turn_id = event.turnId
    model.stop = nil
    items.turn(model, event)
  end,
  turnEnded = function(model, event)
    model.turn_id = nil
    model.stop = nil
    queue.hold_after(model.queue, event.reason)
    local error = event.error or {}
    model.login = error.kind == 'authRequired' and (error.data or {}).authMethods or nil
    items.ended(model, event)
  end,
  message = items.message,
  toolCall = items.tool,
  plan = items.plan,
  permissionRequested = items.permission,
  permissionResolved = items.permission_resolved,
  elicitationRequested = items.elicitation,
  elicitationResolved = items.elicitation_resolved,
  promptSteered = function(model, event)
    queue.drop(model.queue, event.steered)
    items.steered(model, event)
  end,
  promptQueued = function(model, event)
    queue.put(model.queue, event)
  end,
  promptDropped = function(model, event)
    queue.drop(model.queue, event.turnId)
  end,
  queueReordered = function(model, event)
    queue.reorder(model.queue, event.turnIds)
  end,
  cancelRequested = function(model, event)
    model.stop = vim.tbl_extend('force', model.stop or {}, event)
  end,
  statusChanged = function(model, event)
    model.info.executionStatus = event.executionStatus
    model.info.processStatus = event.processStatus
    model.info.parkedCause = event.parkedCause
    model.info.processError = event.error
  end,
  metadataChanged = function(model, event)
    merged(model.info, event, {
      'title',
      'acpSessionId',
      'acpAgentName',
      'acpAgentVersion',
      'memory',
      'modes',
      'configOptions',
      'commands',
      'usage',
    })
  end,
  sessionRestored = function(model, event)
    if event.outcome == 'restored' then
      model.lost = nil
    end
  end,
  sessionLoadFailed = function(model, event)
    model.lost = event
    items.note(model, event)
  end,
  canvasesChanged = items.canvas,
  notice = items.note,
  unknown = items.note,
}

--- Take what happened. Events that are known already change nothing.
---@param model easel.Model
---@param events table[] in the order of their `seq`
---@return boolean gapless false: events are missing, and nothing was taken from there on
function M.apply(model, events)
  for _, event in ipairs(events) do
    local first = event.firstSeq or event.seq
    if event.seq > model.seq then
      if model.seq > 0 and first > model.seq + 1 then
        return false
      end
      M.take(model, event)
    end
  end
  return true
end

---@param model easel.Model
---@param event table
function M.take(model, event)
  table.insert(model.events, event)
  model.seq = event.seq
  local apply = APPLY[event.type]
  if apply then
    apply(model, event)
  end
end

--- The same conversation with events before those that were known.
---@param model easel.Model
---@param earlier table[]
---@param has_earlier boolean
---@return easel.Model
function M.with_earlier(model, earlier, has_earlier)
  local longer = M.new(model.info)
  longer.info = vim.deepcopy(model.info)
  for _, events in ipairs({ earlier, model.events }) do
    for _, event in ipairs(events) do
      M.take(longer, event)
    end
  end
  longer.info = model.info
  longer.has_earlier = has_earlier
  return longer
end

--- Questions of the agent that wait for an answer, oldest first.
---@param model easel.Model
---@return easel.Item[]
function M.open_questions(model)
  return vim.tbl_filter(function(item)
    return item.kind == 'permission' and item.outcome == nil
      or item.kind == 'elicitation' and item.action == nil
  end, model.items)
end

return M
