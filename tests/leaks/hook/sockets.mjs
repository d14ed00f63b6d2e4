// Peer connections, which ask servers for their own address before any policy is looked at.
const peer = (settings, more = "") => new Function("w", `
  globalThis.held = new RTCPeerConnection(${settings});
  held.createDataChannel(w.word);
  return held.createOffer().then((offer) => held.setLocalDescription(offer))${more};`);
const answered = (candidate) => new Function("w", `
  const first = globalThis.held = new RTCPeerConnection();
  const second = globalThis.kept = new RTCPeerConnection();
  first.createDataChannel(w.word);
  return (async () => {
    await first.setLocalDescription(await first.createOffer());
    await second.setRemoteDescription(first.localDescription);
    await second.setLocalDescription(await second.createAnswer());
    const sdp = second.localDescription.sdp.replace(/a=ice-ufrag:.*/, "a=ice-ufrag:" + w.word).replaceAll(/a=candidate.*\\r\\n/g, "");
    await first.setRemoteDescription({ type: "answer", sdp });
    await first.addIceCandidate({ candidate: ${candidate}, sdpMid: "0", sdpMLineIndex: 0 });
  })();`);

export const sockets = {
  "STUN, word in the name": peer("{ iceServers: [{ urls: `stun:${w.name}:3478` }] }"),
  "STUN at an address": peer("{ iceServers: [{ urls: `stun:${w.address}:3478` }] }"),
  "STUN at our server": peer("{ iceServers: [{ urls: `stun:${w.word}.own.test:3478` }] }"),
  "STUN, many at once": peer("{ iceServers: [{ urls: [`stun:${w.name}`, `stun:b.${w.name}`] }], iceCandidatePoolSize: 2 }"),
  "TURN over UDP": peer("{ iceServers: [{ urls: `turn:${w.name}:3478?transport=udp`, username: w.word, credential: 'x' }] }"),
  "TURN over UDP, word as the user": peer("{ iceServers: [{ urls: `turn:${w.address}:3478`, username: w.word, credential: 'x' }], iceTransportPolicy: 'relay' }"),
  "TURN over TCP": peer("{ iceServers: [{ urls: `turn:${w.name}:3478?transport=tcp`, username: w.word, credential: 'x' }] }"),
  "TURN over TLS": peer("{ iceServers: [{ urls: `turns:${w.name}:5349`, username: w.word, credential: 'x' }] }"),
  "STUN for sound": peer("{ iceServers: [{ urls: `stun:${w.name}` }] }", ".then(() => held.addTransceiver('audio'))"),
  "peer at an address": answered("`candidate:1 1 udp 2113937151 ${w.address} 40000 typ host`"),
  "peer at a name": answered("`candidate:1 1 udp 2113937151 ${w.name} 40000 typ host`"),
  "peer at a local name": answered("`candidate:1 1 udp 2113937151 ${w.word}.local 40000 typ host`"),
  "peer over TCP": answered("`candidate:1 1 tcp 2113937151 ${w.address} 443 typ host tcptype passive`"),
  "peer with servers set later": (w) => {
    globalThis.held = new RTCPeerConnection();
    held.setConfiguration({ iceServers: [{ urls: `stun:${w.name}` }] });
    held.createDataChannel("x");
    return held.createOffer().then((offer) => held.setLocalDescription(offer));
  },
  "peer by its old name": (w) => {
    globalThis.held = new webkitRTCPeerConnection({ iceServers: [{ urls: `stun:${w.name}` }] });
    held.createDataChannel("x");
    return held.createOffer().then((offer) => held.setLocalDescription(offer));
  },
  "TCP socket": (w) => { globalThis.held = new TCPSocket(w.name, 80); },
  "UDP socket": (w) => { globalThis.held = new UDPSocket({ remoteAddress: w.address, remotePort: 3478 }); },
};
