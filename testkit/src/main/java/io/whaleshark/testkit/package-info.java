/// The tests that every engine must pass, and the reference engine to compare it with.
///
/// ```
/// EngineContract        the promises of the ports, one test each; an engine passes all of them
/// ReferenceEngine       the specification: slow, obvious, in memory
/// EngineComparison      random histories on the reference and on another engine, compared after each turn
/// SnapshotsAndDeltas    random histories, lossy devices: what was pushed and pulled equals a fresh start
/// ```
///
/// An engine has one small test class for each of these. The class only says how to open the
/// engine.
@NullMarked
package io.whaleshark.testkit;

import org.jspecify.annotations.NullMarked;
