--- Coding agents in Neovim. See :help easel.
local M = {}

--- Configure; not needed: `vim.g.easel` does the same.
---@param options? table see :help easel-config
function M.setup(options)
  require('easel.config').set(options)
end

--- For a statusline: `%{v:lua.require'easel'.statusline()}`.
---@return string
function M.statusline()
  return require('easel.statusline').text()
end

--- The current conversation as ConversationInfo of the protocol, or nil.
---@return table?
function M.current()
  local conversation = require('easel.store').current()
  return conversation and vim.deepcopy(conversation.model.info)
end

--- Send a prompt to the current conversation, or to a new one.
---@param prompt string|table[] text, or content blocks of ACP
function M.send(prompt)
  local sending = require('easel.sending')
  require('easel.store').current_or_new(function(conversation)
    local send = type(prompt) == 'string' and sending.text or sending.blocks
    send(conversation, prompt)
  end)
end

return M
