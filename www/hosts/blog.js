// The page around the box: it may put a question into it, and learns nothing of the answer.
"use strict";

const widget = document.querySelector("farthing-widget");
const state = document.getElementById("state");

widget.addEventListener("farthing-ready", () => { state.textContent = "All that this blog is told is that it is open, and how tall it is."; });
widget.addEventListener("farthing-error", (event) => { state.textContent = event.detail.code === "not-loaded" ? "It could not be loaded." : "It had to stop. Why is shown in it, not to this blog."; });

document.getElementById("asks").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  widget.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  try {
    await widget.ask(button.textContent);
  } catch (error) {
    state.textContent = `It did not take the question. ${error.code ? error.message : "The widget could not be loaded"}.`;
  }
});
