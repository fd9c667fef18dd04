--- Tells people what happens in a chat that they do not see.
local chat = require('easel.chat')
local config = require('easel.config')
local notify = require('easel.notify')
local questions = require('easel.questions')
local words = require('easel.render.words')

local M = {}

local function asked(conversation, what)
  if config.get().ask_at_once then
    questions.ask(conversation)
  elseif config.get().notify and not chat.is_visible(conversation.id) then
    local agent = conversation.model.info.agent
    notify.warn('%s asks: %s (`:Easel permission` answers)', agent, what)
  end
end

---@type table<string, fun(conversation: easel.Conversation, event: table)>
local TOLD = {
  permissionRequested = function(conversation, event)
    asked(conversation, event.toolCall.title or event.toolCall.kind or 'something')
  end,
  elicitationRequested = function(conversation, event)
    asked(conversation, vim.split(event.message or '', '\n')[1])
  end,
  canvasesChanged = function(conversation, event)
    local opened = event.opened
    if opened and config.get().notify and not chat.is_visible(conversation.id) then
      local title = opened.title or opened.canvasId
      notify.info('a canvas was opened: %s (`:Easel canvas` shows it)', title)
    end
  end,
  turnEnded = function(conversation, event)
    if config.get().notify and not chat.is_visible(conversation.id) then
      notify.info('“%s”: %s', words.title(conversation.model.info), event.reason)
    end
  end,
}

---@param conversation easel.Conversation
---@param event table
function M.on_event(conversation, event)
  local tell = TOLD[event.type]
  if tell then
    tell(conversation, event)
  end
end

return M
