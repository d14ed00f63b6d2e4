//! That what was compiled does with the global as it was meant to.
//!
//! LLVM compiles a global of the module as it does little else: that it does it right is looked at, in every module.

use super::{Rewritten, SECOND};
use crate::order;
use crate::step::Outcome;
use std::collections::HashSet;
use wasmparser::{FunctionBody, KnownCustom, Name, Operator, Parser, Payload, RelocationType};

/// The instructions that name a global.
const GLOBAL_GET: u8 = 0x23;
const GLOBAL_SET: u8 = 0x24;

/// Makes sure that in what LLVM compiled a global is only got and set: a number of a global in any other instruction would
/// be a place in memory.
pub(crate) fn is_no_memory(object: &[u8]) -> Outcome {
    let failed = |error: wasmparser::BinaryReaderError| format!("the compiled code: {error}");
    let mut code = &[][..];
    for payload in Parser::new(0).parse_all(object) {
        match payload.map_err(failed)? {
            Payload::CodeSectionStart {
                unchecked_range: range,
                ..
            } => {
                let range = range.start as usize..range.end as usize;
                code = object.get(range).unwrap_or_default();
            }
            Payload::CustomSection(custom) if custom.name() == "reloc.CODE" => {
                let KnownCustom::Reloc(places) = custom.as_known() else {
                    return Err("the compiled code does not say where its globals are".to_owned());
                };
                for place in places.entries() {
                    let place = place.map_err(failed)?;
                    let before = (place.offset as usize)
                        .checked_sub(1)
                        .and_then(|at| code.get(at));
                    if place.ty == RelocationType::GlobalIndexLeb
                        && !matches!(before, Some(&(GLOBAL_GET | GLOBAL_SET)))
                    {
                        return Err(format!(
                            "a global is taken for memory at byte {} of the compiled code",
                            place.offset
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Rewritten {
    /// Makes sure that in the module the second value is taken before any other function could leave one.
    ///
    /// The compiler may put an instruction later than it was written, though not behind a call that changes what it reads.
    pub(crate) fn prove(&self, module: &[u8]) -> Outcome {
        let failed = |error: wasmparser::BinaryReaderError| format!("the linked module: {error}");
        let mut names = Names::default();
        let mut bodies = Vec::new();
        let mut imported = 0;
        for payload in Parser::new(0).parse_all(module) {
            match payload.map_err(failed)? {
                Payload::ImportSection(imports) => {
                    imported = order::imported(imports).map_err(failed)?;
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(sections) = custom.as_known() {
                        for section in sections {
                            names.read(section.map_err(failed)?, self).map_err(failed)?;
                        }
                    }
                }
                _ => {}
            }
        }
        let Some(second) = names.second else {
            return match self.leaving.is_empty() {
                true => Ok(()),
                false => Err(format!("the linked module has no global named {SECOND}")),
            };
        };
        let called = Called {
            keeping: keeping(&bodies, imported, second).map_err(failed)?,
            leaving: names.leaving,
        };
        for (nth, body) in bodies.iter().enumerate() {
            let mut flow = Flow::default();
            // What comes back to the start of a loop is known at its end: until nothing new is, the code is gone over again.
            while !flow.ends(body, second, &called).map_err(failed)? {}
            if flow.takes_lost {
                return Err(format!(
                    "function {nth} of the code takes a second value that another call may have changed"
                ));
            }
        }
        Ok(())
    }
}

/// What functions do with the global.
struct Called {
    /// They return two values.
    leaving: HashSet<u32>,
    /// They leave it as it is, and so do all that they call.
    keeping: HashSet<u32>,
}

/// The functions that neither set a global nor call any that does; of one that is not known, or is none of the module's,
/// nobody can say.
fn keeping(
    bodies: &[FunctionBody<'_>],
    imported: u32,
    global: u32,
) -> wasmparser::Result<HashSet<u32>> {
    let mut calls = Vec::new();
    for (function, body) in (imported..).zip(bodies) {
        let mut callees = Some(Vec::new());
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::GlobalSet { global_index } if global_index == global => callees = None,
                Operator::CallIndirect { .. } => callees = None,
                Operator::Call { function_index } => {
                    if let Some(callees) = &mut callees {
                        callees.push(function_index);
                    }
                }
                _ => {}
            }
        }
        calls.extend(callees.map(|callees| (function, callees)));
    }
    let mut keeping: HashSet<u32> = calls.iter().map(|(function, _)| *function).collect();
    loop {
        let before = keeping.len();
        calls.retain(|(function, callees)| {
            let keeps = callees.iter().all(|callee| keeping.contains(callee));
            if !keeps {
                keeping.remove(function);
            }
            keeps
        });
        if keeping.len() == before {
            return Ok(keeping);
        }
    }
}

/// What is known of the global at a place in the code.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Second {
    /// Nothing comes by here.
    Unreached,
    /// The last call left a value there, whichever way was taken.
    Left,
    /// It may be that of another call.
    #[default]
    Lost,
}

/// What is known along the code of a function, and at the ends of the blocks that are open.
#[derive(Default)]
struct Flow {
    now: Second,
    blocks: Vec<Block>,
    /// What is known at the starts of its loops, in their order.
    loops: Vec<Second>,
    /// How many loops have begun.
    begun: usize,
    /// Whether the global was taken where it may be another call's.
    takes_lost: bool,
}

/// A block that is open.
struct Block {
    /// What is known where it ends, of those ways that were passed.
    end: Second,
    /// Of an `if` without its `else` what was known where it began.
    begun: Option<Second>,
    /// Of a loop which one it is.
    nth: Option<usize>,
}

impl Flow {
    /// Goes over a function; whether all was known of its loops before.
    fn ends(
        &mut self,
        body: &FunctionBody<'_>,
        second: u32,
        called: &Called,
    ) -> wasmparser::Result<bool> {
        let known = std::mem::take(&mut self.loops);
        *self = Self {
            loops: known.clone(),
            ..Self::default()
        };
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            self.takes_lost |= self.now == Second::Lost
                && matches!(operator, Operator::GlobalGet { global_index } if global_index == second);
            self.pass(&operator, called);
        }
        Ok(self.loops == known)
    }

    /// Passes an instruction; a call is made to one of the functions that are `called`.
    fn pass(&mut self, operator: &Operator<'_>, called: &Called) {
        match operator {
            Operator::Call { function_index } => {
                if called.leaving.contains(function_index) {
                    self.now = Second::Left;
                } else if !called.keeping.contains(function_index) {
                    self.now = Second::Lost;
                }
            }
            Operator::CallIndirect { .. } => self.now = Second::Left,
            Operator::Block { .. } => self.open(None, None),
            Operator::If { .. } => self.open(Some(self.now), None),
            Operator::Loop { .. } => {
                let nth = self.begun;
                self.begun += 1;
                if nth == self.loops.len() {
                    self.loops.push(self.now);
                }
                self.now = self.come_to(nth);
                self.open(None, Some(nth));
            }
            Operator::Else => {
                if let Some(block) = self.blocks.last_mut() {
                    block.end = block.end.max(self.now);
                    self.now = block.begun.take().unwrap_or(Second::Lost);
                }
            }
            Operator::End => {
                if let Some(Block { end, begun, .. }) = self.blocks.pop() {
                    let skipped = begun.unwrap_or(Second::Unreached);
                    self.now = self.now.max(end).max(skipped);
                }
            }
            Operator::Br { relative_depth } => {
                self.branch(*relative_depth);
                self.now = Second::Unreached;
            }
            Operator::BrIf { relative_depth } => self.branch(*relative_depth),
            Operator::BrTable { targets } => {
                for depth in targets.targets().flatten().chain([targets.default()]) {
                    self.branch(depth);
                }
                self.now = Second::Unreached;
            }
            Operator::Return | Operator::Unreachable => self.now = Second::Unreached,
            _ => {}
        }
    }

    fn open(&mut self, begun: Option<Second>, nth: Option<usize>) {
        self.blocks.push(Block {
            end: Second::Unreached,
            begun,
            nth,
        });
    }

    /// Comes to the start of a loop with what is known now, and gives what is known there.
    fn come_to(&mut self, nth: usize) -> Second {
        let Some(start) = self.loops.get_mut(nth) else {
            return Second::Lost;
        };
        *start = self.now.max(*start);
        *start
    }

    /// Goes to the end of a block, or to the start of a loop.
    fn branch(&mut self, depth: u32) {
        let outer = self.blocks.len().checked_sub(depth as usize + 1);
        let Some(block) = outer.and_then(|at| self.blocks.get_mut(at)) else {
            return;
        };
        match block.nth {
            Some(nth) => drop(self.come_to(nth)),
            None => block.end = block.end.max(self.now),
        }
    }
}

/// What the linked module calls its functions and globals, as far as it is asked here.
#[derive(Default)]
struct Names {
    leaving: HashSet<u32>,
    second: Option<u32>,
}

impl Names {
    fn read(&mut self, section: Name<'_>, of: &Rewritten) -> wasmparser::Result<()> {
        match section {
            Name::Function(functions) => {
                for function in functions {
                    let function = function?;
                    if of.leaving.contains(function.name) {
                        self.leaving.insert(function.index);
                    }
                }
            }
            Name::Global(globals) => {
                for global in globals {
                    let global = global?;
                    if global.name == SECOND {
                        self.second = Some(global.index);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, Function, FunctionSection, GlobalSection, GlobalType, Instruction,
        Module, NameMap, NameSection, TypeSection, ValType,
    };

    /// A module whose first function leaves a second value, whose second keeps it, whose third changes it, and whose
    /// fourth does this.
    fn module(code: &[Instruction<'_>]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut globals = GlobalSection::new();
        for _ in 0..2 {
            let changing = GlobalType {
                val_type: ValType::I32,
                mutable: true,
                shared: false,
            };
            globals.global(changing, &ConstExpr::i32_const(0));
        }
        let left = [Instruction::I32Const(1), Instruction::GlobalSet(1)];
        let mut bodies = CodeSection::new();
        for body in [&left[..], &[], &left, code] {
            functions.function(0);
            let mut function = Function::new([]);
            for instruction in body {
                function.instruction(instruction);
            }
            function.instruction(&Instruction::End);
            bodies.function(&function);
        }
        let mut names = NameSection::new();
        let mut named = NameMap::new();
        named.append(0, "half");
        names.functions(&named);
        let mut named = NameMap::new();
        named.append(1, SECOND);
        names.globals(&named);
        let mut module = Module::new();
        module
            .section(&types)
            .section(&functions)
            .section(&globals)
            .section(&bodies)
            .section(&names);
        module.finish()
    }

    #[test]
    fn a_second_value_is_taken_before_another_is_left() {
        use Instruction::{
            Br, BrIf, Call, Drop, Else, End, GlobalGet, I32Const, If, Loop, Unreachable,
        };
        let rewritten = Rewritten {
            code: String::new(),
            leaving: HashSet::from(["half".to_owned()]),
        };
        let empty = wasm_encoder::BlockType::Empty;
        let (leave, keep, change) = (Call(0), Call(1), Call(2));
        let take = [GlobalGet(1), Drop];
        let with = |before: &[Instruction<'static>]| [before, &take].concat();
        for proven in [
            with(std::slice::from_ref(&leave)),
            with(&[leave.clone(), keep.clone()]),
            // One way changes it, and does not come by.
            with(&[
                leave.clone(),
                I32Const(0),
                If(empty),
                change.clone(),
                Unreachable,
                Else,
                keep,
                End,
            ]),
            with(&[leave.clone(), Loop(empty), I32Const(0), BrIf(0), End]),
        ] {
            assert_eq!(rewritten.prove(&module(&proven)), Ok(()), "{proven:?}");
        }
        for refused in [
            with(&[]),
            with(&[leave.clone(), change.clone()]),
            with(&[leave.clone(), I32Const(0), If(empty), change.clone(), End]),
            // The second time round it is another's.
            [&[leave, Loop(empty)], &take[..], &[change, Br(0), End]].concat(),
        ] {
            let outcome = rewritten.prove(&module(&refused));
            assert!(outcome.is_err(), "{refused:?}");
        }
    }
}
