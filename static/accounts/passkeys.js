// Says on the page what allauth's scripts tell only the console: a passkey was refused or given up.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-error]");
  place.textContent = place.dataset.passkeyError;
  place.hidden = false;
  place.focus();
});
if (!window.PublicKeyCredential) {
  const place = document.querySelector("[data-passkey-error]");
  place.textContent = place.dataset.passkeyNone;
  place.hidden = false;
}
