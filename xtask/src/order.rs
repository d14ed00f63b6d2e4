//! The functions of a module put beside those like them: Brotli says with fewer bits what was there a moment ago.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, ImportSectionReader, Operator, Parser,
};
use wasmparser::{Payload, TypeRef};

use crate::step::Outcome;

/// How many hashes stand for what a function holds, each the least of its kind: functions share as many of them as
/// they share instructions (MinHash). Of 64, 96, 128 and 256 the last gives the least bytes.
const HASHES: usize = 256;
/// Instructions in a row that are hashed together; 2, 4 and 6 give more bytes.
const IN_A_ROW: usize = 3;

/// A module with its functions in another order.
pub(crate) struct Ordered {
    pub(crate) module: Vec<u8>,
    imported: u32,
    /// Where each of the functions stands that were defined in the module.
    places: Vec<u32>,
}

impl Ordered {
    /// The number of a function, by the one that it had.
    pub(crate) fn number(&self, before: u32) -> u32 {
        moved(before, self.imported, &self.places)
    }
}

/// Puts functions that are alike beside each other.
pub(crate) fn by_likeness(module: &[u8]) -> Outcome<Ordered> {
    let failed =
        |error: &dyn std::fmt::Display| format!("the functions cannot be ordered: {error}");
    let Functions { imported, hashes } = Functions::of(module).map_err(|error| failed(&error))?;
    let order = chain(&hashes);
    let mut places = vec![0; order.len()];
    for (place, function) in (0..).zip(&order) {
        places[*function] = place;
    }
    let mut moves = Moves {
        imported,
        order,
        places,
    };
    let mut ordered = Module::new();
    moves
        .parse_core_module(&mut ordered, Parser::new(0), module)
        .map_err(|error| failed(&error))?;
    Ok(Ordered {
        module: ordered.finish(),
        imported,
        places: moves.places,
    })
}

/// What is known of a module's functions before they are ordered.
struct Functions {
    imported: u32,
    hashes: Vec<[u32; HASHES]>,
}

impl Functions {
    fn of(module: &[u8]) -> wasmparser::Result<Self> {
        let mut functions = Functions {
            imported: 0,
            hashes: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => functions.imported = imported(imports)?,
                Payload::CodeSectionEntry(body) => functions.hashes.push(hashes(module, &body)?),
                _ => {}
            }
        }
        Ok(functions)
    }
}

/// How many functions a module imports: those that it defines are numbered from there on.
pub(crate) fn imported(imports: ImportSectionReader<'_>) -> wasmparser::Result<u32> {
    let mut functions = 0;
    for import in imports.into_imports() {
        functions += u32::from(matches!(import?.ty, TypeRef::Func(_)));
    }
    Ok(functions)
}

/// What a function does, in hashes of its instructions; of calls the callee too.
fn hashes(module: &[u8], body: &FunctionBody<'_>) -> wasmparser::Result<[u32; HASHES]> {
    let mut reader = body.get_operators_reader()?;
    let mut instructions = Vec::new();
    while !reader.eof() {
        let at = usize::try_from(reader.original_position()).unwrap_or(usize::MAX);
        let code = module.get(at).copied().map_or(0, u32::from);
        instructions.push(match reader.read()? {
            Operator::Call { function_index } => code | function_index << 8,
            _ => code,
        });
    }
    let mut least = [u32::MAX; HASHES];
    for row in instructions.windows(IN_A_ROW) {
        let hash = row.iter().fold(0x811c_9dc5, |hash: u32, instruction| {
            let hash = (hash ^ instruction).wrapping_mul(0x0100_0193);
            hash ^ hash >> 15
        });
        for (kind, least) in (0..).zip(&mut least) {
            *least = (*least).min(mixed(hash ^ 0x9e37_79b1_u32.wrapping_mul(kind)));
        }
    }
    Ok(least)
}

/// A hash spread over all its bits, as MurmurHash3 ends.
fn mixed(hash: u32) -> u32 {
    let hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    hash ^ hash >> 16
}

/// The functions in a chain, each followed by the one left that is most like it; where several are, by the next one.
fn chain(hashes: &[[u32; HASHES]]) -> Vec<usize> {
    let mut with: HashMap<(usize, u32), Vec<usize>> = HashMap::new();
    for (function, hashes) in hashes.iter().enumerate() {
        for (kind, hash) in hashes.iter().enumerate() {
            with.entry((kind, *hash)).or_default().push(function);
        }
    }
    let mut is_left = vec![true; hashes.len()];
    let mut order: Vec<usize> = Vec::new();
    let mut shared = vec![0_usize; hashes.len()];
    while order.len() < hashes.len() {
        let last = order.last().copied();
        shared.fill(0);
        for (kind, hash) in last
            .iter()
            .flat_map(|last| hashes[*last].iter().enumerate())
        {
            for other in with.get(&(kind, *hash)).into_iter().flatten() {
                shared[*other] += 1;
            }
        }
        let after = last.map_or(0, |last| last + 1);
        let left = (0..hashes.len()).filter(|function| is_left[*function]);
        let next =
            left.max_by_key(|function| (shared[*function], Reverse(function.abs_diff(after))));
        let Some(next) = next else { break };
        is_left[next] = false;
        order.push(next);
    }
    order
}

