/// The commit lane: decide, append, apply.
///
/// Everything that changes something passes through one bounded queue and one thread. It takes what
/// has gathered, lets the features decide each command against the [Ledger], commits all changes as
/// one batch, and only then answers and pushes (P1). While one batch syncs, the next one gathers:
/// that is group commit.
///
/// Why one lane for an engine on one disk: see docs/adr/0002.
@NullMarked
package io.whaleshark.core.lane;

import org.jspecify.annotations.NullMarked;
