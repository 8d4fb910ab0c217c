/// The only place where core names and wire names meet: [ToCore], [ToWire] and [Refusals]. Both
/// transports of the server use it, the gateway and HTTP, and so does the simulation of `testkit`:
/// a simulated device hears what a real one would.
@NullMarked
package io.whaleshark.translation;

import org.jspecify.annotations.NullMarked;
