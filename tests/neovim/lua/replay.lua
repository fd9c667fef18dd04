-- Folds the events of a fixture with the plug-in's model, draws what comes of it, and prints the
-- outcome as JSON. Arguments: the folder of the plug-in, the fixture.
vim.opt.runtimepath:prepend(arg[1])
local model = require('easel.model')
local render = require('easel.render')

local file = assert(io.open(arg[2]))
local fixture = vim.json.decode(file:read('*a'), { luanil = { object = true, array = true } })
file:close()

local state = model.new({ id = 'c1', agent = 'test', cwd = 'file:///project' })
assert(model.apply(state, fixture.events))
-- What is known already changes nothing.
assert(model.apply(state, fixture.events))

local tools, ends, turns = vim.empty_dict(), {}, 0
for index, item in ipairs(state.items) do
  assert(#render.item(item, state.items[index - 1], require('easel.config').defaults.icons).lines > 0)
  if item.kind == 'tool' then
    tools[item.turn_id .. '/' .. item.call.toolCallId] = item.call.status
  end
end
for _, event in ipairs(state.events) do
  turns = turns + (event.type == 'turnStarted' and 1 or 0)
  if event.type == 'turnEnded' then
    table.insert(ends, event.reason)
  end
end
local open = { permission = {}, elicitation = {} }
for _, question in ipairs(model.open_questions(state)) do
  table.insert(open[question.kind], question.id)
end
require('easel.render.footer').block(state)

io.write(vim.json.encode({
  title = state.info.title,
  executionStatus = state.info.executionStatus,
  processStatus = state.info.processStatus,
  memory = state.info.memory,
  turns = turns,
  liveTurn = state.turn_id or vim.NIL,
  queue = vim.tbl_map(function(waiting)
    return { turnId = waiting.turn_id, held = waiting.held or false, next = waiting.next or false }
  end, state.queue),
  openPermissions = open.permission,
  openElicitations = open.elicitation,
  toolCalls = tools,
  ends = ends,
  seq = state.seq,
}))
