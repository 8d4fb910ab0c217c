/// Tests of the core's promises as use cases: on the reference engine, turn by turn, with a clock
/// that stands still.
@NullMarked
package io.whaleshark.testkit.usecase;

import org.jspecify.annotations.NullMarked;
