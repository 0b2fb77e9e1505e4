// Keys for those who read many results. Everything works without this file.
// The table is the one that the help page shows.
const off = document.cookie.split("; ").includes("keys=off");
const firefox = navigator.userAgent.includes("Firefox"); // its own "/" finds in the page
let lead = "";

const items = () => [...document.querySelectorAll("[data-item]")];
const anchor = (item) => item.querySelector("h2 a") || item.querySelector("a");
const move = (step) => {
  const all = items();
  if (!all.length) return;
  const at = all.findIndex((x) => x.contains(document.activeElement));
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  anchor(next).focus();
  next.scrollIntoView({ block: "nearest" });
};
const follow = (selector) => {
  const a = document.querySelector(selector);
  if (a) a.click();
};
const keys = {
  "j": () => move(1),
  "k": () => move(-1),
  "o": () => { const at = items().find((x) => x.contains(document.activeElement)); if (at) anchor(at).click(); },
  "d": () => follow("[data-diff], a.badge.changed"),
  "e": () => follow(".source a[rel~=external]"),
  "?": () => { location.href = "/help"; },
  "g h": () => { location.href = "/"; },
  "g s": () => { location.href = "/search"; },
  "g c": () => { location.href = "/changes"; },
};
if (!firefox) keys["/"] = () => document.getElementById("q").focus();

document.addEventListener("keydown", (e) => {
  if (e.key === "Escape" && document.activeElement instanceof HTMLInputElement) {
    document.activeElement.blur();
    return;
  }
  if (off || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select, [contenteditable]")) return;
  if (e.key === "g" && !lead) {
    lead = "g ";
    setTimeout(() => { lead = ""; }, 1000);
    return;
  }
  const act = keys[lead + e.key];
  lead = "";
  if (act) {
    e.preventDefault();
    act();
  }
});

const button = document.getElementById("keys");
if (button) {
  button.hidden = false;
  button.textContent = off ? button.dataset.on : button.dataset.off;
  button.addEventListener("click", () => {
    document.cookie = "keys=" + (off ? "on" : "off") + "; path=/; max-age=31536000; samesite=lax";
    location.reload();
  });
}
