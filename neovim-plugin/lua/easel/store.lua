--- The conversations that this Neovim follows.
local autocmds = require('easel.autocmds')
local client = require('easel.client')
local model = require('easel.model')
local notify = require('easel.notify')

local M = {}

---@class easel.Problem
---@field badge string in a word or two
---@field words string

---@class easel.Conversation
---@field id string
---@field model easel.Model
---@field opening boolean an `open` is under way; what comes meanwhile waits for it
---@field early table[] events that came meanwhile
---@field problem? easel.Problem why nothing can be done with it now

---@type table<string, easel.Conversation>
local known = {}
---@type string? the conversation that was used last
local latest

--- Called with a conversation that is different now.
M.on_change = {} ---@type fun(conversation: easel.Conversation)[]
--- Called with a conversation and an event that just happened.
---@type fun(conversation: easel.Conversation, event: table)[]
M.on_event = {
  function(...)
    require('easel.attention').on_event(...)
  end,
}

local function changed(conversation)
  for _, told in ipairs(M.on_change) do
    notify.guarded(told, conversation)
  end
end

---@param id string
---@return easel.Conversation?
function M.get(id)
  return known[id]
end

---@return easel.Conversation[]
function M.all()
  return vim.tbl_values(known)
end

---@type fun(conversation: easel.Conversation)[]? those who wait for a conversation that begins
local expecting

--- The conversation of the current buffer, else the one that was used last.
---@return easel.Conversation?
function M.current()
  return known[vim.b.easel_conversation] or known[latest]
end

---@param id string
function M.use(id)
  latest = id
end

---@param conversation easel.Conversation
---@param events table[]
---@param live boolean these just happened
local function take(conversation, events, live)
  local before = conversation.model.seq
  local gapless = model.apply(conversation.model, events)
  for _, event in ipairs(live and events or {}) do
    if event.seq > before and event.seq <= conversation.model.seq then
      autocmds.event(conversation.id, event)
      for _, told in ipairs(M.on_event) do
        notify.guarded(told, conversation, event)
      end
    end
  end
  return gapless
end

local function opened(conversation, result, first)
  local before = conversation.model.seq
  conversation.model.info = result.conversation
  conversation.model.info.access = result.access
  if first then
    conversation.model.has_earlier = result.hasEarlier
  end
  take(conversation, result.events, before > 0)
  -- The events may be older than the summary that came with them.
  conversation.model.info = result.conversation
  conversation.problem = nil
  conversation.opening = false
  local early = conversation.early
  conversation.early = {}
  take(conversation, early, true)
  changed(conversation)
end

--- Follow a conversation, from the last event that is known of it.
---@param id string
---@param callback? fun(conversation: easel.Conversation?) nil: it cannot be had, and that was told
function M.open(id, callback)
  callback = callback or function() end
  local conversation = known[id]
  local first = conversation == nil
  if first then
    conversation = { id = id, model = model.new({ id = id }), early = {} }
    known[id] = conversation
  end
  conversation.opening = true
  local since = not first and conversation.model.seq or nil
  local params = { conversationId = id, sinceSeq = since }
  client.request('conversation/open', params, function(err, result)
    conversation.opening = false
    if err then
      known[id] = not first and conversation or nil
      client.explain(err)
      return callback(nil)
    end
    opened(conversation, result, first)
    callback(conversation)
  end)
end

--- Begin a conversation and follow it.
---@param params table of `easel/conversation/create`
---@param callback fun(conversation: easel.Conversation?) nil: it cannot be had, and that was told
function M.create(params, callback)
  params.cwd = params.cwd or vim.uv.cwd()
  client.request('conversation/create', params, function(err, result)
    if err then
      client.explain(err)
      return callback(nil)
    end
    M.open(result.conversation.id, function(conversation)
      latest = conversation and conversation.id or latest
      callback(conversation)
    end)
  end)
end

--- The current conversation, or a new one; several who ask at once get the same.
---@param callback fun(conversation: easel.Conversation)
function M.current_or_new(callback)
  local conversation = M.current()
  if conversation then
    return callback(conversation)
  elseif expecting then
    return table.insert(expecting, callback)
  end
  expecting = { callback }
  M.create({}, function(created)
    local callbacks = expecting or {}
    expecting = nil
    for _, expected in ipairs(created and callbacks or {}) do
      notify.guarded(expected, created)
    end
  end)
end

--- Show more of the past.
---@param conversation easel.Conversation
---@param callback? fun()
function M.load_earlier(conversation, callback)
  local oldest = conversation.model.events[1]
  if not (conversation.model.has_earlier and oldest) then
    return
  end
  local params = { conversationId = conversation.id, beforeSeq = oldest.firstSeq or oldest.seq }
  client.ask('conversation/history', params, function(result)
    conversation.model = model.with_earlier(conversation.model, result.events, result.hasEarlier)
    changed(conversation)
    if callback then
      callback()
    end
  end)
end

--- A conversation that is gone for good.
---@param id string
function M.forget(id)
  known[id] = nil
  latest = latest ~= id and latest or nil
end

---@param params table of `easel/conversation/didUpdate`
function M.did_update(params)
  local conversation = known[params.conversationId]
  if not conversation then
    return
  elseif conversation.opening then
    vim.list_extend(conversation.early, params.events)
  elseif not take(conversation, params.events, true) then
    M.open(conversation.id)
  end
  changed(conversation)
end

---@param params table of `easel/conversation/didChange`
function M.did_change(params)
  local conversation = known[params.conversation.id]
  if conversation then
    conversation.model.info = params.conversation
    changed(conversation)
  end
  autocmds.emit('ConversationChanged', params)
end

---@param params table of `easel/conversation/didDelete`
function M.did_delete(params)
  local conversation = known[params.conversationId]
  if conversation then
    local words = 'It was deleted. `:Easel restore` brings it back.'
    conversation.problem = { badge = 'deleted', words = words }
    changed(conversation)
  end
  autocmds.emit('ConversationDeleted', params)
end

---@param params table of `easel/lease/didChange`
function M.lease_changed(params)
  local conversation = known[params.conversationId]
  if conversation then
    conversation.model.info.lease = params.lease
    conversation.model.info.access = params.access
    changed(conversation)
  end
  autocmds.emit('LeaseChanged', params)
end

table.insert(client.on_lost, function(reason, returns)
  local words = ('The server ended %s. '):format(reason)
    .. (returns and 'It is started again …' or 'Any `:Easel` command starts it again.')
  for _, conversation in pairs(known) do
    conversation.problem = { badge = 'no server', words = words }
    changed(conversation)
  end
end)

table.insert(client.on_back, function()
  for id in pairs(known) do
    M.open(id)
  end
end)

return M
