//! Two values returned as two.
//!
//! A slice, an option with what is in it: WebAssembly has LLVM return what is two numbers through memory. The caller keeps
//! room for them in its frame, passes the address, and reads them back. Here the first is returned and the second is left
//! in a global of the module, which is no place in memory: 7 KB less in a first visit.
//! LLVM's own way to return two (`experimental-mv`) compiles wrong code in the version that the pinned compiler has.
//!
//! The compiler's code is rewritten as text, in the form that LLVM writes it in: a line is an instruction.

mod proof;

pub(crate) use proof::is_no_memory;

use crate::step::Outcome;
use std::collections::HashSet;
use std::fmt::Write;

/// The global that holds the second value from the end of a function to the instruction after its call.
const SECOND: &str = "second";
const DECLARED: &str = "@second = internal addrspace(1) global i32 undef\n";

/// What is left in the global, as `i32`; those narrower are zero above their bits.
const SCALARS: [&str; 5] = ["i1", "i8", "i16", "i32", "ptr"];
const POINTER: &str = "ptr";
const WORD: &str = "i32";

/// What LLVM knows by itself returns pairs of its own.
const INTRINSIC: &str = "@llvm.";

/// A module's code with its functions rewritten.
pub(crate) struct Rewritten {
    pub(crate) code: String,
    /// The functions that leave a value in the global.
    leaving: HashSet<String>,
}

