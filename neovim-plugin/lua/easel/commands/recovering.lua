--- Ways out: log in to an agent, tell it what it forgot, take back what was deleted.
local chat = require('easel.chat')
local client = require('easel.client')
local notify = require('easel.notify')
local sending = require('easel.sending')
local store = require('easel.store')
local target = require('easel.commands.target')
local words = require('easel.render.words')

local function logged_in()
  notify.info('logged in; send the prompt again')
end

--- Run what a login needs in a terminal that the person sees.
---@param terminal {command: string[], env: table<string, string>, cwd: string}
local function run_in_terminal(terminal)
  vim.cmd('botright 15new')
  local options = {
    env = next(terminal.env or {}) and terminal.env or nil,
    cwd = vim.uri_to_fname(terminal.cwd),
    on_exit = function(_, code)
      if code == 0 then
        logged_in()
      else
        notify.warn('the login ended with exit code %d', code)
      end
    end,
  }
  if vim.fn.has('nvim-0.11') == 1 then
    options.term = true
    vim.fn.jobstart(terminal.command, options)
  else
    vim.fn.termopen(terminal.command, options)
  end
  vim.cmd.startinsert()
end

local function log_in(conversation, method)
  local info = conversation.model.info
  local params = { agent = info.agent, methodId = method.id, cwd = info.cwd }
  client.ask('agents/authenticate', params, function(result)
    if result.outcome == 'terminal' then
      run_in_terminal(result.terminal)
    else
      logged_in()
    end
  end)
end

local function login(conversation)
  local methods = conversation.model.login
  if not methods then
    return notify.info('the agent has not asked for a login')
  end
  vim.ui.select(methods, {
    prompt = 'Log in with',
    format_item = function(method)
      return ('%s  %s'):format(method.name or method.id, method.description or '')
    end,
  }, function(method)
    if method then
      log_in(conversation, method)
    end
  end)
end

local function restore(deleted)
  local opts = {
    prompt = 'Restore',
    format_item = function(entry)
      return ('%s  %s'):format(entry.deletedAt:sub(1, 10), words.title(entry.conversation))
    end,
  }
  vim.ui.select(deleted, opts, function(entry)
    local id = entry and entry.conversation.id
    if not id then
      return
    end
    client.ask('conversation/restore', { conversationId = id }, function()
      store.open(id, function(conversation)
        if conversation then
          chat.show(conversation, true)
        end
      end)
    end)
  end)
end

---@type table<string, easel.Command>
return {
  login = { run = target.current(login) },
  recap = { run = target.current(sending.recap) },
  restore = {
    run = function(given)
      local query = given.text ~= '' and given.text or nil
      client.ask('conversation/trash/list', { query = query }, function(result)
        if #result.conversations == 0 then
          return notify.info('the trash is empty')
        end
        restore(result.conversations)
      end)
    end,
  },
}
