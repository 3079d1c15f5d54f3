// Signing out forgets what back-office/keep-typed.js kept on this machine.
"use strict";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  Object.keys(localStorage).filter((key) => key.startsWith("typed:")).forEach((key) => localStorage.removeItem(key));
});
