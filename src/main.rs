//! The command: everything is in [`preau::cli`].

// Compiling is small allocations by the million, freed on the thread that made them: see docs/measures.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // Each file's text is a block of its own. Where the system gives huge pages it clears two megabytes for each, which is a
    // fifth of a build's memory and no time won; a system that does not know the wish takes that.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    preau::cli::main()
}
