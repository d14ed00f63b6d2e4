// What Aldwater's server would send: the accounts of an invented customer, up to today, the same for anyone who looks on the same day.
"use strict";

const MONTHS_BACK = 6;
const DAY_MS = 86_400_000;

// Day of the month, pence, descriptor, who, merchant category code (ISO 18245).
const MONTHLY = {
  everyday: [
    [1, -64_000, "ROWAN LETTINGS RENT SO", "Rowan Lettings", "6513"],
    [2, -55_000, "TRANSFER TO ALDWATER SAVINGS 8120", "Aldwater Saver", ""],
    [3, -5_400, "NORTH WHARFE COUNCIL TAX DD", "North Wharfe Council", "9311"],
    [5, -1_400, "LOOP MOBILE DD", "Loop Mobile", "4814"],
    [9, -4_150, "HALDEN ENERGY DD", "Halden Energy", "4900"],
    [12, -2_800, "BRIGHTWIRE BROADBAND DD", "Brightwire", "4816"],
    [27, 218_460, "ALDER CLINIC SALARY BGC", "Alder Clinic", ""],
  ],
  card: [
    [7, -1_299, "REELHOUSE.TV 800-555", "Reelhouse", "4899"],
    [14, -1_199, "SONGBIRD MUSIC", "Songbird", "5815"],
    [16, -2_450, "ORCHARD PHARMACY HEADINGLEY", "Orchard Pharmacy", "5912"],
    [21, -3_895, "AMBERLY STORES 0071", "Amberly", "5311"],
  ],
};

// Day of the week from Sunday, least pence, spread, descriptor, who, code.
const WEEKLY = {
  everyday: [
    [1, 810, 0, "NORTHLINE RAIL TVM 0412", "Northline Rail", "4112"],
    [2, 360, 260, "KETTLE AND CRUMB COFFEE LEEDS", "Kettle & Crumb", "5814"],
    [3, 1_240, 1_310, "PENNYWISE GROCERY 118 HEADINGLEY", "Pennywise", "5411"],
    [4, 810, 0, "NORTHLINE RAIL TVM 0398", "Northline Rail", "4112"],
    [5, 1_480, 1_620, "TARO HOUSE TAKEAWAY", "Taro House", "5812"],
    [6, 3_870, 2_260, "MARLOWS SUPERMARKET 2214 LEEDS GB", "Marlow’s", "5411"],
  ],
  card: [
    [4, 940, 1_150, "MARLOWS LOCAL 0630 LEEDS GB", "Marlow’s Local", "5411"],
    [0, 620, 1_900, "JUNIPER STREET CAFE", "Juniper Street Café", "5812"],
  ],
};
const REPAID_ON = 20;

const TODAY = (() => {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
})();

/** `-1250` as `-12.50`: money crosses as text, never as a float. */
const decimal = (pence) => `${pence < 0 ? "-" : ""}${Math.trunc(Math.abs(pence) / 100)}.${String(Math.abs(pence) % 100).padStart(2, "0")}`;

/** A number from 0 to `spread` that depends on the day and the shop alone. */
const wobble = (day, salt, spread) => (spread === 0 ? 0 : (Math.trunc(day / DAY_MS) * 7_919 + salt * 104_729) % (spread + 1));

/** The days of an account's rows, oldest first, in pence. */
function entries(account) {
  const now = new Date(TODAY);
  const found = [];
  let owed = 0;
  for (let day = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_BACK, 1); day <= TODAY; day += DAY_MS) {
    const date = new Date(day);
    for (const [at, pence, descriptor, who, mcc] of MONTHLY[account]) {
      if (date.getUTCDate() === at) found.push({ day, pence, descriptor, who, mcc });
    }
    for (const [at, least, spread, descriptor, who, mcc] of WEEKLY[account]) {
      if (date.getUTCDay() === at) found.push({ day, pence: -(least + wobble(day, at, spread)), descriptor, who, mcc });
    }
    if (date.getUTCDate() === REPAID_ON) {
      const pence = account === "card" ? owed : -repaid(day);
      if (pence !== 0) found.push({ day, pence, descriptor: account === "card" ? "PAYMENT RECEIVED THANK YOU" : "ALDWATER CREDIT CARD PAYMENT DD", who: account === "card" ? "From Everyday" : "Aldwater Credit", mcc: "" });
    }
    if (account === "card") owed = -found.reduce((sum, { pence }) => sum + pence, 0);
  }
  return found;
}

/** What the card took back on a day: all that it was owed then. */
function repaid(day) {
  return CARD.find((entry) => entry.day === day && entry.pence > 0)?.pence ?? 0;
}

/** What a shop took today is not booked yet. */
const isPending = ({ day, pence, mcc }) => day === TODAY && mcc !== "" && pence < 0;

/** Rows as the widget takes them, newest first; those that are booked carry the balance after them. */
function rowsOf(list, key, opening) {
  let balance = opening;
  return list.map((entry, index) => {
    const { day, pence, descriptor, who, mcc } = entry;
    const row = { id: `${key}${index + 1}`, postingDate: new Date(day).toISOString().slice(0, 10), amount: decimal(pence), currency: "GBP", descriptor, counterparty: who };
    if (mcc) row.mcc = mcc;
    if (isPending(entry)) return { ...row, pending: true };
    balance += pence;
    return { ...row, balanceAfter: decimal(balance) };
  }).reverse();
}

const CARD = entries("card");
const EVERYDAY = entries("everyday");
const OPENING = 198_240;
const booked = (list, opening) => list.filter((entry) => !isPending(entry)).reduce((sum, { pence }) => sum + pence, opening);

const ACCOUNTS = [
  { id: "everyday", name: "Everyday", kind: "current", number: "20-44-19 ···· 4471", balance: booked(EVERYDAY, OPENING), rows: rowsOf(EVERYDAY, "e", OPENING) },
  { id: "card", name: "Credit card", kind: "card", number: "···· 0093", balance: booked(CARD, 0), rows: rowsOf(CARD, "c", 0) },
  { id: "saver", name: "Saver", kind: "savings", number: "20-44-19 ···· 8120", balance: 460_000, rows: [] },
];
