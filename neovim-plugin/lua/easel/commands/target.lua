--- What commands are about: the current conversation.
local client = require('easel.client')
local notify = require('easel.notify')
local store = require('easel.store')

local M = {}

--- A command about the current conversation; without one it says so.
---@param act fun(conversation: easel.Conversation, given: easel.Given)
---@return fun(given: easel.Given)
function M.current(act)
  return function(given)
    local conversation = store.current()
    if not conversation then
      return notify.info('there is no conversation yet; `:Easel` begins one')
    end
    act(conversation, given)
  end
end

--- A request about a conversation; a failure is told.
---@param conversation easel.Conversation
---@param method string
---@param params? table
---@param callback? fun(result: table)
function M.ask(conversation, method, params, callback)
  params = vim.tbl_extend('force', params or {}, { conversationId = conversation.id })
  client.ask(method, params, callback)
end

return M
