//! Short names for what a module and its glue call each other.
//!
//! wasm-bindgen's names say what is called and carry a digest; both sides carry them, and a page reads neither.

use crate::step::Outcome;

/// The sections of a module that hold names: of what it calls, and of what it offers.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// A section that no engine reads: which tools made the module, and what of WebAssembly it takes.
const CUSTOM: u8 = 0;

/// A module and its glue, each name of wasm-bindgen exchanged for a short one in both.
pub(crate) fn shortened(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut names = Names::default();
    let module = names
        .module(module)
        .ok_or("a module is not as wasm-bindgen writes it")?;
    Ok((module, names.exchanged(glue)))
}

/// Long names in the order they are met; the place is the short name.
#[derive(Default)]
struct Names {
    /// The file that a module says it calls.
    file: String,
    long: Vec<String>,
}

impl Names {
    /// The module with its two lists of names written anew, and without what no engine reads; `None` where it is none,
    /// or imports more than functions.
    fn module(&mut self, module: &[u8]) -> Option<Vec<u8>> {
        let mut rest = module;
        let mut out = take(&mut rest, 8)?.to_vec();
        while let &[id, ..] = rest {
            take(&mut rest, 1)?;
            let length = number(&mut rest)?;
            let section = take(&mut rest, length)?;
            if id == CUSTOM {
                continue;
            }
            let section = match id {
                IMPORTS => self.imports(section)?,
                EXPORTS => self.exports(section)?,
                _ => section.to_vec(),
            };
            out.push(id);
            push_number(&mut out, section.len());
            out.extend(section);
        }
        Some(out)
    }

    fn imports(&mut self, mut section: &[u8]) -> Option<Vec<u8>> {
        let count = number(&mut section)?;
        let mut out = Vec::new();
        push_number(&mut out, count);
        for _ in 0..count {
            let file = text(&mut section)?;
            let name = text(&mut section)?;
            if take(&mut section, 1)? != [0] || !(self.file.is_empty() || self.file == file) {
                return None;
            }
            self.file = file.to_owned();
            push_text(&mut out, FILE);
            push_text(&mut out, &self.short(name));
            out.push(0);
            push_number(&mut out, number(&mut section)?);
        }
        section.is_empty().then_some(out)
    }

    fn exports(&mut self, mut section: &[u8]) -> Option<Vec<u8>> {
        let count = number(&mut section)?;
        let mut out = Vec::new();
        push_number(&mut out, count);
        for _ in 0..count {
            let name = text(&mut section)?;
            push_text(&mut out, &self.short(name));
            out.extend(take(&mut section, 1)?);
            push_number(&mut out, number(&mut section)?);
        }
        section.is_empty().then_some(out)
    }

    /// A name of wasm-bindgen made short, any other as it is.
    fn short(&mut self, name: &str) -> String {
        if !name.starts_with("__") && !name.starts_with("wasm_bindgen_") {
            return name.to_owned();
        }
        let place = self.long.iter().position(|long| long == name);
        let place = place.unwrap_or_else(|| {
            self.long.push(name.to_owned());
            self.long.len() - 1
        });
        format!("${place}")
    }

    /// The glue with the same names: whole words, and the file as it stands in quotes.
    fn exchanged(&self, glue: &str) -> String {
        let glue = glue.replace(&format!("\"{}\"", self.file), &format!("\"{FILE}\""));
        let mut out = String::with_capacity(glue.len());
        let mut rest = glue.as_str();
        while let Some(start) = rest.find(is_of_a_word) {
            let (before, from) = rest.split_at(start);
            let end = from
                .find(|letter| !is_of_a_word(letter))
                .unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            out.push_str(before);
            match self.long.iter().position(|long| long == word) {
                Some(place) => out.push_str(&format!("${place}")),
                None => out.push_str(word),
            }
            rest = after;
        }
        out + rest
    }
}

/// The file that the glue stands for, as both sides write it in the end.
const FILE: &str = "w";

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(rest)?;
    str::from_utf8(take(rest, length)?).ok()
}

/// A number in LEB128.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *take(rest, 1)?.first()?;
        number |= usize::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 0x7F {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len());
    out.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(file: &str, called: &str, offered: &str) -> Vec<u8> {
        let mut imports = vec![1];
        push_text(&mut imports, file);
        push_text(&mut imports, called);
        imports.extend([0, 0]);
        let mut exports = vec![2];
        push_text(&mut exports, "memory");
        exports.extend([2, 0]);
        push_text(&mut exports, offered);
        exports.extend([0, 1]);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, section) in [(IMPORTS, imports), (EXPORTS, exports), (10, vec![9; 200])] {
            module.push(id);
            push_number(&mut module, section.len());
            module.extend(section);
        }
        module
    }

    #[test]
    fn both_sides_get_the_same_names() {
        let offered = "wasm_bindgen_0123456789abcdef___invoke";
        let long = module("./x_bg.js", "__wbg_now_0123456789abcdef", offered);
        let glue = "i={\"./x_bg.js\":{__wbg_now_0123456789abcdef:f}};\
                    w.wasm_bindgen_0123456789abcdef___invoke();w.__wbindgen_free_all;w.memory";
        let made_by = [CUSTOM, 3, 2, b'b', b'y'];
        let (short, glue) = shortened(&[&long[..], &made_by].concat(), glue).unwrap();
        assert_eq!(short, module("w", "$0", "$1"));
        assert_eq!(
            glue,
            "i={\"w\":{$0:f}};w.$1();w.__wbindgen_free_all;w.memory"
        );
    }

    #[test]
    fn what_is_no_module_of_functions_is_refused() {
        let whole = module("./x_bg.js", "__wbg_now", "main");
        for end in 0..whole.len() {
            let cut = shortened(&whole[..end], "");
            assert!(cut.is_err() || cut.is_ok_and(|(module, _)| module.len() < whole.len()));
        }
        // An imported memory.
        let mut memory = whole;
        let name = memory.windows(3).position(|window| window == b"now");
        memory[name.unwrap() + 3] = 2;
        assert!(shortened(&memory, "").is_err());
    }
}
