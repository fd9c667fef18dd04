// Shows one canvas. The renderers come here; until then, nothing to show.
import "./canvas.css";
