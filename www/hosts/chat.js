// Whimbrel: a list of conversations, ordinary threads, and one that is Farthing.
"use strict";

// What people wrote: days ago, time of day, who ("" is Ana), what.
const CONVERSATIONS = [
  { id: "farthing", name: "Farthing", about: "Runs in your browser only", hue: "#0b6656", preview: "Your money, read on this device" },
  { id: "tom", name: "Tom Birch", about: "Walking group, and the Saturday train", hue: "#8a3f6d", unread: 1, said: [
    [1, "18:20", "", "Still on for Saturday? Forecast says dry until about three"],
    [1, "18:41", "Tom", "Yes. Dry until three is dry enough"],
    [1, "18:42", "Tom", "The 9.05 or the 9.35? The later one has a seat for everybody, the early one has Graham"],
    [1, "19:03", "", "The 9.35 then. I like Graham, but not before ten"],
    [1, "19:04", "Tom", "Nobody likes anyone before ten"],
    [0, "08:52", "Tom", "Trains are fine, see you on the platform. I have the map and the flask"],
  ] },
  { id: "flat", name: "Flat 14", mark: "14", about: "Priya, Jonas and you", hue: "#4b5a12", unread: 2, said: [
    [2, "21:10", "Jonas", "Boiler man comes Tuesday between eight and whenever he likes"],
    [2, "21:15", "Priya", "I can be in until eleven"],
    [2, "21:16", "", "I work from home on Tuesday, I will let him in. Does he take tea?"],
    [2, "21:20", "Jonas", "He took two last time, and most of the biscuits"],
    [0, "07:58", "Priya", "I am redoing the kitty, since we all shop for the whole flat now"],
    [0, "07:59", "Priya", "What did you each spend on groceries last month? Just the one number, I do not want your receipts", "How much did I spend on groceries last month?"],
  ] },
  { id: "mum", name: "Mum", about: "Last here yesterday", hue: "#8c4a12", said: [
    [3, "17:30", "Mum", "Did the parcel come? It has the jam in it, so keep it the right way up"],
    [3, "17:52", "", "It came! One lid had opinions but the jam is fine"],
    [3, "17:55", "Mum", "That will be the damson. Your aunt made the lids too loose and will not be told"],
    [1, "12:10", "Mum", "Are you eating properly"],
    [1, "12:31", "", "I am eating jam"],
  ] },
  { id: "plots", name: "Allotment, plots 20 to 31", mark: "AP", about: "14 people", hue: "#2f6341", said: [
    [4, "10:02", "Gwen, plot 22", "Water is off at the far tap until the frost is over. Bring a can"],
    [4, "10:40", "Abel, plot 29", "Somebody left a very good fork by the compost. It is in the shed if it is yours"],
    [3, "16:18", "", "Mine, thank you. I have looked for it in three sheds, all of them wrong"],
    [3, "16:25", "Gwen, plot 22", "Manure on Sunday at nine, first come first shovelled"],
  ] },
  { id: "sefa", name: "Sefa Lindqvist", about: "Choir, altos", hue: "#5a3d91", said: [
    [5, "20:44", "Sefa", "Do you have the second page of the Byrd? Mine stops in the middle of a word"],
    [5, "20:58", "", "I do. It gets harder, sorry. I will copy it for Thursday"],
    [5, "21:00", "Sefa", "I suspected as much from the first page"],
  ] },
  { id: "cycles", name: "Kiln Street Cycles", about: "Usually answers within a day", hue: "#7a1f2b", said: [
    [5, "11:12", "Kiln Street Cycles", "Your bicycle is ready. New chain and blocks, and we straightened the thing that rattled. £46.50 on collection"],
    [5, "12:05", "", "Wonderful. I will come by at five"],
  ] },
];
const COIN = "M12.67 11.33V1.93A9.4 9.4 0 0 1 22.07 11.33ZM12.67 12.67H22.07A9.4 9.4 0 0 1 12.67 22.07ZM11.33 12.67V22.07A9.4 9.4 0 0 1 1.93 12.67ZM11.33 11.33H1.93A9.4 9.4 0 0 1 11.33 1.93Z";

const at = (id) => document.getElementById(id);
const widget = document.querySelector("farthing-widget");
const narrow = matchMedia("(max-width: 759px)");
const now = new Date();
let current = null;

// Before nine in the morning nobody has written at nine today.
if (now.getHours() < 9) for (const { said = [] } of CONVERSATIONS) for (const one of said) one[0] += 1;

/** An element with its class, text and children. */
function make(tag, kind = "", ...inside) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

/** Farthing's coin. */
function coin(size) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true" })) drawn.setAttribute(name, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", COIN);
  drawn.append(path);
  return drawn;
}

const initials = (name) => name.split(/[\s,]+/).slice(0, 2).map((word) => word[0]).join("");
const dayAgo = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);

