// Aldwater's account page. Farthing is at the end.
"use strict";

const FIRST = 10;
const STEP = 12;
const at = (id) => document.getElementById(id);
const widget = document.querySelector("farthing-widget");
let account = ACCOUNTS[0];
let shown = FIRST;

function make(tag, kind = "", ...inside) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

/** Pence for people: digits in groups, and a true minus. */
function money(pence, symbol = "") {
  const [whole, rest] = decimal(Math.abs(pence)).split(".");
  return `${pence < 0 ? "−" : ""}${symbol}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`;
}
const pence = (text) => Number(text.replace(".", ""));
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

// The head.
function greet() {
  const hour = new Date().getHours();
  at("greeting").textContent = `Good ${hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening"}, Ana`;
  at("list").replaceChildren(...ACCOUNTS.map((one) => {
    const waiting = one.rows.filter((row) => row.pending).length;
    const button = make("button", "", make("b", "", one.name), make("i", "", one.number), make("strong", "", money(one.balance, "£")),
      make("em", "", { everyday: waiting ? `${waiting} pending today` : "Available now", card: waiting ? `Owed, and ${waiting} pending today` : "Owed, due on the 20th", saver: "4.1% a year, paid each quarter" }[one.id]));
    button.type = "button";
    button.setAttribute("aria-pressed", String(one === account));
    button.addEventListener("click", () => {
      account = one;
      shown = FIRST;
      for (const other of at("list").querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
      table();
    });
    return make("li", "", button);
  }));
}

// The transactions of one account.
function table() {
  at("moves").textContent = account.name;
  at("number").textContent = account.number;
  const rows = account.rows.slice(0, shown);
  at("rows").replaceChildren(...rows.map((row) => {
    const amount = pence(row.amount);
    const details = make("td", "", make("b", "", row.counterparty));
    if (row.pending) details.append(make("span", "tag", "pending"));
    details.append(make("small", "", row.descriptor));
    return make("tr", "", make("td", "", short.format(new Date(row.postingDate))), details,
      make("td", amount > 0 ? "sum gain" : "sum", `${amount > 0 ? "+" : ""}${money(amount)}`), make("td", "sum left", row.balanceAfter ? money(pence(row.balanceAfter)) : ""));
  }));
  if (rows.length === 0) {
    const none = make("td", "", "No payments in the last six months but your own transfers.");
    none.colSpan = 4;
    none.style.width = "auto";
    none.style.whiteSpace = "normal";
    at("rows").append(make("tr", "", none));
  }
  at("more").hidden = rows.length >= account.rows.length;
  at("more").textContent = `Show ${Math.min(STEP, account.rows.length - rows.length)} more`;
  at("shown").textContent = rows.length ? `${rows.length} of ${account.rows.length}` : "";
  at("look").hidden = rows.length === 0;
}
at("more").addEventListener("click", () => {
  shown += STEP;
  table();
});

// What leaves the account by itself in the next 30 days.
function ahead() {
  const due = [];
  for (let day = TODAY + DAY_MS; day <= TODAY + 30 * DAY_MS; day += DAY_MS) {
    for (const [on, amount, , who] of MONTHLY.everyday) if (amount < 0 && new Date(day).getUTCDate() === on) due.push([day, amount, who]);
  }
  at("ahead").replaceChildren(...due.map(([day, amount, who]) => make("tr", "", make("td", "", short.format(new Date(day))), make("td", "", who), make("td", "sum", money(amount)))));
  at("total").textContent = money(due.reduce((sum, [, amount]) => sum + amount, 0));
}

// Payment, cards.
at("from").append(...ACCOUNTS.filter(({ id }) => id !== "card").map((one) => make("option", "", `${one.name}, ${money(one.balance, "£")}`)));
at("payment").addEventListener("submit", (event) => {
  event.preventDefault();
  at("paid").textContent = `${money(Math.round(Number(at("sum").value) * 100), "£")} to ${at("to").value}. Aldwater is invented, so nothing is sent.`;
});
const WAVES = document.querySelector(".mark svg");
at("plastic").append(...[["Everyday", "4471", "debit"], ["Credit card", "0093", "credit"]].map(([name, last, kind]) => {
  const card = make("div", `plastic ${kind}`, make("span", "", "Aldwater", WAVES.cloneNode(true)), make("span", "chip"), make("small", "", make("span", "", `•••• ${last}`), make("span", "", "A WHITLOW")));
  const button = make("button");
  button.type = "button";
  button.setAttribute("role", "switch");
  button.setAttribute("aria-checked", "false");
  button.setAttribute("aria-label", `Freeze ${name}, ending ${last}`);
  const word = make("span", "", `Freeze ${name}`);
  const item = make("li", "", card, make("div", "freeze", word, button));
  button.addEventListener("click", () => {
    const frozen = button.getAttribute("aria-checked") !== "true";
    button.setAttribute("aria-checked", String(frozen));
    item.classList.toggle("is-frozen", frozen);
    word.textContent = frozen ? `${name}, frozen` : `Freeze ${name}`;
  });
  return item;
}));

// Farthing. In: this bank's rows. Out: that they were taken, and a sentence the customer agreed to. Nothing else reaches this page.
const say = (text) => { at("state").textContent = text; };
let taken = false;

async function handOver() {
  at("look").disabled = true;
  try {
    const given = ACCOUNTS.filter(({ rows }) => rows.length > 0);
    for (const { name, kind, number, rows } of given) {
      await widget.importTransactions(rows, { account: { name: `Aldwater ${name}`, kind, currency: "GBP", identifier: number } });
    }
    taken = true;
    say(`Farthing took ${given.reduce((sum, { rows }) => sum + rows.length, 0)} rows of ${given.length} accounts. What it makes of them, only you see.`);
  } catch (error) {
    say(`Farthing did not take the rows. ${error.code ? error.message : "It could not be loaded"}.`);
  }
  at("look").disabled = false;
}
at("look").addEventListener("click", async () => {
  widget.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  await handOver();
});

let patience = new AbortController();
at("withdraw").addEventListener("click", () => patience.abort());
at("ask").addEventListener("click", async () => {
  patience = new AbortController();
  at("ask").hidden = true;
  at("asking").hidden = false;
  widget.scrollIntoView({ block: "nearest" });
  if (!taken) await handOver();
  try {
    agreed(await widget.requestShare("How much did I spend on groceries last month?", { signal: patience.signal }));
  } catch {
    at("kept").textContent = "Nothing was shared. You can set a goal of your own all the same.";
    at("ask").hidden = false;
  }
  at("asking").hidden = true;
});

/** Shows the customer's own words back, and proposes the figure in them, rounded down to ten pounds. */
function agreed(text) {
  at("words").textContent = text;
  at("when").textContent = `Shared by you today at ${clock.format(new Date())}. This sentence is all that reached Aldwater.`;
  at("agreed").hidden = false;
  const figure = /£([\d,]+)\.\d\d/.exec(text);
  if (figure) at("amount").value = String(Math.trunc(Number(figure[1].replaceAll(",", "")) / 10) * 10);
  at("kept").textContent = "Proposed from that. Change it as you like.";
  at("goal").scrollIntoView({ block: "nearest" });
}
at("set").addEventListener("submit", (event) => {
  event.preventDefault();
  at("kept").textContent = `Set: ${money(Math.round(Number(at("amount").value) * 100), "£")} a month for groceries, from the 1st.`;
});

widget.addEventListener("farthing-ready", () => { if (!taken) say("Hand it the rows of this page, or drop in a statement of any bank."); });
widget.addEventListener("farthing-error", (event) => say(event.detail.code === "not-loaded" ? "Farthing could not be loaded." : "Farthing had to stop. Why is shown in it, not to us."));

greet();
table();
ahead();
