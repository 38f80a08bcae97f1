// Says on the page, in the reader's language, that the browser did not give a passkey; otherwise only the console would know.
document.addEventListener("allauth.error", function (event) {
  event.preventDefault();
  const said = document.getElementById("passkey-failed");
  if (said) said.hidden = false;
});
