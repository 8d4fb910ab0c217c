/// The promises of the core, each shown by what people do: over the reference engine, turn by turn,
/// with a clock that stands still.
@NullMarked
package io.whaleshark.testkit.usecase;

import org.jspecify.annotations.NullMarked;
