--- Forms of agents, asked field by field.
local notify = require('easel.notify')

local M = {}

---@class easel.Field
---@field name string
---@field schema table
---@field required boolean

--- The fields of a flat JSON Schema, the required ones first.
---@param schema table
---@return easel.Field[]
function M.fields(schema)
  local fields = {}
  for name, inner in pairs(schema.properties or {}) do
    local required = vim.list_contains(schema.required or {}, name)
    table.insert(fields, { name = name, schema = inner, required = required })
  end
  table.sort(fields, function(one, other)
    if one.required ~= other.required then
      return one.required
    end
    return one.name < other.name
  end)
  return fields
end

--- The choices of a field, or nil if it is written.
---@param schema table
---@return {value: any, label: string}[]?
function M.choices(schema)
  if schema.type == 'boolean' then
    return { { value = true, label = 'Yes' }, { value = false, label = 'No' } }
  elseif schema.enum then
    local names = schema.enumNames or schema.enum
    return vim.iter(ipairs(schema.enum))
      :map(function(index, value)
        return { value = value, label = tostring(names[index] or value) }
      end)
      :totable()
  elseif schema.oneOf then
    return vim.tbl_map(function(choice)
      return { value = choice.const, label = tostring(choice.title or choice.const) }
    end, schema.oneOf)
  end
end

--- A value as the schema wants it.
---@param schema table
---@param text string
---@return any value, string? problem
function M.value(schema, text)
  if schema.type == 'number' or schema.type == 'integer' then
    local number = tonumber(text)
    if not number or (schema.type == 'integer' and number % 1 ~= 0) then
      return nil, 'a number is wanted'
    end
    return number
  elseif schema.type == 'array' then
    return vim.split(text, '%s*,%s*', { trimempty = true })
  end
  return text
end

local function label(field)
  local words = field.schema.title or field.name
  local hint = field.schema.type == 'array' and ' (with commas)' or ''
  return words .. hint .. (field.required and '' or ' (optional)')
end

---@param field easel.Field
---@param done fun(value: any, closed: boolean)
local function ask_field(field, done)
  local choices = M.choices(field.schema)
  if choices then
    local opts = {
      prompt = label(field),
      format_item = function(choice)
        return choice.label
      end,
    }
    return vim.ui.select(choices, opts, function(choice)
      if choice == nil then
        return done(nil, field.required)
      end
      done(choice.value, false)
    end)
  end
  local default = field.schema.default ~= nil and tostring(field.schema.default) or nil
  vim.ui.input({ prompt = label(field) .. ': ', default = default }, function(text)
    if text == nil or text == '' then
      return done(nil, text == nil)
    end
    local value, problem = M.value(field.schema, text)
    if problem then
      notify.warn('%s: %s', label(field), problem)
      return ask_field(field, done)
    end
    done(value, false)
  end)
end

--- Ask for every field, then answer. Closing a field cancels the whole, but for a choice that may
--- be left out.
---@param message string
---@param schema table
---@param answer fun(action: string, content?: table)
function M.fill(message, schema, answer)
  local fields, content = M.fields(schema), vim.empty_dict()
  notify.info('%s', message)
  local function step(index)
    local field = fields[index]
    if not field then
      return answer('accept', content)
    end
    ask_field(field, function(value, closed)
      if closed or (value == nil and field.required) then
        return answer('cancel')
      end
      content[field.name] = value
      step(index + 1)
    end)
  end
  step(1)
end

--- Ask whether to open a web page.
---@param message string
---@param url string
---@param answer fun(action: string)
function M.visit(message, url, answer)
  if not url:match('^https?://') then
    notify.warn('the agent wants to open %s, which is no web page', url)
    return answer('decline')
  end
  local opts = { prompt = ('%s (%s)'):format(message, url) }
  vim.ui.select({ 'Open', 'Decline' }, opts, function(choice)
    if choice == 'Open' then
      vim.ui.open(url)
    end
    answer(choice == 'Open' and 'accept' or choice and 'decline' or 'cancel')
  end)
end

return M
