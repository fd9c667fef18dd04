-- Where a prompt is written.
vim.treesitter.language.register('markdown', { 'easel', 'easelprompt' })
if not pcall(vim.treesitter.start, 0, 'markdown') then
  vim.bo.syntax = 'markdown'
end
vim.bo.textwidth = 0
vim.bo.completefunc = "v:lua.require'easel.prompt.complete'.func"
vim.bo.omnifunc = "v:lua.require'easel.prompt.complete'.func"
