//! Archives as writers of every kind make them, and as nobody should.

use super::*;
use crate::native::EncodingRs;

/// An archive of entries that are stored: their flags, names and bytes.
fn archive(entries: &[(u16, &str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (flags, name, bytes) in entries {
        let mut head = Vec::new();
        head.extend([20, 0]);
        head.extend(flags.to_le_bytes());
        head.extend([0; 6]);
        head.extend(crc32(bytes).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(*bytes);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

const CSV: &[u8] = b"Date,Description,Amount\n2025-03-14,OAK LANE,-12.50\n";

fn names(unpacked: &Unpacked) -> Vec<&str> {
    let names = unpacked.parts.iter().map(|part| part.name.as_deref());
    names.map(Option::unwrap_or_default).collect()
}

fn codes(unpacked: &Unpacked) -> Vec<&str> {
    unpacked
        .issues
        .iter()
        .map(|issue| issue.code.name())
        .collect()
}

#[test]
fn each_file_of_a_person_is_one_and_the_rest_is_named() {
    let inner = archive(&[(0, "c.csv", CSV), (0, "d.csv", CSV)]);
    let bytes = archive(&[
        (0, "2025/", b""),
        (0, "2025/a.csv", CSV),
        (0, "__MACOSX/2025/._a.csv", b"x"),
        (0, ".DS_Store", b"x"),
        (0, "2025\\b.csv", CSV),
        (0, "terms.pdf", b"%PDF-1.4"),
        (0, "read me.txt", b"Thank you.\n"),
        (1, "locked.csv", CSV),
        (0, "old.zip", &inner),
    ]);
    // What stands before an archive, as where it unpacks itself, is passed over.
    let unpacked = unpack(bytes, &EncodingRs).unwrap();
    assert_eq!(
        names(&unpacked),
        ["2025/a.csv", "2025/b.csv", "old.zip/c.csv", "old.zip/d.csv"]
    );
    let codes = codes(&unpacked);
    assert_eq!(
        codes,
        ["file-not-statement", "file-protected", "file-not-statement"]
    );
    let said: Vec<&str> = unpacked
        .issues
        .iter()
        .map(|issue| issue.found.show())
        .collect();
    assert_eq!(
        said,
        [
            "terms.pdf (a PDF document)",
            "locked.csv",
            "read me.txt (a text)"
        ]
    );
}

#[test]
fn an_archive_in_an_archive_in_an_archive_is_not_opened() {
    let third = archive(&[(0, "a.csv", CSV)]);
    let second = archive(&[(0, "third.zip", &third)]);
    let first = archive(&[(0, "second.zip", &second), (0, "b.csv", CSV)]);
    let unpacked = unpack(first, &EncodingRs).unwrap();
    assert_eq!(names(&unpacked), ["b.csv"]);
    assert_eq!(codes(&unpacked), ["file-not-statement"]);
}

#[test]
fn what_is_wrong_with_a_whole_archive_is_said() {
    let refused = |bytes: Vec<u8>| match unpack(bytes, &EncodingRs) {
        Ok(unpacked) => format!("{:?}", names(&unpacked)),
        Err(issue) => format!("{} {}", issue.code.name(), issue.found.show()),
    };
    assert_eq!(refused(archive(&[])), "file-empty ");
    assert_eq!(
        refused(archive(&[(0, "a.pdf", b"%PDF-"), (1, "b.csv", CSV)])),
        "file-protected b.csv"
    );
    let whole = archive(&[(0, "a.csv", CSV)]);
    for cut in 4..whole.len() - 2 {
        assert_eq!(
            refused(whole[..cut].to_vec()),
            "archive-damaged it",
            "{cut}"
        );
    }
    let mut moved = b"#!/bin/sh".to_vec();
    moved.extend(&whole);
    let zip = Zip::open(&moved).unwrap();
    assert_eq!(zip.take(&zip.entries[0], &mut 1_000).unwrap(), CSV);
    let mut wrong = whole.clone();
    wrong[40] ^= 1;
    assert_eq!(refused(wrong), "archive-damaged a.csv");
}

/// Zeros packed to a thousandth: a byte, then runs of 258 that repeat it, in fixed codes.
fn bomb(runs: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let code = |bits: &mut Vec<bool>, code: u32, length: u32| {
        bits.extend((0..length).rev().map(|bit| code >> bit & 1 == 1));
    };
    code(&mut bits, 0x30, 8);
    for _ in 0..runs {
        code(&mut bits, 0b1100_0101, 8);
        code(&mut bits, 0, 5);
    }
    code(&mut bits, 0, 7);
    let bytes = bits.chunks(8).map(|eight| {
        eight
            .iter()
            .enumerate()
            .fold(0u8, |byte, (at, bit)| byte | u8::from(*bit) << at)
    });
    bytes.collect()
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let packed = bomb(1_000);
    assert_eq!(
        inflate::inflate(&packed, 1 << 20).unwrap().0,
        vec![0; 258_001]
    );
    assert_eq!(
        inflate::inflate(&packed, 100_000),
        Err(Fault::TooLarge(100_000))
    );
    assert_eq!(most_from(1_000), ALWAYS);
    assert_eq!(most_from(1 << 20), 300 << 20);
    assert_eq!(most_from(usize::MAX), MOST);
    let issue = Fault::TooLarge(MOST).issue("a.csv (4000000000 bytes)");
    assert_eq!(
        issue.phrase().sentence(),
        "This file: a.csv (4000000000 bytes) is more than a statement unpacks to. Expected at most 1073741824 bytes. \
         Nothing was read from it."
    );
    // All entries together have one room, however often they show the same bytes.
    let bytes = archive(&[(0, "a", CSV), (0, "b", CSV)]);
    let zip = Zip::open(&bytes).unwrap();
    let mut room = CSV.len() + 1;
    assert!(zip.take(&zip.entries[0], &mut room).is_ok());
    assert_eq!(
        zip.take(&zip.entries[1], &mut room),
        Err(Fault::TooLarge(1))
    );
}

#[test]
fn gzip_of_several_members_is_one_file() {
    let member = |bytes: &[u8], flags: u8, extra: &[u8]| {
        let mut out = vec![0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255];
        out.extend(extra);
        out.push(1);
        out.extend((bytes.len() as u16).to_le_bytes());
        out.extend((!(bytes.len() as u16)).to_le_bytes());
        out.extend(bytes);
        out.extend(crc32(bytes).to_le_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        out
    };
    let mut bytes = member(&CSV[..24], 8, b"a.csv\0");
    bytes.extend(member(&CSV[24..], 4, &[2, 0, 9, 9]));
    let unpacked = unpack(bytes.clone(), &EncodingRs).unwrap();
    assert_eq!(unpacked.parts[0].bytes, CSV);
    assert_eq!(unpacked.parts[0].name, None);
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    let refused = unpack(bytes, &EncodingRs)
        .err()
        .map(|issue| issue.code.name());
    assert_eq!(refused, Some("archive-damaged"));
}

#[test]
fn sums_are_those_of_the_standard() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
}
