document.body.textContent = "Easel";
