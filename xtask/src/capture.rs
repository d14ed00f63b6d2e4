//! Every packet of this network namespace that matters to the leak tests, one line each.
//!
//! `tcp 127.0.0.1:4711 198.18.0.9:80 open zqleak09c` is a connect that was begun, and `udp ..` a datagram; any other
//! packet is a line only where it carries a planted word. The words found in a packet end its line.

use crate::step::Outcome;

/// What every planted word begins with; the tests plant letters and digits after it.
const PLANTED: &[u8] = b"zqleak";

/// The numbers of the protocols inside an IP packet.
const TCP: u8 = 6;
const UDP: u8 = 17;

/// Flags of a TCP segment.
const SYN: u8 = 2;
const ACK: u8 = 16;

/// Prints lines until stdout is closed.
#[cfg(target_os = "linux")]
pub(crate) fn capture() -> Outcome {
    use socket2::{Domain, Protocol, SockFilter, Socket, Type};
    use std::io::{Read as _, Write as _};

    /// `ETH_P_IP` and `ETH_P_IPV6` of linux/if_ether.h; by protocol each packet of the loopback device comes once.
    const PROTOCOLS: [u16; 2] = [0x0800, 0x86dd];
    const LARGEST_PACKET: usize = 1 << 16;
    const BUFFER: usize = 1 << 26;
    /// Larger ones are documents on their way from our own server, and would push others out of the buffer. What a
    /// page sends it begins with a request that is smaller, and the server's own log has it as well.
    const LARGEST_WATCHED: u32 = 1 << 14;
    /// Load the length; where it is greater, keep nothing; else keep all. Codes of linux/filter.h.
    const WATCHED: [SockFilter; 4] = [
        SockFilter::new(0x80, 0, 0, 0),
        SockFilter::new(0x25, 0, 1, LARGEST_WATCHED),
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ];

    let said = |error: std::io::Error| format!("cannot capture packets: {error}");
    let mut sockets = Vec::new();
    for protocol in PROTOCOLS {
        let protocol = Protocol::from(i32::from(protocol.to_be()));
        let socket = Socket::new(Domain::PACKET, Type::DGRAM, Some(protocol)).map_err(said)?;
        socket.set_recv_buffer_size(BUFFER).map_err(said)?;
        socket.attach_filter(&WATCHED).map_err(said)?;
        sockets.push(socket);
    }
    println!("capturing");
    std::thread::scope(|scope| {
        for mut socket in sockets {
            scope.spawn(move || {
                let mut buffer = vec![0_u8; LARGEST_PACKET];
                while let Ok(length) = socket.read(&mut buffer) {
                    let Some(line) = buffer.get(..length).and_then(line_of) else {
                        continue;
                    };
                    if writeln!(std::io::stdout().lock(), "{line}").is_err() {
                        break;
                    }
                }
            });
        }
    });
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn capture() -> Outcome {
    Err("packets are captured on Linux alone".to_owned())
}

/// The line of a packet, if it has one.
fn line_of(packet: &[u8]) -> Option<String> {
    let (protocol, from, to, inner) = match packet.first()? >> 4 {
        4 => {
            let header = usize::from(packet.first()? & 15) * 4;
            let from = std::net::Ipv4Addr::from(octets(packet, 12)?);
            let to = std::net::Ipv4Addr::from(octets(packet, 16)?);
            (
                *packet.get(9)?,
                from.to_string(),
                to.to_string(),
                packet.get(header..)?,
            )
        }
        6 => {
            let from = std::net::Ipv6Addr::from(octets::<16>(packet, 8)?);
            let to = std::net::Ipv6Addr::from(octets::<16>(packet, 24)?);
            (
                *packet.get(6)?,
                format!("[{from}]"),
                format!("[{to}]"),
                packet.get(40..)?,
            )
        }
        _ => return None,
    };
    let port = |at| Some(u16::from_be_bytes(octets(inner, at)?));
    let words = planted_words(packet).join(" ");
    let (name, event) = match protocol {
        TCP if inner.get(13)? & (SYN | ACK) == SYN => ("tcp", "open"),
        UDP => ("udp", "sent"),
        TCP if !words.is_empty() => ("tcp", "data"),
        _ if !words.is_empty() => return Some(format!("ip {from}:0 {to}:0 data {words}")),
        _ => return None,
    };
    let line = format!(
        "{name} {from}:{} {to}:{} {event} {words}",
        port(0)?,
        port(2)?
    );
    Some(line.trim_end().to_owned())
}

fn octets<const N: usize>(packet: &[u8], at: usize) -> Option<[u8; N]> {
    packet.get(at..at + N)?.try_into().ok()
}

/// The words that begin as planted ones do; names in DNS may have changed case.
fn planted_words(packet: &[u8]) -> Vec<String> {
    let mut words = Vec::new();
    for start in 0..packet.len() {
        let Some(candidate) = packet.get(start..start + PLANTED.len()) else {
            break;
        };
        if !candidate.eq_ignore_ascii_case(PLANTED) {
            continue;
        }
        let word: String = packet
            .iter()
            .skip(start)
            .map_while(|byte| byte.is_ascii_alphanumeric().then(|| char::from(*byte)))
            .collect();
        let word = word.to_ascii_lowercase();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An IPv4 packet from 10.0.0.1 to 198.18.0.9.
    fn packet(protocol: u8, inner: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x45, 0, 0, 0, 0, 0, 0, 0, 64, protocol, 0, 0];
        packet.extend([10, 0, 0, 1, 198, 18, 0, 9]);
        packet.extend(inner);
        packet
    }

    fn segment(flags: u8, payload: &[u8]) -> Vec<u8> {
        let mut segment = vec![0x10, 0x00, 0x00, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags];
        segment.extend([0; 6]);
        segment.extend(payload);
        segment
    }

    #[test]
    fn a_connect_is_a_line_and_its_answer_is_not() {
        let line = line_of(&packet(TCP, &segment(SYN, b"")));
        assert_eq!(
            line.as_deref(),
            Some("tcp 10.0.0.1:4096 198.18.0.9:80 open")
        );
        assert_eq!(line_of(&packet(TCP, &segment(SYN | ACK, b""))), None);
    }

    #[test]
    fn a_word_is_found_in_any_packet_and_case() {
        let line = line_of(&packet(TCP, &segment(ACK, b"GET /zqLeak01a/x")));
        assert_eq!(
            line.as_deref(),
            Some("tcp 10.0.0.1:4096 198.18.0.9:80 data zqleak01a")
        );
        assert_eq!(line_of(&packet(TCP, &segment(ACK, b"GET /"))), None);
        let query = [&[0x10, 0, 0, 53, 0, 0, 0, 0][..], b"\x09zqleak01b\x04away"].concat();
        assert_eq!(
            line_of(&packet(UDP, &query)).as_deref(),
            Some("udp 10.0.0.1:4096 198.18.0.9:53 sent zqleak01b")
        );
        assert_eq!(
            line_of(&packet(1, b"zqleak01c")).as_deref(),
            Some("ip 10.0.0.1:0 198.18.0.9:0 data zqleak01c")
        );
    }

    #[test]
    fn what_is_cut_short_is_no_line() {
        let whole = packet(TCP, &segment(SYN, b"zqleak"));
        for length in 0..34 {
            assert_eq!(line_of(whole.get(..length).unwrap()), None, "{length}");
        }
    }
}
