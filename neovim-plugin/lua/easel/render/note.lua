--- Sentences about what became of a turn, the agent or its session.
local Block = require('easel.render.block')

local M = {}

local ENDS = {
  truncated = 'The answer was cut off: the agent reached a limit of its own.',
  refused = 'The agent refused to go on.',
  cancelled = 'Stopped.',
  cancelledForced = 'Stopped by force: the agent did not obey, so its process was ended.',
  interrupted = 'Interrupted.',
  crashed = 'The agent crashed.',
  orphaned = 'Nobody knows how this turn went on. Nothing was sent again.',
  failed = 'The turn failed.',
}

local FALLBACKS = {
  fresh = 'A new session took its place: the agent does not remember what was said.',
  ask = 'Try again with `:Easel resume`, or begin anew with `:Easel new`.',
  none = '',
}

local LEVELS = { info = 'EaselMeta', warning = 'EaselBanner', error = 'EaselError' }

local function sentences(words, group)
  local block = Block.new()
  local lines = vim.split(words, '\n', { plain = true, trimempty = true })
  block:line({ '■ ' .. (lines[1] or ''), group })
  return block:body(vim.list_slice(lines, 2), group, '  '):blank()
end

function M.ended(item)
  local words = ENDS[item.reason] or ('The turn ended: %s.'):format(item.reason)
  if item.error and item.error.message then
    words = ('%s\n%s'):format(words, item.error.message)
  end
  local stopped = item.reason == 'cancelled' or item.reason == 'interrupted'
  return sentences(words, stopped and 'EaselStopped' or 'EaselError')
end

local NOTES = {
  sessionLoadFailed = function(event)
    local why = event.error.message or event.error.kind
    local words = ('The agent\'s session could not be restored: %s\n%s'):format(
      why,
      FALLBACKS[event.fallback] or ''
    )
    return sentences(words, 'EaselBanner')
  end,
  notice = function(event)
    return sentences(event.text, LEVELS[event.level] or 'EaselMeta')
  end,
  unknown = function(event)
    local name = type(event.update) == 'table' and event.update.sessionUpdate or 'an update'
    return sentences(('The agent sent something new: %s'):format(name), 'EaselMeta')
  end,
}

function M.note(item)
  return NOTES[item.event.type](item.event)
end

return M
