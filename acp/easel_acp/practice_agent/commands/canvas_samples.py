"""What the practice agent shows: one input for each kind of canvas."""

from collections.abc import Mapping
from typing import Any, Final

_MARKDOWN: Final = """\
# A document beside the chat

It stays while the chat goes on, and the agent can **change it in place**.

| Feature | Works |
|:--------|:-----:|
| Tables  | yes   |
| Code    | yes   |

```python
def greet(name: str) -> str:
    return f"Hello, {name}!"
```

```mermaid
graph LR
  person -- prompt --> agent
  agent -- open_canvas --> canvas
  canvas -- click --> agent
```
"""
_HTML: Final = """\
<h1>A page of its own</h1>
<p>Press a button: the agent is told with your next message.</p>
<button onclick="easel.send({pressed: 'yes'})">Yes</button>
<button onclick="easel.send({pressed: 'no'})">No</button>
"""
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
    '<rect width="120" height="60" rx="8" fill="#4c78a8"/>'
    '<circle cx="60" cy="30" r="18" fill="#f58518"/></svg>'
)
_OUTPUT: Final = (
    "\x1b[1mtest session starts\x1b[0m\r\ncollected 3 items\r\n\r\n"
    "test_one.py \x1b[32m..\x1b[0m\x1b[31mF\x1b[0m\r\n\r\n"
    "\x1b[31m1 failed\x1b[0m, \x1b[32m2 passed\x1b[0m in 0.12s\r\n"
)
_COUNTS: Final = {"Python": 412, "TypeScript": 167, "Lua": 38, "Markdown": 21}

SAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "markdown": {"title": "A document", "text": _MARKDOWN},
    "table": {
        "title": "A thousand rows",
        "rows": [
            {"number": n, "square": n * n, "word": f"word {n % 17}", "even": n % 2 == 0}
            for n in range(1000)
        ],
    },
    "chart": {
        "spec": {
            "title": "Files by language",
            "mark": "bar",
            "data": {"values": [{"language": k, "files": v} for k, v in _COUNTS.items()]},
            "encoding": {
                "x": {"field": "language", "type": "nominal", "sort": "-y"},
                "y": {"field": "files", "type": "quantitative"},
            },
        }
    },
    "diff": {
        "files": [
            {
                "path": "greeting.py",
                "oldText": 'def greet(name):\n    print("Hello " + name)\n',
                "newText": 'def greet(name: str) -> str:\n    return f"Hello, {name}!"\n',
            }
        ]
    },
    "plan": {
        "title": "A plan",
        "entries": [
            {"content": "Look around", "status": "completed"},
            {"content": "Make the change", "status": "in_progress", "priority": "high"},
            {"content": "Run the tests"},
        ],
    },
    "form": {
        "title": "A few questions",
        "message": "Nothing of it leaves this session.",
        "schema": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "title": "Your name", "minLength": 1},
                "editor": {
                    "type": "string",
                    "title": "Favourite editor",
                    "enum": ["VS Code", "Neovim", "Emacs", "another"],
                    "default": "another",
                },
                "years": {"type": "integer", "title": "Years of using it", "minimum": 0},
                "happy": {"type": "boolean", "title": "I am happy with it", "default": True},
            },
            "required": ["name"],
        },
    },
    "terminal": {"command": "pytest", "output": _OUTPUT, "exitCode": 1},
    "svg": {"title": "A drawing", "svg": _SVG, "alt": "An orange disc on a blue field."},
    "html": {"title": "A page", "html": _HTML},
    "trace": {},
}
