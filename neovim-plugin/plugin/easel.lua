-- Defines names only; everything else is loaded when one of them is used.
if vim.g.loaded_easel then
  return
end
vim.g.loaded_easel = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.notify('Easel needs Neovim 0.10 or newer.', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('Easel', function(given)
  require('easel.command').run(given)
end, {
  nargs = '*',
  range = true,
  bang = true,
  desc = 'Talk to a coding agent',
  complete = function(...)
    return require('easel.command').complete(...)
  end,
})

for name, link in pairs({
  EaselUser = 'Title',
  EaselAgent = 'Function',
  EaselMeta = 'Comment',
  EaselThought = 'Comment',
  EaselToolTitle = 'Identifier',
  EaselToolKind = 'Type',
  EaselToolBody = 'Comment',
  EaselPending = 'DiagnosticHint',
  EaselRunning = 'DiagnosticInfo',
  EaselDone = 'DiagnosticOk',
  EaselFailed = 'DiagnosticError',
  EaselStopped = 'DiagnosticWarn',
  EaselDiffAdd = 'Added',
  EaselDiffDelete = 'Removed',
  EaselDiffHeader = 'Changed',
  EaselQuestion = 'DiagnosticWarn',
  EaselOption = 'Special',
  EaselBanner = 'DiagnosticWarn',
  EaselError = 'DiagnosticError',
  EaselPlaceholder = 'Comment',
  EaselWinbarTitle = 'Title',
  EaselWinbarStatus = 'Statement',
}) do
  vim.api.nvim_set_hl(0, name, { link = link, default = true })
end

for name, keys in pairs({
  Chat = ':Easel chat<CR>',
  New = ':Easel new<CR>',
  List = ':Easel list<CR>',
  Ask = ':Easel ask<CR>',
  Send = ':Easel send<CR>',
  Stop = ':Easel stop<CR>',
  Interrupt = ':Easel interrupt<CR>',
  Answer = ':Easel permission<CR>',
  Queue = ':Easel queue<CR>',
  Mode = ':Easel mode<CR>',
  Diff = ':Easel diff<CR>',
}) do
  local range = (name == 'Ask' or name == 'Send') and { 'n', 'x' } or { 'n' }
  vim.keymap.set(range, ('<Plug>(Easel%s)'):format(name), keys, { silent = true })
end

vim.api.nvim_create_autocmd('BufReadCmd', {
  pattern = 'easel://chat/*',
  group = vim.api.nvim_create_augroup('easel.buffers', {}),
  callback = function(read)
    require('easel.chat').read(read.buf, read.match)
  end,
})

--- A chat document is worth starting the server for; other files only if a person says so.
local autostart = type(vim.g.easel) == 'table' and vim.g.easel.autostart
vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, {
  pattern = autostart and '*' or '*.chat.md',
  group = vim.api.nvim_create_augroup('easel.start', {}),
  callback = function()
    require('easel.client').ensure()
  end,
})
