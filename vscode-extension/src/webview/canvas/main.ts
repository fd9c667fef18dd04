// Shows one canvas. The renderers come here; until then, nothing to show.
document.body.textContent = "";
