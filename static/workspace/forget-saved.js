// Forgets what keep-typed.js kept of a form once a page says that it was saved, whichever page one lands on.
// Runs before that script looks for what it kept: both are deferred, and it waits for everything to be loaded.
"use strict";

(() => {
  const pending = sessionStorage.getItem("typed-pending"); // the form that was sent last
  if (!pending) return;
  if (document.querySelector(".messages .saved, .messagelist .success")) localStorage.removeItem(pending);
  sessionStorage.removeItem("typed-pending");
})();
