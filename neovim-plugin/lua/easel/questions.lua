--- Answers to what agents ask: permission requests and requests for input.
local client = require('easel.client')
local form = require('easel.form')
local model = require('easel.model')
local notify = require('easel.notify')

local M = {}

---@param conversation easel.Conversation
---@return easel.Item?
function M.oldest(conversation)
  return model.open_questions(conversation.model)[1]
end

local function respond(conversation, method, params)
  params.conversationId = conversation.id
  client.ask(method .. '/respond', params, function(result)
    if not result.accepted then
      notify.info('that was answered already')
    end
  end)
end

--- Answer a permission request with one of its options.
---@param conversation easel.Conversation
---@param question easel.Item
---@param option table
function M.choose(conversation, question, option)
  if question.outcome then
    return notify.info('that was answered already')
  end
  respond(conversation, 'permission', { permissionId = question.id, optionId = option.optionId })
end

local function ask_permission(conversation, question)
  local title = question.call.title or question.call.kind or 'something'
  vim.ui.select(question.options, {
    prompt = ('%s asks: %s'):format(question.agent, title),
    kind = 'easel.permission',
    format_item = function(option)
      return option.name or option.optionId
    end,
  }, function(option)
    -- Who closes the list has not answered: the question stays open in the chat.
    if option then
      M.choose(conversation, question, option)
    end
  end)
end

local function ask_input(conversation, question)
  local function answer(action, content)
    local params = { elicitationId = question.id, action = action, content = content }
    respond(conversation, 'elicitation', params)
  end
  if question.mode == 'url' then
    form.visit(question.message, question.url, answer)
  else
    form.fill(question.message, question.schema or {}, answer)
  end
end

--- Let a person answer a question of the agent.
---@param conversation easel.Conversation
---@param question? easel.Item by default the oldest that is open
function M.ask(conversation, question)
  question = question or M.oldest(conversation)
  if not question then
    return notify.info('the agent asks nothing')
  elseif question.outcome or question.action then
    return notify.info('that was answered already')
  elseif question.kind == 'permission' then
    ask_permission(conversation, question)
  else
    ask_input(conversation, question)
  end
end

return M
