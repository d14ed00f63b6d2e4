//! The session's worker: Trunk builds it beside the page.

fn main() {
    let start: fn() = || println!("The worker runs in a browser: cargo xtask serve");
    #[cfg(target_arch = "wasm32")]
    let start = [start, farthing::web::start_worker][1];
    start();
}
