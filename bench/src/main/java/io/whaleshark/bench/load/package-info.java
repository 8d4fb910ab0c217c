/// Moves the devices of a load: connections, stages, times. Knows no server's language and no
/// scenario.
///
/// The generator shares the machine with the server, so it must cost next to nothing: a few threads
/// with one selector each, many frames to a system call, and no object per message.
///
/// ```
/// Load ─┬─ Loop (a thread, a selector) ─┬─ Device ── Link (a socket)
///       │                               │     └──── Voice (how it speaks) ── Ear (the device again)
///       │                               ├─ Device …
///       │                               ├─ Meter (counts, and latency)
///       │                               └─ Plan (what is due in an open loop)
///       └─ Loop …
/// ```
@NullMarked
package io.whaleshark.bench.load;

import org.jspecify.annotations.NullMarked;
