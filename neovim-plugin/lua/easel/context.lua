--- What goes with a prompt: lines of buffers and files that are mentioned.
local M = {}

local MIME = 'text/plain'

---@class easel.Excerpt
---@field uri string
---@field name string
---@field first integer from 1
---@field last integer
---@field text string

--- Lines of a buffer as they are, saved or not.
---@param buf integer
---@param first integer from 1
---@param last integer
---@return easel.Excerpt
function M.excerpt(buf, first, last)
  local path = vim.api.nvim_buf_get_name(buf)
  local lines = vim.api.nvim_buf_get_lines(buf, first - 1, last, false)
  return {
    uri = path ~= '' and vim.uri_from_bufnr(buf) or 'untitled:buffer',
    name = path ~= '' and vim.fn.fnamemodify(path, ':.') or 'a buffer without a name',
    first = first,
    last = first + #lines - 1,
    text = table.concat(lines, '\n') .. '\n',
  }
end

---@param excerpt easel.Excerpt
---@return string
function M.place(excerpt)
  local lines = excerpt.first == excerpt.last and ('line %d'):format(excerpt.first)
    or ('lines %d-%d'):format(excerpt.first, excerpt.last)
  return ('%s of `%s`'):format(lines, excerpt.name)
end

--- A question about lines, as content blocks.
---@param question string
---@param excerpt easel.Excerpt
---@return table[]
function M.about(question, excerpt)
  local text = ('%s\n\nThis is about %s.'):format(question, M.place(excerpt))
  local resource = { uri = excerpt.uri, mimeType = MIME, text = excerpt.text }
  return { { type = 'text', text = text }, { type = 'resource', resource = resource } }
end

--- A prompt as content blocks; files that it mentions with `@` are linked.
---@param text string
---@param cwd string an absolute path
---@return table[]
function M.prompt(text, cwd)
  local blocks, seen = { { type = 'text', text = text } }, {}
  for name in (' ' .. text):gmatch('%s@([^%s]+)') do
    name = name:gsub('[,.;:!?)]+$', '')
    local path = vim.fs.joinpath(cwd, name)
    if not seen[name] and vim.uv.fs_stat(path) then
      seen[name] = true
      table.insert(blocks, { type = 'resource_link', uri = vim.uri_from_fname(path), name = name })
    end
  end
  return blocks
end

return M
