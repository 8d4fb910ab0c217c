/// Fuzzing, guided by coverage: whatever bytes a client sends, the server answers by the contract
/// and finds no bug in itself.
///
/// A target is a class with `fuzzerTestOneInput(byte[])`, which throws what must not be. Its inputs
/// lie in `src/test/resources/fuzz`, in a folder of its name. `./whaleshark fuzz` looks for more of
/// them, and [CorpusTest] plays those that are there.
package io.whaleshark.server.fuzz;
