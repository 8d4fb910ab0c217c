/// What every engine must pass, and what it is compared with.
///
/// ```
/// EngineContract        the promises of the ports, one test each; an engine passes all of them
/// ReferenceEngine       the specification: slow, obvious, in memory
/// EngineComparison      random histories on the reference and on another engine, compared after each turn
/// SnapshotsAndDeltas    random histories, lossy devices: what was pushed and pulled equals a fresh start
/// ```
///
/// An engine's tests are one small class for each of these; each takes a way to open the engine,
/// and nothing here knows more about it.
@NullMarked
package io.whaleshark.testkit;

import org.jspecify.annotations.NullMarked;
