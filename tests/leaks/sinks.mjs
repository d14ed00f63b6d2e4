// What answers in the namespace, and what counts: names, connects, datagrams, requests.
import { createSocket } from "node:dgram";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Begins every planted word; `xtask/src/capture.rs` looks for it. */
export const PLANTED = "zqleak";
const NAME_SERVER = "127.0.0.53";
/** Web, its TLS, STUN, TURN over TLS, and what the sockets of the vectors name. */
const PORTS = [80, 443, 3478, 5349, 8080];
const A = 1;

/** The planted word of the nth try. */
export const wordOf = (nth) => `${PLANTED}${String(nth).padStart(5, "0")}`;

/** An address that no other try has: of the networks for benchmarks, RFC 2544. */
export const addressOf = (word) => {
  const nth = Number(word.slice(PLANTED.length, PLANTED.length + 5));
  return `198.18.${nth >> 8}.${nth & 255}`;
};

/** The word whose address this is. */
function wordAt(host) {
  const [first, second, third, fourth] = host.split(".").map(Number);
  return first === 198 && second === 18 && third < 255 ? wordOf(third * 256 + fourth) : undefined;
}

// What Chromium asks for by itself, whatever page is open, each at an address of its own.
const BROWSERS_OWN = /(^|\.)(google|googleapis|gvt1)\.com$/;
const BROWSERS_ADDRESS = "198.18.255.254";
const OTHER_ADDRESS = "198.18.255.255";

/** Names are answered with the address of the word in them, others with one that is watched as well. */
function answerTo(query, asked) {
  let at = 12;
  const labels = [];
  while (query[at] > 0 && at < query.length) {
    labels.push(query.toString("latin1", at + 1, at + 1 + query[at]).toLowerCase());
    at += query[at] + 1;
  }
  const name = labels.join(".");
  const type = query.readUInt16BE(at + 1);
  const question = query.subarray(12, at + 5);
  const word = labels.find((label) => label.startsWith(PLANTED));
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.fill(0, 6);
  if (type !== A) return Buffer.concat([head, question]);
  head.writeUInt16BE(1, 6);
  const isBrowsers = BROWSERS_OWN.test(name);
  if (word === undefined && !isBrowsers) asked.push(name);
  const address = (word === undefined ? isBrowsers ? BROWSERS_ADDRESS : OTHER_ADDRESS : addressOf(word)).split(".").map(Number);
  return Buffer.concat([head, question, Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, ...address])]);
}

const PAGE = Buffer.from("<!DOCTYPE html><title>away</title>");

/** Whoever connects gets the same small answer, so that redirects, sockets and streams go as far as they can. */
function answerConnect(socket) {
  socket.on("error", () => {});
  socket.once("data", (bytes) => {
    if (/^[A-Z]+ /.test(bytes.toString("latin1", 0, 8))) {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\naccess-control-allow-origin: *\r\nsupports-loading-mode: fenced-frame\r\ncontent-length: ${PAGE.length}\r\nconnection: close\r\n\r\n`);
      socket.end(PAGE);
    } else {
      socket.destroy();
    }
  });
}

/** Starts everything; `seen` grows by one entry for each line of the capture. */
export async function sinks() {
  const asked = [];
  const names = createSocket("udp4");
  names.on("message", (query, from) => names.send(answerTo(query, asked), from.port, from.address));
  await new Promise((done) => names.bind(53, NAME_SERVER, done));
  const servers = await Promise.all(PORTS.map((port) => new Promise((done, failed) => {
    const server = createServer(answerConnect).once("error", failed);
    server.listen(port, "0.0.0.0", () => done(server));
  })));
  const datagrams = createSocket("udp4");
  datagrams.on("message", () => {});
  await new Promise((done) => datagrams.bind(3478, "0.0.0.0", done));

  const seen = [];
  const capture = spawn(process.env.FARTHING_CAPTURE, ["capture"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: capture.stdout });
  await new Promise((done, failed) => {
    lines.once("line", done);
    capture.once("exit", (code) => failed(new Error(`the capture ended with ${code}`)));
  });
  lines.on("line", (line) => {
    const [protocol, from, to, event, ...words] = line.split(" ");
    seen.push({ protocol, from, to, event, words });
  });
  return {
    seen,
    /** Names that were asked for and that neither a word nor the browser explains. */
    asked,
    close() {
      capture.removeAllListeners("exit");
      capture.kill();
      for (const server of [...servers, names, datagrams]) server.close();
    },
  };
}

/** What the kernel counted in this namespace: the capture must have seen as much. */
export function kernelCounts() {
  const rows = readFileSync("/proc/self/net/snmp", "utf8").split("\n").map((row) => row.split(" "));
  const value = (protocol, name) => {
    const [names, values] = rows.filter(([first]) => first === `${protocol}:`);
    return Number(values[names.indexOf(name)]);
  };
  return { connects: value("Tcp", "ActiveOpens"), datagrams: value("Udp", "OutDatagrams") };
}

/** Sorts what was seen: by word the ways it went out by, and what neither a word nor an allowed server explains. */
export function judge(seen, ports) {
  const leaks = new Map();
  const unexplained = [];
  const hit = (word, way) => leaks.set(word, new Set(leaks.get(word)).add(way));
  for (const packet of seen) {
    const [, host, port] = /^(.*):(\d+)$/.exec(packet.to);
    const back = Number(packet.from.slice(packet.from.lastIndexOf(":") + 1));
    // What a server of ours answers was asked for, and what was asked for is counted.
    if (packet.protocol === "udp" ? back === 53 : packet.event === "data" && ports.includes(back)) continue;
    const isServer = packet.protocol === "tcp" && ports.includes(Number(port)) && (host === "127.0.0.1" || host === "[::1]");
    const way = port === "53" ? "DNS" : isServer ? "own server" : packet.protocol.toUpperCase();
    for (const word of packet.words) hit(word, way);
    // A name is judged by the server that was asked for it.
    if (packet.words.length > 0 || isServer || way === "DNS" || host === BROWSERS_ADDRESS) continue;
    const word = wordAt(host);
    if (word === undefined) unexplained.push(packet);
    else hit(word, way);
  }
  return { leaks, unexplained };
}