/// Has every function of a module that returns two scalars return the first, and leave the second in the global.
pub(crate) fn in_a_global(code: &str) -> Outcome<Rewritten> {
    let mut out = String::with_capacity(code.len() + code.len() / 64);
    let mut leaving = HashSet::new();
    let mut nth = 0;
    for line in code.lines() {
        let rewritten = defined(line, &mut leaving)?
            .or_else(|| returned(line, nth))
            .or_else(|| called(line, nth))
            .or_else(|| forgotten(line));
        match rewritten {
            Some(lines) => {
                out.push_str(&lines);
                nth += 1;
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        if line.starts_with("target triple") {
            out.push_str(DECLARED);
        }
    }
    Ok(Rewritten { code: out, leaving })
}

/// A type of two scalars in a line, with what stands before and behind it.
struct Pair<'a> {
    before: &'a str,
    first: &'a str,
    second: &'a str,
    after: &'a str,
}

impl<'a> Pair<'a> {
    fn first_in(line: &'a str) -> Option<Self> {
        let (before, rest) = line.split_once("{ ")?;
        let (types, after) = rest.split_once(" } ")?;
        let (first, second) = types.split_once(", ")?;
        let are_scalars = SCALARS.contains(&first) && SCALARS.contains(&second);
        are_scalars.then_some(Self {
            before,
            first,
            second,
            after,
        })
    }

    /// The type that a function returns in place of this one.
    fn returned(&self) -> String {
        match self.first {
            WORD | POINTER => self.first.to_owned(),
            narrow => format!("zeroext {narrow}"),
        }
    }
}

/// The head of a function.
fn defined(line: &str, leaving: &mut HashSet<String>) -> Outcome<Option<String>> {
    let is_defined = line.starts_with("define ");
    if !is_defined && !line.starts_with("declare ") {
        return Ok(None);
    }
    let Some(pair) = Pair::first_in(line).filter(|pair| !pair.before.contains(['@', '('])) else {
        return Ok(None);
    };
    if pair.after.starts_with(INTRINSIC) {
        return Ok(None);
    }
    let name = pair.after.split('(').next().unwrap_or_default();
    if !is_defined || !pair.before.contains(" internal ") {
        // Who calls it from elsewhere, or is called, takes the second value from memory.
        return Err(format!(
            "{name} returns two values across the module's border"
        ));
    }
    leaving.insert(name.trim_start_matches('@').to_owned());
    let head = pair.before.replace("noundef ", "");
    Ok(Some(format!("{head}{} {}\n", pair.returned(), pair.after)))
}

/// The end of a function.
fn returned(line: &str, nth: usize) -> Option<String> {
    let pair = Pair::first_in(line).filter(|pair| pair.before == "  ret ")?;
    let Pair {
        first,
        second,
        after,
        ..
    } = pair;
    // Nothing is attached to it but metadata, of where it stands in the source.
    let value = after.split(", !").next().unwrap_or(after);
    let of = format!("{{ {first}, {second} }} {value}");
    let mut out = format!("  %pair.{nth}.a = extractvalue {of}, 0\n");
    let _ = writeln!(out, "  %pair.{nth}.b = extractvalue {of}, 1");
    let widened = match second {
        WORD => format!("%pair.{nth}.b"),
        _ => {
            let how = if second == POINTER {
                "ptrtoint"
            } else {
                "zext"
            };
            let _ = writeln!(out, "  %pair.{nth}.w = {how} {second} %pair.{nth}.b to i32");
            format!("%pair.{nth}.w")
        }
    };
    let _ = writeln!(out, "  store i32 {widened}, ptr addrspace(1) @{SECOND}");
    let _ = writeln!(out, "  ret {first} %pair.{nth}.a");
    Some(out)
}

/// A call, whose two values are put together again for what comes after it.
fn called(line: &str, nth: usize) -> Option<String> {
    // Only instructions are indented; heads of functions and attributes may name a pair, too.
    let pair = Pair::first_in(line).filter(|pair| pair.before.starts_with("  "))?;
    let (result, call) = match pair.before.split_once(" = ") {
        Some((result, call)) => (Some(result), call),
        None => (None, pair.before.trim_start()),
    };
    let is_call = call.split(' ').any(|word| word == "call");
    if !is_call || call.contains(['@', '%', '(']) || pair.after.starts_with(INTRINSIC) {
        return None;
    }
    let call = call.replace("noundef ", "");
    let (given, after) = (pair.returned(), pair.after);
    let Some(result) = result else {
        return Some(format!("  {call}{given} {after}\n"));
    };
    let Pair { first, second, .. } = pair;
    let mut out = format!("  %pair.{nth}.a = {call}{given} {after}\n");
    // LLVM would read a part of a global as if it were memory, but it leaves alone how wide a volatile value is read.
    let how = match second {
        WORD | POINTER => "load",
        _ => "load volatile",
    };
    let _ = writeln!(
        out,
        "  %pair.{nth}.w = {how} i32, ptr addrspace(1) @{SECOND}"
    );
    let narrowed = match second {
        WORD => format!("%pair.{nth}.w"),
        _ => {
            let how = if second == POINTER {
                "inttoptr"
            } else {
                "trunc"
            };
            let _ = writeln!(out, "  %pair.{nth}.b = {how} i32 %pair.{nth}.w to {second}");
            format!("%pair.{nth}.b")
        }
    };
    let both = format!("{{ {first}, {second} }}");
    let _ = writeln!(
        out,
        "  %pair.{nth}.p = insertvalue {both} poison, {first} %pair.{nth}.a, 0"
    );
    let _ = writeln!(
        out,
        "{result} = insertvalue {both} %pair.{nth}.p, {second} {narrowed}, 1"
    );
    Some(out)
}

/// Keeps values of 64 bits from being read from the global or written to it, which LLVM would do as if it were memory: what
/// is made wider, or was narrowed, passes by an instruction that LLVM knows nothing of, and which is none.
pub(crate) fn apart_from_long(code: &str) -> String {
    let taken = format!("load i32, ptr addrspace(1) @{SECOND}");
    let mut out = String::with_capacity(code.len());
    // Names are of a function.
    let mut seconds = HashSet::new();
    let mut narrowed = HashSet::new();
    let mut nth = 0;
    for line in code.lines() {
        let (name, instruction) = line.trim_start().split_once(" = ").unwrap_or_default();
        let words: Vec<&str> = instruction.split([' ', ',']).collect();
        if line.starts_with("define ") {
            seconds.clear();
            narrowed.clear();
        } else if instruction.starts_with(&taken) {
            seconds.insert(name);
        } else if words.starts_with(&["trunc"]) && words.contains(&"i64") {
            narrowed.insert(name);
        } else if matches!(words.first(), Some(&("select" | "freeze" | "phi"))) {
            for names in [&mut seconds, &mut narrowed] {
                if words.iter().any(|word| names.contains(word)) {
                    names.insert(name);
                }
            }
        }
        let passed = match words.as_slice() {
            ["zext" | "sext", .., value, "to", "i64"] if seconds.contains(value) => Some(*value),
            _ => line
                .strip_prefix("  store i32 ")
                .and_then(|rest| rest.split_once(&format!(", ptr addrspace(1) @{SECOND}")))
                .map(|(value, _)| value)
                .filter(|value| narrowed.contains(value)),
        };
        match passed {
            Some(value) => {
                nth += 1;
                let _ = writeln!(
                    out,
                    "  %apart.{nth} = call i32 asm \"\", \"=r,0\"(i32 {value})"
                );
                let own = line.replacen(&format!(" {value}"), &format!(" %apart.{nth}"), 1);
                out.push_str(&own);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Attributes without what was found of the memory that a function touches, as it may touch the global now, and so may
/// what it calls. What is true is found again by LLVM; of what it knows by itself it stays.
fn forgotten(line: &str) -> Option<String> {
    if !line.starts_with("attributes #") || line.contains(" nocallback ") {
        return None;
    }
    let mut out = line.replace(" speculatable", "");
    while let Some(at) = out.find(" memory(") {
        let length = out[at..].find(')')? + 1;
        out.replace_range(at..at + length, "");
    }
    out.push('\n');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_is_left_and_taken() {
        let code = "\
target triple = \"wasm32-unknown-unknown\"
define internal fastcc { ptr, i32 } @half(ptr noundef %0) #1 {
  ret { ptr, i32 } %2, !dbg !7
}
define void @main() {
  %1 = tail call fastcc { ptr, i32 } @half(ptr %0) #1, !noalias !2
  call { i8, i16 } %3(i32 %4)
  %5 = call { i32, i1 } @llvm.uadd.with.overflow.i32(i32 %6, i32 1)
  %7 = insertvalue { i32, i32 } poison, i32 0, 1
  ret void
}
attributes #1 = { nounwind memory(argmem: read) \"target-cpu\"=\"generic\" }
attributes #2 = { nocallback nounwind memory(none) }
";
        let rewritten = in_a_global(code).unwrap();
        assert_eq!(
            rewritten.code,
            "\
target triple = \"wasm32-unknown-unknown\"
@second = internal addrspace(1) global i32 undef
define internal fastcc ptr @half(ptr noundef %0) #1 {
  %pair.1.a = extractvalue { ptr, i32 } %2, 0
  %pair.1.b = extractvalue { ptr, i32 } %2, 1
  store i32 %pair.1.b, ptr addrspace(1) @second
  ret ptr %pair.1.a
}
define void @main() {
  %pair.2.a = tail call fastcc ptr @half(ptr %0) #1, !noalias !2
  %pair.2.w = load i32, ptr addrspace(1) @second
  %pair.2.p = insertvalue { ptr, i32 } poison, ptr %pair.2.a, 0
  %1 = insertvalue { ptr, i32 } %pair.2.p, i32 %pair.2.w, 1
  call zeroext i8 %3(i32 %4)
  %5 = call { i32, i1 } @llvm.uadd.with.overflow.i32(i32 %6, i32 1)
  %7 = insertvalue { i32, i32 } poison, i32 0, 1
  ret void
}
attributes #1 = { nounwind \"target-cpu\"=\"generic\" }
attributes #2 = { nocallback nounwind memory(none) }
"
        );
        assert_eq!(rewritten.leaving, HashSet::from(["half".to_owned()]));
    }

    #[test]
    fn what_others_call_cannot_return_two() {
        for code in [
            "define { i32, i32 } @shown() {\n",
            "declare { ptr, i32 } @given(i32)\n",
        ] {
            let refused = in_a_global(code).err().unwrap();
            assert!(refused.contains("across the module's border"), "{refused}");
        }
    }

    #[test]
    fn a_value_of_64_bits_is_no_part_of_the_global() {
        let code = "\
define void @f(i64 %0) {
  %1 = load i32, ptr addrspace(1) @second, align 4
  %2 = freeze i32 %1
  %3 = zext i32 %2 to i64
  %4 = trunc nuw i64 %0 to i32
  store i32 %4, ptr addrspace(1) @second, align 4
  store i32 %1, ptr addrspace(1) @second, align 4
}
";
        let apart = apart_from_long(code);
        assert_eq!(apart.matches("asm \"\", \"=r,0\"").count(), 2, "{apart}");
        assert!(apart.contains("%3 = zext i32 %apart.1 to i64"), "{apart}");
        assert!(apart.contains("store i32 %apart.2, ptr"), "{apart}");
        assert!(apart.contains("store i32 %1, ptr"), "{apart}");
    }
}
