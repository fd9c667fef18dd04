"""What the agent says of itself: the results of initialize and of opening a session."""

from easel_testing.test_agent.options import Feature, Options
from easel_testing.test_agent.sessions import Session
from easel_testing.test_agent.wire import Json, JsonObject

AUTH_METHODS = [{"id": "test-login", "name": "Test login", "description": "Always succeeds"}]
COMMANDS = [{"name": "review", "description": "Reviews"}, {"name": "plan", "description": "Plans"}]
MODES = ("default", "plan", "yolo")
OPTIONS: dict[str, tuple[str, ...]] = {
    "model": ("model-1", "model-2"),
    "thought_level": ("low", "high"),
}
ALIASES = {"latest": "model-2"}
SESSION_FEATURES = (
    Feature.RESUME, Feature.LIST, Feature.FORK, Feature.CLOSE, Feature.DELETE,
)  # fmt: skip


def merged(base: JsonObject, patch: JsonObject) -> JsonObject:
    """JSON merge patch: objects are merged, null removes, anything else replaces."""
    result = dict(base)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            inner = result.get(key)
            result[key] = merged(inner if isinstance(inner, dict) else {}, value)
        else:
            result[key] = value
    return result


def initialize_result(options: Options) -> JsonObject:
    features = options.features
    result: JsonObject = {
        "protocolVersion": 1,
        "agentInfo": {"name": "test-agent", "title": "Test Agent", "version": "1.0.0"},
        "agentCapabilities": {
            "loadSession": Feature.LOAD in features,
            "promptCapabilities": {"image": True, "audio": True, "embeddedContext": True},
            "mcpCapabilities": {"http": True, "sse": True},
            "sessionCapabilities": {
                feature.value: {} for feature in SESSION_FEATURES if feature in features
            },
        },
        "authMethods": AUTH_METHODS if Feature.AUTH in features else [],
    }
    if Feature.STEERING in features:
        result["_meta"] = {"steering": {"supported": True}}
    return merged(result, options.initialize)


def session_result(session: Session, options: Options) -> JsonObject:
    """Modes and options of a session: the part common to new, load and resume."""
    result: JsonObject = {}
    if Feature.MODES in options.features:
        modes = [{"id": mode, "name": mode.title()} for mode in MODES]
        result["modes"] = {"currentModeId": session.mode, "availableModes": modes}
    if Feature.OPTIONS in options.features:
        result["configOptions"] = config_options(session)
    return merged(result, options.new)


def config_options(session: Session) -> list[Json]:
    """Every option with its current value: a value set under an alias shows its canonical name."""
    return [
        {
            "id": option,
            "name": option.replace("_", " ").title(),
            "category": option,
            "type": "select",
            "currentValue": session.options.get(option, values[0]),
            "options": [{"value": value, "name": value} for value in values],
        }
        for option, values in OPTIONS.items()
    ]
