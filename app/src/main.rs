//! Where the browser begins.

fn main() {
    app::start();
}
