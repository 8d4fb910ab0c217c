/// A deterministic simulation of a whole server, or of several nodes that work as one, and of its
/// clients, in one thread and virtual time: the same seed gives the same run.
///
/// ```
/// Planner ──► Plan: what people do, and what goes wrong, at which time
///              │
/// Simulation ──┤   Timeline: everything that is going to happen, in order of time
///              ├── Backend          the app's own: no device, so all devices are told
///              ├── SimulatedDevice  drives the SDK's own inbox, outbox and book; Shown holds them to account
///              ├── Wire             one connection: delays, keeps order, may be cut at any time
///              └── SimulatedServer  the real Node over the reference engine: crashes, stalls, fails, fills, sweeps
///                     │             Site: a disk of its own, or as one node of several: SharedStore
///                  Referee          foresees every answer and push: TurnReferee turn by turn,
///                     │             NodeReferee what each session of any node is promised, in order
///                  Audit            shows what everyone can see, after every commit
///                     │
///                  LogChecker       hears what every device does and sees, and names what cannot be
/// ```
///
/// The core is the real one. The promises are checked after each event, and the first broken
/// promise ends the run. A crash discards the node and keeps committed data; a cut connection loses
/// everything in transit in both directions. [Sabotage] plants bugs, to test that they are found. A
/// plan without some of its steps is still a plan, so a failing one is shrunk to the steps that it
/// needs.
@NullMarked
package io.whaleshark.testkit.simulation;

import org.jspecify.annotations.NullMarked;
