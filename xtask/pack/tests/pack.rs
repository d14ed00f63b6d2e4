//! Modules come out of their packing as they went in.

use pack::text::{base64, bytes_in, decoded, letters};
use pack::{Unpackable, mix, pack, unmixed, unpacked};
use std::path::Path;

const HEADER: [u8; 8] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const END: u8 = 0x0b;

fn number(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A number in LEB128 as it is signed.
fn signed(value: i32) -> Vec<u8> {
    let (low, rest) = ((value & 127) as u8, value >> 7);
    match rest == -i32::from(low >> 6) {
        true => vec![low],
        false => [vec![low | 128], signed(rest)].concat(),
    }
}

fn section(id: u8, bytes: &[u8]) -> Vec<u8> {
    [&[id], &*number(bytes.len() as u32), bytes].concat()
}

fn body(locals: &[u8], code: &[Vec<u8>]) -> Vec<u8> {
    let code = [locals, &code.concat(), &[END]].concat();
    [number(code.len() as u32), code].concat()
}

fn module(functions: &[Vec<u8>], before: &[u8], after: &[u8]) -> Vec<u8> {
    let code = [number(functions.len() as u32), functions.concat()].concat();
    [&HEADER, before, &section(10, &code), after].concat()
}

#[track_caller]
fn returns(module: &[u8]) {
    let back = pack(module).map(|packed| unpacked(&packed));
    assert_eq!(back.as_deref(), Ok(module));
}

/// As [`returns`], and mixed, which takes too long for each small module.
#[track_caller]
fn returns_both_ways(module: &[u8]) {
    returns(module);
    let back = mix(module).map(|mixed| unmixed(&mixed));
    assert_eq!(back.as_deref(), Ok(module));
}

/// Each instruction with what follows it: numbers of one byte, of five, and counted ones.
fn every() -> Vec<Vec<u8>> {
    let mut every: Vec<Vec<u8>> = [
        &[0x00][..],
        &[0x01],
        &[0x02, 0x40, END],
        &[0x03, 0x7f, END],
        &[0x04, 0xff, 0x01, 0x05, END],
        &[0x0c, 3],
        &[0x0d, 0x80, 0x01],
        &[0x0e, 0, 200, 1],
        &[0x0f],
        &[0x10, 0xff, 0xff, 0x03],
        &[0x11, 4, 0x81, 0x01],
        &[0x1a],
        &[0x1b],
        &[0x1c, 2, 0x7f, 0x7e],
        &[0x20, 0x90, 0x10],
        &[0x21, 9],
        &[0x22, 0xc8, 0x01],
        &[0x23, 0],
        &[0x24, 0],
        &[0x25, 1],
        &[0x26, 1],
        &[0x3f, 0],
        &[0x40, 0],
        &[0x41, 0x7f],
        &[0x41, 0x80, 0x80, 0xc0, 0x00],
        &[0x41, 5, 0x28, 0, 4],
        &[0x41, 5, 0x6a],
        &[0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        &[0x43, 0x00, 0x3c, 0x0b, 0xff],
        &[0x44, 0x0b, 0x80, 0x3c, 0, 1, 2, 3, 4],
        &[0xd0, 0x70],
        &[0xd1],
        &[0xd2, 0x80, 0x02],
        &[0xfc, 8, 1, 0],
        &[0xfc, 9, 1],
        &[0xfc, 10, 0, 0],
        &[0xfc, 10, 1, 0],
        &[0xfc, 10, 0, 1],
        &[0xfc, 11, 0],
        &[0xfc, 12, 1, 0],
        &[0xfc, 13, 0],
        &[0xfc, 14, 0, 0],
        &[0xfc, 15, 0],
        &[0xfc, 16, 0],
        &[0xfc, 17, 0],
        &[0xfd, 0, 4, 0x80, 1],
        &[0xfd, 11, 4, 0],
        &[
            0xfd, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, END, 12, 13, 14, 0xff,
        ],
        &[
            0xfd, 13, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, END, 12, 13, 14, 0xff,
        ],
        &[0xfd, 31, 3],
        &[0xfd, 86, 2, 8, 1],
        &[0xfd, 92, 2, 8],
        &[0xfd, 0xe4, 1],
    ]
    .map(<[u8]>::to_vec)
    .into();
    every.push([vec![0x0e, 0x80, 0x01], vec![7; 129]].concat());
    for op in 0x28..=0x3e {
        every.extend([
            vec![op, 0, 0x84, 0x02],
            vec![op, 1, 8],
            vec![op, 2, 0],
            vec![op, 3, 127],
        ]);
    }
    every.extend((0x45..=0xc4).map(|op| vec![op]));
    every.extend((0..8).map(|second| vec![0xfc, second]));
    every
}

#[test]
fn every_instruction_comes_back_alone_and_among_the_others() {
    for each in every() {
        returns(&module(&[body(&[0], &[each])], &[], &[]));
    }
    let locals = [2, 5, 0x7f, 0x81, 0x02, 0x7e];
    let turned: Vec<Vec<u8>> = every().into_iter().rev().collect();
    let functions = [
        body(&locals, &every()),
        body(&[0], &[]),
        body(&[0], &turned),
    ];
    returns_both_ways(&module(&functions, &[], &[]));
}

#[test]
fn functions_of_every_length_and_what_stands_around_the_code_come_back() {
    let types = section(1, &[1, 0x60, 0, 0]);
    for count in [0, 1, 2, 200] {
        let functions = vec![body(&[1, 3, 0x7f], &[]); count];
        returns_both_ways(&module(&functions, &types, &section(11, &[0x3c; 300])));
    }
    let nothing = vec![0x01];
    let mut codes = [0, 1, 123, 130]
        .map(|count| vec![nothing.clone(); count])
        .to_vec();
    codes.push(vec![vec![0x20, 0x01, 0x1a]; 20_000]);
    for code in codes {
        returns(&module(&[body(&[0], &code)], &[], &[]));
    }
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    returns_both_ways(&module(&[], &section(1, &bytes), &[]));
}

#[test]
fn places_in_a_functions_frame_come_back() {
    let frame = 5;
    let opened = vec![0x23, 0, 0x41, 16, 0x6b, 0x22, frame, 0x24, 0];
    let access = |before: &[u8], place: u32, after: &[u8]| [before, &number(place), after].concat();
    let read = |place| access(&[0x20, frame, 0x28, 2], place, &[0x1a]);
    let write = |place| access(&[0x20, frame, 0x20, 6, 0x36, 2], place, &[]);
    let address = |place| [vec![0x20, frame, 0x41], signed(place), vec![0x6a, 0x1a]].concat();

    // More than are remembered, by steps that have a letter and by others, the same once more, and at the ends of a
    // number's bytes.
    let mut places = vec![0, 4, 8, 16, 12, 4, 0];
    places.extend((0..80).map(|nth| (nth * 52) % 997));
    places.extend([8, 4, 0, 63, 64, 127, 128, 8191, 8192, 1 << 20]);
    let mut code: Vec<Vec<u8>> = vec![opened.clone()];
    for place in places {
        code.extend([read(place), address(place as i32), write(place)]);
    }
    let far = [
        -1,
        -64,
        -65,
        -(1 << 28),
        1 << 28,
        1 << 30,
        i32::MAX,
        i32::MIN,
    ];
    code.extend(far.map(address));
    code.extend([1 << 30, 1 << 31, u32::MAX].map(read));

    // Locals on both sides of the frame's, read as soon as they were set and later; the frame's own set anew, and no
    // frame at all.
    let mut locals = Vec::new();
    for local in [0, 4, 5, 6, 130] {
        let local = number(local);
        let after = |op: u8| [&[op], &*local].concat();
        locals.push([vec![0x41, 1], after(0x21), after(0x20)].concat());
        locals.push([after(0x22), after(0x20), vec![0x1a]].concat());
        locals.push(vec![0x20, frame, 0x1a]);
    }
    let opening = std::slice::from_ref(&opened);
    for parts in [
        code.clone(),
        [opening, &*locals, &*code].concat(),
        locals.clone(),
        [&*code, opening, &*code].concat(),
        [&*locals, opening, &*locals].concat(),
    ] {
        let turned: Vec<Vec<u8>> = parts.iter().rev().cloned().collect();
        let functions = [
            body(&[0], &parts),
            body(&[1, 3, 0x7f], &[read(8)]),
            body(&[0], &turned),
        ];
        returns_both_ways(&module(&functions, &[], &[]));
    }
}

#[test]
fn what_it_does_not_know_it_does_not_pack() {
    for op in [0x06, 0x12, 0x27, 0xc5, 0xd3, 0xe0, 0xfb, 0xfe, 0xff] {
        let unknown = module(&[body(&[0], &[vec![op]])], &[], &[]);
        let refused = pack(&unknown).unwrap_err();
        assert!(
            matches!(refused, Unpackable::Instruction(..) | Unpackable::Changed),
            "{op:#x}: {refused}"
        );
        assert_eq!(mix(&unknown), Err(refused));
    }
    assert_eq!(pack(&HEADER), Err(Unpackable::NoCode));
    assert_eq!(mix(&HEADER), Err(Unpackable::NoCode));
    let whole = module(&[body(&[0], &every())], &[], &[]);
    for end in 0..whole.len() {
        assert!(pack(&whole[..end]).is_err(), "{end}");
    }
    // A function that goes on behind the code.
    let mut unended = whole;
    let last = unended.len() - 1;
    unended[last] = 0x01;
    assert!(pack(&unended).is_err());
}

#[test]
fn both_modules_come_back_from_their_text() {
    let parts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/parts");
    for name in ["view_bg.wasm", "worker_bg.wasm"] {
        let Ok(module) = std::fs::read(parts.join(name)) else {
            println!("skipped: {name} is not built, `cargo xtask build` does it");
            continue;
        };
        let packed = pack(&module).unwrap();
        let mut text = letters(&packed).into_bytes();
        let length = bytes_in(&mut text);
        assert_eq!(text[..length], packed);
        assert_eq!(unpacked(&packed), module);
        let mixed = mix(&module).unwrap();
        let mut text = base64(&mixed).into_bytes();
        let length = decoded(&mut text);
        assert_eq!(text[..length], mixed);
        assert_eq!(unmixed(&mixed), module);
        assert!(mixed.len() < packed.len() / 2, "{name}: {}", mixed.len());
    }
}