function dayName(days) {
  if (days < 2) return ["Today", "Yesterday"][days];
  return new Intl.DateTimeFormat("en-GB", days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" }).format(dayAgo(days));
}

function face(disc, { id, name, mark, hue }) {
  disc.style.setProperty("--hue", hue);
  disc.replaceChildren(id === "farthing" ? coin(24) : mark ?? initials(name));
}

// The list.
function list() {
  const wanted = at("find").value.trim().toLowerCase();
  const shown = CONVERSATIONS.filter(({ name }) => name.toLowerCase().includes(wanted));
  at("nobody").hidden = shown.length > 0;
  at("list").replaceChildren(...shown.map((one) => {
    const disc = make("span", "disc");
    disc.setAttribute("aria-hidden", "true");
    face(disc, one);
    const last = one.said?.at(-1);
    const preview = last ? `${last[2] === "" ? "You: " : one.name.startsWith(last[2]) ? "" : `${last[2].split(",")[0]}: `}${last[3]}` : one.preview;
    const link = make("a", one.unread ? "unread" : "", disc, make("b", "", one.name));
    const when = make("time", "", last ? (last[0] === 0 ? last[1] : dayName(last[0]).slice(0, last[0] === 1 ? 9 : 3)) : "");
    link.append(when, make("span", "preview", preview));
    if (one.unread) {
      const count = make("span", "count", String(one.unread));
      count.append(make("span", "unseen", " unread"));
      link.append(count);
    }
    link.href = `#${one.id}`;
    if (one.id === current?.id) link.setAttribute("aria-current", "page");
    return make("li", "", link);
  }));
}

// A thread.
function thread({ said, name }) {
  const group = new Set(said.map(([, , who]) => who)).size > 2;
  const shown = [];
  said.forEach(([days, time, who, text, question], index) => {
    const before = said[index - 1], after = said[index + 1];
    if (before?.[0] !== days) shown.push(make("p", "day", dayName(days)));
    const item = make("div", who === "" ? "said mine" : "said");
    if (who !== "" && group && before?.[2] !== who) item.append(make("span", "who", who));
    else item.append(make("span", "unseen", who === "" ? "You: " : `${who}: `));
    item.append(make("p", "", text));
    if (after?.[0] !== days || after?.[2] !== who) item.append(make("time", "when", time));
    if (question) item.append(offer(question, name));
    shown.push(item);
  });
  at("log").replaceChildren(...shown);
  at("log").scrollTop = at("log").scrollHeight;
}

/** Under a question that Farthing can answer: one press takes it there. */
function offer(question, name) {
  const button = make("button", "offer", coin(18), "Ask Farthing for your number");
  button.type = "button";
  button.addEventListener("click", () => askForShare(question, name));
  return button;
}

function open() {
  const id = location.hash.slice(1);
  const found = CONVERSATIONS.find((one) => one.id === id);
  current = found ?? (narrow.matches ? null : CONVERSATIONS[0]);
  document.body.dataset.screen = found ? "thread" : "list";
  document.body.dataset.open = current?.id ?? "";
  document.title = current ? `${current.name} · Whimbrel` : "Whimbrel";
  if (current) {
    current.unread = 0;
    face(at("face"), current);
    at("name").textContent = current.name;
    at("about").textContent = current.about;
    at("info").hidden = current.id !== "farthing";
    if (current.said) {
      thread(current);
      at("text").value = current.draft ?? "";
      at("text").placeholder = `Message ${current.name.split(",")[0]}`;
      ready();
    }
  }
  list();
  if (found) at("name").focus({ preventScroll: true });
}

// Writing. Enter sends, as everywhere; Shift and Enter begin a line.
const ready = () => { document.querySelector(".write button").disabled = at("text").value.trim() === ""; };
at("text").addEventListener("input", () => { current.draft = at("text").value; ready(); });
at("text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  at("write").requestSubmit();
});
at("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return;
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date());
  current.said.push([0, time, "", text]);
  at("text").value = current.draft = "";
  thread(current);
  list();
  ready();
});

// Farthing. All that this page can learn of it arrives below.
function about(open) {
  document.body.toggleAttribute("data-about", open);
  at("info").setAttribute("aria-expanded", String(open));
}
at("info").addEventListener("click", () => about(!document.body.hasAttribute("data-about")));
about(innerWidth >= 1120);

const say = (text) => { at("state").textContent = text; };
widget.addEventListener("farthing-ready", () => say("That Farthing is open here, and how tall it is. Nothing of what is in it."));
widget.addEventListener("farthing-error", (event) => say(event.detail.code === "not-loaded" ? "Farthing could not be loaded." : "Farthing had to stop. Why is shown in the conversation, not to us."));
widget.addEventListener("farthing-share", (event) => told(event.detail.text));

/** Lists a sentence that the person chose to share: the literal text, and nothing beside it. */
function told(text) {
  const when = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date());
  at("told").querySelector(".none")?.remove();
  at("told").prepend(make("li", "", make("q", "", text), make("small", "", `Today, ${when}`)));
}

/** Asks for one figure on behalf of a conversation, and puts what was agreed to into its draft. Sending it stays with the person. */
async function askForShare(question, name) {
  const asking = current;
  const back = () => {
    at("asked").hidden = true;
    location.hash = asking.id;
  };
  const patience = new AbortController();
  at("asked-text").textContent = `${name} would like one figure. Farthing shows you the words first.`;
  at("leave").textContent = "Withdraw";
  at("leave").onclick = () => patience.abort();
  at("asked").hidden = false;
  location.hash = "farthing";
  try {
    asking.draft = await widget.requestShare(question, { signal: patience.signal });
    back();
  } catch {
    // Declined, withdrawn or not to be had: the box says which to the person, and this page is not told.
    if (patience.signal.aborted) return back();
    at("asked-text").textContent = `Nothing was shared with ${name}.`;
    at("leave").textContent = `Back to ${name}`;
    at("leave").onclick = back;
  }
}

addEventListener("hashchange", open);
narrow.addEventListener("change", open);
at("find").addEventListener("input", list);
open();
