// Says in words on the page what allauth's scripts would only write to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey_trouble");
  trouble.hidden = false;
  trouble.scrollIntoView({ block: "nearest" });
});
