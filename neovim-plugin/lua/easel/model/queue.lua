--- The prompts that wait, folded from events.
local M = {}

---@class easel.Waiting
---@field turn_id string
---@field prompt table[]
---@field held? boolean
---@field next? boolean

local function position(queue, turn_id)
  for index, waiting in ipairs(queue) do
    if waiting.turn_id == turn_id then
      return index
    end
  end
end

--- A prompt waits, or is different now; its place stays then.
---@param queue easel.Waiting[]
function M.put(queue, event)
  local waiting =
    { turn_id = event.turnId, prompt = event.prompt, held = event.held, next = event.next }
  queue[position(queue, event.turnId) or #queue + 1] = waiting
end

---@param queue easel.Waiting[]
---@param turn_id string
function M.drop(queue, turn_id)
  local index = position(queue, turn_id)
  if index then
    table.remove(queue, index)
  end
end

--- Those that are not named stay behind the others.
---@param queue easel.Waiting[]
---@param turn_ids string[]
function M.reorder(queue, turn_ids)
  for place, turn_id in ipairs(turn_ids) do
    local index = position(queue, turn_id)
    if index then
      table.insert(queue, math.min(place, #queue), table.remove(queue, index))
    end
  end
end

--- These ends are the agent's own; after any other, what waits is held until a person goes on.
local OWN_ENDS = { completed = true, truncated = true, refused = true }

---@param queue easel.Waiting[]
---@param reason string
function M.hold_after(queue, reason)
  for _, waiting in ipairs(OWN_ENDS[reason] and {} or queue) do
    waiting.held = waiting.held or not waiting.next
  end
end

return M
