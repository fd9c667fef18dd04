--- Who owns a conversation.
local client = require('easel.client')
local notify = require('easel.notify')
local target = require('easel.commands.target')

--- Ask the owner for the conversation; with force take it in any case.
local function take(conversation, given)
  local force = given.bang or given.words[1] == 'force'
  local params = { conversationId = conversation.id, force = force }
  client.request('lease/take', params, function(err)
    if not err then
      notify.info('this Neovim owns the conversation now')
    elseif err.data and err.data.kind == 'leaseHeld' then
      notify.warn('%s `:Easel take!` takes it by force; what runs there is lost.', err.message)
    else
      client.explain(err)
    end
  end)
end

---@type table<string, easel.Command>
return {
  take = {
    run = target.current(take),
    complete = function()
      return { 'force' }
    end,
  },
  release = {
    run = target.current(function(conversation)
      target.ask(conversation, 'lease/release', {}, function(result)
        notify.info(result.released and 'the conversation is nobody\'s now' or 'it was nobody\'s')
      end)
    end),
  },
}
