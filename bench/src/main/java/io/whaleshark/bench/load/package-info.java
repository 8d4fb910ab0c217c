/// Drives the devices of a load: connections, stages, schedules. Independent of any server's
/// protocol and of any scenario.
///
/// The generator shares the machine with the server, so its cost must be negligible: a few threads
/// with one selector each, many frames per system call, and no object per message.
///
/// ```
/// Load ─┬─ Loop (a thread, a selector) ─┬─ LoadDevice ─┬─ LoadConnection (a socket)
///       │                               │              └─ Voice (how it speaks) ── Ear (the device again)
///       │                               ├─ LoadDevice …
///       │                               ├─ Meter (counts, and latency)
///       │                               └─ Schedule (what is due in an open loop)
///       └─ Loop …
/// ```
@NullMarked
package io.whaleshark.bench.load;

import org.jspecify.annotations.NullMarked;
