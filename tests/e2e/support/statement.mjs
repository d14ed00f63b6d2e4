// The statement of `benches/engine/statement.rs`, byte for byte: one account, 27 rows a day, a running balance.
const PAYEES = [
  "TESCO STORES #", "SAINSBURYS S/MKTS", "LIDL GB", "CO-OP GROUP FOOD #", "AMZNMktplace*#", "PAYPAL *EBAY #", "ARGOS LTD", "BOOTS #",
  "COSTA COFFEE #", "PRET A MANGER #", "GREGGS PLC #", "DELIVEROO.CO.UK", "JUST EAT.CO.UK LTD", "TFL TRAVEL CH", "TRAINLINE.COM",
  "UBER *TRIP", "SHELL #", "PREMIER INN #", "NETFLIX.COM", "SPOTIFY P#", "MARLOWS #", "SQ *KETTLE AND CRUMB", "CORNER LOAF #",
  "HALDEN ENERGY",
];
const ROWS_A_DAY = 27;
const PAY_EVERY = 800;
const DAY_MS = 86_400_000;

const pounds = (pence) => `${pence < 0 ? "-" : ""}${Math.trunc(Math.abs(pence) / 100)}.${String(Math.abs(pence) % 100).padStart(2, "0")}`;

/** The statement as CSV, and the sum of its amounts in pence. */
export function statement(rows) {
  let state = 20_260_101;
  const below = (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % bound;
  };
  const lines = ["Date,Description,Debit,Credit,Balance"];
  const opening = 500_000;
  let balance = opening;
  for (let row = 0; row < rows; row += 1) {
    const [year, month, day] = new Date(Date.UTC(2015, 0, 1) + Math.trunc(row / ROWS_A_DAY) * DAY_MS).toISOString().slice(0, 10).split("-");
    const date = `${month}/${day}/${year}`;
    if (row % PAY_EVERY === PAY_EVERY - 1) {
      const pence = 2_000_000 + below(100_000);
      balance += pence;
      lines.push(`${date},MILL LANE SCHOOL SALARY,,${pounds(pence)},${pounds(balance)}`);
      continue;
    }
    const payee = PAYEES[below(24)];
    const number = below(9_000) + 1_000;
    const pence = below(4_900) + 100;
    balance -= pence;
    lines.push(`${date},${payee.replace("#", number)},${pounds(pence)},,${pounds(balance)}`);
  }
  return { csv: `${lines.join("\n")}\n`, sum: balance - opening };
}
