--- Sends prompts. What cannot be sent goes back to where it was written.
local client = require('easel.client')
local config = require('easel.config')
local context = require('easel.context')

local M = {}

--- The working directory of a conversation as a path.
---@param conversation easel.Conversation
---@return string
function M.cwd(conversation)
  local cwd = conversation.model.info.cwd
  return cwd and vim.uri_to_fname(cwd) or assert(vim.uv.cwd())
end

---@param conversation easel.Conversation
---@param blocks table[]
---@param failed? fun() called if the prompt was not taken
function M.blocks(conversation, blocks, failed)
  local params = {
    conversationId = conversation.id,
    prompt = blocks,
    detach = true,
    whenBusy = config.get().when_busy,
  }
  client.request('conversation/prompt', params, function(err)
    if err then
      client.explain(err)
      if failed then
        failed()
      end
    end
  end)
end

---@param conversation easel.Conversation
---@param text string
---@param failed? fun()
function M.text(conversation, text, failed)
  M.blocks(conversation, context.prompt(text, M.cwd(conversation)), failed)
end

local MAX_RECAP = 20000

--- Tell an agent that lost its session what was said before.
---@param conversation easel.Conversation
function M.recap(conversation)
  local said = {}
  for _, item in ipairs(conversation.model.items) do
    if item.kind == 'prompt' or item.kind == 'message' then
      local who = item.kind == 'prompt' and 'I said' or 'You answered'
      table.insert(said, ('%s:\n%s'):format(who, vim.trim(table.concat(item.lines, '\n'))))
    end
  end
  local history = table.concat(said, '\n\n')
  if #history > MAX_RECAP then
    history = '…' .. history:sub(-MAX_RECAP):gsub('^[\128-\191]+', '')
  end
  local request = 'Your session was lost. This is what we said before; only take note of it.\n\n'
  M.blocks(conversation, { { type = 'text', text = request .. history } })
end

return M