/// Writes a module anew with its functions in another order.
struct Moves {
    imported: u32,
    /// The functions defined in the module, as they follow each other.
    order: Vec<usize>,
    /// Where each of them stands in that order.
    places: Vec<u32>,
}

fn moved(function: u32, imported: u32, places: &[u32]) -> u32 {
    let defined = function.checked_sub(imported);
    defined.map_or(function, |at| imported + places[at as usize])
}

impl Reencode for Moves {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(moved(function, self.imported, &self.places))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for function in &self.order {
            functions.function(types[*function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
        ImportSection, RefType, TableSection, TableType, TypeSection,
    };
    use wasmparser::ElementItems;

    /// An import and four functions, of which the first and the last are alike; the second calls the last.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("page", "log", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let body = |write: &dyn Fn(&mut wasm_encoder::InstructionSink<'_>)| {
            let mut function = Function::new([]);
            write(&mut function.instructions());
            function.instructions().end();
            function
        };
        let adds = |number: i32| {
            body(&move |code| {
                code.i32_const(number)
                    .i32_const(7)
                    .i32_add()
                    .i32_eqz()
                    .drop();
            })
        };
        let bodies = [
            adds(1),
            body(&|code| {
                code.call(4).call(0).call(4).nop();
            }),
            body(&|code| {
                code.nop().nop().nop().unreachable();
            }),
            adds(2),
        ];
        let mut exports = ExportSection::new();
        for (at, (name, function)) in
            (1..).zip(["one", "calls", "stops", "other"].iter().zip(&bodies))
        {
            functions.function(0);
            code.function(function);
            exports.export(name, ExportKind::Func, at);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: None,
            shared: false,
        });
        let mut elements = ElementSection::new();
        elements.active(
            None,
            &ConstExpr::i32_const(0),
            Elements::Functions((&[2, 4]).into()),
        );
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module
            .section(&tables)
            .section(&exports)
            .section(&elements)
            .section(&code);
        module.finish()
    }

    /// The numbers of functions that stand in a module.
    #[derive(Default)]
    struct Numbers {
        exports: Vec<(String, u32)>,
        table: Vec<u32>,
        /// Those that each function calls.
        calls: Vec<Vec<u32>>,
    }

    fn numbers(module: &[u8]) -> Numbers {
        let mut numbers = Numbers::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.unwrap();
                        let named = (export.name.to_owned(), export.index);
                        numbers.exports.push(named);
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let ElementItems::Functions(items) = element.unwrap().items else {
                            panic!("a table of something else")
                        };
                        numbers.table.extend(items.into_iter().map(Result::unwrap));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap();
                    let callee = |operator| match operator {
                        Ok(Operator::Call { function_index }) => Some(function_index),
                        _ => None,
                    };
                    let called = operators.into_iter().filter_map(callee);
                    numbers.calls.push(called.collect());
                }
                _ => {}
            }
        }
        numbers
    }

    #[test]
    fn what_is_alike_stands_together_and_is_called_by_its_new_number() {
        let ordered = by_likeness(&module()).unwrap();
        let Numbers {
            exports,
            table,
            calls,
        } = numbers(&ordered.module);
        let named = |name: &str| exports.iter().find(|(other, _)| other == name).unwrap().1;
        assert_eq!((named("one"), named("other")), (1, 2), "{exports:?}");
        assert_eq!(table, [named("calls"), named("other")]);
        let calling = calls.get(named("calls") as usize - 1).unwrap();
        assert_eq!(*calling, [named("other"), 0, named("other")]);
        assert_eq!(calls.iter().flatten().count(), 3);
        let before = ["one", "calls", "stops", "other"];
        for (number, name) in (1..).zip(before) {
            assert_eq!(ordered.number(number), named(name), "{name}");
        }
        assert_eq!(ordered.number(0), 0, "an import stays where it is");
    }

    #[test]
    fn what_is_no_module_is_told() {
        assert!(by_likeness(b"\0asm\x01\0\0\0\x0a\x05").is_err());
        assert!(by_likeness(b"<html>").is_err());
    }
}
