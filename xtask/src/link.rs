//! The linker of the released modules: the compiler's code rewritten, compiled, and then linked by the compiler's own.
//!
//! `rustc` leaves what it links in LLVM's form too. That is rewritten here, see [`crate::returns`], and compiled in the place
//! of what the compiler made of it. Each tool is the compiler's, of the same LLVM: it puts them first on the path.

use crate::step::{Outcome, output_of, read, root, run, write};
use crate::{returns, tools};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is done with the rewritten code. What each function is given and gives is looked at once more, now that all stand in
/// one module as they will be: 1.6 KB. What it touches of memory is found anew, and what was put together for a return is
/// taken apart where it is not used as one. To inline once more, or to merge functions, weighs more.
const PASSES: &str = "-passes=deadargelim,cgscc(argpromotion),ipsccp,globalopt,constmerge,globaldce,\
    cgscc(function-attrs,function(sroa,early-cse<memssa>,dse))";

/// As the compiler tells LLVM for this target.
const COMPILED: [&str; 5] = [
    "-O2",
    "-filetype=obj",
    "-function-sections",
    "-data-sections",
    "-thread-model=single",
];

/// What is made wider is not so where it was read, which may be the global.
const WIDER: &str = "-disable-cgp-ext-ld-promotion";

/// A loop keeps its own counter: a pass that gives it a pointer for each thing that it reads, to save an addition, is made
/// for machines whose accesses add nothing. Without it a first visit is 5 KB lighter, and imports take as long.
const LOOPS: &str = "-disable-lsr";

/// What is longer than a number is copied or filled by one instruction, not number by number: a value in Rust is moved at
/// almost every step. 9 KB; of 100,000 rows the quickest import of forty takes 74 ms beside 73.
const COPIES: [&str; 3] = [
    "-max-store-memcpy=1",
    "-max-store-memmove=1",
    "-max-store-memset=1",
];

/// How the name of what the compiler has compiled ends.
const OBJECT: &str = ".rcgu.o";

/// Where cargo puts the modules that are linked here, and the text of how it was done.
const LINKED: [&str; 2] = ["engine/deps", "view/deps"];
const LINKED_BY: &str = "linked-by";

/// Has modules linked again that were linked otherwise: cargo asks no linker whether it has changed.
pub(crate) fn forget_older() -> Outcome {
    let own = [
        include_str!("link.rs"),
        include_str!("returns.rs"),
        include_str!("returns/proof.rs"),
    ]
    .concat();
    let target = root().join("target").join(tools::TARGET);
    let linked_by = target.join(LINKED_BY);
    if std::fs::read_to_string(&linked_by).is_ok_and(|before| before == own) {
        return Ok(());
    }
    for folder in LINKED {
        // Where there is no such folder, there is nothing to forget.
        let files = std::fs::read_dir(target.join(folder));
        for file in files.into_iter().flatten().flatten() {
            let file = file.path();
            if file.extension().is_some_and(|ending| ending == "wasm") {
                std::fs::remove_file(&file)
                    .map_err(|error| format!("cannot remove {}: {error}", file.display()))?;
            }
        }
    }
    write(&linked_by, own.as_bytes())
}

/// Links a module: takes what the compiler calls its linker with.
pub(crate) fn link(arguments: &[&str]) -> Outcome {
    let module = arguments
        .iter()
        .skip_while(|argument| **argument != "-o")
        .nth(1)
        .map(PathBuf::from)
        .ok_or("the linker is not told what to write")?;
    let object = module.with_extension("o");
    let rewritten = compile(&module.with_extension("bc"), &object)?;

    let mut objects = 0;
    let mut linker = Command::new("rust-lld");
    for argument in arguments {
        if argument.ends_with(OBJECT) {
            objects += 1;
            linker.arg(&object);
        } else {
            linker.arg(argument);
        }
    }
    if objects != 1 {
        return Err(format!(
            "{objects} objects for {}: one is expected, of all crates together",
            module.display()
        ));
    }
    run(&mut linker)?;
    let bytes = std::fs::read(&module).map_err(|error| format!("{}: {error}", module.display()))?;
    rewritten.prove(&bytes)
}

/// Compiles code in LLVM's form, rewritten.
fn compile(code: &Path, object: &Path) -> Outcome<returns::Rewritten> {
    let text = code.with_extension("ll");
    run(Command::new("llvm-dis").arg(code).arg("-o").arg(&text))?;
    let rewritten = returns::in_a_global(&read(&text)?)?;
    write(&text, rewritten.code.as_bytes())?;
    let better = output_of(
        Command::new("opt")
            .args([PASSES, "-S", "-o", "-"])
            .arg(&text),
    )?;
    write(&text, returns::apart_from_long(&better).as_bytes())?;
    run(Command::new("llc")
        .args(COMPILED)
        .args([WIDER, LOOPS])
        .args(COPIES)
        .arg(&text)
        .arg("-o")
        .arg(object))?;
    let bytes = std::fs::read(object).map_err(|error| format!("{}: {error}", object.display()))?;
    returns::is_no_memory(&bytes)?;
    Ok(rewritten)
}
