//! The view: Trunk builds it for the page.

fn main() {
    let start: fn() = || println!("The view runs in a browser: cargo xtask serve");
    #[cfg(target_arch = "wasm32")]
    let start = [start, farthing::web::start_view][1];
    start();
}
