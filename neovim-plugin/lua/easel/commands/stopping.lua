--- Stop a turn, end the work for now, and take it up again.
local client = require('easel.client')
local notify = require('easel.notify')
local target = require('easel.commands.target')

local function told_if_idle(result)
  if result.outcome == 'notRunning' then
    notify.info('nothing runs')
  end
end

--- A Stop of a person ends the agent's process if the agent does not obey, unless set otherwise.
local function stop(conversation)
  local settings = require('easel.config').get().settings
  local set = vim.tbl_get(settings, 'cancel', 'onTimeout') or settings['cancel.onTimeout']
  local params = { conversationId = conversation.id, onTimeout = set or 'interrupt' }
  client.request('conversation/cancel', params, function(err, result)
    if not err then
      told_if_idle(result)
    elseif err.data and err.data.kind == 'cancelTimeout' then
      notify.warn('%s `:Easel interrupt` does so.', err.message)
    else
      client.explain(err)
    end
  end)
end

local OUTCOMES = {
  restored = 'the agent goes on where it was',
  fresh = 'the agent has a new session and does not remember what was said',
  failed = 'the agent has no session',
}

--- `run` sends what is held as well.
local function resume(conversation)
  local method = #conversation.model.queue > 0 and 'run' or 'resume'
  target.ask(conversation, 'conversation/' .. method, {}, function(result)
    notify.info(OUTCOMES[result.sessionLoadOutcome] or result.sessionLoadOutcome)
  end)
end

---@type table<string, easel.Command>
return {
  stop = { run = target.current(stop) },
  interrupt = {
    run = target.current(function(conversation)
      target.ask(conversation, 'conversation/interrupt', {}, told_if_idle)
    end),
  },
  pause = {
    run = target.current(function(conversation)
      target.ask(conversation, 'conversation/pause')
    end),
  },
  resume = { run = target.current(resume) },
}
