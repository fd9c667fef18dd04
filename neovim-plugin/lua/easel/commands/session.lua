--- The mode and the options of the agent's session, and the conversation as a whole.
local chat = require('easel.chat')
local notify = require('easel.notify')
local prompt = require('easel.prompt')
local questions = require('easel.questions')
local store = require('easel.store')
local target = require('easel.commands.target')
local words = require('easel.render.words')

local function info()
  local conversation = store.current()
  return conversation and conversation.model.info or {}
end

local function ids(list)
  return vim.tbl_map(function(entry)
    return entry.id or entry.value
  end, list or {})
end

local function modes()
  return info().modes and info().modes.availableModes or {}
end

local function set_mode(conversation, id)
  target.ask(conversation, 'conversation/setMode', { modeId = id })
end

local function mode(conversation, given)
  if given.words[1] then
    return set_mode(conversation, given.words[1])
  elseif #modes() == 0 then
    return notify.info('the agent offers no modes, or has not started yet')
  end
  local opts = {
    prompt = 'Mode',
    format_item = function(one)
      return ('%s  %s'):format(one.name or one.id, one.description or '')
    end,
  }
  vim.ui.select(modes(), opts, function(one)
    if one then
      set_mode(conversation, one.id)
    end
  end)
end

--- The values of an option; agents may offer them in groups.
local function values(option)
  if option.type == 'boolean' then
    return { { value = true, name = 'on' }, { value = false, name = 'off' } }
  end
  local flat = {}
  for _, entry in ipairs(option.options or {}) do
    vim.list_extend(flat, entry.options or { entry })
  end
  return flat
end

local function named(list, id)
  for _, entry in ipairs(list) do
    if entry.id == id or entry.name == id or tostring(entry.value) == id then
      return entry
    end
  end
end

local function set_option(conversation, option, value)
  local params = { configId = option.id, value = value.value }
  target.ask(conversation, 'conversation/setConfigOption', params)
end

local function pick_value(conversation, option)
  local opts = {
    prompt = option.name or option.id,
    format_item = function(value)
      local sign = value.value == option.currentValue and '● ' or '  '
      return sign .. (value.name or tostring(value.value))
    end,
  }
  vim.ui.select(values(option), opts, function(value)
    if value then
      set_option(conversation, option, value)
    end
  end)
end

local function option(conversation, given)
  local options = info().configOptions or {}
  if #options == 0 then
    return notify.info('the agent offers no options, or has not started yet')
  end
  local id, wanted = given.words[1], given.words[2]
  if not id then
    local opts = {
      prompt = 'Option',
      format_item = function(one)
        return ('%s: %s'):format(one.name or one.id, tostring(one.currentValue))
      end,
    }
    return vim.ui.select(options, opts, function(one)
      if one then
        pick_value(conversation, one)
      end
    end)
  end
  local one = named(options, id)
  local value = one and wanted and named(values(one), wanted)
  if one and value then
    return set_option(conversation, one, value)
  elseif one and not wanted then
    return pick_value(conversation, one)
  end
  notify.error('there is no option `%s` with the value `%s`', id, wanted or '')
end

local function permission(conversation, given)
  local question = questions.oldest(conversation)
  local chosen = given.words[1]
  if not (chosen and question and question.kind == 'permission') then
    return questions.ask(conversation, question)
  end
  local by_number = question.options[tonumber(chosen)]
  for _, offered in ipairs(question.options) do
    if by_number == nil and (offered.optionId == chosen or offered.name == given.text) then
      by_number = offered
    end
  end
  if not by_number then
    return notify.error('there is no answer `%s`', given.text)
  end
  questions.choose(conversation, question, by_number)
end

local function rename(conversation, given)
  local function go(title)
    if title and vim.trim(title) ~= '' then
      target.ask(conversation, 'conversation/rename', { title = vim.trim(title) })
    end
  end
  if given.text ~= '' then
    return go(given.text)
  end
  vim.ui.input({ prompt = 'Title: ', default = words.title(conversation.model.info) }, go)
end

local function delete(conversation, given)
  local title = words.title(conversation.model.info)
  local function go(choice)
    if choice == 'Delete' then
      target.ask(conversation, 'conversation/delete', {}, function()
        chat.close(conversation.id)
        chat.wipe(conversation.id)
        prompt.wipe(conversation.id)
        store.forget(conversation.id)
      end)
    end
  end
  if given.bang then
    return go('Delete')
  end
  vim.ui.select({ 'Delete', 'Keep' }, { prompt = ('Delete “%s”?'):format(title) }, go)
end

---@type table<string, easel.Command>
return {
  mode = {
    run = target.current(mode),
    complete = function()
      return ids(modes())
    end,
  },
  option = {
    run = target.current(option),
    complete = function(given)
      local options = info().configOptions or {}
      if #given == 0 then
        return ids(options)
      end
      local one = named(options, given[1])
      return one and vim.tbl_map(tostring, vim.tbl_map(function(value)
        return value.value
      end, values(one))) or {}
    end,
  },
  permission = {
    run = target.current(permission),
    complete = function()
      local conversation = store.current()
      local question = conversation and questions.oldest(conversation)
      return question and vim.tbl_map(function(offered)
        return offered.optionId
      end, question.options or {}) or {}
    end,
  },
  rename = { run = target.current(rename) },
  delete = { run = target.current(delete) },
}
