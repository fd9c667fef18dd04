--- Begin, find and show conversations, and say something in them.
local chat = require('easel.chat')
local client = require('easel.client')
local context = require('easel.context')
local notify = require('easel.notify')
local prompt = require('easel.prompt')
local sending = require('easel.sending')
local store = require('easel.store')
local words = require('easel.render.words')

---@type string[] names of agents, for completion
local agent_names = {}

local function agents(callback)
  client.ask('agents/list', {}, function(result)
    agent_names = vim.tbl_map(function(agent)
      return agent.id
    end, result.agents)
    callback(result.agents)
  end)
end

---@param conversation easel.Conversation?
local function show(conversation)
  if conversation then
    chat.show(conversation, true)
  end
end

local function begin(agent)
  store.create({ agent = agent }, show)
end

local function describe_agent(agent)
  local sign = agent.available and '✓' or '✗'
  return vim.trim(('%s %s  %s'):format(sign, agent.name, agent.reason or agent.source))
end

local function describe(info)
  local when = (info.updatedAt or ''):sub(1, 16):gsub('T', ' ')
  local line = ('%s  %s  (%s, %s)'):format(when, words.title(info), info.agent, words.status(info))
  return info.lastLine and ('%s  %s'):format(line, info.lastLine) or line
end

local function pick(conversations)
  if #conversations == 0 then
    return notify.info('there is no conversation here yet; `:Easel new` begins one')
  end
  vim.ui.select(conversations, { prompt = 'Conversation', format_item = describe }, function(info)
    if info then
      store.open(info.id, show)
    end
  end)
end

---@param question string
---@param excerpt? easel.Excerpt
local function put_question(question, excerpt)
  store.current_or_new(function(conversation)
    local cwd = sending.cwd(conversation)
    local blocks = excerpt and context.about(question, excerpt) or context.prompt(question, cwd)
    chat.show(conversation, false)
    sending.blocks(conversation, blocks, function()
      prompt.add(conversation, question)
    end)
  end)
end

local function ask(given)
  local excerpt = given.first and context.excerpt(0, given.first, given.last)
  local function go(question)
    if question and vim.trim(question) ~= '' then
      put_question(question, excerpt)
    end
  end
  if given.text ~= '' then
    return go(given.text)
  end
  vim.ui.input({ prompt = excerpt and 'Ask about these lines: ' or 'Ask: ' }, go)
end

local function send(given)
  local text = given.text
  if given.first then
    local lines = vim.api.nvim_buf_get_lines(0, given.first - 1, given.last, false)
    text = vim.trim(text .. '\n' .. table.concat(lines, '\n'))
  end
  store.current_or_new(function(conversation)
    if text == '' then
      return prompt.send(prompt.buffer(conversation))
    end
    sending.text(conversation, text, function()
      prompt.add(conversation, text)
    end)
  end)
end

---@type table<string, easel.Command>
return {
  chat = {
    run = function(given)
      if given.words[1] then
        store.open(given.words[1], show)
      else
        store.current_or_new(show)
      end
    end,
    complete = function()
      return vim.tbl_map(function(conversation)
        return conversation.id
      end, store.all())
    end,
  },
  new = {
    run = function(given)
      begin(given.words[1])
    end,
    complete = function()
      agents(function() end)
      vim.wait(2000, function()
        return #agent_names > 0
      end, 10)
      return agent_names
    end,
  },
  list = {
    run = function(given)
      local query = given.text ~= '' and given.text or nil
      local cwd = not given.bang and vim.uv.cwd() or nil
      client.ask('conversation/list', { query = query, cwd = cwd }, function(result)
        pick(result.conversations)
      end)
    end,
  },
  agents = {
    run = function()
      agents(function(known)
        vim.ui.select(known, {
          prompt = 'Begin a conversation with',
          format_item = describe_agent,
        }, function(agent)
          if agent and agent.available then
            begin(agent.id)
          elseif agent then
            notify.warn('%s cannot start: %s', agent.name, agent.reason or 'not available')
          end
        end)
      end)
    end,
  },
  ask = { run = ask },
  send = { run = send },
}
