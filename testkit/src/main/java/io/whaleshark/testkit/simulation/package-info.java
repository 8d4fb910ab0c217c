/// A whole server and its clients in one thread and in virtual time: the same seed is the same run.
///
/// ```
/// Planner ──► Plan: what people do, and what goes wrong, at which time
///              │
/// Simulation ──┤   Timeline: everything that is going to happen, in order of time
///              ├── SimulatedDevice  drives the SDK's own inbox, outbox and book; Shown holds them to account
///              ├── Wire             one connection: delays, keeps order, may be cut at any time
///              └── SimulatedServer  the real Node over the reference engine: crashes, stalls, fails, fills, sweeps
///                     │
///                  Audit            shows what everyone can see, after every commit
///                     │
///                  LogChecker       hears what every device does and sees, and names what cannot be
/// ```
///
/// The core is the real one. The promises are checked after everything that happens, and the first
/// one that is broken ends the run. A crash forgets the node and keeps what was committed; a cut
/// loses what is under way in both directions. [Sabotage] is where a bug can be planted, to see
/// that it is found. A plan stays a plan when steps are left out, so a failing one is cut down to
/// what is needed.
@NullMarked
package io.whaleshark.testkit.simulation;

import org.jspecify.annotations.NullMarked;
