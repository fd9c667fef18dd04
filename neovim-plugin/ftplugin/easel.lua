-- A chat buffer: Markdown that is read, with folds.
local function local_options(window)
  local options = vim.wo[window][0]
  options.wrap = true
  options.linebreak = true
  options.breakindent = true
  options.number = false
  options.relativenumber = false
  options.signcolumn = 'no'
  options.foldcolumn = '0'
  options.spell = false
  options.list = false
  options.foldmethod = 'manual'
  options.foldtext = ''
  options.foldenable = true
  options.fillchars = 'fold: ,eob: '
  options.statusline = ' Easel %= %P '
  options.winbar = "%{%v:lua.require'easel.chat.winbar'.text()%}"
end

vim.bo.commentstring = '> %s'
vim.api.nvim_create_autocmd('BufWinEnter', {
  buffer = 0,
  callback = function()
    local_options(vim.api.nvim_get_current_win())
  end,
})
for _, window in ipairs(vim.fn.win_findbuf(vim.api.nvim_get_current_buf())) do
  local_options(window)
end

vim.treesitter.language.register('markdown', { 'easel', 'easelprompt' })
if not pcall(vim.treesitter.start, 0, 'markdown') then
  vim.bo.syntax = 'markdown'
end
