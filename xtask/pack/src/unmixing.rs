//! From the mixed form back to the module.

use crate::coder::Reader;
use crate::mixed::{Mixed, Trees};
use crate::model::Model;
use crate::outside::Text;
use crate::tree::Tree;
use crate::unpacking::{Unpacking, length_at};
#[cfg(not(target_arch = "wasm32"))]
use crate::unpacking::{length_of, room_for};

/// The module whose mixed form this is.
#[cfg(not(target_arch = "wasm32"))]
pub fn unmixed(mixed: &[u8]) -> Vec<u8> {
    let length = length_of(mixed);
    let mut module = vec![0; room_for(length)];
    unmix(mixed, &mut module);
    module.truncate(length);
    module
}

/// Puts a module together from its mixed form. `module` has room for its length.
pub(crate) fn unmix(mixed: &[u8], module: &mut [u8]) {
    let mut at = 0;
    length_at(mixed, &mut at);
    let [functions, head, tail] = [(); 3].map(|()| length_at(mixed, &mut at));
    let mut bits = Reader::new(&mixed[at..]);
    let tree = Tree::told(None, &mut bits);
    let mut text = Text::new(Model::new(), tree, head);
    for _ in 0..head + tail {
        text.byte(&mut bits, 0);
    }
    let (outside, model) = text.finish();
    let trees = Trees::told(None, &mut bits);
    let mut code = Unpacking::new(Mixed::new(bits, trees, model), module);
    code.put_all(&outside[..head]);
    for _ in 0..functions {
        code.function();
    }
    code.put_all(&outside[head..]);
}
