"""How the one model of canvases is told on the wire: AHP came in several revisions.

`pr298-r1` and `pr298-r4` are the first and the last revision of a proposal in which editors provide
canvases too; `ahp-1.0` is what was released, where a host only publishes.
"""

from typing import Final

from easel_canvas.profiles.ahp_1_0 import Ahp10
from easel_canvas.profiles.pr298 import Pr298
from easel_canvas.profiles.pr298_names import R1, R4
from easel_canvas.profiles.profile import Profile

DEFAULT_PROFILE: Final = "pr298-r1"
PROFILES: Final[dict[str, Profile]] = {
    "pr298-r1": Pr298(R1),
    "pr298-r4": Pr298(R4),
    "ahp-1.0": Ahp10(),
}

__all__ = ["DEFAULT_PROFILE", "PROFILES", "Profile"]
