--- Who owns a conversation.
local notify = require('easel.notify')
local store = require('easel.store')
local target = require('easel.commands.target')

---@type table<string, easel.Command>
return {
  take = {
    run = target.current(function(conversation, given)
      local force = given.bang or given.words[1] == 'force'
      target.ask(conversation, 'lease/take', { force = force }, function()
        store.open(conversation.id)
        notify.info('this Neovim owns the conversation now')
      end)
    end),
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
